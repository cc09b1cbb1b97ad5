"""The inbox: files are taken in once they are whole, and go on to `done` or `refused`."""

import os
from pathlib import Path

import pytest

from pipelines.inbox import Looks, Round, empty_inbox
from tests.dataset import dataset
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore


@pytest.fixture(autouse=True)
def inbox(home: Home) -> Path:
    home.inbox.mkdir(parents=True)
    return home.inbox


def look_twice(home: Home) -> Round:
    return empty_inbox(home, empty_inbox(home, {}).waiting)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_whole_file_is_taken_in_at_the_second_look(home: Home) -> None:
    (home.inbox / "attacks.csv").write_text(dataset({}))
    first = empty_inbox(home, {})
    assert (first.taken_in, first.refused, list(first.waiting)) == ({}, {}, ["attacks.csv"])
    assert not home.snapshots.exists()
    second = empty_inbox(home, first.waiting)
    (snapshot,) = SnapshotStore(home.snapshots).all()
    assert second.taken_in == {"attacks.csv": f"stored as {snapshot.snapshot_id}, 1 rows, 0 of them rejected"}
    assert (snapshot.source_id, snapshot.file_name) == ("daily_attacks", "attacks.csv")
    assert (names(home.inbox), names(home.inbox / "done")) == (["done"], ["attacks.csv"])
    assert empty_inbox(home, second.waiting) == Round()


