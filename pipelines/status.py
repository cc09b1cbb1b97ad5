"""What is known of the published tally: when it was made, how old each source is, what it covers, what needs a look."""

import datetime as dt
from dataclasses import dataclass

import duckdb

from warehouse import store
from warehouse.home import Home
from warehouse.queries import one_row
from warehouse.snapshots import SnapshotStore


@dataclass(frozen=True)
class SourceStatus:
    """One source: its newest snapshot, and how many snapshots are not in the published tally yet."""

    source_id: str
    snapshots: int
    newest: dt.datetime
    rows: int
    rejected: int
    waiting: int


@dataclass(frozen=True)
class Status:
    """The state of one home. Times are UTC; nights are Kyiv dates; warnings are sentences."""

    database: str
    published_at: dt.datetime | None
    is_refreshing: bool
    first_night: dt.date | None
    last_night: dt.date | None
    nights_reported: int
    nights_missing: int
    sources: list[SourceStatus]
    warnings: list[str]


def read_status(home: Home) -> Status:
    """Read the state of a home; works before the first refresh and during one."""
    waiting = {snapshot.snapshot_id: snapshot.source_id for snapshot in SnapshotStore(home.snapshots).all()}
    if not home.database.exists():
        warnings = ["Nothing has been published yet: run `tally refresh`."]
        return Status(str(home.database), None, store.is_locked(home), None, None, 0, 0, [], warnings)
    published_at = dt.datetime.fromtimestamp(home.database.resolve().stat().st_mtime, dt.UTC)
    con = store.open_published(home)
    try:
        first, last, reported, missing = one_row(
            con,
            "select min(night_of), max(night_of), count(*) filter (status in ('reported', 'stated_zero')), "
            "count(*) filter (status in ('no_report', 'not_collected')) from mart.nights",
        )
        sources = _sources(con, waiting)
        unrecognised = con.execute("select name from core.weapons where not is_recognised order by name").fetchall()
    finally:
        con.close()
    warnings = _warnings(sources) + [f"The weapon “{name}” is not in the list of weapon names." for (name,) in unrecognised]
    return Status(
        str(home.database), published_at.replace(microsecond=0), store.is_locked(home), first, last, reported, missing,
        sources, warnings,
    )  # fmt: skip


def _sources(con: duckdb.DuckDBPyConnection, stored: dict[str, str]) -> list[SourceStatus]:
    published = con.execute(
        "select source_id, list(snapshot_id), max(fetched_at), sum(row_count) filter (is_current)::bigint, "
        "sum(rejected_count) filter (is_current)::bigint from core.snapshots group by source_id order by source_id"
    ).fetchall()
    known = {source_id: ids for source_id, ids, *_ in published}
    waiting = {
        source_id: sum(owner == source_id and snapshot_id not in ids for snapshot_id, owner in stored.items())
        for source_id, ids in known.items()
    }
    rows = [
        SourceStatus(source_id, len(ids), newest.replace(tzinfo=dt.UTC), total, rejected, waiting[source_id])
        for source_id, ids, newest, total, rejected in published
    ]
    new = sorted({owner for owner in stored.values() if owner not in known})
    return rows + [
        SourceStatus(owner, 0, dt.datetime.min.replace(tzinfo=dt.UTC), 0, 0, sum(o == owner for o in stored.values()))
        for owner in new
    ]


def _warnings(sources: list[SourceStatus]) -> list[str]:
    rejected = [
        f"{source.rejected:,} of {source.rows:,} rows of {source.source_id} could not be used: see core.rejected_rows."
        for source in sources
        if source.rejected
    ]
    waiting = [
        f"{source.waiting} new snapshot of {source.source_id} is not in the tally yet: run `tally refresh`."
        for source in sources
        if source.waiting
    ]
    return rejected + waiting
