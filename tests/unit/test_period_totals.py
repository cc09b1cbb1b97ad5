"""Totals by ISO week, month and year: sums, comparisons with the period before, and what is incomplete."""

from typing import Any

import duckdb
import pytest

from tests.unit.rows import COUNTING, PERIODS, Row, ask, attack, fill, make, night

FIRST_DAY = {"weekly": "week_start", "monthly": "month", "yearly": "year"}


def by_period(con: duckdb.DuckDBPyConnection, level: str, columns: str, *rows: Row) -> dict[str, Any]:
    """Return columns of the Shahed-type totals by the first day of the period (the year for years)."""
    fill(con, *rows)
    make(con, *COUNTING, f"mart.{level}_totals")
    found = ask(
        con,
        f"select {FIRST_DAY[level]}::varchar, {columns} from mart.{level}_totals where weapon_group = 'shahed_type' order by 1",
    )
    return {period: values[0] if len(values) == 1 else tuple(values) for period, *values in found}


def test_iso_weeks_go_over_new_year(build: duckdb.DuckDBPyConnection) -> None:
    rows = [
        night(date, n)
        for date, n in (("2025-12-28", 5), ("2025-12-29", 10), ("2026-01-01", 20), ("2026-01-04", 30), ("2026-01-05", 40))
    ]
    assert by_period(build, "weekly", "launched", *rows) == {"2025-12-22": 5, "2025-12-29": 60, "2026-01-05": 40}


@pytest.mark.parametrize(
    ("level", "dates", "partial"),
    [
        ("weekly", ("2026-03-02", "2026-03-08"), {"2026-03-02": False}),
        ("weekly", ("2026-03-03", "2026-03-15"), {"2026-03-02": True, "2026-03-09": False}),
        ("weekly", ("2026-03-02", "2026-03-14"), {"2026-03-02": False, "2026-03-09": True}),
        ("monthly", ("2026-02-01", "2026-03-30"), {"2026-02-01": False, "2026-03-01": True}),
        ("monthly", ("2026-02-02", "2026-03-31"), {"2026-02-01": True, "2026-03-01": False}),
        ("monthly", ("2024-02-01", "2024-02-28"), {"2024-02-01": True}),
        ("yearly", ("2024-01-01", "2025-12-30"), {"2024": False, "2025": True}),
        ("yearly", ("2024-01-02", "2025-12-31"), {"2024": True, "2025": False}),
    ],
)
def test_period_beyond_the_collected_nights_is_partial(
    build: duckdb.DuckDBPyConnection, level: str, dates: tuple[str, str], partial: dict[str, bool]
) -> None:
    assert by_period(build, level, "is_partial_period", *(night(date) for date in dates)) == partial


def test_change_against_the_previous_period(build: duckdb.DuckDBPyConnection) -> None:
    months = (("2025-12-31", 10), ("2026-01-15", 100), ("2026-02-15", 150), ("2026-03-15", 50), ("2026-04-15", 70))
    assert by_period(build, "monthly", "change_pct", *(night(date, n) for date, n in months)) == {
        "2025-12-01": None,
        "2026-01-01": None,
        "2026-02-01": 50.0,
        "2026-03-01": -66.67,
        "2026-04-01": None,
    }


@pytest.mark.parametrize(
    ("february", "change"),
    [(0, None), (None, None), (40, 25.0)],
    ids=["after a zero", "after an unknown", "after a number"],
)
def test_change_needs_a_number_to_compare_with(
    build: duckdb.DuckDBPyConnection, february: int | None, change: float | None
) -> None:
    rows = (night("2026-02-01", february), night("2026-03-01", 50), night("2026-03-31", 0))
    assert by_period(build, "monthly", "change_pct", *rows)["2026-03-01"] == change


