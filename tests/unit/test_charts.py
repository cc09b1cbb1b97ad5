"""The charts: they draw whatever the published file holds, legibly, honestly and with the same bytes each time."""

from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise
from math import isnan, nan
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.text import Text

from reports import style, words
from reports.charts import CHARTS, rolling_mean
from warehouse import queries
from warehouse.contracts import create_table
from warehouse.tables import TABLES

BREAKS = {
    "national_reports": (date(2023, 1, 1), "launched"),
    "lost_apart": (date(2024, 7, 10), "intercepted"),
    "decoys_included": (date(2024, 10, 1), "launched"),
    "hits_reported": (date(2025, 5, 25), "hit_locations"),
    "shot_down_or_suppressed": (date(2025, 7, 24), "intercepted"),
    "banderol_named": (date(2026, 7, 2), "launched"),
}
SOURCES = {
    "daily_attacks": "Petro Ivaniuk, Massive Missile Attacks on Ukraine, Kaggle",
    "nightly_figures": "Reports of the Ukrainian Air Force, as compiled in Massive Missile Attacks on Ukraine by Petro Ivaniuk",
}
SNAPSHOTS = (("daily_attacks", 1, True), ("nightly_figures", 13, True), ("nightly_figures", 30, False))
SEVERAL_YEARS = (date(2022, 9, 29), date(2026, 6, 7))


def launches(first: date, last: date) -> dict[date, int]:
    """Return a growing number for most nights between two dates; every seventh night has no report."""
    nights = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {night: (number * 37) % 53 + number // 3 for number, night in enumerate(nights) if number % 7 != 6}


CASES = {
    "no_data": {},
    "one_night": {date(2024, 5, 5): 30},
    "one_stated_zero": {date(2024, 5, 5): 0},
    "two_nights_over_new_year": {date(2023, 12, 31): 3, date(2024, 1, 1): 111},
    "one_month": launches(date(2025, 7, 1), date(2025, 7, 31)),
    "one_year": launches(date(2023, 1, 1), date(2023, 12, 31)),
    "years_alike": {date(year, month, 5): 40 + year % 3 for year in range(2021, 2026) for month in (1, 12)},
    "several_years": launches(*SEVERAL_YEARS),
    "later": launches(date(2022, 9, 29), date(2028, 11, 20)),
}


def database(launched: dict[date, int]) -> duckdb.DuckDBPyConnection:
    """Return a published file in memory: nights as given, periods from the queries of the warehouse itself."""
    con = duckdb.connect()
    for contract in TABLES:
        create_table(con, contract)
    for break_id, (day, measure) in BREAKS.items():
        insert(con, "core.definition_breaks", [{"break_id": break_id, "break_date": day, "measure": measure}])
    for source_id, citation in SOURCES.items():
        insert(con, "core.sources", [{"source_id": source_id, "citation": citation, "licence": "CC BY-NC-SA 4.0"}])
    for source_id, day_of_june, is_current in SNAPSHOTS:
        fetched_at = date(2026, 6, day_of_june)
        insert(con, "core.snapshots", [{"source_id": source_id, "fetched_at": fetched_at, "is_current": is_current}])
    for year, low, qualifier in ((2023, 2_500, "just_over"), (2024, 11_000, "more_than")):
        insert(con, "core.published_figures", [{
            "period_start": date(year, 1, 1), "granularity": "year", "publisher": "CNN",
            "value_low": low, "qualifier": qualifier, "measure": "launched", "campaign": "russia_ukraine",
            "weapon_group": "shahed_type", "is_comparable": True,
            "title": "How Russia's ties with Iran shape war in Ukraine", "published_on": "2025-01",
        }])  # fmt: skip
    if launched:
        insert_nights(con, launched)
    con.execute(queries.macros())
    for table in ("mart.monthly_totals", "mart.yearly_totals", "mart.coverage"):
        con.execute(f"insert into {table} by name {queries.select(table)}")
    return con


def insert_nights(con: duckdb.DuckDBPyConnection, launched: dict[date, int]) -> None:
    days = (max(launched) - min(launched)).days + 1
    calendar = [min(launched) + timedelta(days=number) for number in range(days)]
    statuses = {night: "stated_zero" if count == 0 else "reported" for night, count in launched.items()}
    insert(con, "mart.nights", [{"night_of": night, "status": statuses.get(night, "no_report")} for night in calendar])
    insert(con, "mart.nightly_totals", [{
        "night_of": night, "weapon_group": "shahed_type", "launched": count, "rate_launched": count,
        "rate_neutralised": count * 9 // 10, "source_id": "daily_attacks" if number % 2 else "nightly_figures",
    } for number, (night, count) in enumerate(launched.items())])  # fmt: skip
    by_start: dict[date, int] = {}
    for night, count in launched.items():
        year = (night - timedelta(days=1)).replace(month=1, day=1)
        by_start[year] = by_start.get(year, 0) + count
    insert(con, "mart.totals_by_rule", [{
        "rule_id": "start_date", "granularity": "year", "period_start": year, "weapon_group": "shahed_type", "launched": count,
    } for year, count in by_start.items()])  # fmt: skip


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    con.register("inserted_rows", pd.DataFrame(rows))
    con.execute(f"insert into {table} by name select * from inserted_rows")


@cache
def stored(case: str) -> duckdb.DuckDBPyConnection:
    """Return the database of a case; charts only read, so that one is enough in whatever order the tests run."""
    return database(CASES[case])


@cache
def drawn(case: str, name: str) -> Figure:
    """Return a chart of a case, drawn once for all tests that only look at it."""
    figure = CHARTS[name](stored(case))
    FigureCanvasAgg(figure).draw()
    return figure


every_case = pytest.mark.parametrize("case", CASES)
every_chart = pytest.mark.parametrize("name", CHARTS)


def shown_texts(figure: Figure) -> list[Text]:
    """Return every text a reader sees: those of the figure and its panels, legends, and ticks within their axes."""
    texts = list(figure.texts)
    for axes in figure.axes:
        legend = axes.get_legend()
        texts += [*axes.texts, *(legend.get_texts() if legend else [])]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True)
            texts += [text for where, text in ticks if low <= where <= high]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def all_words(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in shown_texts(figure))


