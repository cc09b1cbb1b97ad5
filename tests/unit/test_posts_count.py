"""What counts of posts: versions, repeated reports, night and day, and beside the dataset (DESIGN.md, Sources)."""

from typing import Any

import duckdb
import pytest

from tests.unit.rows import Row, ask, attack, fill, fill_posts, make, one, post, regional, reported

NIGHT = ("2026-03-01 18:00", "2026-03-02 08:30")
DAY = ("2026-03-02 08:00", "2026-03-02 18:00")
AGAIN = "reported_again"
SUPERSEDED = "reported_by_preferred_source"


def judge_posts(con: duckdb.DuckDBPyConnection, *rows: Row) -> dict[int, str | None]:
    """Return for every post that is in `core.attacks` why it does not count; posts come at nine of the end of their window."""
    fill_posts(con, *(post(row["row_number"] - 1000, f"{row['night_of']} 09:00", row) for row in rows))
    fill(con, *rows)
    make(con, "core.attacks")
    return dict(ask(con, "select row_number - 1000, not_counted_reason from core.attacks order by row_number"))


def test_night_and_day_of_one_date_both_count(build: duckdb.DuckDBPyConnection) -> None:
    """12 Sep 2026: two reports of one date; their windows touch (DOMAIN.md section 5)."""
    assert judge_posts(build, reported(1, *NIGHT), reported(2, *DAY, window_kind="day")) == {1: None, 2: None}


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (reported(9, *NIGHT), AGAIN),
        (reported(9, *NIGHT, launched=95), AGAIN),
        (reported(9, "2026-03-01 18:00", "2026-03-02 05:00"), AGAIN),
        (reported(9, "2026-03-01 19:00", "2026-03-02 08:30"), AGAIN),
        (reported(9, "2026-03-01", "2026-03-02"), AGAIN),
        (reported(9, "2026-03-02 08:00", "2026-03-02 20:00"), None),
        (reported(9, *NIGHT, window_kind="day"), None),
        (reported(9, "2026-03-02 18:00", "2026-03-03 08:30"), None),
        (reported(9, "2026-03-01 18:00", "2026-03-02 08:31", scope="regional", is_whole_country=False), None),
    ],
    ids=[
        "the same",
        "other numbers",
        "other end",
        "other start",
        "no hours",
        "other hours",
        "day and not night",
        "another night",
        "regional",
    ],
)
def test_later_post_on_the_same_night_takes_the_place_of_the_earlier(
    build: duckdb.DuckDBPyConnection, later: Row, reason: str | None
) -> None:
    assert judge_posts(build, reported(7, *NIGHT), later) == {7: reason, 9: None}


@pytest.mark.parametrize("launched", [5, None], ids=["far fewer", "none stated"])
def test_later_post_that_tells_of_a_part_takes_no_ones_place(build: duckdb.DuckDBPyConnection, launched: int | None) -> None:
    """A note on three drones over the sea, taken for a national report, made the report of the night disappear."""
    part = reported(9, *NIGHT, launched=launched)
    assert judge_posts(build, reported(7, *NIGHT), part) == {7: None, 9: AGAIN}


def test_order_of_posts_is_that_of_their_numbers_not_of_the_rows(build: duckdb.DuckDBPyConnection) -> None:
    assert judge_posts(build, reported(9, *NIGHT), reported(7, *NIGHT)) == {7: AGAIN, 9: None}


def test_nights_without_a_start_are_the_same_night(build: duckdb.DuckDBPyConnection) -> None:
    dates = ("2026-03-01", "2026-03-02")
    assert judge_posts(build, reported(7, *dates), reported(9, *dates)) == {7: AGAIN, 9: None}


def test_weapons_of_one_post_all_count(build: duckdb.DuckDBPyConnection) -> None:
    missiles = reported(7, *NIGHT, item=2, weapon_id="kalibr", weapon_group="cruise_missile", weapon_as_reported="Калібр")
    fill_posts(build, post(7, "2026-03-02 09:00", missiles))
    fill(build, reported(7, *NIGHT), missiles)
    make(build, "core.attacks")
    assert ask(build, "select item, is_counted from core.attacks order by item") == [(1, True), (2, True)]


def test_regional_reports_are_not_reported_again(build: duckdb.DuckDBPyConnection) -> None:
    part: dict[str, Any] = {"scope": "regional", "is_whole_country": False}
    assert judge_posts(build, reported(7, *NIGHT, **part), reported(9, *NIGHT, **part)) == {7: None, 9: None}


