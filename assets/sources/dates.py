"""In which order a file writes its dates, and every date in one way.

`2026-05-16` can be read in one way only; `16.05.2026` and `05/16/2026` too, because there is no sixteenth month; but
`03.04.2026` can be read in two. Such a date is read as the file's other dates show, and refused if they do not.
"""

from collections.abc import Iterable, Sequence

import polars as pl

DAY_FIRST = "day_first"
MONTH_FIRST = "month_first"

_CLOCK = r"(?: ([0-9]{1,2}:[0-9]{2})(?::[0-9]{2}(?:\.0+)?)?)?$"
_YEAR_FIRST = r"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _CLOCK
_YEAR_LAST = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})" + _CLOCK


def order(frames: Iterable[pl.DataFrame], columns: Sequence[str]) -> str | None:
    """Return the order in which the dates of a file with the year last are written, if its dates decide it.

    Args:
        frames: The rows of the file, in pieces.
        columns: The columns that hold dates.

    Returns:
        `day_first`, `month_first`, or None: no date decides it, or they contradict one another.
    """
    shown: set[str] = set()
    for frame in frames:
        for column in columns:
            first, second = _part(column, _YEAR_LAST, 1), _part(column, _YEAR_LAST, 2)
            is_day_first, is_month_first = frame.select(
                first.is_between(13, 31).any().alias("a"), second.is_between(13, 31).any().alias("b")
            ).row(0)
            shown |= {DAY_FIRST} if is_day_first else set()
            shown |= {MONTH_FIRST} if is_month_first else set()
    return shown.pop() if len(shown) == 1 else None


def iso(column: str, order: str | None) -> pl.Expr:
    """Return the cell as `2026-05-16` or `2026-05-16 18:00`; a cell that is no such date, or ambiguous, stays as it is."""
    first, second = _part(column, _YEAR_LAST, 1), _part(column, _YEAR_LAST, 2)
    is_day_first = (first > 12) | (first == second) | ((second <= 12) & pl.lit(order == DAY_FIRST))
    is_month_first = (second > 12) | ((first <= 12) & pl.lit(order == MONTH_FIRST))
    year = _part(column, _YEAR_LAST, 3)
    return pl.coalesce(
        _written(
            _part(column, _YEAR_FIRST, 1), _part(column, _YEAR_FIRST, 2), _part(column, _YEAR_FIRST, 3), column, _YEAR_FIRST
        ),
        pl.when(is_day_first).then(_written(year, second, first, column, _YEAR_LAST)),
        pl.when(is_month_first).then(_written(year, first, second, column, _YEAR_LAST)),
        _plain(column),
    )


def is_ambiguous(column: str) -> pl.Expr:
    """Whether a cell as `iso` returned it is still a date with the year last: one that can be read in two ways."""
    return _plain(column).str.contains(_YEAR_LAST)


def _plain(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.replace(r"([0-9])[T\s]+([0-9])", "$1 $2").replace("", None)


def _part(column: str, pattern: str, group: int) -> pl.Expr:
    return _plain(column).str.extract(pattern, group).cast(pl.Int64)


def _written(year: pl.Expr, month: pl.Expr, day: pl.Expr, column: str, pattern: str) -> pl.Expr:
    date = pl.format("{}-{}-{}", year, *(part.cast(pl.String).str.zfill(2) for part in (month, day)))
    return pl.concat_str(date, " " + _plain(column).str.extract(pattern, 4), separator="", ignore_nulls=True).replace("", None)