def panel(figure: Figure, number: int = 0) -> Axes:
    return figure.axes[number]


def points_of(axes: Axes) -> list[np.ndarray]:
    """Return the points of every line of a panel, one row of x and y each."""
    return [np.asarray(line.get_xydata(), dtype=float) for line in axes.lines]


def test_the_charts_are_the_four_in_order() -> None:
    assert list(CHARTS) == ["yearly_launches", "monthly_launches", "nightly_launches", "cumulative_launches"]


@every_case
@every_chart
def test_no_text_overlaps_another_or_leaves_the_figure(case: str, name: str) -> None:
    figure = drawn(case, name)
    texts = shown_texts(figure)
    boxes = {text: text.get_window_extent() for text in texts}
    page = figure.bbox
    outside = [
        text.get_text() for text, box in boxes.items() if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1
    ]
    overlapping = [
        (one.get_text(), other.get_text()) for one, other in combinations(texts, 2) if boxes[one].overlaps(boxes[other])
    ]
    assert len(texts) >= 4
    assert outside == []
    assert overlapping == []


@every_case
@every_chart
def test_every_y_axis_starts_at_zero(case: str, name: str) -> None:
    panels = 0 if case == "no_data" else 2 if name == "monthly_launches" else 1
    assert [axes.get_ylim()[0] for axes in drawn(case, name).axes] == [0] * panels


@every_chart
def test_nothing_to_draw_is_said(name: str) -> None:
    figure = drawn("no_data", name)
    assert "No data" in all_words(figure)
    assert figure.axes == []


@every_chart
def test_footer_names_sources_licence_and_dates(name: str) -> None:
    """The day of a snapshot that is not current, the 30th, does not count."""
    footer = " ".join(all_words(drawn("several_years", name)).split())
    for part in (*SOURCES.values(), "CC BY-NC-SA 4.0", "Data to 7 Jun 2026", "Sources as of 13 Jun 2026", "Strike Tally"):
        assert part in footer
    assert "claimed by one side" in footer
    assert "dated by the end of the reported night, Kyiv time" in footer


