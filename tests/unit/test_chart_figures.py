"""What each chart shows: its numbers are those of the marts, what is unknown is not zero, breaks are seen."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from math import isnan, nan
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.dates import date2num
from matplotlib.patches import Rectangle

from reports import queries
from reports.charts import CHARTS, Look
from reports.charts.nights import rolling_mean
from reports.charts.places import tile_grid
from reports.charts.sizes import class_names, size_class
from reports.words import ENGLISH
from tests.unit.chart_cases import (
    BREAKS,
    CASES,
    EVERYTHING,
    all_words,
    dashed_lines,
    database,
    drawn,
    insert,
    launches,
    panel,
    stored,
)


def scalar(query: str, case: str = "everything") -> Any:
    ((value,),) = stored(case).execute(query).fetchall()
    return value


def bars_of(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def middle_of(bar: Rectangle) -> float:
    return bar.get_x() + bar.get_width() / 2


def diamonds(axes: Axes) -> list[tuple[float, float]]:
    """Return where the markers of published figures stand."""
    points = [np.asarray(line.get_xydata(), dtype=float)[0] for line in axes.lines if line.get_marker() == "D"]
    return [(float(x), float(y)) for x, y in points]


def points_of(axes: Axes) -> list[np.ndarray]:
    """Return the points of every line of a panel, one row of x and y each."""
    return [np.asarray(line.get_xydata(), dtype=float) for line in axes.lines]


def title(name: str, con: duckdb.DuckDBPyConnection) -> str:
    return CHARTS[name].draw(con, Look()).title


TITLES: dict[str, Callable[[], str]] = {
    "yearly_launches": lambda: "Shahed-type drones launched in 2023".join([
        f"{scalar('select launched from mart.yearly_totals where year = 2023'):,} ",
        f", {scalar('select launched from mart.yearly_totals where year = 2024'):,} in 2024",
    ]),
    "monthly_launches": lambda: f"{scalar('select max(launched) from mart.monthly_totals'):,} Shahed-type drones in May 2026",
    "nightly_launches": lambda: f"{scalar('select max(launched) from mart.nightly_totals'):,} Shahed-type drones reported for",
    "cumulative_launches": lambda: f"{scalar('select launched from mart.yearly_totals where year = 2026'):,} drones launched",
    "night_calendar": lambda: "{:,} of {:,} nights".format(
        scalar("select count(*) from mart.nights where status = 'no_report'"), scalar("select count(*) from mart.nights")
    ),
    "neutralised_rate": lambda: "{:.0f}% of Shahed-type drones were neutralised in May 2026".format(
        scalar("select neutralised_rate_pct from mart.monthly_totals where month = '2026-05-01'")
    ),
    "attack_patterns": lambda: "{} of {} reported nights of 2026".format(*stored("everything").execute(
        "select count(*) filter (where launched >= 100), count(launched) from mart.nightly_totals where year(night_of) = 2026"
    ).fetchall()[0]),
    "weapons_by_month": lambda: "{:,} of {:,} weapons".format(
        scalar("select sum(launched)::bigint from mart.weapon_totals where weapon_id = 'shahed_136_131'"),
        scalar("select sum(launched)::bigint from mart.weapon_totals"),
    ),
    "attack_places": lambda: f"Crimea\u00a0({scalar(_MOST_LAUNCHES):,}) as place of launch",
    "claims_against_tally": lambda: "26 of 54 published totals hold against the tally, 1 close, 27 contradicted",
    "revisions": lambda: "{:,} changes at the sources: numbers changed {:,}, rows added late {:,}, withdrawn {:,}".format(
        scalar("select count(*) from mart.revisions"),
        scalar("select count(*) from mart.revisions where change = 'revised' and column_name = 'launched'"),
        scalar("select count(*) from mart.revisions where change = 'added_late'"),
        scalar("select count(*) from mart.revisions where change = 'withdrawn'"),
    ),
    "other_campaigns": lambda: "Ukraine on Russia, 2023: 7,127 to 7,141 interceptions, claims of one party, by 3 publishers",
}  # fmt: skip
_MOST_LAUNCHES = "select attacks from mart.launch_sites where place_id = 'UA-43'"


@pytest.mark.parametrize("name", CHARTS)
def test_titles_say_the_numbers_of_the_marts(name: str) -> None:
    assert TITLES[name]() in drawn("everything", name).title


def test_the_rate_has_a_gap_where_shot_down_takes_in_suppressed() -> None:
    """A line across 24 July 2025 would read as one series under one wording."""
    day = date2num(BREAKS["shot_down_or_suppressed"]["break_date"])
    for points in points_of(panel(drawn("everything", "neutralised_rate"))):
        finite = points[~np.isnan(points[:, 1])]
        assert not any(start[0] < day < end[0] for start, end in pairwise(finite))
    rates = [points for points in points_of(panel(drawn("everything", "neutralised_rate"))) if len(points) > 2]
    assert max(rates[0][:, 0]) < day <= min(rates[1][:, 0])


def test_the_rate_is_one_line_where_the_wording_does_not_change() -> None:
    assert [len(points) for points in points_of(panel(drawn("one_year", "neutralised_rate")))][:2] == [12, 0]


def test_a_month_without_report_interrupts_the_rate() -> None:
    launched = launches(date(2023, 1, 1), date(2023, 3, 31))
    with database({night: count for night, count in launched.items() if night.month != 2}) as con:
        rates = points_of(panel(CHARTS["neutralised_rate"].draw(con, Look())))[0][:, 1]
    assert [isnan(rate) for rate in rates] == [False, True, False]


def test_the_band_of_the_rate_is_of_numbers_that_belong_together() -> None:
    """A bound once left regional launches out and their interceptions in: 96.5 % in March 2024 instead of 88.9 %.

    The other bound drops launches that may have been counted twice; a month without them ends at its own rate, not at 100 %.
    """
    with database(CASES["one_year"]) as con:
        for month, neutralised in ((date(2023, 6, 1), 457), (date(2023, 7, 1), 500)):
            insert(con, "mart.totals_by_rule", [{
                "rule_id": "national_only", "granularity": "month", "period_start": month, "weapon_group": "shahed_type",
                "launched": 514, "rate_launched": 514, "rate_neutralised": neutralised,
            }])  # fmt: skip
        con.execute("update mart.monthly_totals set possible_double_count = 20 where month = '2023-06-01'")
        ((launched, neutralised),) = con.execute(
            "select rate_launched, rate_neutralised from mart.monthly_totals where month = '2023-06-01'"
        ).fetchall()
        ((rate,),) = con.execute("select neutralised_rate_pct from mart.monthly_totals where month = '2023-08-01'").fetchall()
        band = panel(CHARTS["neutralised_rate"].draw(con, Look())).collections[0].get_paths()[0]
    heights = {
        month: [float(y) for x, y in np.asarray(band.vertices) if x == date2num(date(2023, month, 16))] for month in (6, 7, 8)
    }
    assert [min(heights[6]), max(heights[6])] == pytest.approx([100 * 457 / 514, 100 * neutralised / (launched - 20)], abs=0.01)
    assert max(heights[7]) == pytest.approx(100 * 500 / 514, abs=0.01)
    assert set(heights[8]) == {rate}


def test_nights_in_the_old_wording_after_the_change_are_named() -> None:
    """On 22 October 2025 one report told shot down from lost again: without a word, its bar looked like a mistake."""
    night = date(2025, 10, 22)
    with database(launches(date(2025, 7, 1), date(2025, 11, 30))) as con:
        assert "still tell" not in " ".join(CHARTS["monthly_launches"].draw(con, Look()).notes)
        con.execute(
            "update mart.nightly_totals set interception_wording = 'shot_down', launched = 405 where night_of = ?", [night]
        )
        notes = " ".join(CHARTS["monthly_launches"].draw(con, Look()).notes)
    assert "these nights still tell shot down from lost: 22 Oct 2025 (405 launched)" in notes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("monthly_launches", ["national_reports", "lost_apart", "decoys_included", "shot_down_or_suppressed"]),
        ("nightly_launches", ["national_reports", "decoys_included"]),
        ("neutralised_rate", ["lost_apart", "shot_down_or_suppressed"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_breaks_of_the_measure_within_the_period_are_marked(name: str, expected: list[str], language: str) -> None:
    axes = panel(drawn("everything", name, language))
    assert {line[0, 0] for line in dashed_lines(axes)} == {date2num(BREAKS[break_id]["break_date"]) for break_id in expected}
    shown = "\n".join(text.get_text() for text in axes.texts)
    assert all(BREAKS[break_id][f"label_{language}"] in shown for break_id in expected)


@pytest.mark.parametrize(
    "name", ["yearly_launches", "cumulative_launches", "night_calendar", "attack_patterns", "weapons_by_month"]
)
def test_breaks_are_listed_where_no_line_marks_them_all(name: str) -> None:
    notes = " ".join(drawn("everything", name).notes)
    assert "1 Jan 2023: national nightly reports begin" in notes
    assert "1 Oct 2024: decoys are counted in" in notes
    assert "Banderol" not in notes


def test_years_of_shaheds_only_are_told_from_years_with_decoys() -> None:
    bars = bars_of(panel(drawn("everything", "yearly_launches")))
    heights = {year: [bar.get_height() for bar in bars if round(middle_of(bar)) == year] for year in range(2022, 2027)}
    before = sum(n for night, n in EVERYTHING.items() if night.year == 2024 and night < BREAKS["decoys_included"]["break_date"])
    after = sum(n for night, n in EVERYTHING.items() if night.year == 2024) - before
    assert heights[2024] == [before, after]
    assert heights[2023][1] == 0
    assert heights[2025][0] == 0


def test_yearly_chart_sets_the_tally_beside_what_was_published() -> None:
    figure = drawn("everything", "yearly_launches")
    assert diamonds(panel(figure)) == [(2023, 2_500), (2024, 11_000)]
    shown = all_words(figure)
    for part in ("just over 2,500", "more than 11,000", "by start date", "2022\nfrom 29 Sep", "2026\nto 7 Jun"):
        assert part in shown


def test_only_partial_years_are_hatched() -> None:
    bars = bars_of(panel(drawn("everything", "yearly_launches")))
    assert {round(middle_of(bar)) for bar in bars if bar.get_hatch()} == {2022, 2026}


def test_yearly_claims_are_judged_as_they_were_printed() -> None:
    """CNN's figure for 2023 stood on its bar as if the tally bore it out."""
    words = [text.get_text() for text in panel(drawn("everything", "yearly_launches")).texts]
    assert words[words.index("◆ CNN: just over 2,500") - 1] == "contradicted"
    assert words[words.index("◆ CNN: more than 11,000") - 1].startswith("true by start date: ")
    assert "CNN (2023): contradicted as printed; true if it meant drones shot down" in " ".join(
        drawn("everything", "yearly_launches").notes
    )


