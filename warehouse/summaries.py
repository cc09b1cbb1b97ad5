"""What a table is summed up by for those who look at it in passing: the period it covers, and one total.

Belongs here: which column dates the rows of a table, and which number says most about it. Where the summary is shown is
decided elsewhere.
"""

import duckdb

from warehouse.contracts import Table
from warehouse.queries import one_row
from warehouse.tables import BY_NAME

# Columns that date a row, and those that say until when; the first that a table has is taken.
_SPANS = {
    "night_of": "night_of",
    "week_start": "week_start",
    "month": "month",
    "year": "year",
    "period_start": "period_end",
    "break_date": "break_date",
    "posted_at": "posted_at",
    "fetched_at": "fetched_at",
    "start_date": "end_date",
    "time_start": "time_end",
}
# Tables whose rows are about rows of another are dated by it.
_DATED_BY = {"attack_id": "core.attacks", "figure_id": "core.published_figures"}

_SHAHEDS = ("Shahed-type drones launched", "sum(launched) filter (weapon_group = 'shahed_type')")
# One total per table: what it is called, and the aggregate.
_HEADLINES = {
    "core.sources": ("sources that only fill gaps", "count(*) filter (fills_gaps_only)"),
    "core.build": ("stands as of", "any_value(coalesce(as_of::varchar, 'everything known'))"),
    "core.counting_rules": ("rules that count regional reports", "count(*) filter (includes_regional)"),
    "core.definition_breaks": ("measures concerned", "count(distinct measure)"),
    "core.weapon_groups": ("groups of drones", "count(*) filter (is_drone)"),
    "core.qualifier_tolerances": ("vague qualifiers", "count(*) filter (is_vague)"),
    "core.measure_readings": ("measures in print", "count(distinct measure)"),
    "core.corrections": ("cells read otherwise than they stand", "count(corrected)"),
    "core.understood_differences": ("figures explained", "count(distinct figure_id)"),
    "core.published_figures": ("figures that can be compared", "count(*) filter (is_comparable)"),
    "core.posts": ("posts that are reports", "count(*) filter (is_current and post_kind = 'report')"),
    "core.reported_attacks": ("windows with Shahed-type drones", "count(*) filter (weapon_group = 'shahed_type')"),
    "core.rejected_rows": ("snapshots concerned", "count(distinct snapshot_id)"),
    "core.snapshots": ("bytes stored", "sum(bytes)"),
    "core.unread_cells": ("snapshots concerned", "count(distinct snapshot_id)"),
    "core.places": ("places not recognised", "count(*) filter (not is_recognised)"),
    "core.attack_places": ("places hit", "count(*) filter (role = 'hit')"),
    "core.phrases": ("attacks read from posts", "count(distinct attack_id)"),
    "core.weapons": ("weapons not recognised", "count(*) filter (not is_recognised)"),
    "core.attacks": (_SHAHEDS[0], "sum(launched) filter (weapon_group = 'shahed_type' and is_counted)"),
    "mart.nights": ("nights with a report", "count(*) filter (status in ('reported', 'stated_zero'))"),
    "mart.nightly_totals": _SHAHEDS,
    "mart.weekly_totals": _SHAHEDS,
    "mart.monthly_totals": _SHAHEDS,
    "mart.yearly_totals": _SHAHEDS,
    "mart.weapon_totals": _SHAHEDS,
    "mart.totals_by_rule": (
        _SHAHEDS[0],
        "sum(launched) filter (weapon_group = 'shahed_type' and rule_id = 'standard' and granularity = 'year')",
    ),
    "mart.launch_sites": ("places of launch", "count(distinct place_id)"),
    "mart.places_hit": ("places hit", "count(distinct place_id)"),
    "mart.revisions": ("numbers revised", "count(*) filter (change = 'revised')"),
    "mart.source_agreement": ("pairs that differ", "count(*) filter (difference != 0)"),
    "mart.coverage": ("nights without a report", "sum(nights_missing)"),
    "mart.gaps": ("nights of the longest", "max(nights)"),
    "mart.published_yearly": ("publishers", "count(distinct publisher)"),
    "mart.reconciliation": (
        "figures the tally agrees with",
        "count(distinct figure_id) filter (is_best and verdict in ('agrees', 'within_qualifier'))",
    ),
    "mart.records": (
        "most Shahed-type drones in a night",
        "max(value) filter (record = 'largest_night' and weapon_group = 'shahed_type')::bigint",
    ),
    "mart.possible_double_counts": (
        "Shahed-type drones possibly counted twice",
        "sum(possible_double_count) filter (weapon_group = 'shahed_type')",
    ),
}
_OF_RAW = ("snapshots", "count(distinct snapshot_id)")


def period(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """Return the first and the last date of a table's rows as text, or why there is none."""
    rows, columns = table.name, table.column_names
    for name, other in _DATED_BY.items():
        if name in columns and other != table.name and not _SPANS.keys() & columns:
            rows, columns = f"{other} semi join {table.name} using ({name})", BY_NAME[other].column_names
    start = next((name for name in _SPANS if name in columns), None)
    if start is None:
        return "none: its rows have no date"
    end = _SPANS[start] if _SPANS[start] in columns else start
    first, last = one_row(con, f"select min({_day(start)}), max(coalesce({_day(end)}, {_day(start)})) from {rows}")
    return f"{first} to {last}" if first else "none: no row has a date"


def _day(column: str) -> str:
    """Return SQL for a date as text that sorts: a year, a month, or a day; NULL for text that is no ISO date."""
    texts = {"year": "year::varchar", "month": "strftime(month, '%Y-%m')"}
    return texts.get(column, f"try_cast({column} as date)::varchar")


def headline(con: duckdb.DuckDBPyConnection, table: Table) -> tuple[str, int | str | None]:
    """Return the label and the value of a table's total; None where nobody stated a number."""
    label, total = _OF_RAW if table.schema == "raw" else _HEADLINES[table.name]
    (value,) = one_row(con, f"select {total} from {table.name}")
    return label, value
