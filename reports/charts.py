"""The charts: one function each, from the open published database to a figure.

Belongs here: what a chart shows and says. Its figures come from `reports/queries.py`, its looks from
`reports/style.py`. All charts are about Shahed-type drones launched by Russia at Ukraine.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from reports import queries, style, words
from reports.queries import PublishedFigure

_CLAIM = "Launched means seen by Ukrainian radar, claimed by one side, not independently checked."
_RULE = "dated by the end of the reported night, Kyiv time"
# The newest year first; years beyond the list are grey.
_YEAR_COLOURS = (style.VERMILION, style.BLUE, style.GREEN, style.PURPLE)


@style.styled
def yearly_launches(con: duckdb.DuckDBPyConnection) -> Figure:
    """Return launches per year as bars, with CNN's published totals for the same years marked on them."""
    years = queries.yearly_totals(con)
    if years.empty:
        return style.no_data("Shahed-type drones launched per year")
    first, last = queries.collected(con)
    breaks = queries.breaks(con, "launched", first, last)
    # A figure for a whole year says nothing about a part of one.
    whole_years = set(years.year[~years.is_partial_period])
    published = [figure for figure in queries.cnn_figures(con) if figure.year in whole_years]
    page = style.page(
        _yearly_title(years),
        f"Drones launched per year, {words.period(first, last)}, {_RULE}. {_CLAIM}",
        [*words.break_note(breaks, is_numbered=True), *_published_note(published), *queries.footer(con)],
    )
    axes = page.panel()
    _draw_year_bars(axes, years, breaks)
    tops = [_label_year_bar(axes, year, [figure for figure in published if figure.year == year.year]) for year in _rows(years)]
    style.from_zero(axes, max(tops), room=0.02)
    return page.figure


def _yearly_title(years: pd.DataFrame) -> str:
    launched = {year.year: year.launched for year in _rows(years) if not year.is_partial_period}
    if 2023 in launched and 2024 in launched:
        return f"{words.count(launched[2023])} Shahed-type drones launched in 2023, {words.count(launched[2024])} in 2024"
    return "Shahed-type drones launched per year"


def _draw_year_bars(axes: Axes, years: pd.DataFrame, breaks: Mapping[str, date]) -> None:
    for year in _rows(years):
        fill, hatch = (style.PALE_BLUE, "///") if year.is_partial_period else (style.BLUE, None)
        axes.bar(year.year, year.launched, width=0.62, linewidth=0, facecolor=fill, edgecolor="white", hatch=hatch)
    names = [f"{year.year} {words.break_marks(breaks, year.year)}".strip() + f"\n{_part(year)}" for year in _rows(years)]
    axes.set_xticks(years.year, names, size=style.LABEL + 0.5, color=style.INK, linespacing=1.35)
    axes.tick_params(axis="x", length=0)
    # One bar alone would otherwise be as wide as the page.
    axes.set_xlim(years.year.min() - 0.5, max(years.year.max(), years.year.min() + 3) + 0.5)


def _label_year_bar(axes: Axes, year: Any, published: Sequence[PublishedFigure]) -> float:
    """Stack the year's figures above its bar and mark CNN's on it; return the height of the axis at which all of it fits."""
    stack: list[tuple[str, dict[str, Any]]] = [(words.count(year.launched), {"size": style.LABEL + 2, "weight": "bold"})]
    if published and pd.notna(year.launched_by_start_date) and year.launched_by_start_date != year.launched:
        by_start = f"{words.count(year.launched_by_start_date)} by start date"
        stack.append((by_start, {"size": style.LABEL - 0.5, "color": style.GREY}))
    for figure in published:
        worded = words.published_figure(figure.low, figure.high, figure.qualifier)
        stack += [(worded, {"color": style.VERMILION}), ("◆ CNN:", {"color": style.VERMILION})]
        axes.plot(year.year, figure.low, "D", color=style.VERMILION, markersize=6.5, markeredgecolor="white", zorder=4)
    top = max(year.launched, *(figure.low for figure in published), 0)
    points = 8.0 if published else 4.0
    for line, look in stack:
        style.label(axes, line, (year.year, top), (0, points), ha="center", **look)
        points += look.get("size", style.LABEL) * 1.4
    return float(top / (1 - points / style.height_in_points(axes)))


def _published_note(published: Sequence[PublishedFigure]) -> list[str]:
    references = "; ".join(sorted({figure.reference for figure in published}))
    by_start = "By start date: each night dated by the day on which it begins."
    return [by_start, f"◆ CNN: {references}."] if published else []


