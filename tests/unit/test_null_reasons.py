"""A number that nobody stated is NULL and says why, from the reports to the totals."""

from typing import Any

import duckdb
import pytest

from tests.unit.rows import COUNTING, Row, ask, attack, fill, make, night, one, regional
from warehouse import contracts
from warehouse.tables import BY_NAME, MART

TOTALS = ("nightly", "weekly", "monthly", "yearly")
COUNTED = ("core.attacks", "mart.possible_double_counts", *COUNTING[1:], "mart.monthly_totals")
OTHERS = ("mart.weekly_totals", "mart.yearly_totals", "mart.weapon_totals", "mart.source_agreement")
# Where another column says what a NULL means: a sum of columns with reasons, a sentence, or that there can be no number.
EXPLAINED_OTHERWISE = {
    "mart.source_agreement": {"difference"},
    "mart.published_yearly": {"value_high"},
    "mart.reconciliation": {"value_high", "published_low", "published_high", "tallied", "difference", "difference_pct"},
    "mart.records": {"launched", "launched_before", "rate_launched"},
}


@pytest.mark.parametrize("table", MART, ids=lambda table: table.name)
def test_every_number_that_may_be_null_has_a_column_for_the_reason(table: contracts.Table) -> None:
    numbers = {
        column.name for column in table.columns if column.nullable and column.sql_type in ("BIGINT", "INTEGER", "DOUBLE")
    }
    without = {
        column.name for column in table.columns if column.name in numbers and column.null_reason not in table.column_names
    }
    assert without == EXPLAINED_OTHERWISE.get(table.name, set())


def totals(con: duckdb.DuckDBPyConnection, columns: str, *rows: Row) -> list[Any]:
    """Count reports; return columns of the monthly Shahed-type totals, in the order of the months."""
    fill(con, *rows)
    make(con, *COUNTED)
    return of_level(con, columns, "monthly")


def of_level(con: duckdb.DuckDBPyConnection, columns: str, level: str) -> list[Any]:
    """Return columns of the Shahed-type totals of a level, in the order of the periods."""
    return ask(con, f"select {columns} from mart.{level}_totals where weapon_group = 'shahed_type' order by all")


@pytest.mark.parametrize("reason", ["not_stated", "withheld", "words_only"])
def test_reason_of_the_reports_reaches_every_total(build: duckdb.DuckDBPyConnection, reason: str) -> None:
    row = night("2026-03-02", None, launched_null_reason=reason, intercepted_null_reason=reason)
    columns = (
        "launched_null_reason, intercepted_null_reason, lost_null_reason, launched_high_null_reason, rate_launched_null_reason"
    )
    totals(build, "1", row)
    make(build, *OTHERS)
    for level in TOTALS:
        assert of_level(build, f"{columns}, neutralised_rate_pct_null_reason", level) == [(reason,) * 6], level
    assert ask(build, f"select distinct {columns.replace('launched_high_null_reason, ', '')} from mart.totals_by_rule") == [
        (reason,) * 4
    ]
    assert ask(build, "select launched_null_reason, intercepted_null_reason from mart.weapon_totals") == [(reason, reason)]


def test_different_reasons_are_mixed_and_a_number_has_none(build: duckdb.DuckDBPyConnection) -> None:
    unknown = (night("2026-03-02", None), night("2026-03-03", None, launched_null_reason="withheld"))
    columns = "launched, launched_null_reason, launched_unknown"
    for rows, found in ((unknown, (None, "mixed", 2)), ((*unknown, night("2026-03-04", 0)), (0, None, 2))):
        totals(build, "1", *rows)
        make(build, *OTHERS)
        for level in TOTALS[1:]:
            assert of_level(build, columns, level) == [found], level


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"intercepted": 90}, "within_intercepted"),
        ({"intercepted": 90, "interception_wording": "shot_down"}, "not_stated"),
        ({"intercepted": 90, "lost": 0}, None),
        ({"intercepted": None, "lost": 5}, "not_stated"),
    ],
    ids=["suppressed are in intercepted", "not said", "a printed zero", "a part without the other"],
)
def test_lost_says_whether_it_is_in_intercepted(build: duckdb.DuckDBPyConnection, cells: Row, reason: str | None) -> None:
    assert totals(build, "lost_null_reason", night("2026-03-02", **cells)) == [(reason,)]


def test_month_over_the_break_has_lost_for_two_reasons(build: duckdb.DuckDBPyConnection) -> None:
    before = night("2025-07-23", intercepted=5, interception_wording="shot_down")
    assert totals(build, "lost, lost_null_reason", before, night("2025-07-24", intercepted=5)) == [(None, "mixed")]


