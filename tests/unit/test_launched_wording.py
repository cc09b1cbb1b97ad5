"""Years of Shaheds alone are told from years of Shaheds and decoys, and every total has its bounds."""

import duckdb
import pytest

from tests.unit.rows import COUNTING, PERIODS, ask, fill, make, night, regional

SHAHEDS, BOTH = "shaheds_only", "shaheds_and_decoys"


@pytest.fixture
def across(build: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Reports on both sides of 1 October 2024, the first day of the first month printed as Shaheds and decoys."""
    fill(
        build,
        night("2023-05-01", 10),
        night("2024-09-30", 20),
        night("2024-10-01", 30),
        night("2024-10-01", 4, weapon_id="orlan_10", weapon_group="reconnaissance_drone"),
        night("2025-01-05", 40, launched_low=38, launched_high=None),
        regional("2025-01-31 20:00", "2025-02-01 02:00", launched=7),
    )
    make(build, *COUNTING, "mart.possible_double_counts", *PERIODS, "mart.weapon_totals")
    return build


@pytest.mark.parametrize(
    ("level", "of_shaheds"),
    [
        ("nightly", [SHAHEDS, SHAHEDS, BOTH, BOTH, BOTH]),
        ("weekly", [SHAHEDS, "mixed", BOTH, BOTH]),
        ("monthly", [SHAHEDS, SHAHEDS, BOTH, BOTH, BOTH]),
        ("yearly", [SHAHEDS, "mixed", BOTH]),
    ],
)
@pytest.mark.parametrize("group", ["shahed_type", "all_drones"])
def test_series_say_what_their_numbers_count(
    across: duckdb.DuckDBPyConnection, level: str, group: str, of_shaheds: list[str]
) -> None:
    start = {"nightly": "night_of", "weekly": "week_start", "monthly": "month", "yearly": "year"}[level]
    query = f"select launched_wording from mart.{level}_totals where weapon_group = '{group}' order by {start}"
    assert [wording for (wording,) in ask(across, query)] == of_shaheds


def test_weapons_without_decoys_in_their_number_have_no_wording(across: duckdb.DuckDBPyConnection) -> None:
    of_others = "select launched_wording from mart.yearly_totals where weapon_group = 'reconnaissance_drone'"
    assert ask(across, of_others) == [(None,)]


def test_every_total_has_the_bounds_of_its_reports(across: duckdb.DuckDBPyConnection) -> None:
    bounds = "launched_low, launched, launched_high, launched_high_null_reason"
    by_rule = ask(
        across,
        f"select rule_id, period_start::varchar, {bounds} from mart.totals_by_rule where weapon_group = 'shahed_type' "
        "and granularity = 'month' and period_start >= '2025-01-01' and rule_id in ('standard', 'start_date') order by all",
    )
    assert by_rule == [
        ("standard", "2025-01-01", 38, 40, None, "no_upper_bound"),
        ("standard", "2025-02-01", 0, 7, 7, None),
        ("start_date", "2025-01-01", 38, 47, None, "no_upper_bound"),
    ]
    by_weapon = f"select month::varchar, {bounds} from mart.weapon_totals where month >= '2025-01-01' order by month"
    assert ask(across, by_weapon) == [("2025-01-01", 38, 40, None, "no_upper_bound"), ("2025-02-01", 0, 7, 7, None)]
