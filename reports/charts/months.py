"""Months: launches by what became of the drones, and the share neutralised, each with the change of wording marked."""

from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from reports import queries
from reports.axes import date_axis, from_zero, strip
from reports.labels import key, label, mark_breaks
from reports.queries import rows_of
from reports.style import Drawing, Look, Sheet, nothing_to_draw, sheet_of, styled
from reports.words import Language, language

# Bars end before the next month begins.
_BAR = 0.82


@styled
def monthly_launches(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw launches per month as bars stacked by outcome, the merged number after July 2025 in a colour of its own."""
    say, months = language(look.language), queries.frame(con, "monthly_outcomes")
    if months.launched.isna().all():
        return nothing_to_draw(look, say("monthly_launches.name"), say("page.nothing_yet"))
    first, last = queries.collected(con)
    peak = _peak(months)
    notes = [say("monthly_launches.note"), *queries.footer(con, say)]
    title = say("monthly_launches.title", n=int(peak.launched), month=say.in_month(peak.month))
    sheet = Sheet(look, title, say("monthly_launches.subtitle", period=say.period(first, last)), notes, panels=4.3)
    axes = sheet.panel()
    strip(axes)
    _stack_outcomes(axes, months)
    from_zero(axes, months.launched_high.max(), room=0.1)
    date_axis(axes, months.month.min(), rows_of(months)[-1].month + pd.offsets.MonthEnd(), room=0.05, least=150)
    _label_months(axes, months, say.day(last, with_year=False))
    breaks = [*queries.breaks(con, say, "launched", first, last), *queries.breaks(con, say, "intercepted", first, last)]
    mark_breaks(axes, sorted((change.day, say("page.at_break", day=change.day, label=change.label)) for change in breaks))
    return sheet.drawing(say("monthly_launches.alt", title=title, outcomes=_outcomes_in_words(say, months)))


def _stack_outcomes(axes: Axes, months: pd.DataFrame) -> None:
    """Stack the outcomes in bars as wide as their months, so that a break within a month stands at its day."""
    theme = sheet_of(axes).theme
    known = months.dropna(subset="launched")
    rest = known.launched - known.shot_down - known.lost - known.merged
    parts = (
        ("shot_down", known.shot_down, theme.blue),
        ("lost", known.lost, theme.sky),
        ("merged", known.merged, theme.green),
        ("not_accounted", rest.clip(lower=0), theme.orange),
    )
    base = known.launched * 0
    for _, heights, colour in parts:
        axes.bar(
            date2num(known.month), heights, width=known.days * _BAR, bottom=base, align="edge", color=colour,
            linewidth=[1.2 if partial else 0 for partial in known.is_partial_period], edgecolor=theme.paper,
            hatch=["///" if partial else "" for partial in known.is_partial_period],
        )  # fmt: skip
        base = base + heights
    axes.vlines(date2num(known.month) + known.days * _BAR / 2, known.launched_low, known.launched_high, color=theme.ink, linewidth=1.4)
    say = sheet_of(axes).say
    key(axes, [(say(f"monthly_launches.{name}"), colour) for name, heights, colour in parts if heights.sum() > 0])


def _label_months(axes: Axes, months: pd.DataFrame, last: str) -> None:
    """Label the highest month, and the last one if only a part of it is known."""
    sheet = sheet_of(axes)
    peak, final = _peak(months), rows_of(months)[-1]
    middle = float(date2num(peak.month)) + peak.days * _BAR / 2
    label(axes, sheet.say.count(peak.launched), (middle, peak.launched_high), (0, 2), weight="bold", ha="center")
    if final.is_partial_period and final.month != peak.month and pd.notna(final.launched):
        part = f"{sheet.say.count(final.launched)}\n{sheet.say('dates.to', day=last)}"
        label(axes, part, (float(date2num(final.month)) + final.days, final.launched), (1, 0), color=sheet.theme.grey, va="top")


def _outcomes_in_words(say: Language, months: pd.DataFrame) -> str:
    """Return what became of all launched drones, in percent."""
    launched = months.launched.sum() or 1
    parts = {name: months[name].sum() for name in ("shot_down", "lost", "merged")}
    parts["not_accounted"] = max(launched - sum(parts.values()), 0)
    return ", ".join(f"{say(f'monthly_launches.{name}')} {say.percent(100 * part / launched)}" for name, part in parts.items())


def _peak(months: pd.DataFrame) -> Any:
    """Return the month with the most launched, the earliest of equals."""
    return max(rows_of(months.dropna(subset="launched")), key=lambda month: float(month.launched))
