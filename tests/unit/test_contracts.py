"""Contracts: what they find, and what they write into the database."""

from collections.abc import Iterator

import duckdb
import pytest

from warehouse import contracts
from warehouse.contracts import Column, Table
from warehouse.tables import TABLES

NIGHTS = Table(
    "t.nights",
    "One row per night; the command's own.",
    ("night", "weapon"),
    (
        Column("night", "INTEGER", "The night's number.", minimum=1, maximum=31),
        Column("weapon", "VARCHAR", "The weapon.", values=("drone", "pilot's", "missile")),
        Column("launched", "BIGINT", "Launched.", nullable=True, minimum=0),
        Column("lost", "BIGINT", "Lost.", nullable=True),
    ),
    checks={"lost were launched": "lost <= launched"},
)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        contracts.create_table(connection, NIGHTS)
        yield connection


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ("(1, 'drone', 5, 5), (2, 'drone', null, null), (31, 'pilot''s', 0, null)", []),
        ("(null, 'drone', 5, 5)", ["night is given"]),
        ("(1, null, 5, 5)", ["weapon is given"]),
        ("(0, 'drone', 5, 5)", ["night is at least 1"]),
        ("(32, 'drone', 5, 5)", ["night is at most 31"]),
        ("(1, 'drone', -1, null)", ["launched is at least 0"]),
        ("(1, 'Drone', 5, 5)", ["weapon is a known value"]),
        ("(1, 'drone', 5, 6)", ["lost were launched"]),
        ("(1, 'drone', 5, 5), (1, 'drone', 6, 6)", ["night, weapon identifies a row"]),
        ("(1, 'drone', 5, 5), (1, 'missile', 5, 5)", []),
        ("(0, 'x', -1, 0)", ["night is at least 1", "weapon is a known value", "launched is at least 0", "lost were launched"]),
    ],
    ids=[
        "sound", "null number", "null text", "minimum", "maximum", "minimum of a nullable column", "closed list", "own check",
        "key twice", "same night, other weapon", "four at once",
    ],
)  # fmt: skip
def test_violations(con: duckdb.DuckDBPyConnection, values: str, rules: list[str]) -> None:
    con.execute(f"insert into t.nights values {values}")
    assert [violation.rule for violation in contracts.violations(con, NIGHTS)] == rules


def test_empty_table_breaks_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert contracts.violations(con, NIGHTS) == []


def test_violation_counts_all_rows_and_shows_five(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into t.nights select range, 'rock', null, null from range(1, 8)")
    (violation,) = contracts.violations(con, NIGHTS)
    assert (violation.table, violation.rows, len(violation.examples)) == ("t.nights", 7, 5)
    assert "night=1, weapon=rock" in violation.examples
    assert str(violation).startswith("t.nights: 7 rows break the rule “weapon is a known value”, for example night=")


def test_repeated_key_is_shown(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into t.nights values (3, 'drone', 1, 1), (3, 'drone', 2, 2), (3, 'drone', 2, 2), (4, 'drone', 1, 1)")
    (violation,) = contracts.violations(con, NIGHTS)
    assert (violation.rows, violation.examples) == (1, ("night=3, weapon=drone",))


def comments(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    tables = con.execute("select schema_name || '.' || table_name, comment from duckdb_tables()").fetchall()
    columns = con.execute(
        "select schema_name || '.' || table_name || '.' || column_name, comment from duckdb_columns() where not internal"
    ).fetchall()
    return dict(tables + columns)


@pytest.mark.parametrize("table", [NIGHTS, *TABLES], ids=lambda table: table.name)
def test_every_table_and_column_carries_its_description(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    contracts.create_table(con, table)
    contracts.comment(con, table)
    found = comments(con)
    assert found[table.name] == table.description
    for column in table.columns:
        assert found[f"{table.name}.{column.name}"] == column.description != ""


def test_table_can_be_made_again_empty(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into t.nights values (1, 'drone', 5, 5)")
    contracts.create_table(con, NIGHTS)
    assert con.execute("from t.nights").fetchall() == []
