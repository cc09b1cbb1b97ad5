"""The state of a home."""

import datetime as dt
import shutil
from graphlib import TopologicalSorter
from pathlib import Path

import polars as pl
import pytest

from pipelines.status import judge_age, read_status
from warehouse import lock, store, versions
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore
from warehouse.tables import BY_NAME, TABLES


def test_before_the_first_refresh(home: Home) -> None:
    status = read_status(home)
    assert (status.published_at, status.first_night, status.last_night) == (None, None, None)
    assert (status.is_refreshing, status.nights_reported, status.nights_missing, status.snapshots) == (False, 0, 0, [])
    assert status.warnings == ["Nothing has been published yet: run `tally refresh`."]
    assert status.database == str(home.database)
    assert not home.root.exists()


def test_during_the_first_refresh(home: Home) -> None:
    with lock.refresh_lock(home, "a refresh", 0):
        assert read_status(home).is_refreshing


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with four nights, of which one is missing, an unknown weapon and a rejected row. Tests only read it."""
    home = Home(tmp_path_factory.mktemp("published"))
    nights = [
        ("2026-03-01", "reported"),
        ("2026-03-02", "stated_zero"),
        ("2026-03-03", "no_report"),
        ("2026-03-04", "not_collected"),
    ]
    file = home.root / "f.csv"
    file.write_text("published")
    stored, _ = SnapshotStore(home.snapshots).put("daily_attacks", file, dt.datetime(2026, 3, 5, 6, 0, tzinfo=dt.UTC))
    snapshot = {
        "snapshot_id": stored.snapshot_id, "source_id": "daily_attacks", "fetched_at": stored.fetched_at.replace(tzinfo=None),
        "row_count": 10, "rejected_count": 2, "is_current": True,
    }  # fmt: skip
    weapons = [
        {"weapon_id": "x", "name": "Brand-new", "is_recognised": False},
        {"weapon_id": "y", "name": "Old", "is_recognised": True},
    ]
    with store.open_build(home.build) as con:
        for name in TopologicalSorter({table.name: table.inputs for table in TABLES}).static_order():
            store.write(con, BY_NAME[name])
        frame = pl.DataFrame(nights, schema=["night_of", "status"], orient="row").with_columns(pl.col("night_of").str.to_date())
        store.append_frame(con, BY_NAME["mart.nights"], frame)
        store.append_frame(con, BY_NAME["core.snapshots"], pl.DataFrame([snapshot]))
        store.append_frame(con, BY_NAME["core.weapons"], pl.DataFrame(weapons))
        versions.publish(home, con)
    return home


def test_after_a_refresh(published: Home) -> None:
    status = read_status(published)
    assert (status.first_night, status.last_night) == (dt.date(2026, 3, 1), dt.date(2026, 3, 4))
    assert (status.nights_reported, status.nights_missing, status.is_refreshing) == (2, 2, False)
    assert status.published_at is not None
    assert dt.timedelta(0) <= dt.datetime.now(dt.UTC) - status.published_at < dt.timedelta(minutes=5)
    (snapshot,) = status.snapshots
    assert (snapshot.source_id, snapshot.rows, snapshot.rejected) == ("daily_attacks", 10, 2)
    assert (snapshot.is_published, snapshot.is_current) == (True, True)
    assert snapshot.seen_at == dt.datetime(2026, 3, 5, 6, 0, tzinfo=dt.UTC)
    assert status.new_revisions == 0
    assert status.warnings == [
        "2 of 10 rows of daily_attacks could not be used: see core.rejected_rows.",
        "The weapon “Brand-new” is not in the list of weapon names.",
    ]


def test_snapshots_that_wait_for_a_refresh(published: Home, tmp_path: Path) -> None:
    home = Home(shutil.copytree(published.root, tmp_path / "home", symlinks=True))
    snapshots, file = SnapshotStore(home.snapshots), tmp_path / "f.csv"
    file.write_text("content")
    for source_id in ("daily_attacks", "published_figures"):
        snapshots.put(source_id, file, dt.datetime(2026, 3, 6, tzinfo=dt.UTC))
    status = read_status(home)
    assert [(s.source_id, s.is_published, s.is_current, s.rows) for s in status.snapshots] == [
        ("daily_attacks", True, True, 10),
        ("daily_attacks", False, False, None),
        ("published_figures", False, False, None),
    ]
    assert [warning for warning in status.warnings if "not in the tally yet" in warning] == [
        "New snapshots that are not in the tally yet: 2. Run `tally refresh`."
    ]


@pytest.mark.parametrize(
    ("max_age_days", "today", "is_stale"),
    [(None, "2030-01-01", False), (3, "2026-03-07", False), (3, "2026-03-08", True), (0, "2026-03-04", False)],
    ids=["any age", "just good", "too old", "today"],
)
def test_age_of_the_newest_night(published: Home, max_age_days: int | None, today: str, is_stale: bool) -> None:
    day = dt.date.fromisoformat(today)
    status = judge_age(read_status(published), max_age_days, day)
    assert (status.age_days, status.is_stale) == ((day - dt.date(2026, 3, 4)).days, is_stale)
    said = [warning for warning in status.warnings if "TALLY_MAX_AGE_DAYS" in warning]
    assert said == ["The newest night is 2026-03-04, 4 days ago; TALLY_MAX_AGE_DAYS allows 3."] * is_stale


def test_no_data_is_too_old_where_an_age_is_asked_for(home: Home) -> None:
    assert judge_age(read_status(home), 3, dt.date(2026, 3, 5)).is_stale
    assert not judge_age(read_status(home), None, dt.date(2026, 3, 5)).is_stale
