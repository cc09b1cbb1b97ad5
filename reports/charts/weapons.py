"""Weapons: launches per month of each weapon, as small panels side by side."""

from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import MaxNLocator

from reports import queries
from reports.axes import from_zero, panel_title, strip, year_axis
from reports.queries import rows_of
from reports.style import LABEL, WIDTH, Drawing, Look, Sheet, nothing_to_draw, sheet_of, styled, text_width
from reports.words import Language, language

_COLUMNS, _MOST = 3, 12


@styled
def weapons_by_month(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw launches per month of the weapons launched most, each on a scale of its own."""
    say, totals = language(look.language), queries.frame(con, "weapons_by_month")
    if totals.empty:
        return nothing_to_draw(look, say("weapons_by_month.name"), say("weapons_by_month.nothing"))
    first, last = queries.collected(con)
    shown = totals[totals["rank"] <= _MOST]
    weapons = rows_of(shown.drop_duplicates("rank"))
    breaks = queries.breaks(con, say, "launched", first, last)
    changes = ". ".join(say("page.from_break", day=change.day, label=change.label) for change in breaks)
    title = _title(say, weapons, totals.launched.sum())
    columns = min(_COLUMNS, len(weapons))
    rows = -(-len(weapons) // columns)
    notes = [
        _notes(say, totals),
        *([f"{say('page.changes', breaks=changes)} {say('weapons_by_month.dashed')}"] if changes else []),
    ]
    subtitle = say("weapons_by_month.subtitle", periods=_periods(say, weapons))
    sheet = Sheet(look, title, subtitle, [*notes, *queries.footer(con, say)], panels=1.42 * rows if columns > 1 else 3.0)
    for number, weapon in enumerate(weapons):
        axes = _panel(sheet, number, rows, columns)
        _draw_weapon(axes, weapon, shown[shown["rank"] == weapon.rank], say)
        year_axis(axes, first.replace(day=1), last + pd.offsets.MonthEnd(0))
        if weapon.weapon_group == "shahed_type":
            for change in breaks:
                axes.axvline(float(date2num(change.day)), color=sheet.theme.grey, linewidth=0.8, dashes=(3, 2.5))
    return sheet.drawing(say("weapons_by_month.alt", title=title, weapons=_in_words(say, weapons)))


def _panel(sheet: Sheet, number: int, rows: int, columns: int) -> Axes:
    row, column = divmod(number, columns)
    left = column * 1.02 / columns
    right = min(left + 0.98 / columns, 1)
    return sheet.panel((rows - row - 1) / rows, (rows - row - 0.06) / rows, left, right, numbers=0.42, ticks=0.3)


def _draw_weapon(axes: Axes, weapon: Any, totals: pd.DataFrame, say: Language) -> None:
    theme = sheet_of(axes).theme
    strip(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True, steps=[1, 2, 5, 10]))
    axes.tick_params(labelsize=LABEL - 1)
    days = totals.month.dt.days_in_month
    colours = [theme.sky if is_partial else theme.blue for is_partial in totals.is_partial_period]
    axes.bar(date2num(totals.month), totals.launched, width=days * 0.86, align="edge", color=colours, linewidth=0)
    from_zero(axes, totals.launched.max(), room=0.05)
    left = axes.get_position().x0 - 0.42 / WIDTH
    room = axes.get_position().x1 * WIDTH - left * WIDTH
    number = f": {say.count(weapon.launched_in_all)}"
    room -= text_width(number, LABEL + 0.5, "bold") + 0.08
    panel_title(axes, _fitted(_name(say, weapon), room) + number, x=left)


def _fitted(words: str, room: float) -> str:
    """Return words cut at the end, and marked as such, if they are wider than a room in inches."""
    while text_width(words, LABEL + 0.5, "bold") > room:
        words = words[:-2].rstrip() + "…"
    return words


def _name(say: Language, weapon: Any) -> str:
    """Return the name of a weapon, or of the several that one number is about, in the reader's language."""
    names = [say.messages["weapons"].get(part) for part in weapon.weapon_id.split("+")]
    return " / ".join(names) if all(names) else str(weapon.name)


def _title(say: Language, weapons: list[Any], launched: float) -> str:
    if len(weapons) == 1:
        return say("weapons_by_month.title_one", n=launched, weapon=_name(say, weapons[0]))
    return say("weapons_by_month.title", n=weapons[0].launched_in_all, launched=launched, weapon=_name(say, weapons[0]))


def _periods(say: Language, weapons: list[Any]) -> str:
    """Return over which nights Shahed-type drones are counted, and over which all other weapons."""
    series = {weapon.is_shahed_type: weapon for weapon in weapons}
    parts = [
        say(
            f"weapons_by_month.{name}", period=say.period(series[is_shahed_type].first_night, series[is_shahed_type].last_night)
        )
        for name, is_shahed_type in (("shahed_type", True), ("others", False))
        if is_shahed_type in series
    ]
    return ", ".join(parts)


def _notes(say: Language, totals: pd.DataFrame) -> str:
    """Say what the names of the panels mean, and what is not shown."""
    shown = set(totals.weapon_id[totals["rank"] <= _MOST])
    meanings = [say(f"weapons_by_month.{weapon}") for weapon in ("shahed_136_131", "uav_unidentified") if weapon in shown]
    return " ".join(part for part in (*meanings, say("weapons_by_month.note"), _not_shown(say, totals)) if part)


def _not_shown(say: Language, totals: pd.DataFrame) -> str:
    rest = totals[totals["rank"] > _MOST].drop_duplicates("rank")
    return say("weapons_by_month.rest", n=len(rest), launched=rest.launched_in_all.sum()) if len(rest) else ""


def _in_words(say: Language, weapons: list[Any]) -> str:
    return ", ".join(f"{_name(say, weapon)} {say.count(weapon.launched_in_all)}" for weapon in weapons[:6])
