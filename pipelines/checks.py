"""Checks over several tables, written by hand; the contract of each single table is checked with its asset.

A check is a query for what must not exist. It blocks publishing where a wrong number could be published, and warns where a
person has to look at something that the tally says openly anyway.
"""

import dagster as dg

from assets.fetching import last_fetches
from assets.resources import Warehouse
from assets.sources.registry import sources
from assets.table_assets import key
from warehouse import queries, store

# Check name, which is also the name of its query in warehouse/sql/checks, and the table it is shown on.
CHECKS = {
    "rows_are_kept": "core.snapshots",
    "levels_add_up": "mart.yearly_totals",
    "rules_are_consistent": "mart.totals_by_rule",
    "no_report_counts_twice": "core.attacks",
    "reports_have_numbers": "core.reported_attacks",
}
_WARNINGS = {
    "weapons_are_known": "core.weapons",
    "places_are_known": "core.places",
    "rows_are_used": "core.rejected_rows",
    "outcomes_fit_launches": "core.attacks",
    "known_errors_stand": "core.corrections",
}
WAS_FETCHED = "was_fetched"
EXAMPLES = 5


def _check(name: str, table_name: str, *, blocking: bool) -> dg.AssetChecksDefinition:
    query = queries.select(f"checks.{name}")

    @dg.asset_check(
        name=name, asset=key(table_name), blocking=blocking, description=query.splitlines()[0].lstrip("- "), pool="warehouse"
    )
    def _asset_check(warehouse: Warehouse) -> dg.AssetCheckResult:
        failing = warehouse.con.execute(query)
        columns = [column[0] for column in failing.description or []]
        rows = failing.fetchall()
        examples = [dict(zip(columns, map(str, row), strict=True)) for row in rows[:EXAMPLES]]
        return dg.AssetCheckResult(
            passed=not rows,
            severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
            description=f"{len(rows)} rows, for example {examples[0]}" if rows else None,
            metadata={"failing rows": len(rows), "examples": dg.MetadataValue.json(examples)},
        )

    return _asset_check


@dg.asset_check(
    asset=key("mart.monthly_totals"),
    additional_deps=[key("mart.nights")],
    blocking=True,
    description="A refresh changes no settled month by more than 5 % and drops no night, unless that is accepted.",
    pool="warehouse",
)
def settled_months_stand(warehouse: Warehouse) -> dg.AssetCheckResult:
    changes = []
    if not warehouse.is_rebuild:
        changes = store.compare_with_published(warehouse.home, warehouse.con, queries.select("checks.settled_months_stand"))
    told = "; ".join("{month}: {what} {old_value} before, {new_value} now".format(**change) for change in changes)
    if not changes or warehouse.accept_revisions:
        return dg.AssetCheckResult(passed=True, description=f"Accepted: {told}" if changes else None)
    return dg.AssetCheckResult(
        passed=False,
        description=f"settled months would change: {told}. See what the source changed (mart.revisions); to publish it all the "
        "same, run `tally refresh --accept-revisions`, or set accept_revisions in the run's config",
        metadata={"failing rows": len(changes), "changes": dg.MetadataValue.json(changes)},
    )


def _fetched_check(source_id: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        name=WAS_FETCHED,
        asset=key(f"raw.{source_id}"),
        description="The source answered when it was asked last; if not, the tally goes on with what it has.",
    )
    def _asset_check(warehouse: Warehouse) -> dg.AssetCheckResult:
        last = next((fetch for fetch in last_fetches(warehouse.home) if fetch.source_id == source_id), None)
        return dg.AssetCheckResult(
            passed=last is None or last.outcome != "failed",
            severity=dg.AssetCheckSeverity.WARN,
            description=last.message if last else "It was never asked: the network is left alone.",
            metadata={"data seen on": last.data_seen_on or "never", "asked at": last.at} if last else {},
        )

    return _asset_check


table_checks = [
    *(_check(name, table_name, blocking=True) for name, table_name in CHECKS.items()),
    settled_months_stand,
    *(_check(name, table_name, blocking=False) for name, table_name in _WARNINGS.items()),
    *(_fetched_check(source.source_id) for source in sources().values() if source.download),
]
