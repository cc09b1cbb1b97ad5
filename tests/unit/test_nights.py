"""What is known of each night, how much of each month, and for how long nothing (mart.nights, mart.coverage, mart.gaps)."""

import duckdb
import pytest

from tests.unit.rows import Row, ask, fill, fill_posts, make, night, post, regional


def nights(con: duckdb.DuckDBPyConnection, *rows: Row) -> dict[str, str]:
    fill(con, *rows)
    make(con, "core.attacks", "mart.nights")
    return dict(ask(con, "select night_of::varchar, status from mart.nights order by night_of"))


def coverage(con: duckdb.DuckDBPyConnection, *dates: str) -> list[tuple[object, ...]]:
    nights(con, *(night(date) for date in dates))
    make(con, "mart.coverage")
    return ask(
        con,
        "select strftime(month, '%Y-%m'), nights_expected, nights_reported, nights_missing, longest_gap_nights "
        "from mart.coverage order by month",
    )


def test_three_states_within_the_span_of_a_source(build: duckdb.DuckDBPyConnection) -> None:
    """8 May 2025: a zero is printed. Absence of a report is not a zero (DOMAIN.md section 6)."""
    assert nights(build, night("2025-05-06"), night("2025-05-08", 0), night("2025-05-09")) == {
        "2025-05-06": "reported",
        "2025-05-07": "no_report",
        "2025-05-08": "stated_zero",
        "2025-05-09": "reported",
    }


def test_nights_between_the_spans_of_sources_were_not_collected(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-01"), night("2026-03-03"), night("2026-03-06", source_id="filler"))
    assert nights(build, *rows) == {
        "2026-03-01": "reported",
        "2026-03-02": "no_report",
        "2026-03-03": "reported",
        "2026-03-04": "not_collected",
        "2026-03-05": "not_collected",
        "2026-03-06": "reported",
    }


def test_span_of_another_source_covers(build: duckdb.DuckDBPyConnection) -> None:
    fillers = (night("2026-03-01", source_id="filler"), night("2026-03-06", source_id="filler"))
    states = nights(build, night("2026-03-02"), night("2026-03-03"), *fillers)
    assert [date for date, status in states.items() if status == "not_collected"] == []
    assert [date for date, status in states.items() if status == "no_report"] == ["2026-03-04", "2026-03-05"]


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([night("2026-03-02", 0)], "stated_zero"),
        ([night("2026-03-02", None)], "reported"),
        ([night("2026-03-02", 0), night("2026-03-02", None, target_as_reported="Odesa")], "reported"),
        ([night("2026-03-02", 0), night("2026-03-02", 3, target_as_reported="Odesa")], "reported"),
        ([night("2026-03-02", weapon_id="kalibr", weapon_group="cruise_missile")], "no_report"),
        ([regional("2026-03-02", "2026-03-02")], "reported"),
    ],
    ids=["zero", "no number", "zero and no number", "zero and a number", "missiles only", "regional only"],
)
def test_status(build: duckdb.DuckDBPyConnection, rows: list[Row], status: str) -> None:
    assert nights(build, night("2026-03-01"), *rows, night("2026-03-03"))["2026-03-02"] == status


def test_calendar_ends_with_the_last_night_of_shahed_type_drones(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2026-02-27", weapon_id="kalibr", weapon_group="cruise_missile"),
        night("2026-03-01"),
        night("2026-03-05", weapon_id="kalibr", weapon_group="cruise_missile"),
    )
    assert list(nights(build, *rows)) == ["2026-03-01"]


def test_night_names_its_best_source_and_counts_its_reports(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2026-03-02", source_id="air_force_posts"),
        night("2026-03-02"),
        regional("2026-03-02", "2026-03-02", reports=2),
        night("2026-03-03", source_id="filler"),
    )
    nights(build, *rows)
    assert ask(build, "select source_id, reports from mart.nights order by night_of") == [("air_force_posts", 3), ("filler", 1)]


def test_night_without_report_names_no_source(build: duckdb.DuckDBPyConnection) -> None:
    nights(build, night("2026-03-01"), night("2026-03-03"))
    assert ask(build, "select source_id, reports from mart.nights where status = 'no_report'") == [(None, 0)]


