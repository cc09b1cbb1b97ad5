"""Known errors of the sources, as data in `corrections.csv`: which cell, what it says, what it should say, and why.

A correction only applies while the cell says what is listed as `stated`: once the source mends its error, it does nothing.
"""

import polars as pl

from assets.sources.cells import lookup, text


def correct(rows: pl.DataFrame, source_id: str, report: str) -> pl.DataFrame:
    """Put right the cells that are known to be wrong.

    A column that has been read into one with an underscore before its name, as dates are, is put right there: the cell itself
    stays as it came, and a date is recognised in whatever way it was written.

    Args:
        rows: Raw rows of one source, with `model`, after `cells.with_times`.
        source_id: The source.
        report: Column that holds the address of the report.

    Returns:
        The rows, with `_correction` saying what was corrected and why, null where nothing was.
    """
    known = lookup("corrections").filter(pl.col("source_id") == source_id)
    rows = rows.with_columns(_correction=pl.lit(None, pl.String))
    for row in known.iter_rows(named=True):
        column = f"_{row['column']}" if f"_{row['column']}" in rows.columns else row["column"]
        is_row = (text(report) == row["report"]) & (text("model") == row["model"]) & (text(column) == row["stated"])
        applies = is_row.fill_null(False)
        note = f"{row['column']} {row['stated']} read as {row['corrected']}: {row['reason']} {row['reference']}."
        rows = rows.with_columns(
            pl.when(applies).then(pl.lit(row["corrected"])).otherwise(pl.col(column)).alias(column),
            _correction=pl.when(applies).then(pl.lit(note)).otherwise(pl.col("_correction")),
        )
    return rows