@every_chart
def test_a_source_that_contributes_nothing_is_not_named(name: str) -> None:
    footer = all_words(drawn("one_night", name)).replace("\n", " ")
    assert SOURCES["nightly_figures"] in footer
    assert SOURCES["daily_attacks"] not in footer


@every_chart
def test_drawing_and_saving_twice_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    paths = [style.save(CHARTS[name](stored("several_years")), tmp_path / turn, name) for turn in ("first", "second")]
    assert [path.name for path in paths[0]] == [f"{name}.png", f"{name}.svg"]
    for first, second in zip(*paths, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in (tmp_path / "first").iterdir()) == [f"{name}.png", f"{name}.svg"]


def test_the_files_are_a_png_of_twice_the_size_and_an_svg(tmp_path: Path) -> None:
    png, svg = style.save(drawn("several_years", "yearly_launches"), tmp_path, "chart")
    width = int.from_bytes(png.read_bytes()[16:20], "big")
    assert width == 2 * style.WIDTH * style.DPI
    assert b"<svg" in svg.read_bytes()
    assert b"dc:date" not in svg.read_bytes()


def test_the_rate_has_a_gap_where_shot_down_takes_in_suppressed() -> None:
    """A line across 24 July 2025 would read as one series under one wording."""
    day = date2num(BREAKS["shot_down_or_suppressed"][0])
    series = [points for points in points_of(panel(drawn("several_years", "monthly_launches"), 1)) if len(points) > 2]
    assert len(series) == 2
    for points in series:
        finite = points[~np.isnan(points[:, 1])]
        steps = pairwise(finite)
        assert not any(start[0] < day <= end[0] for start, end in steps)
    assert max(series[0][:, 0]) < day <= min(series[1][:, 0])


def test_the_rate_is_one_line_where_the_wording_does_not_change() -> None:
    lengths = [len(points) for points in points_of(panel(drawn("one_year", "monthly_launches"), 1))]
    assert lengths == [12, 0]


def test_a_month_without_report_interrupts_the_rate() -> None:
    launched = launches(date(2023, 1, 1), date(2023, 3, 31))
    with database({night: count for night, count in launched.items() if night.month != 2}) as con:
        rates = points_of(panel(CHARTS["monthly_launches"](con), 1))[0][:, 1]
    assert [isnan(rate) for rate in rates] == [False, True, False]


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        pytest.param("monthly_launches", 0, ["national_reports", "decoys_included"], id="launches_by_month"),
        pytest.param("monthly_launches", 1, ["lost_apart", "shot_down_or_suppressed"], id="rate_by_month"),
        pytest.param("nightly_launches", 0, ["national_reports", "decoys_included"], id="launches_by_night"),
    ],
)
def test_breaks_of_the_measure_within_the_period_are_marked(name: str, number: int, expected: list[str]) -> None:
    axes = panel(drawn("several_years", name), number)
    vertical = [points[0, 0] for points in points_of(axes) if len(points) == 2 and points[0, 0] == points[1, 0]]
    assert vertical == [date2num(BREAKS[break_id][0]) for break_id in expected]
    labels = {text.get_text() for text in axes.texts}
    assert {words.definition_break(break_id, BREAKS[break_id][0]) for break_id in expected} <= labels


@pytest.mark.parametrize("name", ["yearly_launches", "cumulative_launches"])
def test_breaks_are_listed_where_no_line_can_mark_them(name: str) -> None:
    shown = all_words(drawn("several_years", name))
    assert "1 Jan 2023: national nightly reports begin" in shown
    assert "1 Oct 2024: decoys are counted in" in shown
    assert "Banderol" not in shown


def test_yearly_chart_sets_the_tally_beside_what_cnn_published() -> None:
    launched = {year: sum(n for night, n in CASES["several_years"].items() if night.year == year) for year in (2023, 2024)}
    figure = drawn("several_years", "yearly_launches")
    markers = [tuple(np.asarray(line.get_xydata())[0]) for line in panel(figure).lines if line.get_marker() == "D"]
    assert markers == [(2023, 2_500), (2024, 11_000)]
    shown = all_words(figure)
    assert shown.startswith(f"{launched[2023]:,} Shahed-type drones launched in 2023, {launched[2024]:,} in 2024")
    for part in ("just over 2,500", "more than 11,000", "by start date", "2022\nfrom 29 Sep", "2026\nto 7 Jun"):
        assert part in shown


