"""Building and publishing: readers see the old tally or the new one, never a mixture."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.unit.rows import ask, one
from warehouse import store, versions
from warehouse.contracts import Column, Table
from warehouse.home import Home
from warehouse.store import StoreError

SOURCE = Table("core.source", "One row per number.", ("n",), (Column("n", "BIGINT", "The number."),))
TOTAL = Table("mart.total", "One row per total.", ("n",), (Column("n", "BIGINT", "The total."),), inputs=("core.source",))

Write = Callable[[int], None]


@pytest.fixture(autouse=True)
def two_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warehouse of two tables, for speed."""
    for module in (store, versions):
        monkeypatch.setattr(module, "TABLES", (SOURCE, TOTAL))
    monkeypatch.setattr(store, "macros", lambda: "create macro twice(n) as 2 * n")


@pytest.fixture
def con(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = store.open_build(home.build)
    yield connection
    connection.close()


@pytest.fixture
def write(con: duckdb.DuckDBPyConnection) -> Write:
    """Write a number and its total into the build."""

    def write(number: int) -> None:
        store.write_frame(con, SOURCE, pl.DataFrame({"n": [number]}))
        store.write(con, TOTAL, "select twice(n) as n from core.source")

    return write


def published(home: Home) -> list[tuple[object, ...]]:
    with versions.open_published(home) as con:
        return ask(con, "select (select n from core.source), (select n from mart.total)")


def test_nothing_published_is_a_clear_error(home: Home) -> None:
    with pytest.raises(StoreError, match=r"no tally yet at .*strikes\.duckdb\. Run `make refresh`"):
        versions.open_published(home)


def test_published_is_what_was_built(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write(5)
    version = versions.publish(home, con)
    assert published(home) == [(5, 10)]
    assert (version.name, home.database.readlink()) == ("strikes-00001.duckdb", Path("versions/strikes-00001.duckdb"))
    assert stat.S_IMODE(version.stat().st_mode) == 0o444
    assert list(home.versions.iterdir()) == [version]


def test_published_file_has_tables_and_comments_only(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write(5)
    versions.publish(home, con)
    with versions.open_published(home) as reader:
        tables = ask(reader, "select schema_name || '.' || table_name, comment from duckdb_tables() order by all")
        assert tables == [("core.source", "One row per number."), ("mart.total", "One row per total.")]
        assert one(reader, "select comment from duckdb_columns() where schema_name = 'mart'") == "The total."
        assert ask(reader, "select function_name from duckdb_functions() where function_name = 'twice'") == []


def test_published_file_has_a_format_that_older_clients_read(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    """The default format of DuckDB 2 cannot be read by the newest command-line client in the registry (TECH.md)."""
    write(5)
    versions.publish(home, con)
    with versions.open_published(home) as reader:
        name = one(reader, "select tags['storage_version'] from duckdb_databases() where database_name = current_database()")
    assert name.startswith("v1.4.0")


def test_published_file_cannot_be_written(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write(5)
    versions.publish(home, con)
    with versions.open_published(home) as reader, pytest.raises(duckdb.Error, match="read-only"):
        reader.execute("delete from core.source")
    if os.geteuid() != 0:
        with pytest.raises(duckdb.IOException):
            duckdb.connect(home.database)


def test_three_versions_are_kept(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    for number in range(1, 6):
        write(number)
        versions.publish(home, con)
        assert published(home) == [(number, 2 * number)]
    assert sorted(path.name for path in home.versions.iterdir()) == [f"strikes-0000{n}.duckdb" for n in (3, 4, 5)]


def test_open_reader_keeps_reading_what_it_opened(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write(1)
    versions.publish(home, con)
    with versions.open_published(home) as reader:
        for number in (2, 3, 4, 5):
            write(number)
            versions.publish(home, con)
            assert one(reader, "select n from core.source") == 1
            assert published(home) == [(number, 2 * number)]


def test_published_stays_readable_while_the_build_is_written(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write(1)
    versions.publish(home, con)
    write(2)
    assert published(home) == [(1, 2)]


def test_mixture_is_refused(home: Home, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write(1)
    versions.publish(home, con)
    store.write_frame(con, SOURCE, pl.DataFrame({"n": [2]}))
    with pytest.raises(StoreError, match=r"mart\.total is older than core\.source, which it is made from"):
        versions.publish(home, con)
    assert published(home) == [(1, 2)]
    store.write(con, TOTAL, "select twice(n) as n from core.source")
    versions.publish(home, con)
    assert published(home) == [(2, 4)]


def test_missing_table_is_refused(home: Home, con: duckdb.DuckDBPyConnection) -> None:
    store.write_frame(con, SOURCE, pl.DataFrame({"n": [1]}))
    with pytest.raises(StoreError, match=r"The build has no mart\.total\. Run the whole job `refresh`"):
        versions.publish(home, con)
    assert not home.database.exists()


def test_failed_publish_leaves_the_published_file_and_no_rubbish(
    home: Home, con: duckdb.DuckDBPyConnection, write: Write
) -> None:
    write(1)
    version = versions.publish(home, con)
    write(2)
    con.execute("drop table mart.total")
    with pytest.raises(duckdb.CatalogException):
        versions.publish(home, con)
    assert published(home) == [(1, 2)]
    assert list(home.versions.iterdir()) == [version]
    write(3)
    versions.publish(home, con)
    assert published(home) == [(3, 6)]


def test_build_survives_closing(home: Home) -> None:
    with store.open_build(home.build) as con:
        store.write_frame(con, SOURCE, pl.DataFrame({"n": [7]}))
    with store.open_build(home.build) as con:
        assert one(con, "select n from core.source") == 7


def test_changed_contract_starts_the_build_anew(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.open_build(home.build) as con:
        store.write_frame(con, SOURCE, pl.DataFrame({"n": [7]}))
    wider = replace(SOURCE, columns=(*SOURCE.columns, Column("m", "BIGINT", "Another.", nullable=True)))
    monkeypatch.setattr(store, "TABLES", (wider, TOTAL))
    monkeypatch.setattr(store, "_CONTRACTS", "other")
    with store.open_build(home.build) as con:
        assert ask(con, "select n, m from core.source") == []
        with pytest.raises(StoreError, match=r"no core\.source, mart\.total"):
            versions.publish(home, con)


def test_broken_build_is_started_anew(home: Home) -> None:
    """Outputs are disposable; a build cut off by a power cut must not end every later refresh."""
    home.build.parent.mkdir(parents=True)
    home.build.write_bytes(b"half a database" * 1_000)
    with store.open_build(home.build) as con:
        assert ask(con, "from core.source") == []


def test_home_with_an_apostrophe(tmp_path: Path) -> None:
    home = Home(tmp_path / "journalist's home")
    with store.open_build(home.build) as con:
        for table in (SOURCE, TOTAL):
            store.write(con, table)
        versions.publish(home, con)
    assert home.database.exists()


def test_write_takes_columns_by_name_and_orders_by_the_key(con: duckdb.DuckDBPyConnection) -> None:
    table = Table(
        "mart.two", "One row per k.", ("k",), (Column("k", "BIGINT", "Key."), Column("v", "VARCHAR", "V.", nullable=True))
    )
    assert store.write(con, table, "select * from (values ('b', 2, 0), ('a', 1, 0)) as t (v, k, extra)") == 2
    assert ask(con, "from mart.two") == [(1, "a"), (2, "b")]
    assert store.write_frame(con, table, pl.DataFrame({"k": [3], "other": ["x"]})) == 1
    assert ask(con, "from mart.two") == [(3, None)]


@pytest.mark.parametrize("numbers", [[], [2], [2, 3, 4, 5, 6], [2, 9, 10]], ids=["none", "one", "five", "with blank lines"])
def test_raw_frames_give_every_row_of_the_snapshot_once(con: duckdb.DuckDBPyConnection, numbers: list[int]) -> None:
    columns = (Column("snapshot_id", "VARCHAR", "Snapshot."), Column("row_number", "BIGINT", "Row."))
    table = Table("raw.rows", "One row per row.", ("snapshot_id", "row_number"), columns)
    rows = {"snapshot_id": ["s"] * len(numbers) + ["other"], "row_number": [*reversed(numbers), 4]}
    store.write_frame(con, table, pl.DataFrame(rows, schema={"snapshot_id": pl.String, "row_number": pl.Int64}))
    frames = list(store.raw_frames(con, table, "s", 2))
    assert max(frame.height for frame in frames) <= 2
    assert pl.concat(frames).rows() == [("s", number) for number in numbers]


def test_rejected_rows_are_forgotten_by_source(con: duckdb.DuckDBPyConnection) -> None:
    rejected = pl.DataFrame({"snapshot_id": ["s"], "row_number": [2], "reason": ["r"], "raw": ["{}"]})
    for source_id in ("a", "b", "c"):
        store.note(con, "rejected_rows", rejected.with_columns(source_id=pl.lit(source_id)))
    store.forget_notes(con, "rejected_rows", "source_id in ('a', 'c')")
    assert ask(con, "select source_id, row_number, reason, raw from main.rejected_rows") == [("b", 2, "r", "{}")]
