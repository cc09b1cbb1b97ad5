"""Which reported attacks count (DESIGN.md, Sources): repetitions, summaries, and the same report from two sources."""

import duckdb
import pytest

from tests.unit.rows import Row, ask, attack, fill, judge, make, one, regional

POST = attack("2026-03-01 18:00", "2026-03-02 08:00", "air_force_posts")

REPEATED = "repeated_row"
SUMMARY = "summary_over_days"
SUPERSEDED = "reported_by_preferred_source"


@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({}, REPEATED),
        ({"launched": 101}, None),
        ({"intercepted": 91}, None),
        ({"lost": 1}, None),
        ({"target_as_reported": "Odesa oblast"}, None),
        ({"launch_place_as_reported": "Kursk"}, None),
        ({"report_url": "https://t.me/kpszsu/2"}, None),
        ({"weapon_id": "gerbera", "weapon_as_reported": "Gerbera"}, None),
    ],
    ids=lambda value: "" if value in (None, REPEATED) else next(iter(value), "nothing"),
)
def test_repeated_row_counts_once(build: duckdb.DuckDBPyConnection, differs: Row, reason: str | None) -> None:
    window = ("2026-03-01 18:00", "2026-03-02 08:00")
    assert judge(build, attack(*window), attack(*window, **differs)) == [None, reason]


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("2026-03-01", "2026-03-03", None),
        ("2026-03-01 18:00", "2026-03-03 08:00", None),
        ("2026-03-01", "2026-03-04", SUMMARY),
        ("2026-03-01 18:00", "2026-03-04 18:00", SUMMARY),
        ("2026-03-01 06:00", "2026-03-03 07:00", SUMMARY),
        ("2026-03-01 06:00", "2026-03-03 06:00", None),
    ],
    ids=["two days", "38 hours", "three days", "72 hours", "49 hours over three dates", "48 hours"],
)  # fmt: skip
def test_window_of_more_than_two_days_is_a_summary(
    build: duckdb.DuckDBPyConnection, start: str, end: str, reason: str | None
) -> None:
    assert judge(build, attack(start, end)) == [reason]


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("2026-03-01 18:00", "2026-03-02 08:00", SUPERSEDED),
        ("2026-03-02 00:59", "2026-03-02 14:59", SUPERSEDED),
        ("2026-03-02 01:00", "2026-03-02 15:00", None),
        ("2026-03-02 04:59", "2026-03-02 10:59", SUPERSEDED),
        ("2026-03-02 05:00", "2026-03-02 11:00", None),
        ("2026-03-02 03:20", "2026-03-02 04:30", SUPERSEDED),
        ("2026-03-01 10:00", "2026-03-02 20:00", SUPERSEDED),
        ("2026-03-02 08:00", "2026-03-02 18:30", None),
        ("2026-03-01 18:00", "2026-03-01 23:59", None),
        ("2026-03-01", "2026-03-02", SUPERSEDED),
        ("2026-03-02", "2026-03-02 07:00", SUPERSEDED),
        ("2026-03-01 19:00", "2026-03-02", SUPERSEDED),
        ("2026-03-02 03:00", "2026-03-02 03:00", SUPERSEDED),
        ("2026-03-02 09:00", "2026-03-02 09:00", None),
        ("2026-03-02", "2026-03-02 01:00", SUPERSEDED),
    ],
    ids=[
        "same window", "just over half", "exactly half", "just over half of the shorter", "exactly half of the shorter",
        "inside", "around", "the day after", "same hours, other night_of", "dates only", "start is a date", "end is a date",
        "a moment inside", "a moment outside", "one hour after midnight, start is a date",
    ],
)  # fmt: skip
def test_same_national_report_counts_from_the_preferred_source(
    build: duckdb.DuckDBPyConnection, start: str, end: str, reason: str | None
) -> None:
    assert judge(build, attack(start, end), POST) == [reason, None]


KALIBR = {"weapon_id": "kalibr", "weapon_group": "cruise_missile"}
ORLAN = {"weapon_id": "orlan_10", "weapon_group": "reconnaissance_drone"}


