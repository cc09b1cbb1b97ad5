"""Years: launches per year beside what was published on them, and launches since 1 January, year by year."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes

from reports import queries
from reports.axes import calendar_axis, from_zero, height_in_points, in_one_year, strip
from reports.labels import key, label, label_ends
from reports.queries import Break, rows_of
from reports.style import LABEL, Drawing, Look, Sheet, Theme, nothing_to_draw, sheet_of, styled
from reports.words import Language, language

# More years than this leave less room for the bounds under each.
_FEW_YEARS = 5
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@styled
def yearly_launches(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw launches per year as bars, parted where decoys come in, with the published totals of whole years on them."""
    say, years = language(look.language), queries.frame(con, "yearly_launches")
    if years.empty:
        return nothing_to_draw(look, say("yearly_launches.name"), say("page.nothing_yet"))
    first, last = queries.collected(con)
    breaks = queries.breaks(con, say, "launched", first, last)
    claims = rows_of(queries.frame(con, "yearly_claims"))
    # A figure for a whole year says nothing about a part of one.
    whole = set(years.year[~years.is_partial_period])
    claims = [claim for claim in claims if claim.year in whole]
    sheet = Sheet(
        look,
        _yearly_title(say, years),
        say("yearly_launches.subtitle", period=say.period(first, last)),
        [*_changes(say, breaks), *_yearly_notes(say, claims), *queries.footer(con, say)],
    )
    axes = sheet.panel(ticks=0.66)
    _draw_year_bars(axes, years, breaks)
    tops = [_label_year_bar(axes, year, [claim for claim in claims if claim.year == year.year]) for year in rows_of(years)]
    from_zero(axes, max(tops), room=0.02)
    return sheet.drawing(say("yearly_launches.alt", years=_list_of(say, rows_of(years))))


def _yearly_title(say: Language, years: pd.DataFrame) -> str:
    """Name the last three whole years, if there are two to compare."""
    whole = [year for year in rows_of(years) if not year.is_partial_period][-3:]
    if len(whole) < 2:
        return say("yearly_launches.name")
    rest = [say("yearly_launches.next", n=year.launched, year=f"{year.year}") for year in whole[1:]]
    return ", ".join([say("yearly_launches.first", n=whole[0].launched, year=f"{whole[0].year}"), *rest])


def _list_of(say: Language, years: Sequence[Any]) -> str:
    return ", ".join(f"{_named(say, year)} {say.count(year.launched)}" for year in years)


def _named(say: Language, year: Any) -> str:
    return f"{year.year} {_part(say, year)}".strip()


def _part(say: Language, year: Any) -> str:
    return say.part_of_year(year.first_night, year.last_night) if year.is_partial_period else ""


def _changes(say: Language, breaks: Sequence[Break]) -> list[str]:
    """List the breaks in a line of the footer, numbered as the years refer to them."""
    entries = [
        f"{_superscript(number)} {say('page.from_break', day=change.day, label=change.label)}"
        for number, change in enumerate(breaks, 1)
    ]
    return [say("page.changes", breaks=". ".join(entries))] if entries else []


def _superscript(number: int) -> str:
    return str(number).translate(_SUPERSCRIPTS)


def _yearly_notes(say: Language, claims: Sequence[Any]) -> list[str]:
    if not claims:
        return [say("yearly_launches.note")]
    references = "; ".join(dict.fromkeys(_reference(say, claim) for claim in claims))
    meant = [
        say("claims.meant", claim=f"{claim.publisher} ({claim.year})", measure=say.name("tallied", claim.better_measure))
        for claim in claims
        if claim.verdict == "contradicted" and isinstance(claim.better_measure, str)
    ]
    return [say("yearly_launches.note"), " ".join([say("yearly_launches.claims", references=references), *meant])]


def _reference(say: Language, claim: Any) -> str:
    """Return where a figure stands: publisher, title, date, as far as known."""
    when = say.published_on(claim.published_on) if isinstance(claim.published_on, str) else ""
    title = f"“{claim.title}”" if isinstance(claim.title, str) else ""
    return ", ".join(part for part in (claim.publisher, title, when) if part)


def _draw_year_bars(axes: Axes, years: pd.DataFrame, breaks: Sequence[Break]) -> None:
    """Draw what was launched before decoys are counted in below what was launched after; parts of years are hatched."""
    sheet = sheet_of(axes)
    say, theme = sheet.say, sheet.theme
    strip(axes)
    for year in rows_of(years):
        hatch = "///" if year.is_partial_period else None
        look: dict[str, Any] = {"width": 0.6, "linewidth": 0, "edgecolor": theme.paper, "hatch": hatch}
        axes.bar(year.year, year.shaheds_only, facecolor=theme.sky, **look)
        axes.bar(year.year, year.launched - year.shaheds_only, bottom=year.shaheds_only, facecolor=theme.blue, **look)
    marks = {
        year: " ".join(_superscript(number) for number, change in enumerate(breaks, 1) if change.day.year == year)
        for year in years.year
    }
    names = [
        "\n".join(line for line in (f"{year.year} {marks[year.year]}".strip(), _part(say, year), _bounds(say, year)) if line)
        for year in rows_of(years)
    ]
    size = LABEL + 0.5 if len(years) <= _FEW_YEARS else LABEL - 1
    axes.set_xticks(years.year, names, size=size, color=theme.ink, linespacing=1.35)
    axes.tick_params(axis="x", length=0)
    # One bar alone would otherwise be as wide as the page.
    axes.set_xlim(years.year.min() - 0.5, max(years.year.max(), years.year.min() + 3) + 0.5)
    parts = ((years.shaheds_only, "before", theme.sky), (years.launched - years.shaheds_only, "after", theme.blue))
    key(axes, [(say(f"yearly_launches.{name}"), colour) for part, name, colour in parts if part.sum() > 0])


