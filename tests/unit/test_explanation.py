"""Explanations of a tally made of a few rows: what is listed, what is said, and that it adds up."""

import datetime as dt
from typing import Any

import duckdb
import polars as pl
import pytest

from reports.documents import WIDTH, as_markdown, as_text
from reports.explanation import DoesNotAddUp, Explanation, explain
from reports.explanation_document import document
from reports.explanation_json import as_json
from reports.periods import parse_period
from tests.unit.rows import COUNTING, PERIODS, Row, attack, fill, make, night, regional
from warehouse import store
from warehouse.tables import BY_NAME

EMPTY = ("core.phrases", "core.published_figures", "mart.revisions", "mart.reconciliation")


@pytest.fixture
def con(build: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for name in EMPTY:
        store.write(build, BY_NAME[name])
    return build


def tally(con: duckdb.DuckDBPyConnection, *rows: Row) -> None:
    fill(con, *rows)
    make(con, *COUNTING, *PERIODS, "mart.source_agreement")


def explained(con: duckdb.DuckDBPyConnection, period: str, weapon_group: str = "shahed_type") -> Explanation:
    return explain(con, parse_period(period), weapon_group)


def said(con: duckdb.DuckDBPyConnection, period: str, weapon_group: str = "shahed_type") -> str:
    """Return the text on one line, so that it can be searched for sentences."""
    return " ".join(as_text(document(explained(con, period, weapon_group))).split())


def test_every_level_lists_what_it_adds_up(con: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", 100), night("2026-03-03", 50), regional("2026-03-03", "2026-03-03", launched=7))
    tally(con, *rows, night("2026-04-01", 3), night("2026-03-02", 90, "filler"))
    for period, launched, parts in (("2026-03-03", 57, 1), ("2026-03", 157, 2), ("2026", 160, 2)):
        found = explained(con, period)
        assert found.totals is not None
        assert (found.totals.launched, sum(report.launched or 0 for report in found.counted)) == (launched, launched)
        assert sum(part.totals is not None for part in found.parts) == parts
    assert [report.source_id for report in explained(con, "2026").left_out] == ["filler"]
    assert (explained(con, "2026-03").totals.launched_low, explained(con, "2026-03").totals.launched_high) == (150, 157)  # type: ignore[union-attr]


def test_all_drones_list_the_reports_of_every_group_of_drones(con: duckdb.DuckDBPyConnection) -> None:
    recon = {"weapon_group": "reconnaissance_drone", "weapon_id": "zala", "weapon_as_reported": "ZALA"}
    missile = {"weapon_group": "cruise_missile", "weapon_id": "kalibr", "weapon_as_reported": "Kalibr"}
    tally(con, night("2026-03-02", 100), night("2026-03-02", 4, **recon), night("2026-03-02", 8, **missile))
    found = explained(con, "2026-03", "all_drones")
    assert sorted(report.weapon_group for report in found.counted) == ["reconnaissance_drone", "shahed_type"]
    assert found.totals is not None
    assert found.totals.launched == 104


@pytest.mark.parametrize(
    "change", ["launched = launched + 1", "lost = 1, neutralised = neutralised + 1", "reports = reports + 1"]
)
def test_number_that_is_not_the_sum_is_refused(con: duckdb.DuckDBPyConnection, change: str) -> None:
    tally(con, night("2026-03-02", 100, intercepted=90))
    con.execute(f"update mart.monthly_totals set {change}")
    assert explained(con, "2026")
    with pytest.raises(DoesNotAddUp, match=r"Mar 2026 do not add up.*tally rebuild"):
        explained(con, "2026-03")


@pytest.mark.parametrize("table", ["mart.nightly_totals", "core.attacks"], ids=["no total", "no report"])
def test_total_without_reports_and_reports_without_total_are_refused(con: duckdb.DuckDBPyConnection, table: str) -> None:
    tally(con, night("2026-03-02", 100))
    con.execute(f"delete from {table}")
    with pytest.raises(DoesNotAddUp, match="nothing"):
        explained(con, "2026-03-02")


@pytest.mark.parametrize(
    ("reason", "words"), [("not_stated", "not stated"), ("withheld", "withheld"), ("words_only", "given in words only")]
)
def test_unknown_number_is_said_to_be_unknown_and_why(con: duckdb.DuckDBPyConnection, reason: str, words: str) -> None:
    tally(con, night("2026-03-02", None, launched_null_reason=reason))
    for period in ("2026-03-02", "2026-03", "2026"):
        text = said(con, period)
        assert f"Launched {words} only an unknown number is reported: 1 reported attack without a number ({words})" in text
        assert "Launched 0" not in text


def test_total_says_what_it_leaves_out(con: duckdb.DuckDBPyConnection) -> None:
    tally(con, night("2026-03-02", 5), night("2026-03-03", None, launched_null_reason="withheld"))
    assert (
        "Launched 5 (low 5, high without a bound) the total leaves out 1 reported attack without a number (withheld)"
        in said(con, "2026-03")
    )


def test_stated_zero_is_zero(con: duckdb.DuckDBPyConnection) -> None:
    tally(con, night("2026-03-02", 0, intercepted=0))
    assert "Launched 0 Intercepted 0" in said(con, "2026-03-02")
    assert "Status reported, with a stated zero" in said(con, "2026-03-02")


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-03-03", "Status no report: unknown, not zero"),
        ("2026-03", "Nights 2 reported, 2 no report"),
        ("2026-03", "3 to 4 Mar no report 5 Mar Air Force"),
        ("2026-03-01", "before the first collected night: the tally covers the nights of 2 Mar 2026 to 5 Mar 2026"),
        ("2026-03-06", "after the last collected night"),
        ("2025", "before the first collected night"),
        ("2026", "partly covered"),
    ],
)
def test_nights_without_a_report(con: duckdb.DuckDBPyConnection, period: str, words: str) -> None:
    tally(con, night("2026-03-02", 5), night("2026-03-05", 5))
    assert words in said(con, period)


