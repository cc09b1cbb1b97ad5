"""Nights: launches per night with their means and records, all nights as a calendar, and how attacks are spread."""

from typing import Any

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from reports import queries
from reports.axes import date_axis, from_zero, strip
from reports.labels import key, label_records, mark_breaks
from reports.queries import rows_of
from reports.style import Drawing, Look, Sheet, nothing_to_draw, sheet_of, styled
from reports.words import language


@styled
def nightly_launches(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw launches per night with their means over 7 and 28 nights, and name the record nights."""
    say, nights = language(look.language), queries.frame(con, "nightly_launches")
    if nights.launched.isna().all():
        return nothing_to_draw(look, say("nightly_launches.name"), say("page.nothing_yet"))
    first, last = queries.collected(con)
    peak = _peak(nights)
    title = say("nightly_launches.title", n=int(peak.launched), day=peak.night_of)
    subtitle = say("nightly_launches.subtitle", period=say.period(first, last))
    sheet = Sheet(look, title, subtitle, [say("nightly_launches.note"), *queries.footer(con, say)])
    axes, theme = sheet.panel(), sheet.theme
    strip(axes)
    days = date2num(nights.night_of)
    thickness = min(max(400 / len(nights), 0.7), 8.0)
    axes.vlines(days, 0, nights.launched, color=theme.sky, linewidth=thickness)
    _draw_bounds(axes, nights)
    for window, colour, width in ((7, theme.blue, 1.1), (28, theme.vermilion, 2.0)):
        axes.plot(days, rolling_mean(nights, window), color=colour, linewidth=width)
    from_zero(axes, peak.launched, room=0.16)
    date_axis(axes, first, last)
    means = [(say("nightly_launches.mean", n=window), colour) for window, colour in ((7, theme.blue), (28, theme.vermilion))]
    key(axes, [(say("nightly_launches.one"), theme.sky), *means])
    breaks = queries.breaks(con, say, "launched", first, last)
    mark_breaks(axes, [(change.day, say("page.at_break", day=change.day, label=change.label)) for change in breaks])
    _name_records(axes, nights, [float(date2num(change.day)) for change in breaks])
    return sheet.drawing(say("nightly_launches.alt", title=title))


def _draw_bounds(axes: Axes, nights: pd.DataFrame) -> None:
    """Draw from the lowest to the highest count of a night where they differ; nothing where one is not known."""
    unsure = nights[nights.launched.notna() & (nights.launched_high > nights.launched_low)]
    axes.vlines(
        date2num(unsure.night_of),
        unsure.launched_low,
        unsure.launched_high,
        color=sheet_of(axes).theme.ink,
        linewidth=0.9,
        zorder=2.5,
    )


def _name_records(axes: Axes, nights: pd.DataFrame, lines: list[float]) -> None:
    """Name the night with the most launched of every year, the highest first."""
    say = sheet_of(axes).say
    records = [_peak(of_year) for _, of_year in nights.groupby(nights.night_of.dt.year) if of_year.launched.notna().any()]
    records.sort(key=lambda night: -night.launched)
    named = [
        (float(date2num(night.night_of)), night.launched, f"{say.count(night.launched)}\n{say.day(night.night_of)}")
        for night in records
    ]
    data = [(float(date2num(night.night_of)), night.launched) for night in rows_of(nights.dropna(subset="launched"))]
    label_records(axes, named, data, lines)


def rolling_mean(nights: pd.DataFrame, window: int) -> pd.Series:
    """Return the mean of launched over the reported nights among the last `window` calendar nights; NaN if there is none.

    Args:
        nights: One row per night, `launched` NaN where no number was reported, which is not zero.
        window: Length in calendar nights, the night itself included.
    """
    launched = pd.Series(nights.launched.to_numpy(), index=pd.DatetimeIndex(nights.night_of))
    return launched.rolling(f"{window}D", min_periods=1).mean()


def _peak(nights: pd.DataFrame) -> Any:
    """Return the night with the most launched, the earliest of equals."""
    return max(rows_of(nights.dropna(subset="launched")), key=lambda night: float(night.launched))
