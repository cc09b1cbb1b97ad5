"""What an asset shows in the Dagster UI of what it holds: how many rows, of which period, the headline total, a preview."""

from collections.abc import Sequence
from typing import Any

import dagster as dg
import duckdb

from reports import markdown
from warehouse import store, summaries
from warehouse.contracts import Table

PREVIEW_ROWS = 8


def summary(con: duckdb.DuckDBPyConnection, table: Table) -> dict[str, Any]:
    """Return row count, period covered and headline total of a table."""
    label, total = summaries.headline(con, table)
    return {
        "dagster/row_count": store.count(con, table),
        "period covered": summaries.period(con, table),
        label: "no number" if total is None else total,
    }


def preview(con: duckdb.DuckDBPyConnection, table: Table) -> dg.MarkdownMetadataValue:
    """Return the newest rows of a table, without columns in which these rows have nothing."""
    order = ", ".join(f"{column} desc" for column in table.key)
    newest = con.sql(f"select * from {table.name} order by {order} limit {PREVIEW_ROWS}")
    rows = newest.fetchall()
    shown = [n for n in range(len(newest.columns)) if not rows or any(row[n] is not None for row in rows)]
    return dg.MetadataValue.md(markdown.table([newest.columns[n] for n in shown], [[row[n] for n in shown] for row in rows]))


def contents(con: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> dict[str, Any]:
    """Return how many rows several tables have together, and a preview that lists each with its summary."""
    rows = [(table.name, store.count(con, table), summaries.period(con, table)) for table in tables]
    return {
        "dagster/row_count": sum(count for _, count, _ in rows),
        "preview": dg.MetadataValue.md(markdown.table(["table", "rows", "period covered"], rows)),
    }
