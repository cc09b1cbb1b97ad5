"""A build to count in, made once and left as it was by every test."""

from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from assets.core import REFERENCE_TABLES
from tests.unit.rows import SOURCES
from warehouse import reference_data, store
from warehouse.home import Home
from warehouse.tables import BY_NAME


@pytest.fixture(scope="session")
def prepared_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build with the reference tables and the three sources of `rows.SOURCES`."""
    con = store.open_build(Home(tmp_path_factory.mktemp("prepared")).build)
    con.execute("set threads = 1")
    for name in REFERENCE_TABLES:
        store.write_frame(con, BY_NAME[f"core.{name}"], reference_data.read(name))
    sources = [
        {
            "source_id": source_id, "title": source_id, "producer": "p", "url": None, "licence": "l", "citation": "c",
            "preference": preference, "fills_gaps_only": fills_gaps_only,
        }
        for source_id, preference, fills_gaps_only in SOURCES
    ]  # fmt: skip
    store.write_frame(con, BY_NAME["core.sources"], pl.DataFrame(sources))
    for name in ("raw.air_force_posts", "core.posts"):
        store.write(con, BY_NAME[name])
    yield con
    con.close()


@pytest.fixture
def build(prepared_build: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The prepared build; what the test writes is rolled back."""
    prepared_build.begin()
    yield prepared_build
    prepared_build.rollback()
