"""Records: the largest, longest, best and worst, what may hold one, and what has to be said beside it (mart.records)."""

import datetime as dt
from typing import Any

import duckdb
import pytest

from tests.unit.rows import COUNTING, Row, ask, attack, fill, make, night, reported

BEFORE_THE_BREAK = {"interception_wording": "shot_down"}


def count(con: duckdb.DuckDBPyConnection, *rows: Row) -> None:
    """Make the records of some reports."""
    fill(con, *rows)
    make(con, *COUNTING, "mart.monthly_totals", "mart.records")


def records(con: duckdb.DuckDBPyConnection, record: str, columns: str, *rows: Row) -> list[tuple[Any, ...]]:
    """Return columns of the rows of one record; of the reports counted before where none are given."""
    if rows:
        count(con, *rows)
    return ask(con, f"select {columns} from mart.records where record = '{record}' order by weapon_group, period_start")


def shahed(con: duckdb.DuckDBPyConnection, record: str, columns: str, *rows: Row) -> list[tuple[Any, ...]]:
    """Return columns of the rows of one record of Shahed-type drones."""
    records(con, record, columns, *rows)
    return ask(
        con,
        f"select {columns} from mart.records where record = '{record}' and weapon_group = 'shahed_type' order by period_start",
    )


def rated(night_of: str, launched: int, intercepted: int, **cells: Any) -> Row:
    """Return a night with both numbers of a rate."""
    return night(night_of, launched, intercepted=intercepted, **cells)