def test_rate_of_nothing_is_no_rate(build: duckdb.DuckDBPyConnection) -> None:
    row = night("2026-03-02", 0, intercepted=0)
    assert totals(build, "rate_launched, rate_launched_null_reason, neutralised_rate_pct_null_reason", row) == [
        (0, None, "zero_launched")
    ]


def test_upper_bound_that_a_report_does_not_give(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", 200, launched_high=None), night("2026-03-03", 5))
    assert totals(build, "launched, launched_high, launched_high_null_reason", *rows) == [(205, None, "no_upper_bound")]


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ((("2026-02-28", 5), ("2026-03-02", 5)), ["partial_period", "partial_period"]),
        ((("2026-02-01", 0), ("2026-03-31", 5)), ["no_report", "zero_before"]),
        ((("2026-02-01", None), ("2026-03-31", 5)), ["not_stated", "not_stated"]),
        ((("2026-02-01", 5), ("2026-03-31", 5)), ["no_report", None]),
        ((("2026-02-01", 5), ("2026-04-30", 5)), ["no_report", "no_report"]),
    ],
    ids=["partial", "after a zero", "after an unknown", "a number", "after a month without reports"],
)
def test_change_says_why_there_is_none(
    build: duckdb.DuckDBPyConnection, rows: tuple[tuple[str, int | None], ...], reasons: list[str | None]
) -> None:
    assert totals(build, "month, change_pct_null_reason", *(night(date, n) for date, n in rows)) == [
        (month, reason) for (month,), reason in zip(ask(build, "select month from mart.monthly_totals where weapon_group = "
                                                        "'shahed_type' order by 1"), reasons, strict=True)
    ]  # fmt: skip


def test_what_starts_in_no_report_and_what_only_regions_report(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-01", 7), regional("2026-04-01 20:00", "2026-04-02 02:00"))
    columns = "launched_by_start_date, launched_by_start_date_null_reason, possible_double_count_null_reason"
    assert totals(build, f"month::varchar, {columns}, overlap_minutes_null_reason", *rows) == [
        ("2026-03-01", None, "no_report", None, None),
        ("2026-04-01", 100, None, "no_report", "no_report"),
    ]


def test_possible_double_counts_say_what_is_unknown(build: duckdb.DuckDBPyConnection) -> None:
    totals(build, "1", attack("2026-03-01", "2026-03-02"), attack("2026-03-02", "2026-03-03", launched=None))
    columns = "previous_airborne_null_reason, overlap_minutes_null_reason, possible_double_count_null_reason"
    query = f"select {columns} from mart.possible_double_counts where weapon_group = 'shahed_type' order by night_of"
    assert ask(build, query) == [("no_report", None, None), ("not_stated", "not_stated", "not_stated")]


def test_sources_that_disagree_say_which_of_them_gives_no_number(build: duckdb.DuckDBPyConnection) -> None:
    totals(build, "1", night("2026-03-02", None, launched_null_reason="withheld"), night("2026-03-02", 5, "filler"))
    make(build, *OTHERS)
    columns = "launched_a_null_reason, launched_b, launched_b_null_reason, difference"
    assert ask(build, f"select {columns} from mart.source_agreement") == [("withheld", 5, None, None)]


@pytest.mark.parametrize(
    ("table", "breakage", "rule"),
    [
        ("mart.nightly_totals", "launched_null_reason = null", "launched is given or has a reason"),
        ("mart.monthly_totals", "lost_null_reason = null", "lost is given or has a reason"),
        ("mart.monthly_totals", "launched = 0, launched_low = 0", "launched is given or has a reason"),
        ("mart.yearly_totals", "neutralised = null", "neutralised is given or has a reason"),
        ("mart.yearly_totals", "intercepted_null_reason = 'guessed'", "intercepted_null_reason is a known value"),
        ("mart.totals_by_rule", "rate_launched_null_reason = null", "rate_launched is given or has a reason"),
        ("mart.weapon_totals", "launched_null_reason = null", "launched is given or has a reason"),
    ],
)
def test_broken_reason_is_found(build: duckdb.DuckDBPyConnection, table: str, breakage: str, rule: str) -> None:
    totals(build, "1", night("2026-03-02", None, intercepted=7))
    make(build, *OTHERS)
    build.execute(f"update {table} set {breakage}")
    assert rule in [violation.rule for violation in contracts.violations(build, BY_NAME[table])]
    assert one(build, f"select count(*) from {table}") > 0
