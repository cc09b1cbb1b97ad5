"""Other campaigns: what was published on them by year, or on a part of a year, a row per figure."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from reports import queries
from reports.charts.published import publisher_name
from reports.queries import rows_of
from reports.style import LABEL, MARGIN, NOTE, WIDTH, Drawing, Look, Sheet, nothing_to_draw, sheet_of, styled, text_width
from reports.words import Language, language

_ROW, _GAP = 0.175, 0.6
# Whole years stand in the left column, parts of a year in the right one. In inches: where a column starts, where in it the
# publishers, the bars and the numbers stand, the last at their right end.
_COLUMNS = (0.0, 4.2)
_PUBLISHERS, _BARS, _NUMBERS = (0.42, 1.12), (1.98, 2.65), 3.95
_LONGEST_NUMBER = 0.62


@styled
def other_campaigns(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw the figures on other campaigns as bars, a row each, whole years apart from parts of a year."""
    say, figures = language(look.language), queries.frame(con, "campaigns")
    if figures.empty:
        return nothing_to_draw(look, say("campaigns.name"), say("campaigns.nothing"))
    columns = [_panels(figures[figures.is_whole_year]), _panels(figures[~figures.is_whole_year])]
    first, last = int(figures.year.min()), int(figures.year.max())
    title = _title(say, columns[0])
    subtitle = say("campaigns.subtitle", first=f"{first}", last=f"{last}")
    wider = [say("campaigns.wider")] if figures.is_wider.any() else []
    notes = [" ".join([say("campaigns.note"), *wider])]
    notes += queries.footer(con, say, ["published_figures"], is_tally=False)
    rows = max(sum(len(panel) + 1 + _GAP for panel in panels) for panels in columns)
    sheet = Sheet(look, title, subtitle, notes, panels=_ROW * (rows + 2))
    for number, (panels, name) in enumerate(zip(columns, ("whole", "part"), strict=True)):
        if panels:
            _draw_column(sheet, number, rows, panels, say(f"campaigns.{name}"))
    return sheet.drawing(say("campaigns.alt", title=title, campaigns=_in_words(say, [*columns[0], *columns[1]])))


