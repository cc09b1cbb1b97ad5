"""All nights by the size of the attack: as a calendar, and by day of the week and year."""

from collections.abc import Sequence
from datetime import date

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Rectangle

from reports import queries
from reports.axes import from_zero, panel_title, strip
from reports.labels import key, label
from reports.queries import rows_of
from reports.style import LABEL, MARGIN, WIDTH, Drawing, Look, Sheet, ink_on, nothing_to_draw, sheet_of, styled
from reports.words import Language, language

# The least number launched in a night of each class, from the palest colour to the strongest.
_CLASSES = (0, 1, 10, 50, 100, 200, 400)
# A row of the calendar has the weeks of a year, the first and the last of which may be cut; a cell leaves a gap.
_WEEKS, _CELL = 54, 0.86
# Between two years, in cells.
_YEAR_GAP = 1.5
_WEEKDAY_NIGHTS = 365


def size_class(launched: float) -> int:
    """Return the class of a number launched: 0 for a stated zero, then 1 to 6."""
    return sum(launched >= least for least in _CLASSES) - 1


def class_names(say: Language) -> list[str]:
    """Return what the classes are called: `0`, `1–9`, …, `400+`."""
    upper = [f"–{following - 1}" for following in _CLASSES[2:]]
    return [say("night_calendar.zero"), *(f"{low}{high}" for low, high in zip(_CLASSES[1:], [*upper, "+"], strict=True))]


