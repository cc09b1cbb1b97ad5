"""Published figures: what others said against the tally, and what was published on other campaigns."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory

from reports import queries
from reports.axes import from_zero, panel_title, strip
from reports.labels import key
from reports.queries import rows_of
from reports.style import MARGIN, NOTE, WIDTH, Drawing, Look, Sheet, nothing_to_draw, sheet_of, styled, text_width
from reports.words import Language, language

# More rows than this do not fit on a page that can be read; the newest are shown.
_MOST = 50
_ROW = 0.175
# Where the columns of words stand, in inches from the margin; the panel is between the second and the third.
_PUBLISHER, _PANEL, _NUMBERS = 0.72, 2.75, 6.15


@styled
def claims_against_tally(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw for each published month and year how far the published number lies from the tally, in percent of the tally."""
    say, claims = language(look.language), queries.frame(con, "claims")
    if claims.empty:
        return nothing_to_draw(look, say("claims.name"), say("claims.nothing"))
    # Years first, then the newest months.
    rows = [claim for claim in rows_of(claims) if claim.granularity == "year"]
    rows += [claim for claim in rows_of(claims) if claim.granularity == "month"][: max(_MOST - len(rows), 0)]
    near = sum(abs(_difference(claim)) <= 2 for claim in rows)
    title = say("claims.title", n=near, claims=len(rows))
    left_out = [say("claims.left_out", n=len(claims) - len(rows))] if len(claims) > len(rows) else []
    notes = [" ".join([say("claims.note"), *left_out]), *queries.footer(con, say, ["published_figures"])]
    first, last = min(claim.period_start for claim in rows), max(claim.period_start for claim in rows)
    subtitle = say("claims.subtitle", first=say.month(first), last=say.month(last))
    sheet = Sheet(look, title, subtitle, notes, panels=_ROW * max(len(rows), 3) + 0.85)
    axes = sheet.add_axes(_between_the_words(sheet))
    strip(axes, along="x")
    axes.spines["left"].set_visible(False)
    axes.set_ylim(max(len(rows), 3) - 0.4, -0.6)
    entries = [(say("claims.published"), sheet.theme.vermilion), (say("claims.tally"), sheet.theme.blue)]
    key(axes, [*entries, (say("claims.rules"), sheet.theme.sky)])
    _draw_claims(axes, rows)
    _name_columns(axes)
    return sheet.drawing(say("claims.alt", title=title, years=_years_in_words(say, rows)))


def _between_the_words(sheet: Sheet) -> tuple[float, float, float, float]:
    height, floor = sheet.get_figheight(), sheet.floor + 0.3
    return (MARGIN + _PANEL) / WIDTH, floor / height, (_NUMBERS - _PANEL) / WIDTH, (sheet.ceiling - floor) / height


def _difference(claim: Any, tallied: float | None = None) -> float:
    """Return how far the middle of a published figure, or another tally, lies from the tally, in percent of the tally."""
    high = claim.value_low if pd.isna(claim.value_high) else claim.value_high
    value = (claim.value_low + high) / 2 if tallied is None else tallied
    return float(100 * (value / claim.tallied - 1))


def _draw_claims(axes: Axes, claims: Sequence[Any]) -> None:
    """Draw a row per claim: the published number joined with the tally, and the tally by the other rules as a band."""
    sheet = sheet_of(axes)
    say, theme = sheet.say, sheet.theme
    farthest = max(8.0, *(abs(_difference(claim)) for claim in claims))
    axes.set_xlim(-farthest * 1.08, farthest * 1.08)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.difference(round(value, 6))))
    axes.set_yticks([])
    axes.axvline(0, color=theme.blue, linewidth=1)
    for row, claim in enumerate(claims):
        where = _difference(claim)
        band = (_difference(claim, claim.tallied_least), _difference(claim, claim.tallied_most))
        axes.plot(band, (row, row), color=theme.sky, linewidth=5, solid_capstyle="butt", zorder=2)
        axes.plot((0, where), (row, row), color=theme.vermilion, linewidth=1.1, zorder=3)
        axes.plot(0, row, "o", color=theme.blue, markersize=4, zorder=4)
        axes.plot(where, row, "D", color=theme.vermilion, markersize=4.2, zorder=5)
        _name_row(axes, row, claim)