def test_old_version_of_a_post_never_counts(build: duckdb.DuckDBPyConnection) -> None:
    """7 Sep 2025: first 805 launched, after the edit 810."""
    old = reported(7, *NIGHT, launched=805, snapshot_id="air_force_posts-first")
    new = reported(7, *NIGHT, launched=810)
    fill_posts(
        build,
        post(7, "2026-03-02 09:00", old, is_current=False),
        post(7, "2026-03-02 09:00", new, version=2),
    )
    fill(build, old, new)
    make(build, "core.attacks")
    assert ask(build, "select launched, is_counted from core.attacks") == [(810, True)]


def test_post_that_was_edited_into_something_else_leaves_the_night_to_the_dataset(build: duckdb.DuckDBPyConnection) -> None:
    old = reported(7, *NIGHT, snapshot_id="air_force_posts-first")
    fill_posts(build, post(7, "2026-03-02 09:00", old, is_current=False), post(7, "2026-03-02 09:00", version=2))
    fill(build, old, attack(*NIGHT, launched=90))
    make(build, "core.attacks")
    assert ask(build, "select source_id, launched, is_counted from core.attacks") == [("dataset", 90, True)]


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("2026-03-01 18:00", "2026-03-02 08:00", SUPERSEDED),
        ("2026-03-01 19:00", "2026-03-02 09:00", SUPERSEDED),
        ("2026-03-02 01:14", "2026-03-02 15:44", SUPERSEDED),
        ("2026-03-02 01:15", "2026-03-02 15:45", None),
        ("2026-03-02 08:30", "2026-03-02 18:00", None),
        ("2026-03-01", "2026-03-02", SUPERSEDED),
        ("2026-02-28 18:00", "2026-03-01 08:00", None),
    ],
    ids=["same", "overlap", "just over half", "exactly half", "the day", "dates", "another night"],
)
def test_post_takes_the_place_of_the_dataset(
    build: duckdb.DuckDBPyConnection, start: str, end: str, reason: str | None
) -> None:
    posted = reported(7, *NIGHT)
    fill_posts(build, post(7, "2026-03-02 09:00", posted))
    fill(build, posted, attack(start, end))
    make(build, "core.attacks")
    assert one(build, "select not_counted_reason from core.attacks where source_id = 'dataset'") == reason


def test_post_that_is_reported_again_supersedes_nothing(build: duckdb.DuckDBPyConnection) -> None:
    """The dataset's missiles stay although the first post told of missiles: what does not count takes no other's place."""
    weapon = {"weapon_id": "kalibr", "weapon_group": "cruise_missile"}
    first, second = reported(7, *NIGHT, **weapon), reported(9, *NIGHT)
    fill_posts(build, post(7, "2026-03-02 09:00", first), post(9, "2026-03-02 10:00", second))
    fill(build, first, second, attack(*NIGHT, **weapon))
    make(build, "core.attacks")
    reasons = ask(build, "select source_id, weapon_id, not_counted_reason from core.attacks order by all")
    assert reasons == [
        ("air_force_posts", "kalibr", AGAIN),
        ("air_force_posts", "shahed_136_131", None),
        ("dataset", "kalibr", None),
    ]


def test_regional_row_of_the_dataset_within_a_national_post_does_not_count(build: duckdb.DuckDBPyConnection) -> None:
    posted = reported(7, *NIGHT)
    fill_posts(build, post(7, "2026-03-02 09:00", posted))
    fill(build, posted, regional("2026-03-01 22:00", "2026-03-02 03:00"), regional("2026-03-02 12:00", "2026-03-02 13:00"))
    make(build, "core.attacks")
    found = ask(build, "select not_counted_reason from core.attacks where scope = 'regional' order by window_start")
    assert found == [("within_national_report",), (None,)]


def test_attack_id_of_a_post_names_the_channel(build: duckdb.DuckDBPyConnection) -> None:
    judge_posts(build, reported(7, *NIGHT))
    expected = "air_force_posts:20260301T1600Z-20260302T0630Z:kpszsu:shahed_136_131:1"
    assert one(build, "select attack_id from core.attacks") == expected


def test_marks_reach_the_totals_of_the_night(build: duckdb.DuckDBPyConnection) -> None:
    judge_posts(
        build,
        reported(1, *NIGHT, marks="headline_below_body"),
        reported(2, *DAY, window_kind="day", marks="several_numbers: lost"),
        reported(3, "2026-03-02 18:00", "2026-03-03 08:00"),
    )
    make(build, "mart.nightly_totals")
    query = "select marks from mart.nightly_totals where weapon_group = 'shahed_type' order by night_of"
    assert ask(build, query) == [("headline_below_body; several_numbers: lost",), (None,)]


def test_marks_of_what_does_not_count_do_not(build: duckdb.DuckDBPyConnection) -> None:
    judge_posts(build, reported(1, *NIGHT, marks="headline_below_body"), reported(2, *NIGHT))
    make(build, "mart.nightly_totals")
    assert ask(build, "select distinct marks from mart.nightly_totals") == [(None,)]