def test_only_partial_years_are_hatched() -> None:
    bars = panel(drawn("several_years", "yearly_launches")).patches
    assert [bool(bar.get_hatch()) for bar in bars] == [True, False, False, False, True]


def test_yearly_title_promises_nothing_when_a_year_is_missing() -> None:
    shown = all_words(drawn("one_year", "yearly_launches"))
    assert shown.startswith("Shahed-type drones launched per year\n")
    assert "more than 11,000" not in shown


def test_a_part_of_a_year_is_not_set_against_a_figure_for_all_of_it() -> None:
    shown = all_words(drawn("two_nights_over_new_year", "yearly_launches"))
    assert shown.startswith("Shahed-type drones launched per year\n")
    assert "CNN" not in shown


def test_nightly_chart_names_the_record_and_leaves_out_unknown_nights() -> None:
    launched = CASES["several_years"]
    record = max(launched, key=lambda night: launched[night])
    figure = drawn("several_years", "nightly_launches")
    assert f"{launched[record]:,} on {words.day(record)}" in all_words(figure)
    (bars,) = [collection for collection in panel(figure).collections if isinstance(collection, LineCollection)]
    heights = [segment[1][1] for segment in bars.get_segments() if len(segment) == 2]
    assert sum(not isnan(height) for height in heights) == len(launched)


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
    launched = CASES["several_years"]
    totals = {year: sum(n for night, n in launched.items() if night.year == year) for year in range(2022, 2027)}
    axes = panel(drawn("several_years", "cumulative_launches"))
    ends = [points[-1, 1] for points in points_of(axes) if len(points) > 1]
    assert ends == [totals[year] for year in range(2026, 2021, -1)]
    labels = {text.get_text() for text in axes.texts}
    assert {f"2025: {totals[2025]:,}", f"2026 to 7 Jun: {totals[2026]:,}", f"2022 from 29 Sep: {totals[2022]:,}"} <= labels


def test_cumulative_title_compares_only_with_a_year_collected_from_its_start() -> None:
    with database(launches(date(2022, 9, 29), date(2023, 12, 31))) as con:
        assert "a year before" not in all_words(CHARTS["cumulative_launches"](con))
    with database(launches(date(2022, 1, 1), date(2023, 3, 1))) as con:
        assert "a year before" in all_words(CHARTS["cumulative_launches"](con))


@pytest.mark.parametrize(
    ("anchors", "expected"),
    [
        pytest.param([100, 600], [(0, 1), (0, 1)], id="room_for_both"),
        pytest.param([100, 150], [(1, 1), (0, 1)], id="close_at_the_left_edge"),
        pytest.param([300, 350], [(0, -1), (0, 1)], id="close_in_the_middle"),
        pytest.param([800, 850], [(0, -1), (1, -1)], id="close_at_the_right_edge"),
    ],
)
def test_break_labels_avoid_each_other_and_the_edge(anchors: list[float], expected: list[tuple[int, int]]) -> None:
    assert style.place_labels(anchors, [200.0] * len(anchors), 40, 860) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param([5, 0, 60], [10, 0, 60], id="upwards_from_zero"),
        pytest.param([99, 100, 60], [90, 100, 60], id="downwards_from_the_top"),
    ],
)
def test_labels_of_line_ends_are_spread_within_the_panel(wanted: list[float], expected: list[float]) -> None:
    assert style.spread(wanted, gap=10, top=100) == expected


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "expected"),
    [
        pytest.param(2_500, None, "just_over", "just over 2,500", id="just_over"),
        pytest.param(11_000, None, "more_than", "more than 11,000", id="more_than"),
        pytest.param(2_000, 2_500, "range", "2,000 to 2,500", id="range"),
        pytest.param(2_000, 2_000, "exact", "2,000", id="exact"),
    ],
)
def test_published_figures_keep_their_qualifier(low: int, high: int | None, qualifier: str, expected: str) -> None:
    assert words.published_figure(low, high, qualifier) == expected