@pytest.mark.parametrize(
    ("weapon", "preferred", "reason"),
    [
        ({}, {}, SUPERSEDED),
        (ORLAN, {}, SUPERSEDED),
        (KALIBR, KALIBR, SUPERSEDED),
        (KALIBR, {"weapon_id": "kinzhal", "weapon_group": "ballistic_missile"}, SUPERSEDED),
        (KALIBR, {}, None),
        ({}, KALIBR, None),
    ],
    ids=[
        "drones", "other drones", "missiles", "other missiles", "missiles of which the other does not tell",
        "drones of which the other does not tell",
    ],
)  # fmt: skip
def test_report_is_superseded_where_both_tell_of_drones_or_both_of_other_weapons(
    build: duckdb.DuckDBPyConnection, weapon: Row, preferred: Row, reason: str | None
) -> None:
    """The preferred source has read all that the report says of drones, or all of other weapons; not always both."""
    assert judge(build, attack("2026-03-01 18:00", "2026-03-02 08:00", **weapon), POST | preferred) == [reason, None]


def test_reports_of_one_source_never_supersede_each_other(build: duckdb.DuckDBPyConnection) -> None:
    """Night to 09:00 and day from 08:00 of 22 Apr 2025: both count (DOMAIN.md section 5)."""
    night, day = attack("2025-04-21 20:00", "2025-04-22 09:00"), attack("2025-04-22 08:00", "2025-04-22 09:30")
    assert judge(build, night, day) == [None, None]


def test_regional_report_is_not_superseded(build: duckdb.DuckDBPyConnection) -> None:
    part = POST | {"is_whole_country": False}
    assert judge(build, regional("2026-03-01 18:00", "2026-03-02 08:00"), part) == [None, None]


def test_regional_report_supersedes_nothing(build: duckdb.DuckDBPyConnection) -> None:
    preferred = regional("2026-03-01 18:00", "2026-03-02 08:00", "air_force_posts")
    assert judge(build, attack("2026-03-01 18:00", "2026-03-02 08:00"), preferred)[0] is None


def test_summary_supersedes_nothing(build: duckdb.DuckDBPyConnection) -> None:
    week = attack("2026-02-23 18:00", "2026-03-02 08:00", "air_force_posts")
    assert judge(build, attack("2026-03-01 18:00", "2026-03-02 08:00"), week) == [None, SUMMARY]


def test_old_snapshots_are_history(build: duckdb.DuckDBPyConnection) -> None:
    old = attack("2026-03-01 18:00", "2026-03-02 08:00", launched=805, snapshot_id="dataset-old")
    new = attack("2026-03-01 18:00", "2026-03-02 08:00", launched=810)
    gone = attack("2026-03-02 18:00", "2026-03-03 08:00", snapshot_id="dataset-old")
    fill(build, old, new, gone)
    make(build, "core.attacks")
    assert ask(build, "select snapshot_id, launched, is_counted from core.attacks") == [("dataset-new", 810, True)]


def test_old_snapshot_of_the_preferred_source_supersedes_nothing(build: duckdb.DuckDBPyConnection) -> None:
    withdrawn = POST | {"snapshot_id": "air_force_posts-old"}
    fill(build, attack("2026-03-01 18:00", "2026-03-02 08:00"), withdrawn)
    make(build, "core.attacks")
    assert ask(build, "select source_id, is_counted from core.attacks") == [("dataset", True)]


def test_attack_id_tells_window_reporter_and_weapon(build: duckdb.DuckDBPyConnection) -> None:
    fill(build, attack("2026-07-01 18:00", "2026-07-02", reporter_account="kpszsu"))
    make(build, "core.attacks")
    assert one(build, "select attack_id from core.attacks") == "dataset:20260701T1500Z-20260702:kpszsu:shahed_136_131:1"


def test_attack_id_stays_when_rows_are_put_on_top(build: duckdb.DuckDBPyConnection) -> None:
    """The dataset grows at the top; rows of one window and weapon differ by their place alone."""
    window = ("2026-03-01 18:00", "2026-03-02 08:00")
    rows = [attack(*window, target_as_reported=place) for place in ("new", "Odesa", "Kyiv")]
    ids = []
    for version in (rows[1:], rows):
        fill(build, *version)
        make(build, "core.attacks")
        ids.append(dict(ask(build, "select target_as_reported, attack_id from core.attacks")))
    assert ids[0] == {place: ids[1][place] for place in ("Odesa", "Kyiv")}
    assert len(set(ids[1].values())) == 3