@pytest.mark.parametrize("case", ["one_year", "two_nights_over_new_year"])
def test_yearly_title_promises_nothing_without_two_whole_years(case: str) -> None:
    assert drawn(case, "yearly_launches").title == "Shahed-type drones launched per year"


def test_a_part_of_a_year_is_not_set_against_a_figure_for_all_of_it() -> None:
    assert "CNN" not in all_words(drawn("two_nights_over_new_year", "yearly_launches"))


def test_months_are_stacked_to_what_was_launched() -> None:
    bars = bars_of(panel(drawn("everything", "monthly_launches")))
    assert sum(bar.get_height() for bar in bars) == sum(EVERYTHING.values())


def test_nightly_chart_leaves_out_unknown_nights() -> None:
    bars, _ = [part for part in panel(drawn("everything", "nightly_launches")).collections if isinstance(part, LineCollection)]
    heights = [segment[1][1] for segment in bars.get_segments() if len(segment) == 2]
    assert sum(not isnan(height) for height in heights) == len(EVERYTHING)


def test_nightly_chart_names_record_nights() -> None:
    record = max(EVERYTHING, key=lambda night: EVERYTHING[night])
    words = {text.get_text() for text in panel(drawn("everything", "nightly_launches")).texts}
    assert f"{EVERYTHING[record]:,}, {ENGLISH.day(record)}" in words
    of_2024 = max((night for night in EVERYTHING if night.year == 2024), key=lambda night: EVERYTHING[night])
    assert f"{EVERYTHING[of_2024]:,}, {ENGLISH.day(of_2024)}" in words


