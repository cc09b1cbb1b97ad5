"""What the charts read from the published file: frames of mart and core, and the words for their footers.

Belongs here: every query of a chart. Totals come from mart as they are; only the running sum within a year is made
here, because no mart holds it. Means over nights and drawing are in `reports/charts.py`, texts in `reports/words.py`.
"""

from datetime import date
from typing import NamedTuple

import duckdb
import pandas as pd

from reports import words
from warehouse.queries import one_row


class PublishedFigure(NamedTuple):
    """A total for a year as an outlet published it."""

    year: int
    low: int
    high: int | None
    qualifier: str
    title: str | None
    published_on: str | None
    based_on: str | None

    @property
    def reference(self) -> str:
        """Where the figure stands: title, date and basis, as far as known."""
        parts = [f"“{self.title}”" if self.title else "", words.published_on(self.published_on) if self.published_on else ""]
        basis = f"after {self.based_on}" if self.based_on else ""
        return ", ".join(part for part in (*parts, basis) if part)


def yearly_totals(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return one row per year: launched by either end of the night, and its first and last collected night."""
    return _frame(
        con,
        """
        select
            totals.year,
            totals.launched::double as launched,
            totals.launched_by_start_date::double as launched_by_start_date,
            totals.is_partial_period,
            min(nights.night_of) as first_night,
            max(nights.night_of) as last_night
        from mart.yearly_totals as totals
        left join mart.nights as nights on year(nights.night_of) = totals.year and nights.status != 'not_collected'
        where totals.weapon_group = 'shahed_type' and totals.launched is not null
        group by all
        order by totals.year
    """,
    )


def monthly_totals(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return one row per month of the calendar: launched, rate of neutralised in percent, whether it is partial, its days.

    Launched and the rate are NaN in a month without a counted report, so that no line runs across it.
    """
    return _frame(
        con,
        """
        select
            coverage.month,
            totals.launched::double as launched,
            totals.neutralised_rate_pct,
            coalesce(totals.is_partial_period, false) as is_partial_period,
            day(last_day(coverage.month)) as days
        from mart.coverage as coverage
        left join mart.monthly_totals as totals on totals.month = coverage.month and totals.weapon_group = 'shahed_type'
        order by coverage.month
    """,
    )


def nightly_launches(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return one row per calendar night; launched is NaN where nothing or no number was reported."""
    return _frame(
        con,
        """
        select
            nights.night_of,
            nights.status,
            case nights.status when 'reported' then totals.launched when 'stated_zero' then 0 end::double as launched
        from mart.nights as nights
        left join mart.nightly_totals as totals
            on totals.night_of = nights.night_of and totals.weapon_group = 'shahed_type'
        order by nights.night_of
    """,
    )


def running_totals(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return one row per collected night: launched since 1 January, as far as reported."""
    return _frame(
        con,
        """
        select
            year(nights.night_of) as year,
            nights.night_of,
            coalesce(sum(totals.launched) over (
                partition by year(nights.night_of) order by nights.night_of
            ), 0)::double as launched
        from mart.nights as nights
        left join mart.nightly_totals as totals
            on totals.night_of = nights.night_of and totals.weapon_group = 'shahed_type'
        where nights.status != 'not_collected'
        order by nights.night_of
    """,
    )


def cnn_figures(con: duckdb.DuckDBPyConnection) -> list[PublishedFigure]:
    """Return the yearly totals of launches that CNN published on the campaign the tally counts."""
    rows = con.execute("""
        select year(period_start), value_low, value_high, qualifier, title, published_on, based_on
        from core.published_figures
        where publisher = 'CNN' and granularity = 'year' and measure = 'launched'
            and campaign = 'russia_ukraine' and weapon_group = 'shahed_type' and is_comparable
        order by period_start, value_low
    """).fetchall()
    return [PublishedFigure(*row) for row in rows]


def collected(con: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """Return the first and the last night that a source has collected."""
    first, last = one_row(con, "select min(night_of), max(night_of) from mart.nights where status != 'not_collected'")
    return first, last


def breaks(con: duckdb.DuckDBPyConnection, measure: str, first: date, last: date) -> dict[str, date]:
    """Return the days on which the meaning of a measure changes after the first day and up to the last, by break."""
    rows = con.execute(
        """
        select break_id, break_date
        from core.definition_breaks
        where measure = $measure and break_date > $first and break_date <= $last
        order by break_date, break_id
        """,
        {"measure": measure, "first": first, "last": last},
    ).fetchall()
    return dict(rows)


def footer(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the sources of the plotted nights with their licences, and the days up to which and as of which it stands.

    Nothing depends on the clock: the days are the last night of mart.nights and the day on which the newest of the
    sources' current snapshots was fetched.
    """
    sources = con.execute("""
        select sources.citation, sources.licence, max(snapshots.fetched_at)::date as fetched_on
        from core.sources as sources
        left join core.snapshots as snapshots on snapshots.source_id = sources.source_id and snapshots.is_current
        where sources.source_id in (select source_id from mart.nightly_totals where weapon_group = 'shahed_type')
        group by sources.citation, sources.licence
        order by sources.citation
    """).fetchall()
    _, last_night = collected(con)
    licences = sorted({licence for _, licence, _ in sources})
    as_of = max((fetched_on for *_, fetched_on in sources if fetched_on), default=None)
    stand = [f"Licence: {', '.join(licences)}", f"Data to {words.day(last_night)}"]
    if as_of:
        stand.append(f"Sources as of {words.day(as_of)}")
    return [f"Sources: {'; '.join(citation for citation, *_ in sources)}.", "  ·  ".join(["Strike Tally", *stand])]


def _frame(con: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    frame: pd.DataFrame = con.sql(query).df()
    return frame