@styled
def night_calendar(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw every night as a cell of a calendar, coloured by what was launched; one without a report is crossed out."""
    say, nights = language(look.language), queries.frame(con, "nightly_launches")
    if nights.launched.isna().all():
        return nothing_to_draw(look, say("night_calendar.name"), say("page.nothing_yet"))
    first, last = queries.collected(con)
    silent = int((nights.status == "no_report").sum())
    breaks = queries.breaks(con, say, "launched", first, last)
    changes = ". ".join(say("page.from_break", day=change.day, label=change.label) for change in breaks)
    years = sorted({night.year for night in nights.night_of}, reverse=True)
    rows = len(years) * (7 + _YEAR_GAP)
    title = say("night_calendar.title", n=silent, nights=len(nights))
    sheet = Sheet(
        look,
        title,
        say("night_calendar.subtitle", period=say.period(first, last)),
        [say("night_calendar.note"), *([say("page.changes", breaks=changes)] if changes else []), *queries.footer(con, say)],
        panels=rows * (WIDTH - 2 * MARGIN - 0.5) / _WEEKS + 0.5,
    )
    axes = sheet.panel(ticks=0)
    entries = [*zip(class_names(say), sheet.theme.scale, strict=True), (say("night_calendar.no_report"), sheet.theme.paper)]
    key(axes, entries, columns=8)
    _mark_as_empty(axes)
    _draw_cells(axes, nights, years)
    return sheet.drawing(say("night_calendar.alt", title=title, years=_silent_by_year(say, nights)))


def _mark_as_empty(axes: Axes) -> None:
    """Give the last entry of the key, which has the colour of the paper, the outline of the cells it stands for."""
    for handle in axes.get_legend().legend_handles[-1:]:  # type: ignore[union-attr]
        handle.set(edgecolor=sheet_of(axes).theme.grey, linewidth=0.7, hatch="\\\\\\\\\\")  # type: ignore[union-attr]


def _draw_cells(axes: Axes, nights: pd.DataFrame, years: Sequence[int]) -> None:
    """Draw the weeks of a year as columns, Monday on top, the newest year first."""
    theme, say = sheet_of(axes).theme, sheet_of(axes).say
    places = {night.night_of: _place(night.night_of, years) for night in rows_of(nights)}
    known = [night for night in rows_of(nights) if pd.notna(night.launched)]
    cells = [Rectangle(places[night.night_of], _CELL, _CELL) for night in known]
    colours = [theme.scale[size_class(night.launched)] for night in known]
    axes.add_collection(PatchCollection(cells, facecolors=colours, linewidths=0))
    silent = [places[night.night_of] for night in rows_of(nights) if night.status == "no_report"]
    outlines = [Rectangle(place, _CELL, _CELL) for place in silent]
    axes.add_collection(PatchCollection(outlines, facecolors="none", edgecolors=theme.grid, linewidths=0.7))
    strokes = [[(x, y), (x + _CELL, y + _CELL)] for x, y in silent]
    axes.add_collection(LineCollection(strokes, colors=theme.grey, linewidths=0.5))
    axes.set_xlim(0, _WEEKS)
    axes.set_ylim(len(years) * (7 + _YEAR_GAP), 0)
    axes.set_axis_off()
    for row, year in enumerate(years):
        top = row * (7 + _YEAR_GAP)
        axes.text(-0.6, top + 4.9, str(year), size=LABEL + 0.5, weight="bold", color=theme.ink, ha="right", va="center")
        for month in range(1, 13):
            x, _ = _place(date(year, month, 1), years)
            axes.text(x + 0.5, top + 1.25, say.short_months[month - 1], size=LABEL - 1.5, color=theme.grey, va="bottom")


def _place(day: date, years: Sequence[int]) -> tuple[float, float]:
    """Return the upper left corner of a night's cell."""
    week = (day.timetuple().tm_yday - 1 + date(day.year, 1, 1).weekday()) // 7
    return float(week), years.index(day.year) * (7 + _YEAR_GAP) + _YEAR_GAP + day.weekday()


def _silent_by_year(say: Language, nights: pd.DataFrame) -> str:
    silent = nights[nights.status == "no_report"].groupby(nights.night_of.dt.year).size()
    return ", ".join(f"{year} {say.count(number)}" for year, number in silent.items())


@styled
def attack_patterns(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw the mean of the last year's nights by day of the week, and each year's nights by the size of the attack."""
    say, nights = language(look.language), queries.frame(con, "nightly_launches")
    if nights.launched.isna().all():
        return nothing_to_draw(look, say("attack_patterns.name"), say("page.nothing_yet"))
    first, last = queries.collected(con)
    recent = nights[nights.night_of > pd.Timestamp(last) - pd.Timedelta(days=_WEEKDAY_NIGHTS)]
    means = recent.groupby(recent.night_of.dt.day_of_week).launched.mean().reindex(range(7))
    years = sorted(set(nights.night_of.dt.year))
    title = _patterns_title(say, nights, years[-1])
    breaks = queries.breaks(con, say, "launched", first, last)
    changes = ". ".join(say("page.from_break", day=change.day, label=change.label) for change in breaks)
    sheet = Sheet(
        look,
        title,
        say("attack_patterns.subtitle", period=say.period(first, last)),
        [say("attack_patterns.note"), *([say("page.changes", breaks=changes)] if changes else []), *queries.footer(con, say)],
        panels=2.6 + 0.36 * len(years),
    )
    share = 1.0 / sheet.panel_height()
    low = 0.36 * len(years) + 0.55
    upper, lower = sheet.panel((low + 0.14) * share, 1, ticks=0.28), sheet.panel(0, low * share, ticks=0.05)
    panel_title(upper, say("attack_patterns.by_weekday", n=min(_WEEKDAY_NIGHTS, len(recent))))
    _draw_weekdays(upper, means)
    panel_title(lower, say("attack_patterns.by_size"))
    _draw_size_shares(lower, nights, years)
    weekdays = ", ".join(f"{say.weekdays[day]} {say.count(mean)}" for day, mean in enumerate(means) if pd.notna(mean))
    return sheet.drawing(say("attack_patterns.alt", title=title, weekdays=weekdays))


def _patterns_title(say: Language, nights: pd.DataFrame, year: int) -> str:
    """Say how common nights of 100 drones and more are in the last year with reports."""
    reported = nights[(nights.night_of.dt.year == year) & nights.launched.notna()]
    if reported.empty:
        return say("attack_patterns.name")
    return say("attack_patterns.title", n=int((reported.launched >= 100).sum()), nights=len(reported), year=f"{year}")


def _draw_weekdays(axes: Axes, means: pd.Series) -> None:
    sheet = sheet_of(axes)
    strip(axes)
    axes.bar(means.index, means, width=0.6, color=sheet.theme.blue, linewidth=0)
    axes.set_xlim(-0.6, 6.6)
    axes.set_xticks(range(7), sheet.say.weekdays)
    from_zero(axes, means.max(), room=0.16)
    for day, mean in zip(means.index, means, strict=True):
        if pd.notna(mean):
            label(axes, sheet.say.count(mean), (day, mean), (0, 1), ha="center")


def _draw_size_shares(axes: Axes, nights: pd.DataFrame, years: Sequence[int]) -> None:
    """Draw a bar of a hundred percent per year, from nights without a report to the largest attacks."""
    sheet = sheet_of(axes)
    names, theme = class_names(sheet.say), sheet.theme
    key(axes, [(sheet.say("night_calendar.no_report"), theme.grid), *zip(names, theme.scale, strict=True)], columns=8)
    strip(axes, along="x")
    axes.set_axis_off()
    for row, year in enumerate(years):
        of_year = nights[(nights.night_of.dt.year == year) & (nights.status != "not_collected")]
        counts = [int(of_year.launched.isna().sum()), *(_nights_of_class(of_year, number) for number in range(len(_CLASSES)))]
        left = 0.0
        for number, colour in zip(counts, (theme.grid, *theme.scale), strict=True):
            _draw_share(axes, (left, row), number, len(of_year), colour)
            left += 100 * number / max(len(of_year), 1)
        axes.text(-1, row, str(year), size=LABEL + 0.5, weight="bold", color=theme.ink, ha="right", va="center")
    axes.set_xlim(0, 100)
    axes.set_ylim(len(years) - 0.5, -0.5)


def _nights_of_class(nights: pd.DataFrame, number: int) -> int:
    return int((nights.launched.dropna().map(size_class) == number).sum())


def _draw_share(axes: Axes, place: tuple[float, int], number: int, nights: int, colour: str) -> None:
    """Draw a piece of a bar and write its number of nights into it if there is room."""
    share, (left, row) = 100 * number / max(nights, 1), place
    axes.barh(row, share, left=left, height=0.7, color=colour, linewidth=0)
    if share >= 3.2:
        axes.text(left + share / 2, row, str(number), size=LABEL - 0.5, color=ink_on(colour), ha="center", va="center_baseline")
