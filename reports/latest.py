"""The rows that page and summary begin with: the newest whole month, night and year, and what they are compared with.

Belongs here: which rows these are. All are about Shahed-type drones under the rule `standard`, unless a name says otherwise.
Nothing is added up: every figure is that of a mart.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from reports import rows
from reports.rows import Row

_SHAHED = "weapon_group = 'shahed_type' and launched is not null"
_MISSILES = ("cruise_missile", "ballistic_missile")


@dataclass(frozen=True)
class Latest:
    """Rows that are compared; None where there is no such row.

    Attributes:
        month: The newest whole month.
        month_before: The month before it.
        year_ago: The same month a year earlier.
        peak: Its largest night.
        coverage: Of how many of its nights there is a report.
        missiles: What it says of missiles, by weapon group.
        night: The newest night with a number of launched.
        night_before: The one before it.
        year: The newest year, whole or not.
        whole_year: The newest whole year.
        year_before: The year before it.
        largest_night: The record.
    """

    month: Row | None
    month_before: Row | None
    year_ago: Row | None
    peak: Row | None
    coverage: Row | None
    missiles: list[Row]
    night: Row | None
    night_before: Row | None
    year: Row | None
    whole_year: Row | None
    year_before: Row | None
    largest_night: Row | None

    @property
    def anchors(self) -> frozenset[str]:
        """Addresses of all of them."""
        return frozenset(row.anchor for row in self._rows())

    def _rows(self) -> Iterator[Row]:
        for value in vars(self).values():
            yield from value if isinstance(value, list) else [value] if value else []


def read(con: duckdb.DuckDBPyConnection) -> Latest:
    """Read the rows from the published file."""
    month = rows.find(con, "monthly_totals", f"{_SHAHED} and not is_partial_period", order="month desc")
    year = rows.find(con, "yearly_totals", f"{_SHAHED} and not is_partial_period", order="year desc")
    nights = rows.select(con, "nightly_totals", f"where {_SHAHED} order by night_of desc limit 2")
    return Latest(
        month=month,
        month_before=month and _month(con, rows.previous_month(month["month"])),
        year_ago=month and _month(con, _year_before(month["month"])),
        peak=month and rows.find(con, "nightly_totals", f"{_SHAHED} and night_of = ?", month["peak_night"]),
        coverage=month and rows.find(con, "coverage", "month = ?", month["month"]),
        missiles=_missiles(con, month["month"]) if month else [],
        night=nights[0] if nights else None,
        night_before=nights[1] if nights[1:] else None,
        year=rows.find(con, "yearly_totals", _SHAHED, order="year desc"),
        whole_year=year,
        year_before=year and rows.find(con, "yearly_totals", f"{_SHAHED} and year = ?", year["year"] - 1),
        largest_night=rows.find(con, "records", "record = 'largest_night' and weapon_group = 'shahed_type'"),
    )


def _month(con: duckdb.DuckDBPyConnection, month: dt.date) -> Row | None:
    return rows.find(con, "monthly_totals", f"{_SHAHED} and month = ?", month)


def _year_before(month: dt.date) -> dt.date:
    return month.replace(year=month.year - 1)


def _missiles(con: duckdb.DuckDBPyConnection, month: dt.date) -> list[Row]:
    found = (
        rows.find(con, "monthly_totals", "launched is not null and month = ? and weapon_group = ?", month, group)
        for group in _MISSILES
    )
    return [row for row in found if row]
