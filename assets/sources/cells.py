"""Reading cells: Polars expressions from text to dates, times and counts, and what makes a row unusable.

Every expression yields null where the text cannot be read; `first_problem` puts the first reason into words.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from assets.sources import dates

KYIV = "Europe/Kyiv"
# The full-scale invasion; no report of the tally can be older.
EARLIEST = dt.date(2022, 2, 24)
# From this Kyiv date "shot down" includes suppressed drones (row shot_down_or_suppressed of core.definition_breaks).
SUPPRESSED_INCLUDED_FROM = dt.date(2025, 7, 24)

# Up to two zeros may follow a point or comma; three would be thousands as well as a fraction.
_COUNT = r"^([0-9]{1,9})(?:[.,]0{0,2})?$"
_DATE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?: |$)"
_CLOCK = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} ([0-9]{1,2}:[0-9]{2})$"

Problem = tuple[pl.Expr, str | pl.Expr]


def text(column: str) -> pl.Expr:
    """Return the cell without surrounding space; an empty one is null."""
    return pl.col(column).str.strip_chars().replace("", None)


def count(column: str) -> pl.Expr:
    """Read a whole number of at most nine digits; `12.0` is 12."""
    return text(column).str.extract(_COUNT).cast(pl.Int64)


def date(column: str) -> pl.Expr:
    """Read the date of `2026-05-16` or `2026-05-16 18:00`."""
    return text(column).str.extract(_DATE).str.to_date("%Y-%m-%d", strict=False)


def moment(column: str, *, is_end: bool) -> pl.Expr:
    """Read the Kyiv clock time of `2026-05-16 18:00` as UTC without a zone; null where the cell has no clock time.

    In the hour that the clock repeats in October a window starts in the earlier pass and ends in the later one. A time
    that the clock skips in March is null: nobody can have read it off a clock.
    """
    local = pl.concat_str(text(column).str.extract(_DATE), text(column).str.extract(_CLOCK), separator=" ")
    kyiv = local.str.to_datetime("%Y-%m-%d %H:%M", strict=False).dt.replace_time_zone(
        KYIV, ambiguous="latest" if is_end else "earliest", non_existent="null"
    )
    return kyiv.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def has_bad_time(column: str) -> pl.Expr:
    """Whether a date or date with clock time cannot be read."""
    clock = text(column).str.extract(_CLOCK)
    well_formed = text(column).str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{1,2}:[0-9]{2})?$")
    bad_clock = clock.is_not_null() & clock.str.to_time("%H:%M", strict=False).is_null()
    return ~well_formed | date(column).is_null() | bad_clock


def bad_counts(*columns: str) -> list[Problem]:
    """Problems of cells that should hold a count: negative, fractional, not a number."""
    return [
        (text(column).is_not_null() & count(column).is_null(), _quoting(column, "is not a whole number of zero or more"))
        for column in columns
    ]


def with_times(rows: pl.DataFrame, columns: Sequence[str], date_order: str | None) -> pl.DataFrame:
    """Add to every column of dates a second one, with an underscore before its name, that holds them as ISO text."""
    return rows.with_columns(**{f"_{column}": dates.iso(column, date_order) for column in columns})


def bad_times(start: str, end: str, seen_on: dt.date) -> list[Problem]:
    """Problems of a window given by two cells: missing, unreadable, reversed, or outside what can have been reported.

    Args:
        start: Column of the start as ISO text, see `with_times`.
        end: Column of the end, likewise.
        seen_on: Day on which the file was seen.
    """
    latest = seen_on + dt.timedelta(days=1)
    problems: list[Problem] = []
    for column in (start, end):
        problems += [
            (text(column).is_null(), f"{column.lstrip('_')} is empty"),
            (dates.is_ambiguous(column), _quoting(column, "can be read in two ways, and no date of the file decides it")),
            (has_bad_time(column), _quoting(column, "is not a date, or a date with a time")),
        ]
    return [
        *problems,
        (
            (date(end) < date(start)) | (moment(end, is_end=True) < moment(start, is_end=False)),
            pl.format("the window ends ({}) before it starts ({})", text(end), text(start)),
        ),
        (date(start) < EARLIEST, _quoting(start, f"is before {EARLIEST}")),
        (date(end) > latest, _quoting(end, f"is after the file was seen ({seen_on})")),
    ]


def split(rows: pl.DataFrame, problems: Sequence[Problem]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Separate usable rows from the others.

    Args:
        rows: Raw rows, with `snapshot_id`, `row_number`, `malformed` and the cells as text.
        problems: Conditions that make a row unusable, each with its reason; the first that holds is given.

    Returns:
        The usable rows as they are, and `snapshot_id, row_number, reason, raw` of the others.
    """
    reasons = [pl.col("malformed"), *(pl.when(condition).then(_expression(reason)) for condition, reason in problems)]
    judged = rows.with_columns(reason=pl.coalesce(reasons))
    cells = [name for name in rows.columns if name not in ("snapshot_id", "row_number", "malformed") and name[0] != "_"]
    rejected = judged.filter(pl.col("reason").is_not_null()).select(
        "snapshot_id", "row_number", "reason", raw=pl.struct(cells).struct.json_encode()
    )
    return judged.filter(pl.col("reason").is_null()).drop("reason", "malformed"), rejected


def lookup(name: str) -> pl.DataFrame:
    """Return one of the tables of names that lie beside the source modules, all columns as text."""
    return pl.read_csv(Path(__file__).with_name(f"{name}.csv"), infer_schema=False)


def interception_wording(intercepted: pl.Expr, lost: pl.Expr) -> pl.Expr:
    """Return what a report's number of intercepted drones means, from its night and whether lost ones stand apart."""
    merged = (pl.col("night_of") >= SUPPRESSED_INCLUDED_FROM) & lost.is_null()
    wording = pl.when(merged).then(pl.lit("shot_down_or_suppressed")).otherwise(pl.lit("shot_down"))
    return pl.when(intercepted.is_not_null()).then(wording)


def null_reason(column: str) -> pl.Expr:
    """Return the reason for a missing number: a source that leaves a cell empty does not state it."""
    return pl.when(pl.col(column).is_null()).then(pl.lit("not_stated"))


def _quoting(column: str, problem: str) -> pl.Expr:
    return pl.format(f"{column.lstrip('_')} “{{}}” {problem}", text(column.lstrip("_")))


def _expression(reason: str | pl.Expr) -> pl.Expr:
    return pl.lit(reason) if isinstance(reason, str) else reason
