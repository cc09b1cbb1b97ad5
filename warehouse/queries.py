"""The SQL files, one `select` per table under the table's own name, and how a single row is fetched."""

from functools import cache
from pathlib import Path
from typing import Any

import duckdb

_HERE = Path(__file__).parent / "sql"


@cache
def select(table_name: str) -> str:
    """Return the query of a table: that of `mart.nights` is `warehouse/sql/mart/nights.sql`."""
    return (_HERE / (table_name.replace(".", "/") + ".sql")).read_text(encoding="utf-8")


@cache
def macros() -> str:
    """Return the statements that create what several queries share."""
    return (_HERE / "macros.sql").read_text(encoding="utf-8")


def one_row(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the only row of a query.

    DuckDB 2 keeps a connection busy until a result is read to its end, which `fetchone` does not do.
    """
    (row,) = con.execute(query).fetchall()
    return row
