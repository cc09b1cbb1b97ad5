"""What is known of the published tally: when it was made, how old each source is, what it covers, what needs a look."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby
from zoneinfo import ZoneInfo

import duckdb

from assets.fetching import Fetch, last_fetches
from warehouse import lock, queries, store, versions
from warehouse.home import Home
from warehouse.queries import one_row
from warehouse.snapshots import Snapshot, SnapshotStore

# Snapshots of one source that are listed one by one.
MOST_LINES = 5
# Clocks of two machines differ.
CLOCK_TOLERANCE = dt.timedelta(hours=1)


@dataclass(frozen=True)
class SnapshotStatus:
    """One stored snapshot, and whether the published tally knows it and counts by it."""

    snapshot_id: str
    source_id: str
    file_name: str
    seen_at: dt.datetime
    rows: int | None
    rejected: int | None
    is_published: bool
    is_current: bool


@dataclass(frozen=True)
class Status:
    """The state of one home. Times are UTC; nights are Kyiv dates; warnings are sentences.

    `as_of` is the earlier day whose tally is published, if it is not that of today.
    `age_days` is the age of the newest night today, `is_stale` whether that is more than is allowed.
    """

    database: str
    published_at: dt.datetime | None
    is_refreshing: bool
    first_night: dt.date | None
    last_night: dt.date | None
    nights_reported: int
    nights_missing: int
    new_revisions: int
    snapshots: list[SnapshotStatus]
    fetches: list[Fetch]
    warnings: list[str]
    as_of: dt.date | None = None
    age_days: int | None = None
    is_stale: bool = False


def judge_age(status: Status, max_age_days: int | None, today: dt.date) -> Status:
    """Return a status with the age of its data, and a warning if that is more than allowed.

    Args:
        status: The state of a home.
        max_age_days: Age of the newest night that is still good; None allows any.
        today: The Kyiv date.
    """
    age = (today - status.last_night).days if status.last_night else None
    is_stale = max_age_days is not None and (age is None or age > max_age_days)
    newest = f"The newest night is {status.last_night}, {age} days ago" if age is not None else "There is no data yet"
    stale = [f"{newest}; TALLY_MAX_AGE_DAYS allows {max_age_days}."] if is_stale else []
    return replace(status, age_days=age, is_stale=is_stale, warnings=[*stale, *status.warnings])


def read_status(home: Home) -> Status:
    """Read the state of a home; works before the first refresh and during one."""
    stored = SnapshotStore(home.snapshots).all()
    fetches = last_fetches(home)
    failed = [f"{fetch.message}." for fetch in fetches if fetch.outcome == "failed"]
    if not home.database.exists():
        warnings = ["Nothing has been published yet: run `tally refresh`.", *failed]
        snapshots = [_snapshot(snapshot, None) for snapshot in stored]
        return Status(str(home.database), None, lock.is_locked(home), None, None, 0, 0, 0, snapshots, fetches, warnings)
    published_at = dt.datetime.fromtimestamp(home.database.resolve().stat().st_mtime, dt.UTC)
    con = versions.open_published(home)
    try:
        first, last, reported, missing = one_row(
            con,
            "select min(night_of), max(night_of), count(*) filter (status in ('reported', 'stated_zero')), "
            "count(*) filter (status in ('no_report', 'not_collected')) from mart.nights",
        )
        (revisions,) = one_row(
            con,
            "select count(*) from mart.revisions where new_snapshot_id in "
            "(select arg_max(snapshot_id, fetched_at) from core.snapshots where is_current group by source_id)",
        )
        known = _published_snapshots(con)
        unrecognised = con.execute(
            "select 'weapon', name from core.weapons where not is_recognised "
            "union all select 'place', name from core.places where not is_recognised order by all"
        ).fetchall()
        mended = con.execute(queries.select("checks.known_errors_stand")).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise store.StoreError(f"{home.database} was published by another version of the code. Run `tally refresh`.") from error
    finally:
        con.close()
    snapshots = [_snapshot(snapshot, known.get(snapshot.snapshot_id)) for snapshot in stored]
    changed = ["A source has mended what core.corrections lists as wrong: look at it and note since when."] if mended else []
    as_of = versions.as_of(home.database.resolve())
    earlier = [f"What is published is the tally as of {as_of}. Run `tally refresh` for that of today."] if as_of else []
    unknown = [f"The {kind} “{name}” is not in the list of {kind} names." for kind, name in unrecognised]
    return Status(
        str(home.database), published_at.replace(microsecond=0), lock.is_locked(home), first, last, reported, missing,
        revisions, snapshots, fetches, [*earlier, *failed, *_warnings(snapshots), *changed, *unknown], as_of,
    )  # fmt: skip


def kyiv_today() -> dt.date:
    """Return today's date in Kyiv."""
    return dt.datetime.now(ZoneInfo("Europe/Kyiv")).date()


