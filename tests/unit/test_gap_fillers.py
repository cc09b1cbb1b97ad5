"""A source that fills gaps counts only for nights that no other covers (DESIGN.md, Sources)."""

import duckdb
import pytest

from tests.unit.rows import Row, attack, judge, regional

FILLER = attack("2026-03-01", "2026-03-02", "filler")
COVERED = "night_covered_by_preferred_source"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (attack("2026-03-01 18:00", "2026-03-02 08:00"), COVERED),
        (attack("2026-03-02 08:00", "2026-03-02 18:00"), COVERED),
        (attack("2026-03-02", "2026-03-02"), COVERED),
        (attack("2026-03-01 18:00", "2026-03-02 08:00", launched=None, intercepted=5), COVERED),
        (attack("2026-02-28 18:00", "2026-03-01 08:00"), None),
        (attack("2026-03-02 18:00", "2026-03-03 08:00"), None),
        (attack("2026-03-01 18:00", "2026-03-02 08:00", weapon_id="kalibr", weapon_group="cruise_missile"), None),
        (regional("2026-03-01 18:00", "2026-03-02 08:00"), None),
        (attack("2026-02-23", "2026-03-02"), None),
    ],
    ids=[
        "same window", "the day of that date", "dates", "without a number", "night before", "night after", "other weapons",
        "regional only", "summary",
    ],
)  # fmt: skip
def test_national_filler(build: duckdb.DuckDBPyConnection, other: Row, reason: str | None) -> None:
    assert judge(build, FILLER, other)[0] == reason


def test_other_source_counts_beside_what_it_covers(build: duckdb.DuckDBPyConnection) -> None:
    others = (attack("2026-03-01 18:00", "2026-03-02 08:00", "air_force_posts"), attack("2026-03-02 12:00", "2026-03-02 15:00"))
    assert judge(build, FILLER, *others) == [COVERED, None, None]


def test_regional_filler_gives_way_to_any_report(build: duckdb.DuckDBPyConnection) -> None:
    filler = regional("2026-03-01", "2026-03-02", "filler")
    assert judge(build, filler, regional("2026-03-01 18:00", "2026-03-02 08:00")) == [COVERED, None]


def test_national_filler_and_regional_report_of_another_source_both_count(build: duckdb.DuckDBPyConnection) -> None:
    """The night to 1 Oct 2025 is in the dataset only through a regional command (DOMAIN.md section 13)."""
    assert judge(build, FILLER, regional("2026-03-01 18:00", "2026-03-02 08:00", launched=49)) == [None, None]


def test_fillers_of_one_night_all_count_where_nothing_covers_it(build: duckdb.DuckDBPyConnection) -> None:
    rows = (FILLER, attack("2026-03-02", "2026-03-02", "filler", launched=20), regional("2026-03-01", "2026-03-02", "filler"))
    assert judge(build, *rows) == [None, None, None]


def test_filler_covers_no_night_and_supersedes_nothing(build: duckdb.DuckDBPyConnection) -> None:
    assert judge(build, attack("2026-03-01", "2026-03-02"), FILLER) == [None, COVERED]


def test_repeated_filler_says_so_first(build: duckdb.DuckDBPyConnection) -> None:
    assert judge(build, FILLER, FILLER) == [None, "repeated_row"]