def test_night_without_the_weapon_is_not_a_night_without_a_report(con: duckdb.DuckDBPyConnection) -> None:
    missile = {"weapon_group": "cruise_missile", "weapon_id": "kalibr", "weapon_as_reported": "Kalibr"}
    rows = (night("2026-03-02", 5), night("2026-03-04", 0, **missile), night("2026-03-04", 5))
    tally(con, *rows, night("2026-03-03", 5, "filler"), night("2026-03-05", 5, "filler"))
    assert "Status reported, with a stated zero" in said(con, "2026-03-04", "cruise_missile")
    assert "no counted report names this weapon group" in said(con, "2026-03-02", "cruise_missile")
    assert "Status not collected" in said(con, "2026-03-03", "cruise_missile")
    assert "Status not collected" in said(con, "2026-03-05", "cruise_missile")


def test_all_drones_are_not_all_where_only_the_shahed_type_is_collected(con: duckdb.DuckDBPyConnection) -> None:
    """The shipped figures know the Shahed type only: 2024 looked whole, with 366 nights of which 89 were not collected."""
    tally(con, night("2026-03-02", 5, "filler"), night("2026-03-05", 5, "filler"))
    assert explained(con, "2026-03", "all_drones").nights == {"not_collected": 2, "shaheds_only": 2}
    assert "Nights 2 shaheds only, 2 not collected Shahed-type drones alone are known of" in said(con, "2026-03", "all_drones")
    assert "Status reported for Shahed-type drones only" in said(con, "2026-03-02", "all_drones")
    query = "select weapon_group, nights_covered, is_partial_period from mart.monthly_totals order by all"
    assert con.execute(query).fetchall() == [("all_drones", 0, True), ("shahed_type", 4, True)]