def test_nightly_chart_names_the_record_of_a_year_of_three_months() -> None:
    """That of 2022 had no room between the edge and the break of 1 January 2023."""
    with database(EVERYTHING | {date(2022, 12, 19): 120}) as con:
        words = {text.get_text() for text in panel(CHARTS["nightly_launches"].draw(con, Look())).texts}
    assert "120\n19 Dec\n2022" in words


def test_nightly_chart_draws_the_bounds_of_a_night() -> None:
    _, bounds = [part for part in panel(drawn("one_year", "nightly_launches")).collections if isinstance(part, LineCollection)]
    query = "select launched_low, launched_high from mart.nightly_totals where launched_high > launched_low order by night_of"
    ends = [(segment[0][1], segment[1][1]) for segment in bounds.get_segments()]
    assert ends == stored("one_year").execute(query).fetchall()


def test_cumulative_lines_have_their_bounds_as_a_band() -> None:
    """A night of which nobody stated an upper bound ends that of its year: no bound is guessed."""
    with database(CASES["one_year"]) as con:
        con.execute("update mart.nightly_totals set launched_high = null where night_of >= '2023-12-01'")
        ((low, high),) = con.execute("""
            select sum(launched_low), sum(launched_high) filter (where night_of < '2023-12-01') from mart.nightly_totals
        """).fetchall()
        (band,) = panel(CHARTS["cumulative_launches"].draw(con, Look())).collections[0].get_paths()
        totals = queries.frame(con, "running_totals")
    assert totals.launched_low.iloc[-1] == low
    assert isnan(totals.launched_high.iloc[-1])
    assert totals.launched_high.max() == high
    assert np.asarray(band.vertices)[:, 1].max() == high


