"""The page: one self-contained file with headline figures, charts, tables, rules and sources.

Belongs here: which sections there are and the headline figures. Rows come from `reports/rows.py` and `reports/latest.py`,
the other sections from `reports/sections.py`, texts from `reports/messages`, looks and behaviour from `reports/templates`.
The charts are inside the page, so that it shows them when it is copied alone; only the downloads lie beside it.
"""

import base64
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import latest, rows, sections, texts
from reports.drawing import THEMES, Drawn
from reports.latest import Latest
from reports.rows import Row
from reports.texts import DASH, number, period
from reports.words import Language
from warehouse.contracts import Column
from warehouse.queries import one_row
from warehouse.tables import MART

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=lambda name: name is not None and name.endswith(".html"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Headline:
    """A figure of the top row.

    Attributes:
        number: The figure.
        label: What it is.
        change: How it compares; None where there is nothing to compare it with.
        bounds: Between which numbers it lies; None where the bounds are the number itself.
        row: Where it stands.
        period: What `tally explain` is asked.
    """

    number: str
    label: str
    change: str | None
    bounds: str | None
    row: Row
    period: str


def render(con: duckdb.DuckDBPyConnection, charts: Sequence[Drawn], language: str) -> str:
    """Return the page as HTML.

    Args:
        con: The published database.
        charts: Every chart in every theme, by chart.
        language: `en` or `uk`.
    """
    say = texts.language(language)
    newest = latest.read(con)
    return _TEMPLATES.get_template("page.html").render(
        say=say,
        headlines=list(_headlines(newest, say)),
        as_of=_as_of(con),
        charts=[dict(zip(THEMES, charts[n : n + len(THEMES)])) for n in range(0, len(charts), len(THEMES))],
        tables=[rows.shown(con, table, newest.anchors) for table in MART],
        rules=sections.counting_rules(con),
        totals=sections.totals_by_rule(con),
        breaks=sections.breaks(con),
        news=sections.news(con),
        sources=sections.sources(con),
        cell=lambda row, column: _cell(say, row, column),
        is_number=_is_number,
        number=lambda value: number(say, value),
        period=lambda granularity, start: period(say, granularity, start),
        data_uri=_data_uri,
    )


def _as_of(con: duckdb.DuckDBPyConnection) -> dict[str, dt.date] | None:
    """Return the newest night with information and the day on which the newest version of a source was seen."""
    (night,) = one_row(con, "select max(night_of) from mart.nights where status != 'not_collected'")
    (seen,) = one_row(con, "select max(fetched_at)::date from core.snapshots")
    return {"night": night, "seen": seen} if night else None


def _headlines(newest: Latest, say: Language) -> Iterator[Headline]:
    if month := newest.month:
        name, asked = say.in_month(month["month"]), f"{month['month']:%Y-%m}"
        growth = _growth(month, newest.month_before, say.month(rows.previous_month(month["month"])), say)
        yield _launched(month, say("headlines.month", period=name), growth, asked, say)
        if month["neutralised_rate_pct"] is not None:
            rate = say.percent(month["neutralised_rate_pct"], 1)
            points = _points(month, newest.month_before, say)
            yield Headline(rate, say("headlines.rate", period=name), points, None, month, asked)
    if night := newest.night:
        when, before = night["night_of"], newest.night_before
        compared = say("headlines.change_night", before=say.count(before["launched"])) if before else None
        yield _launched(night, say("headlines.night", period=say.day(when)), compared, when.isoformat(), say)
    if (year := newest.year) and year["is_partial_period"]:
        yield _launched(year, say("headlines.year_so_far", period=str(year["year"])), None, str(year["year"]), say)
    if whole := newest.whole_year:
        growth = _growth(whole, newest.year_before, str(whole["year"] - 1), say)
        yield _launched(whole, say("headlines.year", period=str(whole["year"])), growth, str(whole["year"]), say)
    if record := newest.largest_night:
        when, most = record["period_start"], say.count(record["value"])
        yield Headline(most, say("headlines.largest_night", period=say.day(when)), None, None, record, when.isoformat())


def _launched(row: Row, label: str, change: str | None, period: str, say: Language) -> Headline:
    launched, low, high = (row[column] for column in ("launched", "launched_low", "launched_high"))
    is_exact = (low, high) == (launched, launched)
    bounds = None if is_exact else say("headlines.bounds", low=number(say, low), high=number(say, high))
    return Headline(say.count(launched), label, change, bounds, row, period)


def _growth(row: Row, before: Row | None, name: str, say: Language) -> str | None:
    """Return the change on the period before; it says so where the two count decoys differently."""
    if before is None or row["change_pct"] is None:
        return None
    told = say("headlines.change_percent", change=say.difference(row["change_pct"]), before=name)
    return told if row["launched_wording"] == before["launched_wording"] else told + say("headlines.other_meaning", before=name)


def _points(month: Row, before: Row | None, say: Language) -> str | None:
    if before is None or before["neutralised_rate_pct"] is None:
        return None
    points = month["neutralised_rate_pct"] - before["neutralised_rate_pct"]
    change = ("+" if points > 0 else "") + say.count(points, 1)
    return say("headlines.change_points", change=change, before=say.month(before["month"]))


def _is_number(column: Column) -> bool:
    return column.sql_type in ("BIGINT", "INTEGER", "DOUBLE")


def _cell(say: Language, row: Row, column: Column) -> str:
    """Return a value as the tables show it; a year has no separators, and a number that is missing says why."""
    value = row[column.name]
    if value is None:
        return (row.values.get(column.null_reason) or DASH).replace("_", " ")
    if isinstance(value, bool) or column.name == "year" or not _is_number(column):
        return str(value)
    return number(say, value)


def _data_uri(chart: Drawn) -> str:
    """Return a chart's picture as it stands in the page."""
    return "data:image/svg+xml;base64," + base64.b64encode(chart.file("svg").read_bytes()).decode()
