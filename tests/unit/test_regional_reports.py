"""Regional reports count beside national ones, unless a national report on the whole country contains them.

DESIGN.md, Sources: "unless a national report about the whole country contains their window, both with clock times".
"""

import duckdb
import pytest

from tests.unit.rows import Row, attack, judge, regional

WINDOW = ("2026-03-01 18:00", "2026-03-02 08:00")
NATIONAL = attack(*WINDOW)
WITHIN = "within_national_report"


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("2026-03-01 22:00", "2026-03-02 03:00", WITHIN),
        ("2026-03-01 18:00", "2026-03-02 08:00", WITHIN),
        ("2026-03-01 19:00", "2026-03-01 23:30", WITHIN),
        ("2026-03-02 03:00", "2026-03-02 03:00", WITHIN),
        ("2026-03-01 17:59", "2026-03-02 08:00", None),
        ("2026-03-01 18:00", "2026-03-02 08:01", None),
        ("2026-03-02 12:00", "2026-03-02 13:00", None),
        ("2026-03-02", "2026-03-02", None),
        ("2026-03-01 19:00", "2026-03-02", None),
        ("2026-03-01", "2026-03-02 07:00", None),
    ],
    ids=[
        "inside", "same window", "on the eve", "a moment", "a minute before", "a minute longer", "the day after", "dates",
        "end is a date", "start is a date",
    ],
)  # fmt: skip
def test_regional_window(build: duckdb.DuckDBPyConnection, start: str, end: str, reason: str | None) -> None:
    assert judge(build, regional(start, end), NATIONAL) == [reason, None]


@pytest.mark.parametrize(
    ("national", "reason"),
    [
        (NATIONAL, WITHIN),
        (attack(*WINDOW, "air_force_posts"), WITHIN),
        (attack(*WINDOW, is_whole_country=False), None),
        (attack(*WINDOW, launched=None), None),
        (attack(*WINDOW, launched=0), WITHIN),
        (attack(*WINDOW, weapon_id="orlan_10", weapon_group="reconnaissance_drone"), None),
        (attack(*WINDOW, weapon_id="gerbera", weapon_as_reported="Gerbera"), WITHIN),
        (attack("2026-03-01", "2026-03-02"), None),
        (attack("2026-03-01 18:00", "2026-03-02"), None),
        (attack("2026-02-23 18:00", "2026-03-02 08:00"), None),
        (attack("2026-03-01", "2026-03-02", "filler"), None),
        (regional(*WINDOW, is_whole_country=True), None),
    ],
    ids=[
        "whole country", "from another source", "about a part", "without a number", "zero", "other weapon group",
        "other weapon of the group", "dates",
        "end is a date", "summary", "gap filler", "another regional command",
    ],
)  # fmt: skip
def test_national_report_around(build: duckdb.DuckDBPyConnection, national: Row, reason: str | None) -> None:
    assert judge(build, regional("2026-03-01 22:00", "2026-03-02 03:00"), national)[0] == reason


def test_only_a_counted_national_report_contains(build: duckdb.DuckDBPyConnection) -> None:
    """The post replaces the dataset's wider window, and the regional report lies partly outside it."""
    rows = (
        regional("2026-03-01 18:30", "2026-03-01 21:00"),
        NATIONAL,
        attack("2026-03-01 20:00", "2026-03-02 08:00", "air_force_posts"),
    )
    assert judge(build, *rows) == [None, "reported_by_preferred_source", None]


def test_windows_that_only_together_contain_it_do_not(build: duckdb.DuckDBPyConnection) -> None:
    halves = (attack("2026-03-01 18:00", "2026-03-02 00:00"), attack("2026-03-02 00:00", "2026-03-02 08:00"))
    assert judge(build, regional("2026-03-01 22:00", "2026-03-02 03:00"), *halves) == [None, None, None]