def test_explained_nights_are_those_covered(con: duckdb.DuckDBPyConnection) -> None:
    recon = {"weapon_group": "reconnaissance_drone", "weapon_id": "zala", "weapon_as_reported": "ZALA"}
    fillers = (night(f"2026-03-{day:02d}", 5, "filler") for day in (1, 3, 5, 8))
    tally(
        con, *fillers, night("2026-03-02", 5), night("2026-03-04", 5), night("2026-03-06", 5, **recon), night("2026-03-07", 5)
    )
    found = explained(con, "2026-03", "all_drones").nights
    assert found == {"reported": 4, "shaheds_only": 4}
    assert con.execute("select nights_covered from mart.monthly_totals where weapon_group = 'all_drones'").fetchall() == [(4,)]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-03-01 18:00", "2026-03-02 08:30", "1 Mar 2026 18:00 to 2 Mar 2026 08:30, Kyiv time"),
        ("2026-03-28 18:00", "2026-03-29 08:30", "28 Mar 2026 18:00 to 29 Mar 2026 08:30, Kyiv time"),
        ("2026-03-02 00:10", "2026-03-02 05:00", "2 Mar 2026 00:10 to 05:00, Kyiv time"),
        ("2026-03-02", "2026-03-02 05:00", "2 Mar 2026 until 05:00, Kyiv time"),
        ("2026-03-02 05:00", "2026-03-02", "2 Mar 2026 from 05:00, Kyiv time"),
        ("2026-03-01", "2026-03-02", "1 Mar 2026 to 2 Mar 2026, Kyiv time"),
        ("2026-03-02", "2026-03-02", "1. 2 Mar 2026, Kyiv time"),
    ],
    ids=["clock", "shorter night", "one date", "end", "start", "dates", "date"],
)
def test_window_is_told_in_kyiv_time(con: duckdb.DuckDBPyConnection, start: str, end: str, words: str) -> None:
    tally(con, attack(start, end))
    assert words in said(con, end[:10])


def test_report_is_told_with_its_doubts_and_its_parts(con: duckdb.DuckDBPyConnection) -> None:
    cells: Row = {"marks": "bullets_differ_from_header: launched; derived: x", "correction": "start date a read as b",
             "hits": 3, "airborne": 4, "hit_locations": 2, "report_url": "https://t.me/kpszsu/1"}  # fmt: skip
    tally(con, night("2026-03-02", 100, intercepted=90, **cells))
    (report,) = explained(con, "2026-03-02").counted
    store.write_frame(
        con, BY_NAME["core.phrases"],
        pl.DataFrame([{"attack_id": report.attack_id, "column_name": "launched", "phrase": "100 ударними БпЛА"}]),
    )  # fmt: skip
    text = said(con, "2026-03-02")
    assert "Launched 100 “100 ударними БпЛА” https://t.me/kpszsu/1 Intercepted 90" in text
    for words in ("Mark bullets differ from header: launched Mark derived: x", "Correction start date a read as b",
                  "Still airborne 4", "Drones that hit 3", "Places hit 2", "Lost from radar not stated"):  # fmt: skip
        assert words in text


def test_dating_by_the_start_is_explained(con: duckdb.DuckDBPyConnection) -> None:
    """The night to 1 January 2025 decides whether more than 11,000 were launched in 2024."""
    tally(con, night("2024-12-31", 10), night("2025-01-01", 111))
    found = explained(con, "2024")
    by_rule = {rule.rule_id: rule.launched for rule in found.rules}
    assert (by_rule["standard"], by_rule["start_date"]) == (10, 121)
    assert "Dating by the start adds 111 launched: attacks of the night to 1 Jan 2025 that begin in the period" in said(
        con, "2024"
    )
    assert "Dating by the start takes out 111 launched" in said(con, "2025")


def test_night_by_its_start_is_that_of_its_eve(con: duckdb.DuckDBPyConnection) -> None:
    """The night to 13 May 2026 showed 1,428 launched under start_date: those that start on the evening of 13 May."""
    day = attack("2026-05-12 09:00", "2026-05-12 18:00", launched=3)
    tally(con, night("2026-05-12", 7), day, night("2026-05-13", 892), night("2026-05-14", 1428))
    by_rule = {rule.rule_id: (rule.launched, rule.starts_on) for rule in explained(con, "2026-05-13").rules}
    eve = dt.date(2026, 5, 12)
    assert by_rule == {
        "standard": (892, None), "national_only": (892, None), "start_date": (895, eve), "start_date_national_only": (895, eve),
    }  # fmt: skip
    assert "Attacks that start on 12 May 2026, at any hour. Dated by" in said(con, "2026-05-13")
    assert "start on" not in said(con, "2026-05")