@style.styled
def monthly_launches(con: duckdb.DuckDBPyConnection) -> Figure:
    """Return launches per month as bars and, below, the share of them that was neutralised."""
    months = queries.monthly_totals(con)
    if months.launched.isna().all():
        return style.no_data("Shahed-type drones launched per month")
    first, last = queries.collected(con)
    peak = _peak(months)
    page = style.page(
        f"Most in one month: {words.count(peak.launched)} Shahed-type drones in {words.month(peak.month)}",
        f"Drones launched per month and share neutralised, {words.period(first, last)}, {_RULE}. {_CLAIM}",
        [
            "Neutralised is the sum of shot down, lost from radar and suppressed, in the reports that give both numbers. "
            "Pale or hollow: part of a month.",
            *queries.footer(con),
        ],
        height=style.TALL,
    )
    upper, lower = page.panel(0.47, 1), page.panel(0, 0.45)
    _draw_month_bars(upper, months, last)
    style.from_zero(upper, months.launched.max(), room=0.1)
    merged = queries.breaks(con, "intercepted", first, last)
    _draw_rate(lower, months, merged.get("shot_down_or_suppressed"))
    shown = (
        (upper, queries.breaks(con, "launched", first, last), "Drones launched"),
        (lower, merged, "Neutralised, in % of launched"),
    )
    for axes, breaks, title in shown:
        style.date_axis(axes, months.month.min(), _rows(months)[-1].month + pd.offsets.MonthEnd(), room=0.08, least=150)
        style.panel_title(axes, title)
        style.mark_breaks(axes, _labelled(breaks))
    return page.figure


def _draw_month_bars(axes: Axes, months: pd.DataFrame, last: date) -> None:
    """Draw bars as wide as their months, so that a break within a month stands at its day; partial months are pale."""
    peak, final = _peak(months), _rows(months)[-1]
    colours = [style.PALE_BLUE if partial else style.BLUE for partial in months.is_partial_period]
    axes.bar(date2num(months.month), months.launched, width=months.days * 0.82, align="edge", color=colours, linewidth=0)
    middle = float(date2num(peak.month)) + peak.days * 0.41
    style.label(axes, words.count(peak.launched), (middle, peak.launched), (0, 2), weight="bold", ha="center")
    if final.is_partial_period and final.month != peak.month:
        part = f"{words.count(final.launched)}\nto {words.day(last, with_year=False)}"
        after = float(date2num(final.month)) + final.days
        style.label(axes, part, (after, final.launched), (2, 0), color=style.GREY, va="top")