def every_night(first: str, last: str, launched: int) -> list[Row]:
    """Return a report for every night from the first to the last."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [night(str(start + dt.timedelta(days=n)), launched) for n in range((end - start).days + 1)]


def test_largest_night_adds_up_the_reports_of_a_date(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2026-03-01", 100),
        attack("2026-03-02 18:00", "2026-03-03 08:00", launched=60, report_url="https://t.me/kpszsu/1"),
        attack("2026-03-03 09:00", "2026-03-03 18:00", launched=50, report_url="https://t.me/kpszsu/2"),
        night("2026-03-04", 109),
    )
    columns = "period_start::varchar, period_end::varchar, value, value_unit, reports, report_urls, note"
    assert shahed(build, "largest_night", columns, *rows) == [
        ("2026-03-03", "2026-03-03", 110, "drones", 2, "https://t.me/kpszsu/1 https://t.me/kpszsu/2",
         "The reports of the date together.")
    ]  # fmt: skip


def test_reports_that_do_not_count_are_not_named(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        reported(5, "2026-03-01 18:00", "2026-03-02 08:00", launched=70),
        night("2026-03-02", 90, report_url="https://www.facebook.com/kpszsu/posts/1"),
    )
    assert shahed(build, "largest_night", "value, report_urls", *rows) == [(70, "https://t.me/kpszsu/5")]


@pytest.mark.parametrize(
    ("record", "rows", "holder"),
    [
        ("largest_night", [night("2026-03-05", 70), night("2026-03-03", 70), night("2026-03-04", 69)], "2026-03-03"),
        ("largest_month", [night("2026-04-05", 70), night("2026-03-03", 30), night("2026-03-09", 40)], "2026-03-01"),
        ("longest_run", [night(f"2026-03-{day:02}") for day in (1, 2, 5, 6)], "2026-03-01"),
        ("longest_pause", [night(f"2026-03-{day:02}") for day in (1, 4, 7)], "2026-03-02"),
        ("best_rate", [rated("2026-03-05", 60, 57), rated("2026-03-03", 100, 95), rated("2026-03-04", 80, 40)], "2026-03-03"),
        ("worst_rate", [rated("2026-03-05", 60, 30), rated("2026-03-03", 80, 40), rated("2026-03-04", 80, 76)], "2026-03-03"),
    ],
)
def test_of_equals_the_earliest(build: duckdb.DuckDBPyConnection, record: str, rows: list[Row], holder: str) -> None:
    assert shahed(build, record, "period_start::varchar", *rows) == [(holder,)]


def test_rates_that_are_equal_only_when_rounded_are_not_equal(build: duckdb.DuckDBPyConnection) -> None:
    rows = (rated("2026-03-01", 10000000, 9500000), rated("2026-03-02", 10000000, 9500001))
    assert shahed(build, "best_rate", "period_start::varchar, value", *rows) == [("2026-03-02", 95.0)]


def test_pause_is_of_collected_nights_without_a_report(build: duckdb.DuckDBPyConnection) -> None:
    """A stated zero is a report and ends the pause; nights that nobody collected are none of it."""
    rows = (
        night("2026-03-01"),
        night("2026-03-04"),
        night("2026-03-06", 0),
        night("2026-03-08"),
        night("2026-03-20", source_id="filler"),
    )
    columns = "period_start::varchar, period_end::varchar, value, value_unit, reports, launched, note"
    ((start, end, value, unit, reports, launched, note),) = shahed(build, "longest_pause", columns, *rows)
    assert (start, end, value, unit, reports, launched) == ("2026-03-02", "2026-03-03", 2, "nights", 0, None)
    assert "not zero" in note
    assert "at least" not in note


def test_no_pause_where_every_night_has_a_report(build: duckdb.DuckDBPyConnection) -> None:
    assert shahed(build, "longest_pause", "value", *every_night("2026-03-01", "2026-03-04", 5)) == []


def test_run_needs_a_report_of_a_launch(build: duckdb.DuckDBPyConnection) -> None:
    """A report without a number is of a launch; a stated zero and missiles are not."""
    rows = (
        night("2026-03-01", 0),
        night("2026-03-02", 5),
        night("2026-03-03", None),
        night("2026-03-04", 7),
        night("2026-03-05", 0),
        night("2026-03-06", 9),
        night("2026-03-07", 9),
        night("2026-03-08", 9, weapon_id="kalibr", weapon_group="cruise_missile"),
        night("2026-03-09", 0),
    )
    columns = "period_start::varchar, period_end::varchar, value, launched, reports, note"
    assert shahed(build, "longest_run", columns, *rows) == [("2026-03-02", "2026-03-04", 3, 12, 3, None)]


@pytest.mark.parametrize("edge", [[], [night("2026-03-09", 0, source_id="filler")]], ids=["end", "not collected"])
def test_run_up_to_what_is_not_collected_may_be_longer(build: duckdb.DuckDBPyConnection, edge: list[Row]) -> None:
    rows = (night("2026-03-01", 0), night("2026-03-02"), night("2026-03-03"), *edge)
    ((note,),) = shahed(build, "longest_run", "note", *rows)
    assert note == "The night before or after is not collected: at least this long."


def test_run_from_the_first_collected_night_may_be_longer(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02"), night("2026-03-03"), night("2026-03-04", 0))
    ((note,),) = shahed(build, "longest_run", "note", *rows)
    assert note == "The night before or after is not collected: at least this long."


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (rated("2026-03-02", 49, 49), 90.0),
        (rated("2026-03-02", 50, 50), 100.0),
        (rated("2026-03-02", 50, 51), 90.0),
        (rated("2026-03-02", 60, 30, lost=27, **BEFORE_THE_BREAK), 90.0),
        (night("2026-03-02", 60), 90.0),
    ],
    ids=["too few", "enough", "more stopped than launched", "another wording", "no number intercepted"],
)
def test_what_may_be_the_best_rate(build: duckdb.DuckDBPyConnection, other: Row, expected: float) -> None:
    rows = (rated("2026-03-01", 100, 90), other)
    columns = "interception_wording, value"
    assert ("shot_down_or_suppressed", expected) in shahed(build, "best_rate", columns, *rows)


def test_fifty_must_be_launched_in_reports_with_both_numbers(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        rated("2026-03-01", 49, 10),
        attack("2026-03-01 08:00", "2026-03-01 17:00", launched=100, intercepted=None, target_as_reported="Odesa"),
        rated("2026-03-02", 60, 40),
        attack("2026-03-02 08:00", "2026-03-02 17:00", launched=100, intercepted=None, target_as_reported="Odesa"),
    )
    columns = "period_start::varchar, value, launched, rate_launched, note"
    assert shahed(build, "worst_rate", columns, *rows) == [
        ("2026-03-02", 66.67, 160, 60, "Only of the reports that state both numbers.")
    ]


def test_rate_beside_a_report_without_a_number_launched_says_so(build: duckdb.DuckDBPyConnection) -> None:
    other = attack("2026-03-01 08:00", "2026-03-01 17:00", launched=None, intercepted=5, target_as_reported="Odesa")
    note = "Only of the reports that state both numbers."
    assert shahed(build, "worst_rate", "value, note", rated("2026-03-01", 50, 10), other) == [(20.0, note)]


def test_every_wording_has_rates_of_its_own(build: duckdb.DuckDBPyConnection) -> None:
    """Two wordings are two measures (DOMAIN.md section 3.1), and a night with both is of neither."""
    rows = (
        rated("2025-07-01", 100, 40, lost=30, **BEFORE_THE_BREAK),
        rated("2025-07-02", 100, 40, lost=50, **BEFORE_THE_BREAK),
        rated("2025-08-01", 100, 80),
        rated("2025-08-02", 100, 60),
        attack("2025-07-22 18:00", "2025-07-23 06:00", launched=100, intercepted=1, interception_wording="shot_down"),
        attack("2025-07-23 07:00", "2025-07-23 18:00", launched=100, intercepted=2),
    )
    columns = "period_start::varchar, interception_wording, value"
    assert shahed(build, "worst_rate", columns, *rows) == [
        ("2025-07-01", "shot_down", 70.0),
        ("2025-08-02", "shot_down_or_suppressed", 60.0),
    ]


@pytest.mark.parametrize(
    ("lost", "note"),
    [(None, "No number of drones lost from radar is given: the rate is of those shot down."), (0, None)],
    ids=["not stated", "stated"],
)
def test_rate_without_a_number_lost_says_so(build: duckdb.DuckDBPyConnection, lost: int | None, note: str | None) -> None:
    rows = (rated("2025-03-01", 100, 40, lost=lost, **BEFORE_THE_BREAK),)
    assert shahed(build, "worst_rate", "note", *rows) == [(note,)]


@pytest.mark.parametrize(
    ("before", "month", "rows"),
    [
        (100, 250, [(150.0, "2026-03-01", 100, 250)]),
        (99, 250, [(180.0, "2026-04-01", 250, 700)]),
        (250, 100, [(600.0, "2026-04-01", 100, 700)]),
    ],
    ids=["enough before", "too few before", "fallen"],
)
def test_growth_is_against_a_month_with_enough(
    build: duckdb.DuckDBPyConnection, before: int, month: int, rows: list[tuple[Any, ...]]
) -> None:
    april = 700 if (before, month) != (100, 250) else 251
    nights = (night("2026-02-01", before), night("2026-03-10", month), night("2026-04-30", april))
    columns = "value, period_start::varchar, launched_before, launched"
    assert shahed(build, "fastest_growth", columns, *nights) == rows


def test_no_growth_without_a_month_that_grew(build: duckdb.DuckDBPyConnection) -> None:
    assert shahed(build, "fastest_growth", "value", night("2026-02-01", 200), night("2026-03-31", 200)) == []


@pytest.mark.parametrize("gap_in", [None, "2026-02", "2026-03"])
def test_growth_needs_every_night_collected(build: duckdb.DuckDBPyConnection, gap_in: str | None) -> None:
    """Posts cover only the days on which one was collected, so that a month within the calendar may lack nights."""
    nights = [f"{month}-{day:02}" for month, days in (("2026-02", 28), ("2026-03", 31)) for day in range(1, days + 1)]
    rows = [
        reported(number, f"{date} 00:30", f"{date} 08:00", launched=10 if date < "2026-03-01" else 20)
        for number, date in enumerate(nights, 1)
        if date != f"{gap_in}-15"
    ]
    assert shahed(build, "fastest_growth", "value", *rows) == ([] if gap_in else [(121.43,)])
    ((note,),) = shahed(build, "largest_month", "note")
    assert note == ("Not every night of the month is collected: at least this many." if gap_in == "2026-03" else None)


def test_partial_month_may_be_the_largest_and_says_so(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-02-01", 100), night("2026-02-28", 20), night("2026-03-05", 130))
    columns = "period_start::varchar, period_end::varchar, value, note"
    assert shahed(build, "largest_month", columns, *rows) == [
        ("2026-03-01", "2026-03-31", 130, "Not every night of the month is collected: at least this many.")
    ]


@pytest.mark.parametrize(
    ("record", "note"),
    [
        ("largest_night", "A report of the date gives no number: at least this many."),
        ("largest_month", "Some reports give no number: at least this many."),
    ],
)
def test_unknown_number_makes_a_record_a_lower_bound(build: duckdb.DuckDBPyConnection, record: str, note: str) -> None:
    rows = (night("2026-03-02", 100), attack("2026-03-02 09:00", "2026-03-02 17:00", launched=None), night("2026-03-03", 5))
    ((found,),) = shahed(build, record, "note", *rows)
    assert note in found
    ((found,),) = shahed(build, record, "note", night("2026-03-02", 100), night("2026-03-03", 5))
    assert note not in (found or "")


def test_comparison_over_a_change_of_meaning_is_said(build: duckdb.DuckDBPyConnection) -> None:
    """From October 2024 one number covers Shaheds and decoys (DOMAIN.md section 3.2)."""
    count(build, night("2024-09-01", 100), night("2024-10-31", 300))
    for record in ("largest_night", "largest_month", "fastest_growth"):
        ((note,),) = shahed(build, record, "note")
        assert "Compared over a change of meaning: One number covers Shaheds and decoys" in note
    count(build, night("2024-10-01", 100), night("2024-11-30", 300))
    for record in ("largest_night", "largest_month", "fastest_growth"):
        ((note,),) = shahed(build, record, "note")
        assert "change of meaning" not in (note or "")


def test_change_of_meaning_is_one_of_shahed_type_drones(build: duckdb.DuckDBPyConnection) -> None:
    recon = {"weapon_id": "orlan_10", "weapon_group": "reconnaissance_drone"}
    rows = [night(date, 100, **weapon) for date in ("2024-09-01", "2024-10-31") for weapon in ({}, recon)]
    found = records(build, "largest_night", "weapon_group, note is null", *rows)
    assert found == [("all_drones", False), ("reconnaissance_drone", True), ("shahed_type", False)]


def test_reports_are_named_for_a_night_only(build: duckdb.DuckDBPyConnection) -> None:
    count(build, night("2026-03-01", 100, report_url="https://t.me/kpszsu/1"), night("2026-03-02"))
    assert shahed(build, "largest_month", "report_urls") == [(None,)]
    assert shahed(build, "largest_night", "report_urls") == [("https://t.me/kpszsu/1",)]


def test_wording_break_is_not_within_a_record(build: duckdb.DuckDBPyConnection) -> None:
    rows = (rated("2025-03-01", 100, 40, lost=0, **BEFORE_THE_BREAK), rated("2025-12-27", 100, 90, lost=0, **BEFORE_THE_BREAK))
    assert shahed(build, "best_rate", "period_start::varchar, note", *rows) == [("2025-12-27", None)]


def test_groups_that_may_hold_a_record(build: duckdb.DuckDBPyConnection) -> None:
    """No missiles, no numbers whose group is a matter of wording; the total of all drones beside its parts."""
    weapons = {
        "shahed_136_131": "shahed_type",
        "orlan_10": "reconnaissance_drone",
        "uav_unidentified": "unidentified_drone",
        "kalibr": "cruise_missile",
    }
    rows = [rated("2026-03-01", 60, 50, weapon_id=weapon, weapon_group=group) for weapon, group in weapons.items()]
    assert records(build, "largest_night", "weapon_group, value", *rows) == [
        ("all_drones", 180),
        ("reconnaissance_drone", 60),
        ("shahed_type", 60),
    ]
    for record in ("best_rate", "longest_run"):
        assert records(build, record, "weapon_group") == [("shahed_type",)]


def test_largest_report_is_one_where_the_largest_night_may_be_two(build: duckdb.DuckDBPyConnection) -> None:
    day = attack("2026-03-24 09:00", "2026-03-24 18:00", launched=556, report_url="https://t.me/kpszsu/2")
    rows = (night("2025-09-07", 810, report_url="https://t.me/kpszsu/1"), night("2026-03-24", 392), day)
    assert shahed(build, "largest_night", "period_start::varchar, value, reports", *rows) == [("2026-03-24", 948, 2)]
    assert shahed(build, "largest_report", "period_start::varchar, value, reports, report_urls") == [
        ("2025-09-07", 810, 1, "https://t.me/kpszsu/1")
    ]


def test_several_reports_in_one_line_are_no_largest_report(build: duckdb.DuckDBPyConnection) -> None:
    assert shahed(build, "largest_report", "value", night("2026-03-01", 300, reports=2), night("2026-03-02", 90)) == [(90,)]


def test_nothing_launched_is_no_record(build: duckdb.DuckDBPyConnection) -> None:
    count(build, night("2026-03-01", 0))
    assert ask(build, "from mart.records") == []
