"""Posts of stored snapshots: read once, and never otherwise than from the snapshot itself."""

import datetime as dt
from pathlib import Path

import pytest

from assets import stored_posts
from assets.sources.air_force_posts import files
from tests.channel import export, exported
from warehouse.home import Home
from warehouse.snapshots import Snapshot, SnapshotStore

SEEN_AT = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)


@pytest.fixture
def snapshot(home: Home, tmp_path: Path) -> Snapshot:
    path = tmp_path / "result.json"
    edited = exported(3, text="Наступ 🛵\n\n", edited_unixtime="1772450000")
    path.write_bytes(export(exported(1), exported(2, date_unixtime=None), edited))
    return SnapshotStore(home.snapshots).put("air_force_posts", path, SEEN_AT)[0]


def test_what_is_kept_is_what_was_read(home: Home, snapshot: Snapshot) -> None:
    read = files.read(snapshot.path)
    assert read.refused
    assert read.spans
    assert stored_posts.read(snapshot, home) == stored_posts.read(snapshot, home) == read


def test_snapshot_is_read_once(home: Home, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fetch and every refresh read all stored pages of the channel again: 8 s after a year of nights."""
    read = stored_posts.read(snapshot, home)
    monkeypatch.delattr(files, "read")
    assert stored_posts.read(snapshot, home) == read


@pytest.mark.parametrize(
    "damage", ["", "{", '{"code_version": "an older one", "file": {}}'], ids=["empty", "cut off", "other code"]
)
def test_what_other_code_kept_or_a_crash_cut_off_is_read_again(home: Home, snapshot: Snapshot, damage: str) -> None:
    read = stored_posts.read(snapshot, home)
    (kept,) = home.read_posts.iterdir()
    kept.write_text(damage)
    assert stored_posts.read(snapshot, home) == read
    assert len(kept.read_text()) > len(damage)