def snapshot_lines(snapshots: list[SnapshotStatus]) -> list[str]:
    """Describe the stored snapshots, a line each; many of one source that all count share one line."""
    lines = []
    for source_id, group in groupby(snapshots, key=lambda snapshot: snapshot.source_id):
        stored = list(group)
        known = [snapshot for snapshot in stored if snapshot.rows is not None]
        if len(known) == len(stored) > MOST_LINES and all(snapshot.is_current for snapshot in stored):
            rows, rejected = sum(snapshot.rows or 0 for snapshot in known), sum(snapshot.rejected or 0 for snapshot in known)
            first, last = stored[0].seen_at, stored[-1].seen_at
            lines.append(
                f"{last:%Y-%m-%d}  counts    {source_id}: {len(stored):,} since {first:%Y-%m-%d}, {rows:,} rows, "
                f"{rejected:,} rejected"
            )
        else:
            lines += [_line(snapshot) for snapshot in stored]
    return lines


def _line(snapshot: SnapshotStatus) -> str:
    rows = "not in the tally yet" if snapshot.rows is None else f"{snapshot.rows:,} rows, {snapshot.rejected:,} rejected"
    mark = "counts  " if snapshot.is_current else "        "
    return f"{snapshot.seen_at:%Y-%m-%d}  {mark}  {snapshot.source_id}: {snapshot.file_name}, {rows}"


def _published_snapshots(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int, bool]]:
    rows = con.execute("select snapshot_id, row_count, rejected_count, is_current from core.snapshots").fetchall()
    return {snapshot_id: (row_count, rejected, is_current) for snapshot_id, row_count, rejected, is_current in rows}


def _snapshot(snapshot: Snapshot, published: tuple[int, int, bool] | None) -> SnapshotStatus:
    rows, rejected, is_current = published or (None, None, False)
    return SnapshotStatus(
        snapshot.snapshot_id,
        snapshot.source_id,
        snapshot.file_name,
        snapshot.fetched_at,
        rows,
        rejected,
        published is not None,
        is_current,
    )


def _warnings(snapshots: list[SnapshotStatus]) -> list[str]:
    rejected = [
        f"{snapshot.rejected:,} of {snapshot.rows:,} rows of {snapshot.source_id} could not be used: see core.rejected_rows."
        for snapshot in snapshots
        if snapshot.is_current and snapshot.rejected
    ]
    future = [
        f"{snapshot.snapshot_id} was seen in the future, and newer data does not count: the clock was wrong then, or is now."
        for snapshot in snapshots
        if snapshot.seen_at > dt.datetime.now(dt.UTC) + CLOCK_TOLERANCE
    ]
    waiting = sum(not snapshot.is_published for snapshot in snapshots)
    unpublished = [f"New snapshots that are not in the tally yet: {waiting}. Run `tally refresh`."] if waiting else []
    return rejected + future + unpublished