@pytest.mark.parametrize(
    ("before", "this"),
    [
        (attack("2026-03-02", "2026-03-02 08:00"), night("2026-03-03")),
        (night("2026-03-02"), attack("2026-03-03", "2026-03-03 08:00")),
    ],
    ids=["eve", "night itself"],
)
def test_night_by_its_start_is_not_known_where_nobody_stated_it(con: duckdb.DuckDBPyConnection, before: Row, this: Row) -> None:
    tally(con, before, this)
    by_rule = {rule.rule_id: (rule.launched, rule.is_start_unknown) for rule in explained(con, "2026-03-03").rules}
    assert (by_rule["standard"], by_rule["start_date"]) == ((100, False), (None, True))
    assert "start_date not known not known not known Attacks that start on 2 Mar 2026" in said(con, "2026-03-03")
    assert "A report of this night or the one before states no start." in said(con, "2026-03-03")


def test_explained_night_by_its_start_is_the_reconciled_one(con: duckdb.DuckDBPyConnection) -> None:
    """On one screen 11 agreed by the start date, and the total by the start date was 26."""
    reports = (night("2026-03-02", 1), attack("2026-03-03", "2026-03-03 08:00", launched=11), night("2026-03-04", 26))
    tally(con, *reports, night("2026-03-05", 40), night("2026-03-06", 7))
    nights = [dt.date(2026, 3, day) for day in range(3, 7)]
    rows = [
        figure(figure_id="f" * day.day, granularity="night", period_start=day - dt.timedelta(days=1), period_end=day)
        for day in nights
    ]
    store.write_frame(con, BY_NAME["core.published_figures"], pl.DataFrame(rows, infer_schema_length=None))
    make(con, "mart.reconciliation")
    query = "select period_end, tallied from mart.reconciliation where rule_id = 'start_date' and measure_tried = 'launched'"
    reconciled = dict(con.execute(query).fetchall())
    by_start = {day: rule.launched for day in nights for rule in explained(con, f"{day}").rules if rule.rule_id == "start_date"}
    assert by_start == {day: reconciled.get(day) for day in nights}
    assert list(by_start.values()) == [None, None, 40, 7]


def figure(**cells: Any) -> Row:
    row = {
        "figure_id": "f", "campaign": "russia_ukraine", "attacker": "Russia", "defender": "Ukraine", "measure": "launched",
        "unit": "drones", "weapon_scope": "Shahed-type", "weapon_group": "shahed_type", "period_start": dt.date(2026, 3, 1),
        "period_end": dt.date(2026, 3, 31), "granularity": "month",
        "value_low": 99, "value_high": None, "qualifier": "more_than",
        "publisher": "P", "published_on": "2026-04", "url": "https://example.org/p", "is_comparable": True,
        "is_comparable_rate": False,
        "not_comparable_reason": None, "source_id": "published_figures", "snapshot_id": "s", "row_number": 2,
    } | cells  # fmt: skip
    return row | {"row_number": 2 + len(str(row["figure_id"]))}


def test_published_figures_about_exactly_the_period(con: duckdb.DuckDBPyConnection) -> None:
    tally(con, night("2026-03-02", 5))
    night_of = {"granularity": "night", "period_start": dt.date(2026, 3, 1), "period_end": dt.date(2026, 3, 2)}
    wider = {"weapon_group": None, "is_comparable": False, "not_comparable_reason": "missiles are included", "publisher": "A"}
    rows = [
        figure(),
        figure(figure_id="aa", **wider),
        figure(figure_id="bbb", **night_of),
        figure(figure_id="cccc", period_end=dt.date(2026, 3, 20)),
        figure(figure_id="ddddd", campaign="ukraine_russia"),
    ]
    store.write_frame(con, BY_NAME["core.published_figures"], pl.DataFrame(rows, infer_schema_length=None))
    verdict = {
        "figure_id": "f", "rule_id": "standard", "measure_tried": "launched", "published_low": 100, "published_high": None,
        "tallied": 5, "difference": -95, "difference_pct": -95.0, "verdict": "contradicted", "is_best": True,
        "is_as_printed": True, "explanation": "P's more than 99 is contradicted.",
    }  # fmt: skip
    others = {"rule_id": "start_date", "is_best": False, "explanation": "Another rule."}
    store.write_frame(con, BY_NAME["mart.reconciliation"], pl.DataFrame([verdict, verdict | others]))
    assert [row.figure_id for row in explained(con, "2026-03").figures] == ["f", "aa"]
    assert [row.figure_id for row in explained(con, "2026-03-02").figures] == ["bbb"]
    text = said(con, "2026-03")
    assert "more than 99 launched, Shahed-type: P, Apr 2026 P's more than 99 is contradicted. https://example.org/p" in text
    assert "Another rule." not in text
    assert "counts something else: missiles are included" in text