def test_gap_is_counted_within_each_month(build: duckdb.DuckDBPyConnection) -> None:
    assert coverage(build, "2026-03-29", "2026-04-05") == [("2026-03", 3, 1, 2, 2), ("2026-04", 5, 1, 4, 4)]


def test_longest_of_several_gaps(build: duckdb.DuckDBPyConnection) -> None:
    dates = ("2026-03-01", "2026-03-03", "2026-03-07", "2026-03-10")
    assert coverage(build, *dates) == [("2026-03", 10, 4, 6, 3)]


def test_month_without_a_gap(build: duckdb.DuckDBPyConnection) -> None:
    assert coverage(build, "2026-03-01", "2026-03-02") == [("2026-03", 2, 2, 0, 0)]


def test_stated_zero_is_reported_and_not_collected_is_missing(build: duckdb.DuckDBPyConnection) -> None:
    nights(build, night("2026-03-01"), night("2026-03-02", 0), night("2026-03-05", source_id="filler"))
    make(build, "mart.coverage")
    assert ask(build, "select nights_reported, nights_missing, longest_gap_nights from mart.coverage") == [(3, 2, 2)]


def test_days_on_which_posts_were_collected_are_covered(build: duckdb.DuckDBPyConnection) -> None:
    """An archive of posts may lack months in between; one with nothing but alerts on a day shows that there was no report."""
    rows = [night("2026-03-01", source_id="air_force_posts"), night("2026-03-08", source_id="air_force_posts")]
    fill_posts(build, post(1, "2026-03-03 12:00"), post(2, "2026-03-06 00:30"), post(3, "2026-03-06 23:30"))
    assert nights(build, *rows) == {
        "2026-03-01": "reported",
        "2026-03-02": "not_collected",
        "2026-03-03": "no_report",
        "2026-03-04": "not_collected",
        "2026-03-05": "not_collected",
        "2026-03-06": "no_report",
        "2026-03-07": "not_collected",
        "2026-03-08": "reported",
    }


def test_alerts_after_the_last_report_lengthen_the_calendar(build: duckdb.DuckDBPyConnection) -> None:
    fill_posts(build, post(1, "2026-03-03 12:00"))
    assert nights(build, night("2026-03-01")) == {
        "2026-03-01": "reported",
        "2026-03-02": "not_collected",
        "2026-03-03": "no_report",
    }


def test_alerts_before_the_first_report_do_not(build: duckdb.DuckDBPyConnection) -> None:
    fill_posts(build, post(1, "2026-02-03 12:00"))
    assert nights(build, night("2026-03-01")) == {"2026-03-01": "reported"}


def test_table_covers_what_lies_between_two_archives(build: duckdb.DuckDBPyConnection) -> None:
    rows = [night(day, source_id="air_force_posts") for day in ("2026-03-01", "2026-03-05")]
    states = nights(build, *rows, night("2026-03-02"), night("2026-03-04"))
    assert list(states.values()) == ["reported", "reported", "no_report", "reported", "reported"]


def test_gaps_run_over_the_ends_of_months(build: duckdb.DuckDBPyConnection) -> None:
    nights(build, night("2026-02-26"), night("2026-03-03"), night("2026-03-04", 0), night("2026-03-06"))
    make(build, "mart.gaps")
    assert ask(build, "select period_start::varchar, period_end::varchar, nights, is_at_edge from mart.gaps") == [
        ("2026-02-27", "2026-03-02", 4, False),
        ("2026-03-05", "2026-03-05", 1, False),
    ]


def test_nights_that_were_not_collected_are_no_gap(build: duckdb.DuckDBPyConnection) -> None:
    nights(build, night("2026-03-01"), night("2026-03-03"), night("2026-03-08", source_id="filler"))
    make(build, "mart.gaps")
    assert ask(build, "select period_start::varchar, period_end::varchar, is_at_edge from mart.gaps") == [
        ("2026-03-02", "2026-03-02", False)
    ]