@pytest.mark.parametrize(
    ("launched", "window", "expected"),
    [
        pytest.param([10, nan, nan, 20], 7, [10, 10, 10, 15], id="unknown_is_not_zero"),
        pytest.param([10, 0, 20], 7, [10, 5, 10], id="a_stated_zero_counts"),
        pytest.param([8, nan, nan, 4], 2, [8, 8, nan, 4], id="nothing_known_in_the_window"),
        pytest.param([1, 2, 3, 4], 2, [1, 1.5, 2.5, 3.5], id="window_ends_with_the_night"),
    ],
)
def test_rolling_mean_is_over_reported_nights(launched: list[float], window: int, expected: list[float]) -> None:
    nights = pd.DataFrame({"night_of": pd.date_range("2024-05-01", periods=len(launched)), "launched": launched})
    np.testing.assert_allclose(rolling_mean(nights, window).to_numpy(), expected)


def test_cumulative_lines_end_at_the_totals_of_their_years() -> None:
    totals = {year: sum(n for night, n in EVERYTHING.items() if night.year == year) for year in range(2022, 2027)}
    axes = panel(drawn("everything", "cumulative_launches"))
    ends = [points[-1, 1] for points in points_of(axes) if len(points) > 1]
    assert ends == [totals[year] for year in range(2026, 2021, -1)]
    words = {text.get_text() for text in axes.texts}
    assert {f"2025: {totals[2025]:,}", f"2026 to 7 Jun: {totals[2026]:,}", f"2022 from 29 Sep: {totals[2022]:,}"} <= words


