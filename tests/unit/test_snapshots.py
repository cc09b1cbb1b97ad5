"""The snapshot store: nothing twice, nothing lost, nothing changed."""

import datetime as dt
import os
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from warehouse.snapshots import Snapshot, SnapshotStore, current

DAY_1, DAY_2, DAY_3 = (dt.datetime(2026, 3, day, 8, 30, tzinfo=dt.UTC) for day in (1, 2, 3))


class Shelf:
    """A store and a quick way to put text into it."""

    def __init__(self, root: Path) -> None:
        self.store = SnapshotStore(root / "snapshots")
        self.file = root / "came.CSV"

    def put(
        self, text: str, seen_at: dt.datetime, source_id: str = "daily_attacks", series: str | None = None
    ) -> tuple[Snapshot, bool]:
        self.file.write_text(text)
        return self.store.put(source_id, self.file, seen_at, series=series)

    def texts(self) -> list[str]:
        return [snapshot.path.read_text() for snapshot in self.store.all()]

    def current(self) -> list[str]:
        newest = current(self.store.all())
        return [snapshot.path.read_text() for snapshot in self.store.all() if snapshot.snapshot_id in newest]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_same_content_makes_one_snapshot(shelf: Shelf) -> None:
    first, first_is_new = shelf.put("a", DAY_1)
    again, again_is_new = shelf.put("a", DAY_2)
    assert (first_is_new, again_is_new) == (True, False)
    assert again == first
    assert shelf.texts() == ["a"]


def test_change_and_change_back_make_three(shelf: Shelf) -> None:
    for text, day in (("a", DAY_1), ("b", DAY_2), ("a", DAY_3)):
        assert shelf.put(text, day)[1]
    assert shelf.texts() == ["a", "b", "a"]
    assert shelf.current() == ["a"]


def test_what_a_sidecar_tells(shelf: Shelf) -> None:
    shelf.file.write_text("abc")
    put, _ = shelf.store.put("daily_attacks", shelf.file, DAY_1, url="https://example.org/f.zip")
    (stored,) = shelf.store.all("daily_attacks")
    assert stored == put
    assert stored.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert stored.snapshot_id == "daily_attacks-20260301T083000Z-ba7816bf8f01"
    assert (stored.bytes, stored.file_name, stored.url) == (3, "came.CSV", "https://example.org/f.zip")
    assert (stored.fetched_at, stored.path.name) == (DAY_1, "20260301T083000Z-ba7816bf8f01.csv")


def test_time_is_kept_in_utc(shelf: Shelf) -> None:
    kyiv = dt.timezone(dt.timedelta(hours=2))
    put, _ = shelf.put("a", dt.datetime(2026, 3, 1, 1, 0, tzinfo=kyiv))
    assert put.fetched_at == dt.datetime(2026, 2, 28, 23, 0, tzinfo=dt.UTC)
    assert "20260228T230000Z" in put.snapshot_id


def test_files_are_read_only_and_nothing_temporary_is_left(shelf: Shelf) -> None:
    put, _ = shelf.put("a", DAY_1)
    files = sorted(put.path.parent.iterdir())
    assert [file.suffix for file in files] == [".csv", ".json"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o444, 0o444]


def test_content_without_sidecar_does_not_count_and_can_be_put_again(shelf: Shelf) -> None:
    """A crash between the two files leaves content without a sidecar."""
    put, _ = shelf.put("a", DAY_1)
    put.path.with_suffix(".json").unlink()
    assert shelf.store.all() == []
    again, is_new = shelf.put("a", DAY_1)
    assert (is_new, replace(again, stored_at=put.stored_at)) == (True, put)
    assert shelf.texts() == ["a"]


def test_older_version_slots_in_before(shelf: Shelf) -> None:
    shelf.put("new", DAY_3)
    _, is_new = shelf.put("old", DAY_1)
    assert is_new
    assert shelf.texts() == ["old", "new"]
    assert shelf.current() == ["new"]


def test_older_version_with_the_content_of_a_later_one_is_kept(shelf: Shelf) -> None:
    """The source may have changed and changed back between the two."""
    for text, day in (("a", DAY_3), ("b", DAY_2), ("a", DAY_1)):
        assert shelf.put(text, day)[1]
    assert shelf.texts() == ["a", "b", "a"]