def _name_columns(axes: Axes) -> None:
    """Write above the numbers which are published and which tallied."""
    sheet = sheet_of(axes)
    top = axes.get_position().y1 * sheet.get_figheight() + 0.03
    for x, name, colour in ((0.78, "published", sheet.theme.vermilion), (0.0, "tally", sheet.theme.blue)):
        words, look = sheet.say(f"claims.{name}"), {"size": NOTE, "weight": "bold", "ha": "right", "va": "bottom"}
        sheet.write(words, WIDTH - MARGIN - x, top, color=sheet.theme.text(colour), **look)


def _name_row(axes: Axes, row: int, claim: Any) -> None:
    """Write period and publisher left of a row, and the published number and the tally right of it."""
    sheet = sheet_of(axes)
    say, theme = sheet.say, sheet.theme
    is_year = claim.granularity == "year"
    period = f"{claim.period_start.year}" if is_year else say.month(claim.period_start)
    high = None if pd.isna(claim.value_high) else claim.value_high
    published = say.published_figure(claim.value_low, high, claim.qualifier)
    weight = "bold" if is_year else "normal"
    words = (
        (0, period, theme.grey, "left"),
        (_PUBLISHER, _shortened(claim.publisher), theme.ink, "left"),
        (WIDTH - 2 * MARGIN - 0.78, published, theme.text(theme.vermilion), "right"),
        (WIDTH - 2 * MARGIN, say.count(claim.tallied), theme.text(theme.blue), "right"),
    )
    across = blended_transform_factory(sheet.transFigure, axes.transData)
    for x, text, colour, side in words:
        axes.text(
            (MARGIN + x) / WIDTH, row, text, transform=across, size=NOTE, color=colour,
            weight=weight, ha=side, va="center_baseline",
        )  # fmt: skip


def _shortened(publisher: str) -> str:
    """Return the publisher's name without what stands in brackets, cut if it is still wider than its column."""
    name = publisher.split(" (")[0]
    while text_width(name, NOTE, "bold") > _PANEL - _PUBLISHER - 0.1:
        name = name[:-2].rstrip() + "…"
    return name


def _years_in_words(say: Language, claims: Sequence[Any]) -> str:
    years = [claim for claim in claims if claim.granularity == "year"]
    return "; ".join(
        say(
            "claims.one",
            year=f"{claim.period_start.year}",
            publisher=claim.publisher,
            published=say.published_figure(
                claim.value_low, None if pd.isna(claim.value_high) else claim.value_high, claim.qualifier
            ),
            tallied=claim.tallied,
        )
        for claim in years
    )


