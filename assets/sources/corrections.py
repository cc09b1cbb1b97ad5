"""Known errors of the sources, as data in `corrections.csv`: which cell, what it says, what it should say, and why.

A correction only applies while the cell says what is expected: once the source mends its error, it does nothing, and the check
`known_errors_stand` fails until the correction says since when (`mended_on`). An error whose right number nobody knows has no
`corrected`: the cell stands, and its row says that it is wrong. Cells one of which is wrong are listed together.
"""

import polars as pl

from assets.sources.cells import date, lookup, text

# Between several cells of one error.
_BETWEEN = "; "


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
        names = [f"_{name}" if f"_{name}" in rows.columns else name for name in row["column_name"].split(_BETWEEN)]
        corrected = row["corrected"].split(_BETWEEN) if row["corrected"] else []
        is_row = [text(there) == row[here] for here, there in columns.items()]
        says = [
            text(name).str.strip_suffix(".0") == cell for name, cell in zip(names, row["expected"].split(_BETWEEN), strict=True)
        ]
        applies = pl.all_horizontal(*is_row, date(start).cast(pl.String) == row["start_date"], *says).fill_null(False)
        done = f"read as {row['corrected']}" if corrected else "known to be wrong, and left as it is"
        note = f"{row['column_name']} {row['expected']} {done}: {row['reason']} {row['reference']}."
        rows = rows.with_columns(
            *(pl.when(applies).then(pl.lit(cell)).otherwise(pl.col(name)).alias(name) for name, cell in zip(names, corrected)),
            _correction=pl.when(applies).then(pl.lit(note)).otherwise(pl.col("_correction")),
        )
    return rows
