"""The four counting rules side by side, and totals by weapon."""

import duckdb
import pytest

from tests.unit.rows import COUNTING, ask, fill, make, night, regional

ROWS = (
    night("2026-01-01", 111, intercepted=60, lost=40),
    night("2026-01-20", 10, intercepted=9),
    regional("2025-12-30 20:00", "2025-12-31 02:00", launched=5, intercepted=4),
    regional("2026-01-31 20:00", "2026-02-01 02:00", launched=7, intercepted=None),
    night("2026-01-20", 999, "filler"),
)


@pytest.fixture
def counted(build: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    fill(build, *ROWS)
    make(build, *COUNTING)
    return build


@pytest.mark.parametrize(
    ("rule_id", "years"),
    [
        ("standard", {"2025-01-01": (5, 4, 4), "2026-01-01": (128, 69, 109)}),
        ("start_date", {"2025-01-01": (116, 64, 104), "2026-01-01": (17, 9, 9)}),
        ("national_only", {"2026-01-01": (121, 69, 109)}),
        ("start_date_national_only", {"2025-01-01": (111, 60, 100), "2026-01-01": (10, 9, 9)}),
    ],
)
def test_years_by_rule(counted: duckdb.DuckDBPyConnection, rule_id: str, years: dict[str, tuple[int, int, int]]) -> None:
    found = ask(
        counted,
        "select period_start::varchar, launched, intercepted, neutralised from mart.totals_by_rule "
        f"where rule_id = '{rule_id}' and granularity = 'year' and weapon_group = 'shahed_type'",
    )
    assert {year: tuple(values) for year, *values in found} == years


def test_nights_and_months_by_rule(counted: duckdb.DuckDBPyConnection) -> None:
    def launched(rule_id: str, granularity: str) -> dict[str, int]:
        return dict(
            ask(
                counted,
                "select period_start::varchar, launched from mart.totals_by_rule where weapon_group = 'shahed_type' "
                f"and rule_id = '{rule_id}' and granularity = '{granularity}'",
            )
        )

    assert launched("standard", "night") == {"2025-12-31": 5, "2026-01-01": 111, "2026-01-20": 10, "2026-02-01": 7}
    assert launched("start_date", "night") == {"2025-12-30": 5, "2025-12-31": 111, "2026-01-19": 10, "2026-01-31": 7}
    assert launched("start_date", "month") == {"2025-12-01": 116, "2026-01-01": 17}
    assert launched("standard", "month") == {"2025-12-01": 5, "2026-01-01": 121, "2026-02-01": 7}


def test_all_drones_by_rule(build: duckdb.DuckDBPyConnection) -> None:
    fill(build, night("2026-03-02", 10), night("2026-03-02", 3, weapon_id="kub", weapon_group="other_attack_drone"))
    make(build, *COUNTING)
    totals = ask(
        build,
        "select weapon_group, launched from mart.totals_by_rule where rule_id = 'standard' and granularity = 'year' order by 1",
    )
    assert totals == [("all_drones", 13), ("other_attack_drone", 3), ("shahed_type", 10)]


def test_weapon_totals_are_of_counted_reports_by_month(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2026-02-28", 10),
        night("2026-03-01", 20, intercepted=15),
        night("2026-03-01", 999, "filler"),
        night("2026-03-02", 3, weapon_id="gerbera", weapon_as_reported="Gerbera"),
        night("2026-03-03", None),
    )
    fill(build, *rows)
    make(build, "core.attacks", "mart.weapon_totals")
    assert ask(build, "select month::varchar, weapon_id, weapon_group, launched, intercepted from mart.weapon_totals") == [
        ("2026-02-01", "shahed_136_131", "shahed_type", 10, None),
        ("2026-03-01", "gerbera", "shahed_type", 3, None),
        ("2026-03-01", "shahed_136_131", "shahed_type", 20, 15),
    ]


def test_lost_and_the_base_of_rates_by_rule(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2026-01-10", 100, intercepted=50, lost=40),
        night("2026-01-11", 70, intercepted=None, lost=5),
        night("2026-01-12", None, intercepted=30, lost=1),
    )
    fill(build, *rows)
    make(build, *COUNTING)
    totals = ask(
        build,
        "select lost, neutralised, rate_launched, rate_intercepted, rate_neutralised from mart.totals_by_rule "
        "where rule_id = 'standard' and granularity = 'year' and weapon_group = 'shahed_type'",
    )
    assert totals == [(41, 121, 100, 50, 90)]
