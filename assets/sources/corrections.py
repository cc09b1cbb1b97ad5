"""Known errors of the sources, as data in `corrections.csv`: which cell, what it says, what it should say, and why.

A correction only applies while the cell says what is listed as `stated`: once the source mends its error, it does nothing.
"""

import polars as pl

from assets.sources.cells import lookup


def correct(rows: pl.DataFrame, source_id: str, report: str) -> pl.DataFrame:
    """Put right the cells that are known to be wrong.

    Args:
        rows: Raw rows of one source, with `model` and all cells as text.
        source_id: The source.
        report: Column that holds the address of the report.

    Returns:
        The rows, with `_correction` saying what was corrected and why, null where nothing was.
    """
    known = lookup("corrections").filter(pl.col("source_id") == source_id)
    rows = rows.with_columns(_correction=pl.lit(None, pl.String))
    for row in known.iter_rows(named=True):
        column = row["column"]
        applies = (
            (pl.col(report) == row["report"]) & (pl.col("model") == row["model"]) & (pl.col(column) == row["stated"])
        ).fill_null(False)
        note = f"{column} {row['stated']} read as {row['corrected']}: {row['reason']} {row['reference']}."
        rows = rows.with_columns(
            pl.when(applies).then(pl.lit(row["corrected"])).otherwise(pl.col(column)).alias(column),
            _correction=pl.when(applies).then(pl.lit(note)).otherwise(pl.col("_correction")),
        )
    return rows
