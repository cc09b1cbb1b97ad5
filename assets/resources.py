"""What assets need from outside: the build they write, the snapshots they read, and the published file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
from pydantic import Field, PrivateAttr

from assets.sources import registry
from warehouse import lock, store, versions
from warehouse.home import Home
from warehouse.snapshots import Snapshot, SnapshotStore


class Warehouse(dg.ConfigurableResource[object]):
    """The private build, open for one run, with the lock that keeps a second run out of it.

    Attributes:
        wait_seconds: How long to wait for another refresh to end.
        addresses: Address by source of what is fetched first; empty leaves the network alone.
        as_of: Build the tally as it stood on this day, `YYYY-MM-DD`; snapshots and figures of later days are left out.
        target: Write the finished tally to this file, named with its whole path, instead of publishing it.
        accept_revisions: Publish even if settled months change or nights are dropped.
    """

    wait_seconds: float = 600.0
    addresses: dict[str, str] = Field(default_factory=dict)
    as_of: str | None = None
    target: str | None = None
    accept_revisions: bool = False
    _con: duckdb.DuckDBPyConnection | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        self._require_usable_config()
        run = f"run {context.run_id[:8]}" if context.run_id else "a run"
        with lock.refresh_lock(self.home, f"Dagster {run}", self.wait_seconds):
            self._con = store.open_build(self.build)
            try:
                yield self
            finally:
                self._con.close()
                self._con = None
                if self.is_rebuild:
                    store.delete_build(self.build)

    def _require_usable_config(self) -> None:
        """Name what cannot be used before anything is built: in the launchpad people write what they like."""
        try:
            _ = self.as_of_date
        except ValueError:
            raise store.StoreError(f"as_of is “{self.as_of}”, which is no day like 2025-04-07.") from None
        if self.target:
            versions.require_place(self.home, Path(self.target))

    @property
    def home(self) -> Home:
        return Home.from_environment()

    @property
    def is_rebuild(self) -> bool:
        """Whether this is not the tally of today: it is then built in a file of its own."""
        return self.as_of is not None or self.target is not None

    @property
    def build(self) -> Path:
        return self.home.build.with_name("rebuild.duckdb") if self.is_rebuild else self.home.build

    @property
    def as_of_date(self) -> date | None:
        return date.fromisoformat(self.as_of) if self.as_of else None

    def stored(self, source_id: str) -> list[Snapshot]:
        """Return the snapshots of a source that are stored now, as a raw table takes them in.

        Published figures carry a date of their own each, so that their files count whenever they were compiled.
        """
        dated_themselves = source_id == "published_figures"
        return SnapshotStore(self.home.snapshots, None if dated_themselves else self.as_of_date).all(source_id)

    def snapshots_of(self, source_id: str) -> list[Snapshot]:
        """Return the snapshots of a source that its raw table holds: what is stored during a run is left to the next one."""
        noted = set(self.con.execute("select snapshot_id from main.snapshots_loaded").fetchall())
        return [snapshot for snapshot in self.stored(source_id) if (snapshot.snapshot_id,) in noted]

    @property
    def snapshots(self) -> list[Snapshot]:
        """The snapshots of every source that the tally is made from."""
        return [snapshot for source_id in registry.sources() for snapshot in self.snapshots_of(source_id)]

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The open build; only within a run."""
        if self._con is None:
            raise store.StoreError("The build is only open within a run of Dagster.")
        return self._con


class PublishedTally(dg.ConfigurableResource[object]):
    """The published file, which reports are drawn from; it needs no lock.

    Attributes:
        language: Language of the reports, `en` or `uk`.
    """

    language: str = "en"

    @property
    def home(self) -> Home:
        return Home.from_environment()

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        con = versions.open_published(self.home)
        try:
            yield con
        finally:
            con.close()