def test_series_replace_only_themselves(shelf: Shelf) -> None:
    shelf.put("a1", DAY_1, "published_figures", "a.csv")
    shelf.put("b1", DAY_2, "published_figures", "b.csv")
    shelf.put("a2", DAY_3, "published_figures", "a.csv")
    shelf.put("a1", DAY_3, "daily_attacks")
    assert shelf.current() == ["a1", "b1", "a2"]
    assert [snapshot.source_id for snapshot in shelf.store.all()] == ["daily_attacks"] + 3 * ["published_figures"]
    assert len(shelf.store.all("published_figures")) == 3


def test_additions_replace_nothing(shelf: Shelf) -> None:
    for text, moment in (("a", DAY_1), ("b", DAY_2), ("a", DAY_3)):
        shelf.file.write_text(text)
        shelf.store.put("air_force_posts", shelf.file, moment, is_addition=True)
    assert shelf.texts() == ["a", "b"]
    assert shelf.current() == ["a", "b"]


def test_json_is_not_overwritten_by_its_sidecar(shelf: Shelf) -> None:
    """An export of Telegram is a file result.json, and a sidecar has the same extension: one lay where the other was."""
    shelf.file = shelf.file.with_name("result.JSON")
    (snapshot, _) = shelf.put('{"messages": []}', DAY_1)
    assert shelf.store.all() == [snapshot]
    assert shelf.texts() == ['{"messages": []}']
    assert snapshot.file_name == "result.JSON"


def test_same_content_in_another_series_is_a_snapshot_of_its_own(shelf: Shelf) -> None:
    shelf.put("a", DAY_1, "published_figures", "a.csv")
    assert shelf.put("a", DAY_2, "published_figures", "b.csv")[1]
    assert [snapshot.series for snapshot in shelf.store.all()] == ["a.csv", "b.csv"]


def test_same_content_at_the_same_moment_in_another_series(shelf: Shelf) -> None:
    shelf.put("a", DAY_1, "published_figures", "a.csv")
    shelf.put("a", DAY_1, "published_figures", "b.csv")
    assert [snapshot.series for snapshot in shelf.store.all()] == ["a.csv", "b.csv"]


@pytest.mark.parametrize("texts", [["v14", "v1"], ["v1", "v14"]], ids=["larger hash first", "smaller hash first"])
def test_correction_seen_at_the_same_moment_wins(shelf: Shelf, texts: list[str]) -> None:
    """`tally add f.csv --seen-at 2026-03-01` and the corrected file with the same date (hashes c4… and 3b…)."""
    for text in texts:
        assert shelf.put(text, DAY_1)[1]
    assert shelf.texts() == texts
    assert shelf.current() == texts[1:]


def test_correction_taken_back_at_the_same_moment(shelf: Shelf) -> None:
    """Two contents of one moment are two snapshots, whatever was put last: putting one again makes it the later one."""
    for text in ("a", "b", "a"):
        assert shelf.put(text, DAY_1)[1]
    assert shelf.texts() == ["b", "a"]
    assert shelf.current() == ["a"]


def test_when_it_was_seen_comes_before_when_it_was_stored(shelf: Shelf) -> None:
    late, _ = shelf.put("late", DAY_2)
    early, _ = shelf.put("early", DAY_1)
    assert late.stored_at < early.stored_at <= dt.datetime.now(dt.UTC)
    assert shelf.current() == ["late"]


def test_empty_store(tmp_path: Path) -> None:
    assert SnapshotStore(tmp_path / "nowhere").all() == []
    assert current([]) == set()


def test_content_whose_sidecar_cannot_be_written_is_not_kept(shelf: Shelf) -> None:
    put, _ = shelf.put("a", DAY_1)
    sidecar = put.path.with_suffix(".json")
    sidecar.unlink()
    put.path.unlink()
    # In the way of the file that becomes the sidecar.
    blocked = sidecar.with_name(f".{sidecar.name}.{os.getpid()}.tmp")
    blocked.mkdir()
    with pytest.raises(OSError, match=re.escape(blocked.name)):
        shelf.put("a", DAY_1)
    assert list(put.path.parent.iterdir()) == [blocked]
