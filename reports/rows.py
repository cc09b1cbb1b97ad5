"""Rows of the marts as the page and the summary cite them: every row has an address on the page.

Belongs here: reading rows and naming them. How they look is said by the templates.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.contracts import Column, Table
from warehouse.tables import BY_NAME

# Rows of a mart that the page shows; the CSV file has them all.
SHOWN_ROWS = 1_200
# What makes a row new: the first of these that a mart has.
_DATES = ("night_of", "week_start", "month", "year", "period_start")
# Marts of which other rows than the newest are shown, with what the page calls the choice and their order: figures that can be
# compared, the best explanation first; every night of Shahed-type drones.
_CHOSEN = {
    "reconciliation": ("best", "is_best desc, verdict = 'not_comparable', figure_id desc, rule_id, measure_tried"),
    "nightly_totals": ("shahed", "weapon_group = 'shahed_type' desc, night_of desc, weapon_group"),
}


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
    """What the page shows of a mart: some of its rows, by which choice, and how many it has."""

    table: Table
    rows: Sequence[Row]
    choice: str
    total: int

    @property
    def columns(self) -> list[Column]:
        """The columns shown; why a number is missing is said in its own cell."""
        reasons = {column.null_reason for column in self.table.columns}
        return [column for column in self.table.columns if column.name not in reasons]


def find(con: duckdb.DuckDBPyConnection, mart: str, where: str, *values: object, order: str = "") -> Row | None:
    """Return the first row of a mart that meets a condition, in an order if one is given; None if there is none."""
    return next(iter(select(con, mart, f"where {where} {f'order by {order}' if order else ''} limit 1", *values)), None)


def select(con: duckdb.DuckDBPyConnection, mart: str, rest: str, *values: object) -> list[Row]:
    """Return rows of a mart; `rest` is what follows `from` in SQL."""
    table = BY_NAME[f"mart.{mart}"]
    rows = con.execute(f"select {', '.join(table.column_names)} from {table.name} {rest}", list(values)).fetchall()
    return [Row(table, dict(zip(table.column_names, row, strict=True))) for row in rows]


def shown(con: duckdb.DuckDBPyConnection, table: Table, cited: frozenset[str]) -> Shown:
    """Return the newest rows of a mart, or those chosen otherwise, and those that are cited by their anchors."""
    newest = [f"{column} desc" for column in _DATES if column in table.column_names][:1]
    choice, order = _CHOSEN.get(table.short_name, ("newest", ", ".join([*newest, table.order_by])))
    rows = select(con, table.short_name, f"order by {order}")
    chosen = [row for number, row in enumerate(rows) if number < SHOWN_ROWS or row.anchor in cited]
    return Shown(table, chosen, choice, len(rows))


def previous_month(month: dt.date) -> dt.date:
    """Return the first day of the month before."""
    return (month - dt.timedelta(days=1)).replace(day=1)