def _bounds(say: Language, year: Any) -> str:
    """Return the lowest and the highest count of a year, if they differ and both are known."""
    if pd.isna(year.launched_high) or year.launched_low == year.launched_high:
        return ""
    return say("yearly_launches.bounds", low=year.launched_low, high=year.launched_high)


def _label_year_bar(axes: Axes, year: Any, claims: Sequence[Any]) -> float:
    """Stack the year's figures above its bar and mark what was published on it; return the axis height all of it needs."""
    sheet = sheet_of(axes)
    say, theme = sheet.say, sheet.theme
    stack: list[tuple[str, dict[str, Any]]] = [(say.count(year.launched), {"size": LABEL + 2, "weight": "bold"})]
    for claim in claims:
        high = None if pd.isna(claim.value_high) else claim.value_high
        worded = say.published_figure(claim.value_low, high, claim.qualifier)
        for words in (_verdict(say, claim, year), f"◆ {claim.publisher}: {worded}"):
            stack.append((words, {"color": theme.vermilion, "size": LABEL - 0.5}))
        axes.plot(year.year, claim.value_low, "D", color=theme.vermilion, markersize=6.5, markeredgecolor=theme.paper, zorder=4)
    top = max(year.launched, *(claim.value_low for claim in claims), 0)
    points = 8.0 if claims else 4.0
    for line, look in stack:
        label(axes, line, (year.year, top), (0, points), ha="center", **look)
        points += look.get("size", LABEL) * 1.4
    return float(top / (1 - points / height_in_points(axes)))


def _verdict(say: Language, claim: Any, year: Any) -> str:
    """Say whether a figure holds as it was printed; one that misses the standard rule may hold by start date."""
    if claim.verdict in ("agrees", "within_qualifier"):
        return say("yearly_launches.holds")
    if claim.holds_by_start_date:
        return say("yearly_launches.by_start", n=year.launched_by_start_date)
    return say(f"yearly_launches.{claim.verdict}")


@styled
def cumulative_launches(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw launches since 1 January, one line per year on one calendar axis."""
    say = language(look.language)
    totals, years = queries.frame(con, "running_totals"), queries.frame(con, "yearly_launches")
    if years.empty:
        return nothing_to_draw(look, say("cumulative_launches.name"), say("page.nothing_yet"))
    first, last = queries.collected(con)
    entries = [say("page.from_break", day=change.day, label=change.label)
               for change in queries.breaks(con, say, "launched", first, last)]  # fmt: skip
    notes = [say("cumulative_launches.note"), *([say("page.changes", breaks=". ".join(entries))] if entries else [])]
    title = _cumulative_title(say, totals, years, last)
    subtitle = say("cumulative_launches.subtitle", period=say.period(first, last))
    sheet = Sheet(look, title, subtitle, [*notes, *queries.footer(con, say)])
    axes = sheet.panel(right=0.8)
    strip(axes)
    from_zero(axes, years.launched.max())
    calendar_axis(axes)
    label_ends(axes, [_draw_year_line(axes, year, age, totals) for age, year in enumerate(reversed(rows_of(years)))])
    return sheet.drawing(say("cumulative_launches.alt", title=title, years=_list_of(say, rows_of(years))))


def _draw_year_line(axes: Axes, year: Any, age: int, totals: pd.DataFrame) -> tuple[float, float, str, str]:
    """Draw the line of a year and return where it ends, its words and its colour; the newest year is the strongest."""
    sheet = sheet_of(axes)
    colours = _year_colours(sheet.theme)
    colour = colours[age] if age < len(colours) else sheet.theme.grey
    line = totals[totals.year == year.year]
    days = [in_one_year(night) for night in line.night_of]
    axes.fill_between(days, line.launched_low, line.launched_high, color=colour, alpha=0.3, linewidth=0)
    axes.plot(days, line.launched, color=colour, linewidth=2.6 if age == 0 else 1.8, solid_capstyle="round")
    end = (days[-1], float(line.launched.iloc[-1]))
    fill = sheet.theme.paper if year.is_partial_period else colour
    axes.plot(*end, "o", color=colour, markerfacecolor=fill, clip_on=False, zorder=4)
    return *end, f"{_named(sheet.say, year)}: {sheet.say.count(year.launched)}", colour


def _year_colours(theme: Theme) -> tuple[str, ...]:
    """Return the colours of the years, the newest first; years beyond them are grey."""
    return theme.vermilion, theme.blue, theme.green, theme.purple


def _cumulative_title(say: Language, totals: pd.DataFrame, years: pd.DataFrame, last: date) -> str:
    """Say how the latest year compares with the one before at the same date."""
    now = rows_of(totals)[-1].launched
    before = totals[(totals.year == last.year - 1) & (totals.night_of <= pd.Timestamp(last) - pd.DateOffset(years=1))]
    # A year that was not collected from its first night on is no measure for the next one.
    if before.empty or before.night_of.min() != pd.Timestamp(last.year - 1, 1, 1):
        part = _part(say, rows_of(years)[-1])
        return say("cumulative_launches.title", n=now, year=f"{last.year} {part}".strip())
    then = rows_of(before)[-1].launched
    return say("cumulative_launches.title_compared", n=now, year=f"{last.year}", day=say.day(last, with_year=False), then=then)