def test_file_that_still_grows_is_left_alone(home: Home) -> None:
    file, waiting = home.inbox / "attacks.csv", Looks()
    whole = dataset({}, {"time_end": "2026-03-03 08:00"})
    for size in (10, len(whole) // 2, len(whole)):
        file.write_text(whole[:size])
        result = empty_inbox(home, waiting)
        assert result.taken_in == result.refused == {}
        waiting = result.waiting
    assert "2 rows" in empty_inbox(home, waiting).taken_in["attacks.csv"]


def test_file_that_is_written_anew_in_the_same_size_is_left_alone(home: Home) -> None:
    file = home.inbox / "attacks.csv"
    file.write_text(dataset({}))
    before = empty_inbox(home, {}).waiting
    os.utime(file, ns=(1, before["attacks.csv"][1] + 1))
    assert list(empty_inbox(home, before).waiting) == ["attacks.csv"]


@pytest.mark.parametrize("name", ["a.csv.part", "a.csv.CRDOWNLOAD", ".a.csv", "~a.csv", "a.tmp"])
def test_partial_names_are_skipped(home: Home, name: str) -> None:
    (home.inbox / name).write_text(dataset({}))
    assert look_twice(home) == Round()
    assert names(home.inbox) == [name]


def test_refused_file_has_the_reason_beside_it_and_keeps_nobody_waiting(home: Home) -> None:
    (home.inbox / "a.csv").write_text("name,age\nx,1\n")
    (home.inbox / "b.csv").write_text(dataset({}))
    (home.inbox / "empty.csv").touch()
    result = look_twice(home)
    assert list(result.taken_in) == ["b.csv"]
    assert result.refused == {"a.csv": "its columns fit no known layout: name, age", "empty.csv": "it is empty"}
    assert names(home.inbox / "refused") == ["a.csv", "a.csv.txt", "empty.csv", "empty.csv.txt"]
    reason = (home.inbox / "refused" / "a.csv.txt").read_text()
    assert reason.startswith("a.csv was refused on 20")
    assert "its columns fit no known layout: name, age." in reason


def test_same_name_twice_loses_nothing(home: Home) -> None:
    for launched in ("1", "2"):
        (home.inbox / "a.csv").write_text(dataset({"launched": launched, "destroyed": "0"}))
        look_twice(home)
    assert names(home.inbox / "done") == ["a-2.csv", "a.csv"]
    assert len(SnapshotStore(home.snapshots).all()) == 2


def test_reader_that_breaks_refuses_the_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("nobody expected this")

    monkeypatch.setattr("pipelines.inbox.take_in", broken)
    (home.inbox / "a.csv").write_text(dataset({}))
    assert look_twice(home).refused == {"a.csv": "reading it failed (ValueError: nobody expected this)"}


def test_full_disk_refuses_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (home.inbox / "a.csv").write_text(dataset({}))
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.inbox.take_in", full)
        result = look_twice(home)
    assert result.stuck == {"a.csv": "OSError: [Errno 28] No space left on device"}
    assert names(home.inbox) == ["a.csv"]
    assert list(empty_inbox(home, result.waiting).taken_in) == ["a.csv"]


def test_home_without_an_inbox(tmp_path: Path) -> None:
    assert empty_inbox(Home(tmp_path / "none"), {}) == Round()


def test_name_that_leaves_no_room_for_the_reason_keeps_nobody_waiting(home: Home) -> None:
    """The text beside a refused file had a name too long for the disk; the refresh for the good file was lost with it."""
    long = "b" * 250 + ".csv"
    (home.inbox / "a.csv").write_text(dataset({}))
    for number in (1, 2):
        (home.inbox / long).write_text(f"name,age\nx,{number}\n")
        (home.inbox / "c.csv").write_text(dataset({"launched": f"{number}0", "destroyed": "0"}))
        result = look_twice(home)
        assert (list(result.refused), result.stuck, "c.csv" in result.taken_in) == ([long], {}, True)
    refused = names(home.inbox / "refused")
    assert refused == ["b" * 245 + "-2.csv", "b" * 245 + "-2.csv.txt", "b" * 247 + ".csv", "b" * 247 + ".csv.txt"]
    assert (home.inbox / "refused" / refused[3]).read_text().startswith(f"{long} was refused on 20")


def test_name_that_is_not_utf_8_is_taken_in(home: Home) -> None:
    """Such a file was stored without its sidecar, and then refused."""
    (home.inbox / "atak\udce4.csv").write_text(dataset({}))
    (home.inbox / "bad\udce4.csv").write_text("name,age\nx,1\n")
    result = look_twice(home)
    assert (list(result.taken_in), list(result.refused)) == (["atak\\udce4.csv"], ["bad\\udce4.csv"])
    (snapshot,) = SnapshotStore(home.snapshots).all()
    assert (snapshot.file_name, snapshot.path.read_text()) == ("atak\\udce4.csv", dataset({}))
    assert names(home.inbox / "done") == ["atak\udce4.csv"]
    assert names(home.inbox / "refused") == ["bad\udce4.csv", "bad\udce4.csv.txt"]
    assert (home.inbox / "refused" / "bad\udce4.csv.txt").read_text().startswith("bad\\udce4.csv was refused on 20")


@pytest.mark.parametrize("ending", ["." + "x" * 245, ".\udce4"], ids=["long", "not UTF-8"])
def test_unusual_ending_is_taken_in(home: Home, ending: str) -> None:
    (home.inbox / f"a{ending}").write_text(dataset({}))
    assert len(look_twice(home).taken_in) == 1
    (snapshot,) = SnapshotStore(home.snapshots).all()
    assert snapshot.path.suffix == ".content"


def test_file_that_cannot_be_moved_is_worth_one_refresh(home: Home) -> None:
    (home.inbox / "a.csv").write_text(dataset({}))
    (home.inbox / "done").write_text("A file where the folder should be.")
    first = look_twice(home)
    assert (list(first.taken_in), list(first.stuck)) == (["a.csv"], ["a.csv"])
    assert first.complaints[0].startswith("a.csv stays in the inbox and is tried again: FileExistsError")
    second = empty_inbox(home, first.waiting)
    assert (second.taken_in, list(second.stuck), second.waiting) == ({}, ["a.csv"], first.waiting)
    (home.inbox / "done").unlink()
    assert list(empty_inbox(home, second.waiting).taken_in) == ["a.csv"]


def test_reason_takes_no_other_file_s_place(home: Home) -> None:
    for name in ("a.csv.txt", "a.csv"):
        (home.inbox / name).write_text(f"name,age\n{name},1\n")
        look_twice(home)
    assert names(home.inbox / "refused") == ["a-2.csv", "a-2.csv.txt", "a.csv.txt", "a.csv.txt.txt"]
    assert (home.inbox / "refused" / "a.csv.txt").read_text() == "name,age\na.csv.txt,1\n"


def test_folder_and_broken_link_are_left_alone_and_named(home: Home) -> None:
    (home.inbox / "export").mkdir()
    (home.inbox / "export" / "a.csv").write_text(dataset({}))
    (home.inbox / "link").symlink_to(home.root / "nowhere")
    assert empty_inbox(home, {}).complaints == [
        "export is left alone: it is a folder; put its files into the inbox",
        "link is left alone: it is no file",
    ]
    assert names(home.inbox) == ["export", "link"]
