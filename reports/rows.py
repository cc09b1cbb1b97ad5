"""Rows of the marts as the page and the summary cite them: every row has an address on the page.

Belongs here: reading rows and naming them. How they look is said by the templates.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.contracts import Table
from warehouse.tables import BY_NAME

# Rows of a mart that the page shows; the CSV file has them all.
SHOWN_ROWS = 200
# What makes a row new: the first of these that a mart has.
_DATES = ("night_of", "week_start", "month", "year", "period_start")
# Marts with too many rows to page through and another order of interest than the newest first.
_ORDERS = {"reconciliation": "is_best desc", "records": "weapon_group = 'shahed_type' desc"}


@dataclass(frozen=True)
class Row:
    """One row of a mart: its values by column."""

    table: Table
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    @property
    def anchor(self) -> str:
        """The row's address on the page: `monthly_totals-2026-05-01-shahed_type`."""
        parts = (self.table.short_name, *(str(self.values[column]) for column in self.table.key))
        return re.sub(r"[^\w-]+", "_", "-".join(parts))


@dataclass(frozen=True)
class Shown:
    """What the page shows of a mart: some of its rows, and how many it has."""

    table: Table
    rows: Sequence[Row]
    total: int


def find(con: duckdb.DuckDBPyConnection, mart: str, where: str, *values: object, order: str = "") -> Row | None:
    """Return the first row of a mart that meets a condition, in an order if one is given; None if there is none."""
    return next(iter(select(con, mart, f"where {where} {f'order by {order}' if order else ''} limit 1", *values)), None)


def select(con: duckdb.DuckDBPyConnection, mart: str, rest: str, *values: object) -> list[Row]:
    """Return rows of a mart; `rest` is what follows `from` in SQL."""
    table = BY_NAME[f"mart.{mart}"]
    rows = con.execute(f"select {', '.join(table.column_names)} from {table.name} {rest}", list(values)).fetchall()
    return [Row(table, dict(zip(table.column_names, row, strict=True))) for row in rows]


def shown(con: duckdb.DuckDBPyConnection, table: Table, cited: frozenset[str]) -> Shown:
    """Return the newest rows of a mart and those that are cited, by their anchors."""
    rows = select(con, table.short_name, f"order by {_newest_first(table)}")
    return Shown(table, list(_newest_and_cited(rows, cited)), len(rows))


def _newest_first(table: Table) -> str:
    dates = [f"{column} desc" for column in _DATES if column in table.column_names][:1]
    return ", ".join([*([_ORDERS[table.short_name]] if table.short_name in _ORDERS else []), *dates, table.order_by])


def _newest_and_cited(rows: Sequence[Row], cited: frozenset[str]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number < SHOWN_ROWS or row.anchor in cited:
            yield row


def previous_month(month: dt.date) -> dt.date:
    """Return the first day of the month before."""
    return (month - dt.timedelta(days=1)).replace(day=1)