def test_rate_that_is_compared_counts_nothing_else(con: duckdb.DuckDBPyConnection) -> None:
    """About 93 % agreed in the reconciliation, and counted something else, a rate, in the explanation."""
    tally(con, night("2026-03-02", 5))
    rate = {"measure": "intercepted", "unit": "percent", "value_low": 93, "qualifier": "about", "is_comparable": False,
            "not_comparable_reason": "a rate, not a number of drones", "is_comparable_rate": True}  # fmt: skip
    store.write_frame(con, BY_NAME["core.published_figures"], pl.DataFrame([figure(**rate)]))
    make(con, "mart.reconciliation")
    (found,) = explained(con, "2026-03").figures
    assert (found.is_comparable, found.not_comparable_reason) == (True, None)
    assert "something else" not in said(con, "2026-03")
    assert "it is about shahed_type" in said(con, "2026-03", "all_drones")


def revision(**cells: Any) -> Row:
    return {
        "source_id": "dataset", "night_of": dt.date(2026, 3, 2), "weapon_as_reported": "Shahed-136/131",
        "column_name": "launched", "old_value": "4", "new_value": "5", "old_snapshot_id": "dataset-old",
        "new_snapshot_id": "dataset-new", "change": "revised", "report_url": None, "revision_number": 1,
    } | cells  # fmt: skip


def test_revisions_of_the_weapon_and_period(con: duckdb.DuckDBPyConnection) -> None:
    missile = {"weapon_group": "cruise_missile", "weapon_id": "kalibr", "weapon_as_reported": "Kalibr"}
    tally(con, night("2026-03-02", 5), night("2026-03-02", 5, **missile), night("2026-03-03", 5))
    rows = [
        revision(),
        revision(weapon_as_reported="Kalibr"),
        revision(night_of=dt.date(2026, 3, 3), column_name="night_of", old_value="2026-03-03", new_value="2026-03-02"),
        revision(night_of=dt.date(2026, 3, 3)),
    ]
    store.write_frame(con, BY_NAME["mart.revisions"], pl.DataFrame(rows))
    found = [(row.night_of.day, row.column_name) for row in explained(con, "2026-03-02").revisions]
    assert found == [(2, "launched"), (3, "night_of")]
    assert "launched 4 → 5, seen in dataset on 13 Jun 2026" in said(con, "2026-03-02")
    assert len(explained(con, "2026-03-02", "cruise_missile").revisions) == 1


def test_other_sources_and_breaks(con: duckdb.DuckDBPyConnection) -> None:
    tally(con, night("2025-07-24", 5), night("2025-07-24", 6, "air_force_posts"), night("2025-07-25", 5))
    text = said(con, "2025-07-24")
    assert "Different shahed_type: launched 6 in air_force_posts, 5 in dataset (-1)" in text
    assert "Why the same national report is counted from a preferred source" in text
    assert "24 Jul 2025 intercepted: Shot down and suppressed become one number" in text
    assert "None begins in it." in said(con, "2025-07-25")
    assert "Launched is the same in 0 of 1 comparisons" in said(con, "2025-07")


def test_no_form_is_wider_than_it_may_be_or_misses_a_report(con: duckdb.DuckDBPyConnection) -> None:
    link = "https://www.facebook.com/kpszsu/posts/" + "x" * 90
    tally(con, *(night(f"2026-03-{day:02d}", day, report_url=f"{link}{day}") for day in range(1, 29)))
    for period in ("2026-03-02", "2026-03", "2026"):
        found = explained(con, period)
        lines = as_text(document(found)).splitlines()
        assert [line for line in lines if len(line) > WIDTH and "https://" not in line] == []
        assert all(report.attack_id in as_json(found) for report in found.counted)
    text = as_markdown(document(explained(con, "2026-03")))
    assert text.count(f"<{link}") == 28
