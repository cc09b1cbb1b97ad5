"""Taking in a file that a user hands over: told apart by content, checked, stored or refused in words."""

import datetime as dt
from pathlib import Path

import pytest

from assets import intake
from assets.sources import layouts
from assets.sources.tabular import UnreadableFile
from tests.dataset import HEADER, dataset, write_zip
from tests.unit.rows import raw_figure, raw_night, text_file
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore

SEEN_AT = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)


@pytest.fixture
def snapshots(home: Home) -> SnapshotStore:
    return SnapshotStore(home.snapshots)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_attack_table(tmp_path: Path, snapshots: SnapshotStore) -> None:
    path = write(tmp_path / "any name.csv", dataset({}, {"launched": "many"}, {"time_end": "2026-03-03 08:00"}))
    taken = intake.take_in(path, SEEN_AT, snapshots)
    assert (taken.snapshot.source_id, taken.snapshot.series, taken.is_new, taken.rows) == (
        "daily_attacks",
        "daily_attacks",
        True,
        3,
    )
    assert taken.rejected.select("row_number", "reason").rows() == [
        (3, "launched “many” is not a whole number of zero or more")
    ]
    assert taken.snapshot.path.read_bytes() == path.read_bytes()


def test_same_content_again_is_not_new(tmp_path: Path, snapshots: SnapshotStore) -> None:
    first = intake.take_in(write(tmp_path / "a.csv", dataset({})), SEEN_AT, snapshots)
    again = intake.take_in(write(tmp_path / "b.csv", dataset({})), SEEN_AT + dt.timedelta(days=1), snapshots)
    assert (again.is_new, again.snapshot) == (False, first.snapshot)


def test_zip_is_stored_as_it_came(tmp_path: Path, snapshots: SnapshotStore) -> None:
    path = write_zip(tmp_path / "d.zip", missile_attacks_daily=dataset({}, {}), missiles_and_uavs="model\n")
    taken = intake.take_in(path, SEEN_AT, snapshots)
    assert (taken.rows, taken.snapshot.path.suffix, taken.snapshot.path.read_bytes()) == (2, ".zip", path.read_bytes())


def test_files_of_published_figures_stand_side_by_side(tmp_path: Path, snapshots: SnapshotStore) -> None:
    for name, figure_id in (("mine.csv", "f1"), ("yours.csv", "f2")):
        text = text_file("raw.published_figures", raw_figure(figure_id=figure_id))
        taken = intake.take_in(write(tmp_path / name, text), SEEN_AT, snapshots)
        assert (taken.snapshot.source_id, taken.snapshot.series) == ("published_figures", name)
    assert len(snapshots.all("published_figures")) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "its columns fit no known layout: a, b"),
        (
            dataset({}).replace("launched,", "fired,", 1),
            "layout of daily_attacks: missing columns: launched; unknown columns: fired",
        ),
        (dataset(), "it has a header but no rows"),
        (dataset({"launched": "x"}, {"model": ""}), "none of its 2 rows can be used: row 2: launched “x” is not"),
        ("", "it is empty"),
    ],
    ids=["unknown layout", "changed layout", "no rows", "no usable row", "empty"],
)
def test_refuses_and_stores_nothing(tmp_path: Path, snapshots: SnapshotStore, text: str, words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        intake.take_in(write(tmp_path / "f.csv", text), SEEN_AT, snapshots)
    assert words in str(refusal.value)
    assert snapshots.all() == []


def test_nightly_figures_are_not_for_users(tmp_path: Path, snapshots: SnapshotStore) -> None:
    with pytest.raises(UnreadableFile):
        intake.take_in(write(tmp_path / "f.csv", text_file("raw.nightly_figures", raw_night())), SEEN_AT, snapshots)


def test_order_of_columns_does_not_matter() -> None:
    columns = list(layouts.layout("published_figures").columns)
    assert layouts.recognise(columns[::-1], intake.SOURCES) == "published_figures"


def test_unknown_columns_are_listed_and_the_file_is_taken(tmp_path: Path, snapshots: SnapshotStore) -> None:
    text = dataset({"crew": "x"}, header=[*HEADER, "crew", "moon phase"])
    taken = intake.take_in(write(tmp_path / "f.csv", text), SEEN_AT, snapshots)
    assert (taken.rows, taken.rejected.height, taken.unknown_columns) == (1, 0, ["crew", "moon_phase"])


@pytest.mark.parametrize(
    ("ends", "order", "rejected"),
    [
        (["02.03.2026 08:00", "13.03.2026 08:00"], "day_first", []),
        (["03/02/2026 08:00", "03/13/2026 08:00"], "month_first", []),
        (["2026-03-02 08:00", "13.03.2026 08:00", "03/14/2026 08:00", "03.03.2026", "04.03.2026"], None, [6]),
    ],
    ids=["day first", "month first", "contradictory"],
)
def test_order_of_dates(
    tmp_path: Path, snapshots: SnapshotStore, ends: list[str], order: str | None, rejected: list[int]
) -> None:
    seen_at = SEEN_AT + dt.timedelta(days=30)
    taken = intake.take_in(write(tmp_path / "f.csv", dataset(*({"time_end": end} for end in ends))), seen_at, snapshots)
    assert taken.date_order == order
    assert taken.rejected["row_number"].to_list() == rejected


def test_file_whose_dates_nothing_decides_is_refused(tmp_path: Path, snapshots: SnapshotStore) -> None:
    path = write(tmp_path / "f.csv", dataset({"time_end": "04.03.2026 08:00"}))
    with pytest.raises(UnreadableFile, match=r"time_end “04\.03\.2026 08:00” can be read in two ways"):
        intake.take_in(path, SEEN_AT, snapshots)
    assert snapshots.all() == []


def test_row_later_than_the_file_was_seen_is_rejected(tmp_path: Path, snapshots: SnapshotStore) -> None:
    late = {"time_start": "2026-03-07", "time_end": "2026-03-07"}
    taken = intake.take_in(write(tmp_path / "f.csv", dataset({}, late)), SEEN_AT, snapshots)
    assert taken.rejected["reason"].to_list() == ["time_end “2026-03-07” is after the file was seen (2026-03-05)"]


def test_intake_and_refresh_judge_by_the_same_day(tmp_path: Path, snapshots: SnapshotStore) -> None:
    """01:00 in Kyiv is the day before in UTC: what is accepted here would be rejected by every refresh."""
    seen_at = dt.datetime(2026, 3, 5, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    late = {"time_start": "2026-03-06", "time_end": "2026-03-06"}
    taken = intake.take_in(write(tmp_path / "f.csv", dataset({}, late, {})), seen_at, snapshots)
    assert taken.rejected["row_number"].to_list() == [3]
    assert taken.snapshot.fetched_at.date() == dt.date(2026, 3, 4)
