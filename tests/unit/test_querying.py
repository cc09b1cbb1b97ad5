"""Answers to queries in the formats people ask for."""

import csv
import io
import json
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines.querying import QueryFailed, run_query
from warehouse import store
from warehouse.home import Home

NIGHTS = """
    select *
    from (values (date '2026-03-02', 11000, 'Kyiv', 93.5), (date '2026-03-03', null, 'a,b', null)) as t (night, n, place, rate)
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose published file is an empty database."""
    home = Home(tmp_path_factory.mktemp("published"))
    home.database.parent.mkdir()
    duckdb.connect(home.database).close()
    return home


def answer(home: Home, query: str, output_format: str) -> bytes:
    buffer = io.BytesIO()
    out = io.TextIOWrapper(buffer, encoding="utf-8", newline="")
    run_query(home, query, output_format, out)
    out.flush()
    return buffer.getvalue()


def test_csv(published: Home) -> None:
    rows = list(csv.reader(answer(published, NIGHTS, "csv").decode().splitlines()))
    assert rows == [["night", "n", "place", "rate"], ["2026-03-02", "11000", "Kyiv", "93.5"], ["2026-03-03", "", "a,b", ""]]


def test_json(published: Home) -> None:
    rows = json.loads(
        answer(published, "select date '2026-03-02' as night, 11000 as n, null::int as m, 93.5::double as rate", "json")
    )
    assert rows == [{"night": "2026-03-02", "n": 11000, "m": None, "rate": 93.5}]


@pytest.mark.parametrize(
    ("expression", "value"),
    [("sum(n)", 3), ("max(93.5)", 93.5), ("sum(n) * 1.5", 4.5), ("sum(n) filter (n > 9)", None), ("avg(n)", 1.5)],
    ids=["sum", "decimal", "decimal sum", "sum of nothing", "mean"],
)
def test_json_numbers_are_numbers(published: Home, expression: str, value: Any) -> None:
    """`select sum(launched) ...` is what people will ask first."""
    rows = json.loads(answer(published, f"select {expression} as x from (values (1), (2)) t (n)", "json"))
    assert rows == [{"x": value}]
    assert type(rows[0]["x"]) is type(value)


def test_parquet(published: Home) -> None:
    frame = pl.read_parquet(io.BytesIO(answer(published, NIGHTS, "parquet")))
    assert frame.columns == ["night", "n", "place", "rate"]
    assert frame["n"].to_list() == [11000, None]
    assert frame.schema["night"] == pl.Date


def test_markdown(published: Home) -> None:
    lines = answer(published, "select 'Kyiv' as place, 11000 as launched", "markdown").decode().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == ["place", "launched"]
    assert set("".join(cells[1])) <= {"-", ":"}
    assert cells[2:] == [["Kyiv", "11000"]]


@pytest.mark.parametrize(
    ("expression", "cell"),
    [
        ("'a|b'", r"a\|b"),
        ("repeat('x', 300)", "x" * 300),
        ("e'a\\nb\\r\\nc'", "a b c"),
        ("null", ""),
        ("0", "0"),
        ("[1, 2]", "[1, 2]"),
    ],
    ids=["bar", "long", "line breaks", "missing", "zero", "list"],
)
def test_markdown_keeps_cells_whole(published: Home, expression: str, cell: str) -> None:
    lines = answer(published, f"select {expression} as c", "markdown").decode().splitlines()
    assert lines == ["| c |", "| --- |", f"| {cell} |"]


def test_markdown_shows_every_row(published: Home) -> None:
    assert len(answer(published, "select range as n, 'x' as c from range(500)", "markdown").decode().splitlines()) == 502


def test_table_shows_every_row_and_column(published: Home) -> None:
    columns = ", ".join(f"range as column_{n}" for n in range(30))
    text = answer(published, f"select {columns} from range(10900, 11001)", "table").decode()
    assert text.count("11000") == 30
    assert text.count("10901") == 30
    assert "…" not in text


@pytest.mark.parametrize(("output_format", "empty"), [("csv", b"a\n"), ("json", b"[]\n")])
def test_no_rows(published: Home, output_format: str, empty: bytes) -> None:
    assert answer(published, "select 1 as a where false", output_format) == empty


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select nope", "nope"),
        ("selec 1", "syntax error"),
        ("from mart.nowhere", "nowhere"),
        ("create table x (n int)", "read-only"),
    ],
    ids=["no such column", "no SQL", "no such table", "writing"],
)
def test_bad_query_says_what_is_wrong_and_what_to_do(published: Home, query: str, words: str) -> None:
    with pytest.raises(QueryFailed) as refusal:
        answer(published, query, "csv")
    assert words in str(refusal.value)
    assert 'tally query "show all tables"' in str(refusal.value)


@pytest.mark.parametrize(
    ("expression", "cell"),
    [
        ("[1, 2]", "[1, 2]"),
        ("{'a': 1}", "{'a': 1}"),
    ],
    ids=["list", "struct"],
)  # fmt: skip
def test_csv_holds_nested_values_as_text(published: Home, expression: str, cell: str) -> None:
    """CSV has no lists: `select list(weapon_id)` used to end in a traceback."""
    query = f"select {expression} as x, 1 as y union all select null, 2 order by y"
    assert list(csv.reader(io.StringIO(answer(published, query, "csv").decode()))) == [["x", "y"], [cell, "1"], ["", "2"]]


@pytest.mark.parametrize("output_format", ["table", "csv", "json", "markdown"])
def test_interval_is_shown(published: Home, output_format: str) -> None:
    """`select max(window_end - window_start) ...` is a natural question."""
    assert answer(published, "select interval 1 day as x", output_format)


def test_what_a_format_cannot_hold_is_said_in_words(published: Home) -> None:
    with pytest.raises(QueryFailed):
        answer(published, "select 1e30::hugeint as x", "json")


@pytest.mark.parametrize("output_format", ["csv", "json", "markdown", "table"])
def test_binary_value_is_shown_as_text(published: Home, output_format: str) -> None:
    """A blob as JSON used to end in a panic of Polars, backtrace and all."""
    assert b"abc" in answer(published, "select 'abc'::blob as x", output_format)


def test_nothing_published(home: Home) -> None:
    with pytest.raises(store.StoreError, match="no tally yet"):
        answer(home, "select 1", "csv")
