"""Taking in files of posts: whose they are, what adds to what, and what is said of them."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from assets import intake
from assets.sources.air_force_posts import archive, files
from assets.sources.tabular import UnreadableFile
from tests.channel import TITLE, export, exported, message, page
from tests.conftest import Tally
from tests.dataset import dataset
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore, current

SEEN_AT = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
FOREIGN = export(exported(1), exported(2), name="Небо")


@pytest.fixture
def snapshots(home: Home) -> SnapshotStore:
    return SnapshotStore(home.snapshots)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_export(tmp_path: Path, snapshots: SnapshotStore) -> None:
    content = export(exported(1), exported(2, date_unixtime=None), exported(3000))
    taken = intake.take_in(write(tmp_path / "any name.csv", content), SEEN_AT, snapshots)
    assert (taken.snapshot.source_id, taken.is_new, taken.rows, taken.rejected_count) == ("air_force_posts", True, 3, 1)
    assert taken.summary == "3 posts of 2026-03-02 to 2026-03-04, 1 of them rejected"
    assert taken.rejected.columns == ["snapshot_id", "row_number", "reason", "raw"]
    assert taken.rejected["row_number"].to_list() == [3]
    assert taken.snapshot.path.read_bytes() == content


def test_page_and_archive(tmp_path: Path, snapshots: SnapshotStore) -> None:
    html = page([message(1), message(2, channel="other")])
    archive.pack([("a.html", html)], tmp_path / "pages")
    for path in (write(tmp_path / "page", html), tmp_path / "pages"):
        taken = intake.take_in(path, SEEN_AT, snapshots)
        assert taken.summary == "2 posts of 2026-03-02 to 2026-03-02, 1 of them rejected"
        assert taken.rejected["reason"].to_list() == ["it is post 2 of the channel “other”, not of kpszsu"]


def test_every_file_adds_to_the_others(tmp_path: Path, snapshots: SnapshotStore) -> None:
    for number in (1, 2, 1):
        taken = intake.take_in(write(tmp_path / "result.json", export(exported(number))), SEEN_AT, snapshots)
    assert not taken.is_new
    stored = snapshots.all()
    assert len(stored) == 2
    assert current(stored) == {snapshot.snapshot_id for snapshot in stored}


def test_export_of_another_title_is_refused_with_a_way_out(tmp_path: Path, snapshots: SnapshotStore) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        intake.take_in(write(tmp_path / "result.json", FOREIGN), SEEN_AT, snapshots)
    assert str(refusal.value) == (
        f"the exported channel is called “Небо”, not “{TITLE}”; if it is the Air Force's, say so with --channel kpszsu"
    )
    assert snapshots.all() == []


def test_export_that_was_vouched_for_can_be_read_from_the_snapshot_alone(tmp_path: Path, snapshots: SnapshotStore) -> None:
    taken = intake.take_in(write(tmp_path / "result.json", FOREIGN), SEEN_AT, snapshots, channel="kpszsu")
    (stored,) = snapshots.all()
    assert (taken.is_new, stored.path.read_bytes()) == (True, FOREIGN)
    assert [post.post_id for post in files.read(stored.path).posts] == [1, 2]
    assert stored.series == f"vouched-for-kpszsu-{stored.sha256}"


def test_nobody_has_to_vouch_for_the_right_title(tmp_path: Path, snapshots: SnapshotStore) -> None:
    path = write(tmp_path / "result.json", export(exported(1)))
    first = intake.take_in(path, SEEN_AT, snapshots)
    again = intake.take_in(path, SEEN_AT, snapshots, channel="kpszsu")
    assert (again.is_new, again.snapshot) == (False, first.snapshot)
    assert first.snapshot.series == first.snapshot.sha256


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (page([message(1)], channel="other"), "it is a page of the channel “other”"),
        (
            page([message(1, channel="other")]),
            "it holds no post of kpszsu that can be used: row 2: it is post 1 of the channel",
        ),
        (page([]), "it holds no post of kpszsu that can be used"),
        (export(), "it holds no post of kpszsu that can be used"),
        (export(exported(1, date_unixtime=None)), "row 2: it has no date_unixtime"),
    ],
    ids=["spoof", "foreign posts", "empty page", "empty export", "no moments"],
)
def test_file_without_a_post_of_the_channel_is_refused(
    tmp_path: Path, snapshots: SnapshotStore, content: bytes, words: str
) -> None:
    """Nobody can vouch for a page: it names its channel."""
    with pytest.raises(UnreadableFile) as refusal:
        intake.take_in(write(tmp_path / "x", content), SEEN_AT, snapshots, channel="kpszsu")
    assert words in str(refusal.value)
    assert snapshots.all() == []


def test_file_of_posts_is_not_taken_for_another_source(tmp_path: Path, snapshots: SnapshotStore) -> None:
    with pytest.raises(UnreadableFile):
        intake.take_in(write(tmp_path / "x", page([message(1)])), SEEN_AT, snapshots, only=("daily_attacks",))


def added(tally: Tally, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return tally("add", str(write(tmp_path / "result.json", FOREIGN)), *arguments)


def test_command_takes_in_all_kinds_of_files(tally: Tally, tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "a", export(exported(1), exported(2, id=-1))),
        write(tmp_path / "b", page([message(1)])),
        write(tmp_path / "c", dataset({}).encode()),
    ]
    run = tally("add", *map(str, paths))
    assert run.returncode == 0, run.stderr
    told = [line.split(", ", 1)[1] for line in run.stdout.splitlines() if ": stored as" in line]
    assert told == [
        "2 posts of 2026-03-02 to 2026-03-02, 1 of them rejected.",
        "1 posts of 2026-03-02 to 2026-03-02, 0 of them rejected.",
        "1 rows, 0 of them rejected.",
    ]
    assert run.stderr == "  row 3: -1 is not the number of a post\n"


def test_command_refuses_a_foreign_title_until_the_user_vouches_for_it(tally: Tally, tmp_path: Path) -> None:
    run = added(tally, tmp_path)
    assert run.returncode == 1
    assert "say so with --channel kpszsu.\n" in run.stderr
    run = added(tally, tmp_path, "--channel", "kpszsu")
    assert (run.returncode, run.stderr) == (0, "")


def test_command_knows_no_other_channel(tally: Tally, tmp_path: Path) -> None:
    run = added(tally, tmp_path, "--channel", "kpszsu_fans")
    assert run.returncode == 2
    assert "kpszsu" in run.stderr
    assert "Traceback" not in run.stderr
