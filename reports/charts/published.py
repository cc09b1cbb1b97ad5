"""Published figures against the tally: which of them hold."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory

from reports import queries
from reports.axes import strip
from reports.labels import key
from reports.queries import rows_of
from reports.style import MARGIN, NOTE, WIDTH, Drawing, Look, Sheet, Theme, nothing_to_draw, sheet_of, styled, text_width
from reports.words import Language, language

_ROW = 0.175
# Where the columns of words stand, in inches from the margin; the panel is between the second and the third.
_PUBLISHER, _PANEL, _NUMBERS = 0.72, 2.75, 5.9
# A figure whose qualifier allows the tally holds.
_HOLDS = ("agrees", "within_qualifier")


@styled
def claims_against_tally(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw for each published month and year how far the published number lies from the tally, and whether it holds.

    Every figure is drawn, as it was printed: one that only another measure would explain is not among those that hold.
    """
    say, claims = language(look.language), rows_of(queries.frame(con, "claims"))
    if not claims:
        return nothing_to_draw(look, say("claims.name"), say("claims.nothing"))
    verdicts = Counter(_class_of(claim) for claim in claims)
    title = say("claims.title", n=verdicts["holds"], claims=len(claims), **{k: verdicts[k] for k in ("close", "contradicted")})
    notes = [" ".join([say("claims.note"), *_other_readings(say, claims)]), *queries.footer(con, say, ["published_figures"])]
    first, last = min(claim.period_start for claim in claims), max(claim.period_start for claim in claims)
    subtitle = say("claims.subtitle", first=say.month(first), last=say.month(last))
    sheet = Sheet(look, title, subtitle, notes, panels=_ROW * max(len(claims), 3) + 0.85)
    axes = sheet.add_axes(_between_the_words(sheet))
    strip(axes, along="x")
    axes.spines["left"].set_visible(False)
    axes.set_ylim(max(len(claims), 3) - 0.4, -0.6)
    shown = [(say(f"claims.{name}"), colour) for name, colour in _verdict_colours(sheet.theme).items() if verdicts[name]]
    key(axes, [*shown, (say("claims.tally"), sheet.theme.blue), (say("claims.rules"), sheet.theme.sky)], columns=5)
    _draw_claims(axes, claims)
    _name_columns(axes)
    return sheet.drawing(say("claims.alt", title=title, years=_years_in_words(say, claims)))


def _class_of(claim: Any) -> str:
    return "holds" if claim.verdict in _HOLDS else str(claim.verdict)


def _verdict_colours(theme: Theme) -> dict[str, str]:
    return {"holds": theme.green, "close": theme.orange, "contradicted": theme.vermilion}


def _other_readings(say: Language, claims: Sequence[Any]) -> list[str]:
    """Say how many figures that do not hold would under another rule, and which if they meant another measure."""
    missed = [claim for claim in claims if claim.verdict not in _HOLDS]
    by_rule = sum(claim.holds_by_some_rule for claim in missed)
    meant = [
        say(
            "claims.meant",
            claim=f"{publisher_name(say, claim.publisher)} ({_period(say, claim)})",
            measure=say.name("tallied", claim.better_measure),
        )
        for claim in missed
        if isinstance(claim.better_measure, str)
    ]
    return [*([say("claims.by_rule", n=by_rule)] if by_rule else []), *meant]


def _between_the_words(sheet: Sheet) -> tuple[float, float, float, float]:
    height, floor = sheet.get_figheight(), sheet.floor + 0.3
    return (MARGIN + _PANEL) / WIDTH, floor / height, (_NUMBERS - _PANEL) / WIDTH, (sheet.ceiling - floor) / height


def _from_tally(claim: Any, value: float) -> float:
    """Return how far a number lies from the tally, in percent of the tally."""
    return float(100 * (value / claim.tallied - 1))


def _difference(claim: Any) -> float:
    """Return how far the middle of a published figure lies from the tally, in percent of the tally."""
    high = claim.value_low if pd.isna(claim.value_high) else claim.value_high
    return _from_tally(claim, (claim.value_low + high) / 2)


