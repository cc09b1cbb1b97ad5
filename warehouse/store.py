"""The build: a private file in which the tables are made, and what one table notes for another.

Nobody but the pipeline opens it, because DuckDB lets one read-write process exclude every other. What readers open is in
`warehouse/versions.py`, the lock under which one refresh at a time writes in `warehouse/lock.py`. See `warehouse/README.md`.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from warehouse import contracts
from warehouse.contracts import Table
from warehouse.queries import macros, one_row
from warehouse.tables import BY_NAME, TABLES

# What an asset notes beside its table for another asset to write out.
_NOTES = {
    "snapshots_loaded": "snapshot_id varchar, source_id varchar",
    "rejected_rows": "snapshot_id varchar, source_id varchar, row_number bigint, reason varchar, raw varchar",
    "places_read": "snapshot_id varchar, row_number bigint, role varchar, position integer, place_as_reported varchar, "
    "place_id varchar, count bigint",
    "cells_unread": "snapshot_id varchar, row_number bigint, column_name varchar, cell varchar",
    "attacks_read": ", ".join(f"{column.name} {column.sql_type}" for column in BY_NAME["core.reported_attacks"].columns),
    "checks_passed": "check_name varchar, table_name varchar, turn bigint",
    "phrases_read": "snapshot_id varchar, row_number bigint, item integer, column_name varchar, phrase varchar",
}
# In which turn each table was written last: a clock may jump back between two tables.
_WRITTEN = "table_name varchar primary key, turn bigint"
# Changes with everything that a build is made of: contracts, notes, and the macros that the queries share.
_CONTRACTS = hashlib.sha256((repr(TABLES) + repr(_NOTES) + _WRITTEN + macros()).encode()).hexdigest()
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
}


class StoreError(Exception):
    """The database cannot be built, published or opened; the message says why and what to do."""


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the private build file for writing; the caller holds the refresh lock and closes the connection.

    The build is disposable: one made under other contracts is started anew, with every table empty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if con := _usable_build(path):
        return con
    delete_build(path)
    con = duckdb.connect(path, config=SETTINGS)
    with transaction(con):
        for table in TABLES:
            contracts.create_table(con, table)
        con.execute(macros())
        con.execute(f"create table main.written ({_WRITTEN})")
        for name, columns in _NOTES.items():
            con.execute(f"create table main.{name} ({columns})")
        con.execute("create table main.made_under as select ? as contracts", [_CONTRACTS])
    return con


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do what is in the block as a whole: many small statements are flushed to disk once, not one by one."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def delete_build(path: Path) -> None:
    """Delete a build file and what DuckDB keeps beside it."""
    for leftover in path.parent.glob(path.name + "*"):
        leftover.unlink()


def _usable_build(path: Path) -> duckdb.DuckDBPyConnection | None:
    """Return the open build if there is one, it is whole, and it was made under the contracts of today."""
    if not path.exists():
        return None
    try:
        con = duckdb.connect(path, config=SETTINGS)
    except duckdb.Error:
        return None
    try:
        (made_under,) = one_row(con, "select contracts from main.made_under")
    except (duckdb.Error, ValueError):
        made_under = None
    if made_under == _CONTRACTS:
        return con
    con.close()
    return None


def write(con: duckdb.DuckDBPyConnection, table: Table, query: str | None = None) -> int:
    """Replace a table of the build with the result of a query whose columns have the contract's names.

    Args:
        con: The open build.
        table: Contract of the table to write.
        query: One `select`; without it the table is left empty, to be filled with `append`.

    Returns:
        Number of rows written.
    """
    contracts.create_table(con, table)
    if query is not None:
        append(con, table, query)
    con.execute("insert or replace into main.written select ?, coalesce(max(turn), 0) + 1 from main.written", [table.name])
    return count(con, table)


def append(con: duckdb.DuckDBPyConnection, table: Table, query: str) -> None:
    """Add the rows of a query to a table of the build, in the order of its key."""
    columns = ", ".join(table.column_names)
    con.execute(f"insert into {table.name} ({columns}) select {columns} from ({query}) order by {table.order_by}")


def write_frame(con: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> int:
    """Replace a table of the build with a frame; a column the frame lacks is NULL. Return the number of rows."""
    write(con, table)
    append_frame(con, table, frame)
    return count(con, table)


def append_frame(con: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """Add the rows of a frame to a table of the build; a column the frame lacks is NULL."""
    names = [name for name in table.column_names if name in frame.columns]
    with registered(con, "new_rows", frame.select(names)):
        con.execute(f"insert into {table.name} by name select * from new_rows")


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """Let queries read a frame under a name while the block runs."""
    con.register(name, frame)
    try:
        yield
    finally:
        con.unregister(name)


def raw_frames(con: duckdb.DuckDBPyConnection, table: Table, snapshot_id: str, batch_rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of one snapshot in a raw table, in their order, at most `batch_rows` at a time.

    Goes by row number, so that a large snapshot is read once and not once per frame. The first frame comes even if there
    are no rows, so that its columns are known.
    """
    (last,) = one_row(con, f"select coalesce(max(row_number), 0) from {table.name} where snapshot_id = '{snapshot_id}'")
    for first in range(0, last + 1, batch_rows):
        yield con.sql(
            f"from {table.name} where snapshot_id = '{snapshot_id}' "
            f"and row_number between {first} and {first + batch_rows - 1} order by row_number"
        ).pl()


def note(con: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    """Add rows to one of the notes that an asset leaves for another: snapshots loaded, rejected rows, places and so on."""
    with registered(con, "new_rows", rows):
        con.execute(f"insert into main.{name} by name select * from new_rows")


def forget_notes(con: duckdb.DuckDBPyConnection, name: str, where: str = "true") -> None:
    """Forget notes whose source is about to be read again."""
    con.execute(f"delete from main.{name} where {where}")


def count(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Return the number of rows of a table."""
    return int(one_row(con, f"select count(*) from {table.name}")[0])