def _panels(figures: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the figures of each campaign and measure, the campaigns with most figures first; parts of a year by year."""
    year = figures.year.where(~figures.is_whole_year)
    groups = [group for _, group in figures.groupby(["campaign", "measure", "unit", year], sort=True, dropna=False)]
    figures_of = figures.groupby("campaign").size()
    return sorted(groups, key=lambda group: (-figures_of[group.campaign.iloc[0]], group.campaign.iloc[0], -len(group)))


def _draw_column(sheet: Sheet, number: int, rows: float, panels: Sequence[pd.DataFrame], name: str) -> None:
    """Draw the panels below each other; bars are as long as their figures within a panel, not between panels."""
    left, height = MARGIN + _COLUMNS[number], sheet.get_figheight()
    width = _NUMBERS - _LONGEST_NUMBER - _BARS[number]
    box = ((left + _BARS[number]) / WIDTH, sheet.floor / height, width / WIDTH, (sheet.ceiling - sheet.floor) / height)
    axes = sheet.add_axes(box)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(rows + 1.4, -0.6)
    colour = (sheet.theme.blue, sheet.theme.orange)[number]
    _write(axes, left, 0, name, size=LABEL + 0.5, weight="bold", color=sheet.theme.text(colour))
    row = 1 + _GAP
    for panel in panels:
        heading = _fitted(_name(sheet.say, rows_of(panel)[0]), _NUMBERS, LABEL - 0.5)
        _write(axes, left, row, heading, size=LABEL - 0.5, weight="bold", color=sheet.theme.ink)
        most = panel[["value_low", "value_high"]].max().max()
        for place, figure in enumerate(rows_of(panel), 1):
            _draw_figure(axes, number, row + place, figure, most, colour)
        row += len(panel) + 1 + _GAP


def _draw_figure(axes: Axes, number: int, row: float, figure: Any, most: float, colour: str) -> None:
    """Draw a bar up to a figure, pale from the lower to the upper end of a range, between its period and its number."""
    sheet, left = sheet_of(axes), MARGIN + _COLUMNS[number]
    theme = sheet.theme
    high = figure.value_low if pd.isna(figure.value_high) else figure.value_high
    axes.barh(row, high / most, height=0.6, color=theme.grid, linewidth=0)
    axes.barh(row, figure.value_low / most, height=0.6, color=colour, linewidth=0)
    _write(axes, left, row, _period(sheet.say, figure), size=NOTE, color=theme.grey)
    publisher = _fitted(publisher_name(sheet.say, figure.publisher), _BARS[number] - _PUBLISHERS[number] - 0.05, NOTE)
    _write(axes, left + _PUBLISHERS[number], row, publisher, size=NOTE, color=theme.ink)
    _write(axes, left + _NUMBERS, row, _number(sheet.say, figure), size=NOTE, weight="bold", color=theme.ink, ha="right")


def _write(axes: Axes, x: float, row: float, words: str, **look: Any) -> None:
    """Write words into a row, at inches from the left edge of the sheet."""
    across = blended_transform_factory(axes.figure.transFigure, axes.transData)
    axes.text(x / WIDTH, row, words, transform=across, va="center_baseline", **look)


def _period(say: Language, figure: Any) -> str:
    """Return a whole year, or the days of a part of one, `13–14 Apr`."""
    if figure.is_whole_year:
        return f"{figure.year}"
    first, last = figure.period_start.date(), figure.period_end.date()
    end = say.day(last, with_year=False)
    if first == last:
        return end
    return f"{first.day}–{end}" if first.month == last.month else f"{say.day(first, with_year=False)} – {end}"


def _number(say: Language, figure: Any) -> str:
    """Return a figure with the sign of its qualifier, and a star if it is not of drones alone."""
    is_range = pd.notna(figure.value_high) and figure.value_high != figure.value_low
    words = say.short_figure(int(figure.value_low), figure.qualifier)
    return (f"{words}–{say.count(figure.value_high)}" if is_range else words) + ("*" if figure.is_wider else "")


def _fitted(words: str, room: float, size: float) -> str:
    """Return words cut at the end, and marked as such, if they are wider than a room in inches."""
    while text_width(words, size, "bold") > room:
        words = words[:-2].rstrip() + "…"
    return words


def _name(say: Language, figure: Any) -> str:
    names = {"campaign": say.name("campaign_names", figure.campaign), "measure": say.name("measures", figure.measure)}
    return (
        say("campaigns.panel", **names) if figure.is_whole_year else say("campaigns.panel_part", **names, year=f"{figure.year}")
    )


def _title(say: Language, panels: Sequence[pd.DataFrame]) -> str:
    """Say between which figures the publishers of the most disputed year of the first campaign lie."""
    if not panels:
        return say("campaigns.name")
    ranges = panels[0].groupby("year").value_low.agg(["min", "max", "count"])
    widest = max(ranges.index, key=lambda year: (ranges.loc[year, "max"] - ranges.loc[year, "min"], -year))
    low, high = ranges.loc[widest, "min"], ranges.loc[widest, "max"]
    if low == high:
        return say("campaigns.name")
    figure = rows_of(panels[0])[0]
    names = {"campaign": say.name("campaign_names", figure.campaign), "measure": say.name("measures", figure.measure)}
    return say("campaigns.title", **names, year=f"{widest}", low=low, high=high, n=int(ranges.loc[widest, "count"]))


def _in_words(say: Language, panels: Sequence[pd.DataFrame]) -> str:
    return "; ".join(
        say(
            "campaigns.one",
            campaign=_name(say, rows_of(panel)[0]),
            n=len(panel),
            first=f"{panel.year.min()}",
            last=f"{panel.year.max()}",
        )
        for panel in panels
    )
