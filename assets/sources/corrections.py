"""Known errors of the sources, as data in `corrections.csv`: which cell, what it says, what it should say, and why.

A correction only applies while the cell says what is expected: once the source mends its error, it does nothing, and the check
`known_errors_stand` fails until the correction says since when (`mended_on`). An error whose right number nobody knows has no
`corrected`: the cell stands, and its row says that it is wrong.
"""

import polars as pl

from assets.sources.cells import date, lookup, text


def correct(rows: pl.DataFrame, source_id: str, start: str, **columns: str) -> pl.DataFrame:
    """Put right the cells that are known to be wrong.

    A column that has been read into one with an underscore before its name, as dates are, is put right there: the cell itself
    stays as it came, and a date is recognised in whatever way it was written.

    Args:
        rows: Raw rows of one source, after `cells.with_times`.
        source_id: The source.
        start: Column with the start of the window.
        columns: Further columns that tell a row from others, by their names in `corrections.csv`.

    Returns:
        The rows, with `_correction` saying what was corrected and why, null where nothing was.
    """
    known = lookup("corrections").filter(pl.col("source_id") == source_id)
    rows = rows.with_columns(_correction=pl.lit(None, pl.String))
    for row in known.iter_rows(named=True):
        name, expected, corrected = row["column_name"], row["expected"], row["corrected"]
        column = f"_{name}" if f"_{name}" in rows.columns else name
        is_row = [text(there) == row[here] for here, there in columns.items()]
        says = text(column).str.strip_suffix(".0") == expected
        applies = pl.all_horizontal(*is_row, date(start).cast(pl.String) == row["start_date"], says).fill_null(False)
        done = f"read as {corrected}" if corrected else "is known to be wrong and stands"
        note = f"{name} {expected} {done}: {row['reason']} {row['reference']}."
        rows = rows.with_columns(
            pl.when(applies & (corrected is not None)).then(pl.lit(corrected)).otherwise(pl.col(column)).alias(column),
            _correction=pl.when(applies).then(pl.lit(note)).otherwise(pl.col("_correction")),
        )
    return rows