def test_cumulative_title_compares_only_with_a_year_collected_from_its_start() -> None:
    with database(launches(date(2022, 9, 29), date(2023, 12, 31))) as con:
        assert "a year before" not in title("cumulative_launches", con)
    with database(launches(date(2022, 1, 1), date(2023, 3, 1))) as con:
        assert "a year before" in title("cumulative_launches", con)


def test_calendar_tells_no_report_from_zero() -> None:
    with database({date(2024, 5, 5): 0, date(2024, 5, 7): 400}) as con:
        drawing = CHARTS["night_calendar"].draw(con, Look())
    known, silent, crossed = panel(drawing).collections
    theme = drawing.figure.theme  # type: ignore[attr-defined]
    colours = [to_hex(colour).upper() for colour in np.asarray(known.get_facecolor())]
    assert colours == [theme.scale[0], theme.scale[6]]
    assert len(silent.get_paths()) == len(crossed.get_paths()) == 1


@pytest.mark.parametrize(
    ("launched", "name"), [(0, "0, stated"), (1, "1–9"), (9, "1–9"), (10, "10–49"), (399, "200–399"), (810, "400+")]
)
def test_sizes_fall_into_the_class_of_their_name(launched: int, name: str) -> None:
    assert class_names(ENGLISH)[size_class(launched)] == name


def test_sizes_of_a_year_add_up_to_its_nights() -> None:
    bars = bars_of(panel(drawn("everything", "attack_patterns"), 1))
    lengths = [sum(bar.get_width() for bar in bars if round(bar.get_y() + bar.get_height() / 2) == row) for row in range(5)]
    np.testing.assert_allclose(lengths, 100)


def test_every_region_has_a_tile_of_its_own() -> None:
    grid = tile_grid()
    assert not grid.duplicated(["column", "row"]).any()
    assert grid.iso_3166_2.is_unique
    assert sum(grid.iso_3166_2.str.startswith("UA-")) == 27
    assert not grid.isna().any().any()


def test_each_panel_of_places_has_the_months_of_its_own_reports() -> None:
    """Affected regions are named since 2025 only; the months of launch sites once stood over both."""
    words = {text.get_text() for text in drawn("everything", "attack_places").figure.texts}
    assert {"Named as affected, Jun 2026", "Named as place of launch, Sep 2022"} <= words
    assert not any("hit" in line for line in drawn("everything", "attack_places").notes if "by a hit or by debris" not in line)


def test_mentions_without_a_tile_are_counted() -> None:
    assert "Not shown: " in " ".join(drawn("everything", "attack_places").notes)


def test_claims_are_drawn_at_their_distance_from_the_tally() -> None:
    places = [x for x, _ in diamonds(panel(drawn("everything", "claims_against_tally")))]
    assert places[:2] == pytest.approx([100 * (11_000 / 10_970 - 1), 100 * (2_500 / 3_107 - 1)])


def test_every_claim_is_drawn() -> None:
    """The two oldest were once left out for room, and one of them was contradicted."""
    figures = scalar("select count(distinct figure_id) from mart.reconciliation")
    assert len(diamonds(panel(drawn("everything", "claims_against_tally")))) == figures


def test_what_a_qualifier_allows_is_drawn() -> None:
    """“More than 11,000” reaches to the edge and “about 1,010” 5 % either way: both were once measured as exact numbers."""
    axes = panel(drawn("everything", "claims_against_tally"))
    allowed = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_linewidth() == 1.6]
    lines = {ends[0, 1]: ends[:, 0] for ends in allowed}
    assert lines[0] == pytest.approx([100 * (11_000 / 10_970 - 1), axes.get_xlim()[1]])
    assert lines[1] == pytest.approx([100 * (2_500 / 3_107 - 1), 100 * (2_625 / 3_107 - 1)])
    about = [ends for row, ends in lines.items() if row > 1]
    assert len(about) == 26
    assert about[0] == pytest.approx([-4, 6])