def _draw_claims(axes: Axes, claims: Sequence[Any]) -> None:
    """Draw a row per claim: the published number, what its qualifier allows, the tally, and the other rules as a band."""
    sheet = sheet_of(axes)
    say, theme = sheet.say, sheet.theme
    farthest = max(8.0, *(abs(_difference(claim)) for claim in claims)) * 1.08
    axes.set_xlim(-farthest, farthest)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.difference(round(value, 6))))
    axes.set_yticks([])
    axes.axvline(0, color=theme.blue, linewidth=1)
    for row, claim in enumerate(claims):
        colour = _verdict_colours(theme)[_class_of(claim)]
        band = (_from_tally(claim, claim.tallied_least), _from_tally(claim, claim.tallied_most))
        axes.plot(band, (row, row), color=theme.sky, linewidth=5, solid_capstyle="butt", zorder=2)
        axes.plot((0, _difference(claim)), (row, row), color=theme.grey, linewidth=0.7, zorder=3)
        axes.plot(0, row, "o", color=theme.blue, markersize=4, zorder=5)
        _draw_allowed(axes, row, claim, colour)
        axes.plot(_difference(claim), row, "D", color=colour, markersize=4.2, zorder=6)
        _name_row(axes, row, claim)


def _draw_allowed(axes: Axes, row: int, claim: Any, colour: str) -> None:
    """Draw from where to where a qualifier lets the number lie; an arrow at the edge has no bound on its side."""
    limits = axes.get_xlim()
    ends = [
        (limit if pd.isna(bound) else _from_tally(claim, bound), "|" if pd.notna(bound) else arrow)
        for bound, limit, arrow in zip((claim.published_low, claim.published_high), limits, ("<", ">"), strict=True)
    ]
    if ends[0][0] == ends[1][0]:
        return
    axes.plot([x for x, _ in ends], (row, row), color=colour, linewidth=1.6, zorder=4)
    for x, marker in ends:
        axes.plot(x, row, marker, color=colour, markersize=5 if marker == "|" else 3.5, clip_on=False, zorder=4)


def _name_columns(axes: Axes) -> None:
    """Write above the numbers which are published and which tallied."""
    sheet = sheet_of(axes)
    top = axes.get_position().y1 * sheet.get_figheight() + 0.03
    for x, name, colour in ((0.78, "published", sheet.theme.ink), (0.0, "tally", sheet.theme.blue)):
        words, look = sheet.say(f"claims.{name}"), {"size": NOTE, "weight": "bold", "ha": "right", "va": "bottom"}
        sheet.write(words, WIDTH - MARGIN - x, top, color=sheet.theme.text(colour), **look)


def _name_row(axes: Axes, row: int, claim: Any) -> None:
    """Write period and publisher left of a row, and the published number and the tally right of it."""
    sheet = sheet_of(axes)
    say, theme = sheet.say, sheet.theme
    high = None if pd.isna(claim.value_high) else claim.value_high
    published = say.published_figure(claim.value_low, high, claim.qualifier)
    weight = "bold" if claim.granularity == "year" else "normal"
    words = (
        (0, _period(say, claim), theme.grey, "left"),
        (_PUBLISHER, _shortened(say, claim.publisher), theme.ink, "left"),
        (WIDTH - 2 * MARGIN - 0.78, published, theme.text(_verdict_colours(theme)[_class_of(claim)]), "right"),
        (WIDTH - 2 * MARGIN, say.count(claim.tallied), theme.text(theme.blue), "right"),
    )
    across = blended_transform_factory(sheet.transFigure, axes.transData)
    for x, text, colour, side in words:
        axes.text(
            (MARGIN + x) / WIDTH, row, text, transform=across, size=NOTE, color=colour,
            weight=weight, ha=side, va="center_baseline",
        )  # fmt: skip


def _period(say: Language, claim: Any) -> str:
    return f"{claim.period_start.year}" if claim.granularity == "year" else say.month(claim.period_start)


def publisher_name(say: Language, publisher: str) -> str:
    """Return the publisher's name without what stands in brackets, in the reader's language where it is no proper name."""
    name = publisher.split(" (")[0]
    return str(say.messages["publishers"].get(name, name))


def _shortened(say: Language, publisher: str, room: float = _PANEL - _PUBLISHER - 0.1) -> str:
    """Return the publisher's name, cut if it is wider than its column."""
    name = publisher_name(say, publisher)
    while text_width(name, NOTE, "bold") > room:
        name = name[:-2].rstrip() + "…"
    return name


def _years_in_words(say: Language, claims: Sequence[Any]) -> str:
    years = [claim for claim in claims if claim.granularity == "year"]
    return "; ".join(
        say(
            "claims.one",
            year=f"{claim.period_start.year}",
            publisher=publisher_name(say, claim.publisher),
            published=say.published_figure(
                claim.value_low, None if pd.isna(claim.value_high) else claim.value_high, claim.qualifier
            ),
            tallied=claim.tallied,
            verdict=say(f"claims.{_class_of(claim)}"),
        )
        for claim in years
    )