@styled
def other_campaigns(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw the yearly figures on other campaigns, a panel each, several publishers of one year side by side."""
    say, figures = language(look.language), queries.frame(con, "campaigns")
    if figures.empty:
        return nothing_to_draw(look, say("campaigns.name"), say("campaigns.nothing"))
    panels = _panels(figures)
    main, *others = panels
    first, last = int(figures.year.min()), int(figures.year.max())
    title = _campaign_title(say, main)
    subtitle = say("campaigns.subtitle", first=f"{first}", last=f"{last}")
    publishers = list(dict.fromkeys(publisher for panel in panels for publisher in panel.publisher))
    rows = 1 + -(-len(others) // 2)
    notes = [say("campaigns.note"), *queries.footer(con, say, ["published_figures"], is_tally=False)]
    sheet = Sheet(look, title, subtitle, notes, panels=0.2 * -(-len(publishers) // 2) + 1.95 * rows)
    colours = dict(zip(publishers, _colours(sheet, len(publishers)), strict=True))
    axes = sheet.panel((rows - 1) * 1.95 / sheet.panel_height(), 1, ticks=0.3)
    key(axes, list(colours.items()), columns=2)
    _draw_campaign(axes, main, colours)
    for number, panel in enumerate(others):
        row, column = divmod(number, 2)
        low = (rows - 2 - row) * 1.95 / sheet.panel_height()
        axes = sheet.panel(low, low + 1.8 / sheet.panel_height(), 0.515 * column, 0.485 + 0.515 * column, ticks=0.3)
        _draw_campaign(axes, panel, colours)
    return sheet.drawing(say("campaigns.alt", title=title, campaigns=_campaigns_in_words(say, panels)))


def _panels(figures: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the figures of each campaign and measure, those with most figures first."""
    groups = [group for _, group in figures.groupby(["campaign", "measure", "unit"], sort=True)]
    return sorted(groups, key=lambda group: -len(group))


def _colours(sheet: Sheet, number: int) -> list[str]:
    theme = sheet.theme
    palette = [theme.blue, theme.vermilion, theme.green, theme.orange, theme.purple, theme.sky, theme.ink]
    return [palette[index] if index < len(palette) else theme.grey for index in range(number)]


def _draw_campaign(axes: Axes, figures: pd.DataFrame, colours: dict[str, str]) -> None:
    """Draw the publishers of a year as bars side by side."""
    sheet, left = sheet_of(axes), axes.get_position().x0 - 0.5 / WIDTH
    panel_title(axes, _campaign_name(sheet.say, rows_of(figures)[0]), x=left)
    strip(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True, steps=[1, 2, 5, 10]))
    widest = figures.groupby("year").size().max()
    first, last = int(figures.year.min()), int(figures.year.max())
    width = 0.84 / widest
    year_inches = axes.get_position().width * WIDTH / (max(last - first, 2) + 1.2)
    is_upright = False
    for _, of_year in figures.groupby("year"):
        for place, figure in enumerate(rows_of(of_year)):
            x = figure.year + (place - (len(of_year) - 1) / 2) * width
            axes.bar(x, figure.value_low, width=width * 0.9, color=colours[figure.publisher], linewidth=0)
            is_upright |= _write_number(axes, figure, x, year_inches * (width if len(of_year) > 1 else 0.9))
    spare = max(2 - (last - first), 0) / 2
    axes.set_xlim(first - spare - 0.6, last + spare + 0.6)
    step = -(-(last - first + 1) // (14 if axes.get_position().width > 0.6 else 6))
    years = range(first, last + 1, step)
    axes.set_xticks(list(years), [str(year) for year in years])
    from_zero(axes, figures.value_low.max(), room=0.36 if is_upright else 0.16)


def _write_number(axes: Axes, figure: Any, x: float, room: float) -> bool:
    """Write a figure above its bar, upright if it is wider than its room in inches, not at all if that does not help.

    Returns:
        Whether it stands upright.
    """
    sheet = sheet_of(axes)
    words = sheet.say.short_figure(int(figure.value_low), figure.qualifier)
    is_wide = text_width(words, NOTE) > room
    is_written = not is_wide or room > NOTE * 1.3 / 72
    if is_written:
        axes.annotate(words, (x, figure.value_low), (0, 2), textcoords="offset points", size=NOTE, color=sheet.theme.grey,
                      ha="center", rotation=90 if is_wide else 0)  # fmt: skip
    return is_wide and is_written


def _campaign_name(say: Language, figure: Any) -> str:
    return say(
        "campaigns.panel", campaign=say.name("campaign_names", figure.campaign), measure=say.name("measures", figure.measure)
    )


def _campaign_title(say: Language, figures: pd.DataFrame) -> str:
    """Say between which figures the publishers of the campaign's most disputed year lie."""
    ranges = figures.groupby("year").value_low.agg(["min", "max", "count"])
    widest = max(ranges.index, key=lambda year: (ranges.loc[year, "max"] - ranges.loc[year, "min"], -year))
    low, high = ranges.loc[widest, "min"], ranges.loc[widest, "max"]
    if low == high:
        return say("campaigns.name")
    figure = rows_of(figures)[0]
    names = {"campaign": say.name("campaign_names", figure.campaign), "measure": say.name("measures", figure.measure)}
    return say("campaigns.title", **names, year=f"{widest}", low=low, high=high, n=int(ranges.loc[widest, "count"]))


def _campaigns_in_words(say: Language, panels: Sequence[pd.DataFrame]) -> str:
    return "; ".join(
        say(
            "campaigns.one",
            campaign=_campaign_name(say, rows_of(panel)[0]),
            n=len(panel),
            first=f"{panel.year.min()}",
            last=f"{panel.year.max()}",
        )
        for panel in panels
    )
