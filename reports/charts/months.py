"""Months: launches by what became of the drones, and the share neutralised, each with the change of wording marked."""

from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from reports import queries
from reports.axes import date_axis, from_zero, percent_axis, strip
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
    notes = [f"{say('monthly_launches.note')} {_in_old_wording(say, con)}".strip(), *queries.footer(con, say)]
    title = say("monthly_launches.title", n=int(peak.launched), month=say.in_month(peak.month))
    sheet = Sheet(look, title, say("monthly_launches.subtitle", period=say.period(first, last)), notes, panels=4.3)
    axes = sheet.panel()
    strip(axes)
    _stack_outcomes(axes, months)
    from_zero(axes, max(_top(month) for month in rows_of(months.dropna(subset="launched"))), room=0.1)
    room = 0.09 if rows_of(months)[-1].is_partial_period else 0.02
    date_axis(axes, months.month.min(), rows_of(months)[-1].month + pd.offsets.MonthEnd(), room=room, least=150)
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
    unsure = known[known.launched_high > known.launched_low]
    ends = (unsure.launched - unsure.launched_low, unsure.launched_high - unsure.launched)
    middles = date2num(unsure.month) + unsure.days * _BAR / 2
    axes.errorbar(middles, unsure.launched, yerr=ends, fmt="none", ecolor=theme.ink, elinewidth=1, capsize=2, capthick=1)
    say = sheet_of(axes).say
    key(axes, [(say(f"monthly_launches.{name}"), colour) for name, heights, colour in parts if heights.sum() > 0])


def _in_old_wording(say: Language, con: duckdb.DuckDBPyConnection) -> str:
    """Name the nights that are drawn as shot down and lost after the two became one number."""
    nights = [
        say("monthly_launches.one_old", day=night.night_of, n=night.launched)
        for night in rows_of(queries.frame(con, "old_wording"))
    ]
    return say("monthly_launches.old_wording", nights=", ".join(nights)) if nights else ""


def _label_months(axes: Axes, months: pd.DataFrame, last: str) -> None:
    """Label the highest month, and the last one if only a part of it is known."""
    sheet = sheet_of(axes)
    peak, final = _peak(months), rows_of(months)[-1]
    middle = float(date2num(peak.month)) + peak.days * _BAR / 2
    label(axes, sheet.say.count(peak.launched), (middle, _top(peak)), (0, 2), weight="bold", ha="center")
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


@styled
def neutralised_rate(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw the share of drones neutralised per month, broken where the wording changes, with its band of uncertainty."""
    say, months = language(look.language), queries.frame(con, "monthly_outcomes")
    if months.neutralised_rate_pct.isna().all():
        return nothing_to_draw(look, say("neutralised_rate.name"), say("page.nothing_yet"))
    first, last = queries.collected(con)
    known = months.dropna(subset="neutralised_rate_pct")
    latest = rows_of(known[~known.is_partial_period] if not known.is_partial_period.all() else known)[-1]
    breaks = queries.breaks(con, say, "intercepted", first, last)
    rate = say.percent(latest.neutralised_rate_pct)
    title = say("neutralised_rate.title", rate=rate, month=say.in_month(latest.month))
    subtitle = say("neutralised_rate.subtitle", period=say.period(first, last))
    sheet = Sheet(look, title, subtitle, [say("neutralised_rate.note"), *queries.footer(con, say)])
    axes = sheet.panel()
    strip(axes)
    merged = next((pd.Timestamp(change.day) for change in breaks if change.break_id == "shot_down_or_suppressed"), None)
    _draw_rate(axes, months, merged)
    percent_axis(axes)
    date_axis(axes, months.month.min(), rows_of(months)[-1].month + pd.offsets.MonthEnd(), room=0.03, least=150)
    key(axes, _rate_key(sheet, months, merged))
    mark_breaks(axes, [(change.day, say("page.at_break", day=change.day, label=change.label)) for change in breaks])
    return sheet.drawing(say("neutralised_rate.alt", title=title, rates=_rates_in_words(say, months, merged)))


def _rate_key(sheet: Sheet, months: pd.DataFrame, merged: pd.Timestamp | None) -> list[tuple[str, str]]:
    say, theme = sheet.say, sheet.theme
    entries = [(say("neutralised_rate.neutralised"), theme.green), (say("neutralised_rate.band"), theme.sky)]
    return (
        [*entries, (say("neutralised_rate.shot_down"), theme.vermilion)]
        if _shot_down_alone(months, merged).notna().any()
        else entries
    )


def _draw_rate(axes: Axes, months: pd.DataFrame, merged: pd.Timestamp | None) -> None:
    """Draw the rate in the middle of its month; the line stops where most days of a month fall under the new wording."""
    theme = sheet_of(axes).theme
    middles = months.month + pd.to_timedelta(months.days // 2, unit="D")
    is_after = middles >= merged if merged is not None else middles.isna()
    for side in (~is_after, is_after):
        days = date2num(middles[side])
        axes.fill_between(days, months.rate_low_pct[side], months.rate_high_pct[side], color=theme.sky, linewidth=0, zorder=1)
        axes.plot(days, months.neutralised_rate_pct[side], color=theme.green, linewidth=1.8, zorder=3)
    days = date2num(middles)
    axes.plot(days, _shot_down_alone(months, merged), color=theme.vermilion, linewidth=1.3, dashes=(4, 2), zorder=2)
    fills = [theme.paper if partial else theme.green for partial in months.is_partial_period]
    points = axes.scatter(days, months.neutralised_rate_pct, s=13, c=fills, edgecolors=theme.green, zorder=4)
    points.set_clip_on(False)


def _shot_down_alone(months: pd.DataFrame, merged: pd.Timestamp | None) -> pd.Series:
    """Return the share shot down of launched, in whole months in which drones lost are told apart; NaN in all others."""
    is_apart = (months.lost > 0) & (months.merged == 0)
    if merged is not None:
        is_apart &= months.month + pd.offsets.MonthEnd() < merged
    return (100 * months.intercepted / months.launched).where(is_apart)


def _rates_in_words(say: Language, months: pd.DataFrame, merged: pd.Timestamp | None) -> str:
    """Return the rate over the months of either wording."""
    is_after = months.month >= merged if merged is not None else months.month.isna()
    sides = [("before", months[~is_after]), ("after", months[is_after])]
    return "; ".join(
        say(f"neutralised_rate.{name}", rate=say.percent(100 * side.rate_neutralised.sum() / side.rate_launched.sum()))
        for name, side in sides
        if side.rate_launched.sum() > 0
    )


def _top(month: Any) -> float:
    """Return the highest count of a month, or what is counted where there is no upper bound."""
    return float(month.launched if pd.isna(month.launched_high) else month.launched_high)
