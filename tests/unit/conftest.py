"""A build to count in, made once and left as it was by every test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pytest

from assets.core import REFERENCE_TABLES
from tests.unit.reconciling import NIGHTS, Reconcile, reconciling
from tests.unit.rows import COUNTING, SOURCES, fill, make
from warehouse import reference_data, store
from warehouse.home import Home
from warehouse.tables import BY_NAME


@contextmanager
def prepared(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make a build with the reference tables and the three sources of `rows.SOURCES`."""
    con = store.open_build(Home(folder).build)
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


@contextmanager
def rolled_back(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Take back what is written within the block."""
    con.begin()
    yield con
    con.rollback()


@pytest.fixture(scope="session")
def prepared_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build without reports."""
    with prepared(tmp_path_factory.mktemp("prepared")) as con:
        yield con


@pytest.fixture(scope="session")
def counted_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build in which `reconciling.NIGHTS` are counted."""
    with prepared(tmp_path_factory.mktemp("counted")) as con:
        fill(con, *NIGHTS)
        make(con, *COUNTING)
        yield con


@pytest.fixture
def build(prepared_build: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build without reports; what the test writes is rolled back."""
    with rolled_back(prepared_build) as con:
        yield con


@pytest.fixture
def june(counted_build: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build in which June 2025 is counted; what the test writes is rolled back."""
    with rolled_back(counted_build) as con:
        yield con


@pytest.fixture
def reconcile(june: duckdb.DuckDBPyConnection) -> Reconcile:
    """What compares published figures with what is counted in `june`."""
    return reconciling(june)
