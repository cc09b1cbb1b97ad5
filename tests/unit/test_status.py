"""The state of a home."""

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from pipelines.status import read_status
from warehouse import store
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore
from warehouse.tables import BY_NAME, TABLES


def test_before_the_first_refresh(home: Home) -> None:
    status = read_status(home)
    assert (status.published_at, status.first_night, status.last_night) == (None, None, None)
    assert (status.is_refreshing, status.nights_reported, status.nights_missing, status.sources) == (False, 0, 0, [])
    assert status.warnings == ["Nothing has been published yet: run `tally refresh`."]
    assert status.database == str(home.database)
    assert not home.root.exists()


def test_during_the_first_refresh(home: Home) -> None:
    with store.refresh_lock(home, "a refresh", 0):
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
    snapshot = {
        "snapshot_id": "daily_attacks-1", "source_id": "daily_attacks", "fetched_at": dt.datetime(2026, 3, 5, 6, 0),
        "row_count": 10, "rejected_count": 2, "is_current": True,
    }  # fmt: skip
    weapons = [
        {"weapon_id": "x", "name": "Brand-new", "is_recognised": False},
        {"weapon_id": "y", "name": "Old", "is_recognised": True},
    ]
    with store.open_build(home) as con:
        for table in TABLES:
            store.write(con, table)
        frame = pl.DataFrame(nights, schema=["night_of", "status"], orient="row").with_columns(pl.col("night_of").str.to_date())
        store.append_frame(con, BY_NAME["mart.nights"], frame)
        store.append_frame(con, BY_NAME["core.snapshots"], pl.DataFrame([snapshot]))
        store.append_frame(con, BY_NAME["core.weapons"], pl.DataFrame(weapons))
        store.publish(home, con)
    return home


def test_after_a_refresh(published: Home) -> None:
    status = read_status(published)
    assert (status.first_night, status.last_night) == (dt.date(2026, 3, 1), dt.date(2026, 3, 4))
    assert (status.nights_reported, status.nights_missing, status.is_refreshing) == (2, 2, False)
    assert status.published_at is not None
    assert dt.timedelta(0) <= dt.datetime.now(dt.UTC) - status.published_at < dt.timedelta(minutes=5)
    (source,) = status.sources
    assert (source.source_id, source.snapshots, source.rows, source.rejected, source.waiting) == ("daily_attacks", 1, 10, 2, 0)
    assert source.newest == dt.datetime(2026, 3, 5, 6, 0, tzinfo=dt.UTC)
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
    assert {source.source_id: (source.snapshots, source.waiting) for source in status.sources} == {
        "daily_attacks": (1, 1),
        "published_figures": (0, 1),
    }
    assert [warning for warning in status.warnings if "not in the tally yet" in warning] == [
        "1 new snapshot of daily_attacks is not in the tally yet: run `tally refresh`.",
        "1 new snapshot of published_figures is not in the tally yet: run `tally refresh`.",
    ]
