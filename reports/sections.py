"""What the page tells beside charts and tables: counting rules side by side, breaks, sources, what is new.

Belongs here: the queries of those sections. Texts are in `reports/messages`, looks in `reports/templates`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from reports import rows
from reports.rows import Row
from warehouse.queries import one_row

# The newest periods whose totals stand side by side.
_PERIODS = {"year": 100, "month": 13, "night": 14}
_NEWEST_REVISIONS = 12


@dataclass(frozen=True)
class RuleTotals:
    """One period under every counting rule: launched and neutralised by `rule_id`; None where there is no number."""

    start: dt.date
    launched: dict[str, int | None]
    neutralised: dict[str, int | None]


@dataclass(frozen=True)
class News:
    """What the newest version of a source brought.

    Attributes:
        title: Title of the source.
        seen_on: When it was fetched or handed in.
        before: When the version before it was; None if there is none.
        reports_until: The newest night that it reports; None where it has no nights.
        reports_until_before: The same of the version before.
        revisions: Number of figures and names that it changed.
        examples: Some of them.
    """

    title: str
    seen_on: dt.date
    before: dt.date | None
    reports_until: dt.date | None
    reports_until_before: dt.date | None
    revisions: int
    examples: Sequence[Row]


def counting_rules(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return the rules with their descriptions, the standard one first."""
    order = "rule_id != 'standard', includes_regional desc, rule_id"
    return con.execute(f"select rule_id, description from core.counting_rules order by {order}").fetchall()


def totals_by_rule(con: duckdb.DuckDBPyConnection) -> dict[str, list[RuleTotals]]:
    """Return the newest years, months and nights of Shahed-type drones under every rule, by granularity, newest first."""
    return {granularity: _periods(con, granularity, most) for granularity, most in _PERIODS.items()}


def _periods(con: duckdb.DuckDBPyConnection, granularity: str, most: int) -> list[RuleTotals]:
    periods: dict[dt.date, RuleTotals] = {}
    for row in rows.select(
        con, "totals_by_rule", "where granularity = ? and weapon_group = 'shahed_type' order by period_start desc", granularity
    ):
        period = periods.setdefault(row["period_start"], RuleTotals(row["period_start"], {}, {}))
        period.launched[row["rule_id"]] = row["launched"]
        period.neutralised[row["rule_id"]] = row["neutralised"]
    return list(periods.values())[:most]


def breaks(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the definition breaks, oldest first."""
    return _dicts(con, "from core.definition_breaks order by break_date, break_id")


def sources(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the sources that the tally is made from, in the order of preference."""
    return _dicts(
        con,
        "from core.sources where source_id in (select source_id from core.snapshots where is_current) order by preference",
    )


def news(con: duckdb.DuckDBPyConnection) -> list[News]:
    """Return what the newest version of each source brought, the newest source first."""
    versions = con.execute(
        """
        select sources.source_id, sources.title, snapshots.snapshot_id, snapshots.fetched_at::date
        from core.snapshots as snapshots
        join core.sources as sources on sources.source_id = snapshots.source_id
        qualify row_number() over (
            partition by snapshots.source_id order by snapshots.fetched_at desc, snapshots.snapshot_id desc
        ) = 1
        order by snapshots.fetched_at desc, sources.preference
        """
    ).fetchall()
    return [_news(con, *version) for version in versions]


def _news(con: duckdb.DuckDBPyConnection, source_id: str, title: str, snapshot_id: str, seen_on: dt.date) -> News:
    revised = rows.select(con, "revisions", "where new_snapshot_id = ? order by night_of desc, column_name", snapshot_id)
    (before,) = one_row(
        con,
        f"select max(fetched_at)::date from core.snapshots where source_id = '{source_id}' and snapshot_id != '{snapshot_id}'",
    )
    until, until_before = one_row(
        con,
        f"select max(night_of) filter (snapshot_id = '{snapshot_id}'), max(night_of) filter (snapshot_id != '{snapshot_id}') "
        f"from core.reported_attacks where source_id = '{source_id}'",
    )
    return News(title, seen_on, before, until, until_before, len(revised), revised[:_NEWEST_REVISIONS])


def _dicts(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = con.execute(query)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
