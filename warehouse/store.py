"""The database on disk: a private file that is built, and versions of it that are published.

Nobody but the pipeline opens the build file, because DuckDB lets one read-write process exclude every other. Readers open
`strikes.duckdb`, a symbolic link that is switched to a finished, read-only version in one step; DuckDB resolves the link
before it locks, so a switch disturbs no reader. See `warehouse/README.md`.
"""

import hashlib
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import filelock
import polars as pl

from warehouse import contracts
from warehouse.contracts import Table
from warehouse.files import atomically, is_held, point
from warehouse.home import Home
from warehouse.queries import macros, one_row
from warehouse.tables import BY_NAME, TABLES

KEPT_VERSIONS = 3
# DuckDB 1.4 and later can read this format; the default of DuckDB 2 cannot be read by any older client.
STORAGE_FORMAT = "v1.4.0"
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
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
}


class StoreError(Exception):
    """The database cannot be built, published or opened; the message says why and what to do."""


@contextmanager
def refresh_lock(home: Home, purpose: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock that lets one refresh at a time write; wait for another one to end.

    The operating system frees the lock when its holder dies, so that none is ever left behind.

    Raises:
        StoreError: The other refresh did not end in time; the message names it.
    """
    home.lock.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(home.lock)
    try:
        lock.acquire(timeout=wait_seconds)
    except filelock.Timeout:
        raise StoreError(
            f"Another refresh is still running ({lock_holder(home)}); gave up after {wait_seconds:g} s. "
            "Wait for it to end, or stop it, and try again."
        ) from None
    try:
        _holder_file(home).write_text(
            json.dumps({"purpose": purpose, "process": os.getpid(), "host": socket.gethostname(),
                        "since": datetime.now(UTC).isoformat(timespec="seconds")}),
            encoding="utf-8",
        )  # fmt: skip
        yield
    finally:
        _holder_file(home).unlink(missing_ok=True)
        lock.release()


def is_locked(home: Home) -> bool:
    """Return whether a refresh is running now."""
    return is_held(home.lock)


def lock_holder(home: Home) -> str:
    """Return in words who holds the lock, as far as the holder said."""
    try:
        holder = json.loads(_holder_file(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "it has not said who it is"
    return "{purpose}, process {process} on {host}, since {since}".format(**holder)


def _holder_file(home: Home) -> Path:
    return home.lock.with_suffix(".holder")


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the private build file for writing; the caller holds the refresh lock and closes the connection.

    The build is disposable: one made under other contracts is started anew, with every table empty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if con := _usable_build(path):
        return con
    delete_build(path)
    con = duckdb.connect(path, config=_SETTINGS)
    with _transaction(con):
        for table in TABLES:
            contracts.create_table(con, table)
        con.execute(macros())
        con.execute(f"create table main.written ({_WRITTEN})")
        for name, columns in _NOTES.items():
            con.execute(f"create table main.{name} ({columns})")
        con.execute("create table main.made_under as select ? as contracts", [_CONTRACTS])
    return con


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
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
        con = duckdb.connect(path, config=_SETTINGS)
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


def open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the published database for reading; the caller closes the connection.

    Raises:
        StoreError: Nothing has been published yet.
    """
    return open_version(published_version(home))


def published_version(home: Home) -> Path:
    """Return the version that readers are given now, for those who open it more than once.

    Raises:
        StoreError: Nothing has been published yet.
    """
    if not home.database.exists():
        raise StoreError(f"There is no tally yet at {home.database}. Run `make refresh` or `tally refresh` first.")
    return home.database.resolve()


def open_version(version: Path) -> duckdb.DuckDBPyConnection:
    """Open a published version for reading; the caller closes the connection."""
    return duckdb.connect(version, read_only=True, config=_SETTINGS)


def publish(home: Home, con: duckdb.DuckDBPyConnection) -> Path:
    """Copy every table of the contract from the build into a new version and switch readers over to it.

    Args:
        home: Where to publish.
        con: The open build.

    Returns:
        Path of the new version, read-only, in a format that DuckDB 1.4 and later reads.

    Raises:
        StoreError: A table is missing in the build or older than one it is made from.
    """
    home.versions.mkdir(parents=True, exist_ok=True)
    # What a killed process left: we hold the lock, so that nobody is writing it now.
    for leftover in (*home.versions.glob(".*.tmp*"), *home.database.parent.glob(f".{home.database.name}.*.tmp")):
        leftover.unlink()
    published = sorted(home.versions.glob("strikes-*.duckdb"))
    number = int(published[-1].stem.split("-")[1]) + 1 if published else 1
    version = home.versions / f"strikes-{number:05d}.duckdb"
    write_file(con, version)
    point(home.database, version)
    for old in sorted(home.versions.glob("strikes-*.duckdb"))[:-KEPT_VERSIONS]:
        old.unlink()
    return version


def write_file(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy every table of the contract from the build into a file of its own, whole or not at all; see `publish`."""
    _require_whole(con)
    with atomically(path, mode=0o444) as temporary:
        _copy(con, temporary)


def require_place(home: Home, path: Path) -> None:
    """Refuse a path to which no tally should be written.

    Raises:
        StoreError: It is not a whole path, among the published files, or that of a file which is no database.
    """
    if not path.is_absolute():
        raise StoreError(f"{path} is no whole path: write it from the root on.")
    if home.keeps(path):
        raise StoreError(f"{path} is where published files are kept; give a place of your own.")
    if path.exists() and not _is_database(path):
        raise StoreError(f"{path} exists and is no DuckDB database; it is left as it is. Give another name.")


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def compare_with_published(home: Home, con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """Run a query over the build and the published file, which it knows as `published`.

    A tally of an earlier day that was published is no measure: the last one before it is taken, as long as that is kept.

    Returns:
        Its rows; none where nothing is published yet, or where the published file has other tables than today's contracts.
    """
    if not home.database.exists():
        return []
    con.execute(f"attach {contracts.quoted(str(_last_of_its_day(home)))} as published (read_only)")
    try:
        result = con.execute(query)
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
    finally:
        con.execute("detach published")


def _last_of_its_day(home: Home) -> Path:
    published = home.database.resolve()
    kept = sorted((path for path in home.versions.glob("strikes-*.duckdb") if path.name <= published.name), reverse=True)
    return next((version for version in kept if as_of(version) is None), published)


def as_of(version: Path) -> date | None:
    """Return the earlier day whose tally a version holds; None for that of the day on which it was made."""
    try:
        with open_version(version) as con:
            return next((day for (day,) in con.execute("select as_of from core.build").fetchall()), None)
    except (duckdb.CatalogException, duckdb.BinderException):
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


def _require_whole(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a build in which one table is older than what it is made from: it would publish a mixture."""
    written = dict(con.execute("select table_name, turn from main.written").fetchall())
    missing = [table.name for table in TABLES if table.name not in written]
    if missing:
        raise StoreError(f"The build has no {', '.join(missing)}. Run the whole job `refresh`.")
    for table in TABLES:
        for name in table.inputs:
            if written[name] > written[table.name]:
                raise StoreError(
                    f"{table.name} is older than {name}, which it is made from. Materialize {table.name} and what follows "
                    "from it too, or run the whole job `refresh`."
                )


def _copy(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy the tables, in the order of their keys, and say in comments what they hold: the build has none."""
    con.execute(f"attach {contracts.quoted(str(path))} as version (storage_version '{STORAGE_FORMAT}')")
    (build,) = one_row(con, "select current_database()")
    try:
        con.execute("use version")
        with _transaction(con):
            for table in TABLES:
                contracts.create_table(con, table)
                contracts.comment(con, table)
        for table in TABLES:
            con.execute(f"insert into {table.name} from {build}.{table.name} order by {table.order_by}")
    finally:
        con.execute(f"use {build}")
        con.execute("detach version")