def test_change_does_not_skip_a_month_without_reports(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-01-01", 40), night("2026-03-01", 50), night("2026-03-31", 0))
    assert by_period(build, "monthly", "change_pct", *rows) == {"2026-01-01": None, "2026-03-01": None}


def test_change_by_week_and_year(build: duckdb.DuckDBPyConnection) -> None:
    weeks = (night("2026-03-02", 100), night("2026-03-10", 25), night("2026-03-15", 0))
    assert by_period(build, "weekly", "change_pct", *weeks) == {"2026-03-02": None, "2026-03-09": -75.0}
    years = (night("2024-01-01", 100), night("2025-06-01", 300), night("2025-12-31", 0))
    assert by_period(build, "yearly", "change_pct", *years) == {"2024": None, "2025": 200.0}


def test_dating_by_the_start_moves_drones_over_new_year(build: duckdb.DuckDBPyConnection) -> None:
    """The night of 31 Dec 2024 to 1 Jan 2025 (111 drones) decides "more than 11,000" (DOMAIN.md section 6)."""
    rows = (night("2024-06-01", 50), night("2025-01-01", 111), night("2025-06-01", 60))
    assert by_period(build, "yearly", "launched, launched_by_start_date", *rows) == {"2024": (50, 161), "2025": (171, 60)}


def test_dating_by_the_start_moves_drones_between_months(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-02-10", 5), night("2026-03-01", 7), night("2026-03-10", 9))
    assert by_period(build, "monthly", "launched, launched_by_start_date", *rows) == {
        "2026-02-01": (5, 12),
        "2026-03-01": (16, 9),
    }


def test_peak_is_the_earliest_of_equals(build: duckdb.DuckDBPyConnection) -> None:
    rows = [night(date, n) for date, n in (("2026-03-10", 70), ("2026-03-07", 20), ("2026-03-05", 70), ("2026-03-20", None))]
    for level, period in (("monthly", "2026-03-01"), ("yearly", "2026"), ("weekly", "2026-03-09")):
        expected = ("2026-03-10", 70) if level == "weekly" else ("2026-03-05", 70)
        assert by_period(build, level, "peak_night::varchar, peak_launched", *rows)[period] == expected


def test_peak_is_of_a_night_not_of_a_report(build: duckdb.DuckDBPyConnection) -> None:
    night_and_day = (
        attack("2026-03-01 18:00", "2026-03-02 08:00", launched=60),
        attack("2026-03-02 08:00", "2026-03-02 18:00", launched=50),
    )
    rows = (*night_and_day, night("2026-03-05", 100))
    assert by_period(build, "monthly", "peak_night::varchar, peak_launched", *rows) == {"2026-03-01": ("2026-03-02", 110)}


def test_period_without_any_number_is_null_and_not_zero(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", None), night("2026-03-05", None))
    columns = (
        "launched, launched_high, launched_unknown, intercepted, neutralised, neutralised_rate_pct, peak_night, peak_launched"
    )
    assert by_period(build, "monthly", columns, *rows) == {"2026-03-01": (None, None, 2, None, None, None, None, None)}


def test_nights_with_attack_and_nights_covered(build: duckdb.DuckDBPyConnection) -> None:
    """A number and an unknown are attacks, a stated zero is none; what no source collected is not covered."""
    rows = (
        night("2026-03-01", 5),
        night("2026-03-02", 0),
        night("2026-03-04", None),
        night("2026-03-10", 3, "filler"),
        night("2026-03-11", 3, "filler"),
    )
    columns = "nights_with_attack, nights_covered, launched_unknown"
    assert by_period(build, "monthly", columns, *rows) == {"2026-03-01": (4, 6, 1)}


@pytest.mark.parametrize(
    ("rows", "covered"),
    [
        (("2026-03-01 filler", "2026-03-31 filler"), {"all_drones": (0, True), "shahed_type": (31, False)}),
        (("2026-03-01 filler", "2026-03-31"), {"all_drones": (1, True), "shahed_type": (2, False)}),
        (("2026-03-01", "2026-03-31 filler"), {"all_drones": (1, True), "shahed_type": (2, False)}),
        (("2026-03-01", "2026-03-02 filler", "2026-03-31"), {"all_drones": (30, False), "shahed_type": (31, False)}),
        (("2026-03-01", "2026-03-31"), {"all_drones": (31, False), "shahed_type": (31, False)}),
    ],
    ids=["no source of every weapon", "one from the last night", "one to the first night", "a night filled", "all of it"],
)
def test_other_groups_cover_the_nights_of_sources_that_know_them(
    build: duckdb.DuckDBPyConnection, rows: tuple[str, ...], covered: dict[str, tuple[int, bool]]
) -> None:
    """From the shipped figures alone, which know the Shahed type only, all drones of 2024 looked whole."""
    fill(build, *(night(row[:10], 5, row[11:] or "dataset") for row in rows))
    make(build, *COUNTING, "mart.monthly_totals")
    found = ask(build, "select weapon_group, nights_covered, is_partial_period from mart.monthly_totals")
    assert {group: (nights, partial) for group, nights, partial in found} == covered


def test_rate_of_a_period_is_of_its_sums(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2026-03-02", 100, intercepted=80),
        night("2026-03-03", 300, intercepted=60, lost=60),
        night("2026-03-04", 1000),
        night("2026-03-05", None, intercepted=7),
    )
    columns = "launched, neutralised, rate_launched, rate_neutralised, neutralised_rate_pct"
    assert by_period(build, "monthly", columns, *rows) == {"2026-03-01": (1400, 207, 400, 200, 50.0)}


def test_wording_of_a_period_over_the_break_is_mixed(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2025-06-30", 9, intercepted=8, interception_wording="shot_down"),
        night("2025-07-23", 9, intercepted=8, interception_wording="shot_down"),
        night("2025-07-24", 9, intercepted=8),
        night("2025-08-01", 9, intercepted=8),
        night("2025-09-01", 9),
    )
    assert by_period(build, "monthly", "interception_wording", *rows) == {
        "2025-06-01": "shot_down",
        "2025-07-01": "mixed",
        "2025-08-01": "shot_down_or_suppressed",
        "2025-09-01": None,
    }


def test_every_level_has_the_same_sums(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2025-12-31", 10, intercepted=9),
        night("2026-01-01", 20, intercepted=15, lost=2),
        night("2026-01-01", 6, intercepted=5, weapon_id="orlan_10", weapon_group="reconnaissance_drone"),
        night("2026-02-01", None, intercepted=3),
    )
    fill(build, *rows)
    make(build, *COUNTING, *PERIODS)
    for name in ("nightly", "weekly", "monthly", "yearly"):
        sums = ask(
            build,
            "select weapon_group, sum(launched)::int, sum(intercepted)::int, sum(neutralised)::int, sum(reports)::int "
            f"from mart.{name}_totals group by all order by all",
        )
        assert sums == [("all_drones", 36, 32, 34, 4), ("reconnaissance_drone", 6, 5, 5, 1), ("shahed_type", 30, 27, 29, 3)]


@pytest.mark.parametrize("level", ["weekly", "monthly", "yearly"])
@pytest.mark.parametrize(
    ("cells", "high"), [({"launched_high": 12}, 32), ({"launched_high": None}, None), ({"launched": None}, None)],
    ids=["bound", "more than", "no number"],
)  # fmt: skip
def test_night_without_upper_bound_leaves_the_period_without_one(
    build: duckdb.DuckDBPyConnection, level: str, cells: Row, high: int | None
) -> None:
    nights = (night("2026-03-04", 20), night("2026-03-05", **{"launched": 10, **cells}))
    assert list(by_period(build, level, "launched_high", *nights).values()) == [high]
