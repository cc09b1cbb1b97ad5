"""What assets need from outside: the build they write, the snapshots they read, and the published file."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb
from pydantic import PrivateAttr

from warehouse import store
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore


class Warehouse(dg.ConfigurableResource[object]):
    """The private build, open for one run, with the lock that keeps a second run out of it.

    Attributes:
        wait_seconds: How long to wait for another refresh to end.
    """

    wait_seconds: float = 600.0
    _con: duckdb.DuckDBPyConnection | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        run = f"run {context.run_id[:8]}" if context.run_id else "a run"
        with store.refresh_lock(self.home, f"Dagster {run}", self.wait_seconds):
            self._con = store.open_build(self.home)
            try:
                yield self
            finally:
                self._con.close()
                self._con = None

    @property
    def home(self) -> Home:
        return Home.from_environment()

    @property
    def snapshots(self) -> SnapshotStore:
        return SnapshotStore(self.home.snapshots)

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The open build; only within a run."""
        if self._con is None:
            raise store.StoreError("The build is only open within a run of Dagster.")
        return self._con


class PublishedTally(dg.ConfigurableResource[object]):
    """The published file, which reports are drawn from; it needs no lock."""

    @property
    def home(self) -> Home:
        return Home.from_environment()

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        con = store.open_published(self.home)
        try:
            yield con
        finally:
            con.close()
