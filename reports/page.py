"""The page: one self-contained file with headline figures, charts, tables, rules and sources.

Belongs here: which sections there are and the headline figures. Rows come from `reports/rows.py` and `reports/latest.py`,
the other sections from `reports/sections.py`, texts from `reports/texts.yml`, looks and behaviour from `reports/templates`.
The charts are inside the page, so that it shows them when it is copied alone; only the downloads lie beside it.
"""

import base64
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import latest, rows, sections
from reports.drawing import THEMES, Drawn
from reports.latest import Latest
from reports.rows import Row
from reports.texts import DASH, Texts
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
        row: Where it stands.
        period: What `tally explain` is asked.
    """

    number: str
    label: str
    change: str | None
    row: Row
    period: str


def render(con: duckdb.DuckDBPyConnection, charts: Sequence[Drawn], language: str) -> str:
    """Return the page as HTML.

    Args:
        con: The published database.
        charts: Every chart in every theme, by chart.
        language: `en` or `uk`.
    """
    texts = Texts(language)
    newest = latest.read(con)
    return _TEMPLATES.get_template("page.html").render(
        say=texts,
        headlines=list(_headlines(newest, texts)),
        as_of=_as_of(con),
        charts=[dict(zip(THEMES, charts[n : n + len(THEMES)])) for n in range(0, len(charts), len(THEMES))],
        tables=[rows.shown(con, table, newest.anchors) for table in MART],
        rules=sections.counting_rules(con),
        totals=sections.totals_by_rule(con),
        breaks=sections.breaks(con),
        news=sections.news(con),
        sources=sections.sources(con),
        cell=lambda column, value: _cell(texts, column, value),
        is_number=_is_number,
        data_uri=_data_uri,
    )


def template(name: str) -> Any:
    """Return a template by its file name."""
    return _TEMPLATES.get_template(name)


def _as_of(con: duckdb.DuckDBPyConnection) -> dict[str, dt.date] | None:
    """Return the newest night with information and the day on which the newest version of a source was seen."""
    (night,) = one_row(con, "select max(night_of) from mart.nights where status != 'not_collected'")
    (seen,) = one_row(con, "select max(fetched_at)::date from core.snapshots")
    return {"night": night, "seen": seen} if night else None


def _headlines(newest: Latest, say: Texts) -> Iterator[Headline]:
    month, before = newest.month, newest.month_before
    if month:
        name, explained = say.month(month["month"]), f"{month['month']:%Y-%m}"
        yield Headline(
            say.count(month["launched"]), say("headline_month", period=name), _growth(month, before, say), month, explained
        )
        if month["neutralised_rate_pct"] is not None:
            rate = say.percent(month["neutralised_rate_pct"])
            yield Headline(rate, say("headline_rate", period=name), _points(month, before, say), month, explained)
    if night := newest.night:
        change = say("change_night", before=say.count(newest.night_before["launched"])) if newest.night_before else None
        when = night["night_of"]
        yield Headline(
            say.count(night["launched"]), say("headline_night", period=say.day(when)), change, night, when.isoformat()
        )
    if (year := newest.year) and year["is_partial_period"]:
        yield Headline(
            say.count(year["launched"]), say("headline_year_so_far", period=year["year"]), None, year, str(year["year"])
        )
    if whole := newest.whole_year:
        change = (
            say("change_percent", change=say.signed(whole["change_pct"], "%"), before=whole["year"] - 1)
            if whole["change_pct"] is not None
            else None
        )
        yield Headline(say.count(whole["launched"]), say("headline_year", period=whole["year"]), change, whole, str(whole["year"]))
    if record := newest.largest_night:
        when = record["period_start"]
        yield Headline(
            say.count(record["value"]), say("headline_largest_night", period=say.day(when)), None, record, when.isoformat()
        )


def _growth(month: Row, before: Row | None, say: Texts) -> str | None:
    if before is None or month["change_pct"] is None:
        return None
    return say("change_percent", change=say.signed(month["change_pct"], "%"), before=say.month(before["month"]))


def _points(month: Row, before: Row | None, say: Texts) -> str | None:
    if before is None or before["neutralised_rate_pct"] is None:
        return None
    points = month["neutralised_rate_pct"] - before["neutralised_rate_pct"]
    return say("change_points", change=say.signed(points), before=say.month(before["month"]))


def _is_number(column: Column) -> bool:
    return column.sql_type in ("BIGINT", "INTEGER", "DOUBLE")


def _cell(say: Texts, column: Column, value: Any) -> str:
    """Return a value as the tables show it; a year has no separators, and what nobody stated is a dash."""
    if value is None:
        return DASH
    if isinstance(value, bool) or column.name == "year" or not _is_number(column):
        return str(value)
    return say.count(value) if float(value).is_integer() else f"{value:.2f}".replace(".", "." if say.language == "en" else ",")


def _data_uri(chart: Drawn) -> str:
    """Return a chart's picture as it stands in the page."""
    return "data:image/svg+xml;base64," + base64.b64encode(chart.file("svg").read_bytes()).decode()