def _draw_rate(axes: Axes, months: pd.DataFrame, break_date: date | None) -> None:
    """Draw the rate in the middle of its month; the line stops where most days of a month fall under the new wording."""
    middles = months.month + pd.to_timedelta(months.days // 2, unit="D")
    is_after = middles >= pd.Timestamp(break_date) if break_date else middles.isna()
    for side in (~is_after, is_after):
        axes.plot(date2num(middles[side]), months.neutralised_rate_pct[side], color=style.GREEN, linewidth=1.6, zorder=2)
    fills = ["white" if partial else style.GREEN for partial in months.is_partial_period]
    points = axes.scatter(date2num(middles), months.neutralised_rate_pct, s=11, c=fills, edgecolors=style.GREEN, zorder=3)
    points.set_clip_on(False)
    axes.set_ylim(0, 100)
    axes.set_yticks(range(0, 101, 25))
    axes.yaxis.set_major_formatter(PercentFormatter(decimals=0))


@style.styled
def nightly_launches(con: duckdb.DuckDBPyConnection) -> Figure:
    """Return launches per night with their means over 7 and 28 nights."""
    nights = queries.nightly_launches(con)
    if nights.launched.isna().all():
        return style.no_data("Shahed-type drones launched per night")
    first, last = queries.collected(con)
    peak = _peak(nights)
    page = style.page(
        f"Record: {words.count(peak.launched)} Shahed-type drones reported for {words.day(peak.night_of)}",
        f"Drones launched per night, daytime attacks of the date included, {words.period(first, last)}, {_RULE}. {_CLAIM}",
        [
            "Means are over those of the last 7 or 28 nights that have a report: a night without one is unknown, not zero.",
            *queries.footer(con),
        ],
    )
    axes = page.panel()
    days = date2num(nights.night_of)
    thickness = min(max(400 / len(nights), 0.7), 8.0)
    axes.vlines(days, 0, nights.launched, color=style.PALE_BLUE, linewidth=thickness, label="One night")
    for window, colour, width in ((7, style.BLUE, 1.1), (28, style.VERMILION, 2.0)):
        axes.plot(days, rolling_mean(nights, window), color=colour, linewidth=width, label=f"Mean of {window} nights")
    style.from_zero(axes, peak.launched, room=0.1)
    style.date_axis(axes, first, last)
    record = f"{words.count(peak.launched)} on {words.day(peak.night_of)}"
    style.label_peak(axes, record, (float(date2num(peak.night_of)), peak.launched))
    style.key(axes)
    style.mark_breaks(axes, _labelled(queries.breaks(con, "launched", first, last)))
    return page.figure


def rolling_mean(nights: pd.DataFrame, window: int) -> pd.Series:
    """Return the mean of launched over the reported nights among the last `window` calendar nights; NaN if there is none.

    Args:
        nights: One row per night, `launched` NaN where no number was reported, which is not zero.
        window: Length in calendar nights, the night itself included.
    """
    launched = pd.Series(nights.launched.to_numpy(), index=pd.DatetimeIndex(nights.night_of))
    return launched.rolling(f"{window}D", min_periods=1).mean()


@style.styled
def cumulative_launches(con: duckdb.DuckDBPyConnection) -> Figure:
    """Return launches since 1 January, one line per year on one calendar axis."""
    totals, years = queries.running_totals(con), queries.yearly_totals(con)
    if years.empty:
        return style.no_data("Shahed-type drones launched since 1 January")
    first, last = queries.collected(con)
    breaks = queries.breaks(con, "launched", first, last)
    page = style.page(
        _cumulative_title(totals, years, last),
        f"Shahed-type drones launched since 1 January of each year, {words.period(first, last)}, {_RULE}. {_CLAIM}",
        [*words.break_note(breaks), *queries.footer(con)],
    )
    axes = page.panel(right=1.68)
    style.from_zero(axes, years.launched.max())
    style.calendar_axis(axes)
    ends = []
    for age, year in enumerate(reversed(_rows(years))):
        colour = _YEAR_COLOURS[age] if age < len(_YEAR_COLOURS) else style.GREY
        line = totals[totals.year == year.year]
        days = [style.in_one_year(night) for night in line.night_of]
        axes.plot(days, line.launched, color=colour, linewidth=2.4 if age == 0 else 1.8, solid_capstyle="round")
        fill = "white" if year.is_partial_period else colour
        axes.plot(days[-1], line.launched.iloc[-1], "o", color=colour, markerfacecolor=fill, clip_on=False, zorder=4)
        name = f"{year.year} {_part(year)}".strip()
        ends.append((days[-1], line.launched.iloc[-1], f"{name}: {words.count(year.launched)}", colour))
    style.label_ends(axes, ends)
    return page.figure


def _cumulative_title(totals: pd.DataFrame, years: pd.DataFrame, last: date) -> str:
    """Say how the latest year compares with the one before at the same date."""
    now = _rows(totals)[-1].launched
    before = totals[(totals.year == last.year - 1) & (totals.night_of <= pd.Timestamp(last) - pd.DateOffset(years=1))]
    # A year that was not collected from its first night on is no measure for the next one.
    if before.empty or before.night_of.min() != pd.Timestamp(last.year - 1, 1, 1):
        return f"{words.count(now)} Shahed-type drones launched in {last.year} {_part(_rows(years)[-1])}".strip()
    then = words.count(_rows(before)[-1].launched)
    return f"{words.count(now)} drones launched in {last.year} by {words.day(last, with_year=False)}, {then} a year before"


def _peak(frame: pd.DataFrame) -> Any:
    """Return the row with the most launched, the earliest of equals."""
    return max(_rows(frame.dropna(subset="launched")), key=lambda row: float(row.launched))


def _rows(frame: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples."""
    return list(frame.itertuples(index=False))


def _part(year: Any) -> str:
    return words.part_of_year(year.first_night, year.last_night) if year.is_partial_period else ""


def _labelled(breaks: Mapping[str, date]) -> list[tuple[date, str]]:
    return [(day, words.definition_break(name, day)) for name, day in breaks.items()]


CHARTS: dict[str, Callable[[duckdb.DuckDBPyConnection], Figure]] = {
    "yearly_launches": yearly_launches,
    "monthly_launches": monthly_launches,
    "nightly_launches": nightly_launches,
    "cumulative_launches": cumulative_launches,
}