def test_a_claim_is_judged_as_it_was_printed() -> None:
    """CNN's figure for 2023 counts as contradicted, though it would be true if it meant drones shot down."""
    drawing = drawn("everything", "claims_against_tally")
    assert "CNN for 2023: just over 2,500, tally 3,107 (Contradicted)" in drawing.alt_text
    assert "CNN (2023): contradicted as printed; true if it meant drones shot down, which is an inference." in drawing.notes[0]
    assert "1 more holds by another counting rule." in drawing.notes[0]


def test_publishers_of_one_year_stand_below_each_other() -> None:
    """The bars of the first panel, Ukraine on Russia, are as long as their figures, and none is averaged."""
    query = "select value_low from mart.published_yearly where campaign = 'ukraine_russia' order by year, publisher, value_low"
    figures = [value for (value,) in stored("everything").execute(query).fetchall()]
    axes = panel(drawn("everything", "other_campaigns"))
    rows = sorted((bar.get_y(), bar.get_width()) for bar in bars_of(axes) if to_hex(bar.get_facecolor()) == "#0072b2")
    assert [width * max(figures) for _, width in rows[: len(figures)]] == pytest.approx(figures)


def test_parts_of_a_year_stand_apart_from_whole_years() -> None:
    """Iran's attacks on Israel were on no chart, since no figure on them is about a whole year."""
    drawing = drawn("everything", "other_campaigns")
    whole, part = (axes for axes in drawing.figure.axes)
    words = [text.get_text() for text in part.texts]
    assert not any("iran israel" in text.get_text() for text in whole.texts)
    assert words[0] == "Parts of a year"
    assert "iran israel 2026, 2026: drones launched" in words
    assert words.count("13–14 Apr") == 6
    assert "13 Apr" not in words
    assert {"301–400", "301–400*"} <= set(words)


def test_claims_of_one_party_are_said_to_be_such() -> None:
    assert "Ukraine on Russia: interceptions, claims of one party" in all_words(drawn("everything", "other_campaigns"))


def test_corrected_times_are_not_called_changed_numbers() -> None:
    """Of 43 corrections of the dataset none touched a number; all the same they stood under one word."""
    with database(CASES["one_night"]) as con:
        con.execute("delete from mart.revisions where change = 'revised'")
        insert(con, "mart.revisions", [
            {"source_id": "daily_attacks", "change": "revised", "column_name": column, "new_snapshot_id": "2024-05-01",
             "revision_number": number} for number, column in enumerate(("window_end", "night_of", "intercepted"))
        ])  # fmt: skip
        drawing = CHARTS["revisions"].draw(con, Look())
    assert ": numbers changed 1, " in drawing.title
    assert "Number changed 1" in drawing.alt_text
    assert "Time or address corrected 2" in drawing.alt_text


def test_weapons_have_the_period_of_their_own_source() -> None:
    """The dataset ended on 17 May 2026, three weeks before the figures of Shahed-type drones; all had 7 June."""
    drawing = drawn("everything", "weapons_by_month")
    assert "Shahed-type 29 Sep 2022 to 7 Jun 2026, other weapons 1 Sep 2022 to 4 Jun 2026" in drawing.subtitle
    fills = [{to_hex(bar.get_facecolor()) for bar in bars_of(axes)[-1:]} for axes in drawing.figure.axes[:2]]
    whole = {to_hex(bar.get_facecolor()) for bar in bars_of(panel(drawing))[1:-1]}
    assert fills[0] == fills[1] != whole
    assert len(whole) == 1


def test_shaheds_and_decoys_are_not_called_by_the_name_of_a_type() -> None:
    drawing = drawn("everything", "weapons_by_month")
    assert drawing.title.startswith("Shahed-type with decoys: ")
    assert "Unidentified drone: mostly front-line reconnaissance" in drawing.notes[0]


def test_revisions_by_month_where_days_are_many() -> None:
    assert "May 2026" in all_words(drawn("everything", "revisions"))
    assert "1 Jan 2023" in all_words(drawn("one_year", "revisions"))
