"""The published file: versions of the build that readers open.

Readers open `strikes.duckdb`, a symbolic link that is switched to a finished, read-only version in one step; DuckDB resolves
the link before it locks, so a switch disturbs no reader. See `warehouse/README.md`.
"""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from warehouse import contracts
from warehouse.files import atomically, point
from warehouse.home import Home
from warehouse.queries import one_row
from warehouse.store import SETTINGS, StoreError, transaction
from warehouse.tables import TABLES

KEPT_VERSIONS = 3
# DuckDB 1.4 and later can read this format; the default of DuckDB 2 cannot be read by any older client.
STORAGE_FORMAT = "v1.4.0"


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
    return duckdb.connect(version, read_only=True, config=SETTINGS)


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
        with transaction(con):
            for table in TABLES:
                contracts.create_table(con, table)
                contracts.comment(con, table)
        for table in TABLES:
            con.execute(f"insert into {table.name} from {build}.{table.name} order by {table.order_by}")
    finally:
        con.execute(f"use {build}")
        con.execute("detach version")
