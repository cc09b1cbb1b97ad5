"""Checks over several tables, written by hand; the contract of each single table is checked with its asset.

A check is a query for what must not exist. It blocks publishing where a wrong number could be published, and warns where a
person has to look at something that the tally says openly anyway.
"""

from typing import Any

import dagster as dg

from assets.fetching import last_fetches
from assets.resources import Warehouse
from assets.sources.registry import sources
from assets.table_assets import key
from warehouse import checked, queries, versions

# Checks that warn, as `checked.BLOCKING` has those that block.
_WARNINGS = {
    "weapons_are_known": "core.weapons",
    "places_are_known": "core.places",
    "rows_are_used": "core.rejected_rows",
    "outcomes_fit_launches": "core.attacks",
    "known_errors_stand": "core.corrections",
}
WAS_FETCHED = "was_fetched"
# Compares with the published file, and can be told to accept what it finds.
SETTLED = "settled_months_stand"
EXAMPLES = 5


def _check(name: str, *table_names: str, blocking: bool) -> dg.AssetChecksDefinition:
    query = queries.select(f"checks.{name}")

    @dg.asset_check(
        name=name,
        asset=key(table_names[0]),
        blocking=blocking,
        description=query.splitlines()[0].lstrip("- "),
        pool="warehouse",
    )
    def _asset_check(warehouse: Warehouse) -> dg.AssetCheckResult:
        failing = warehouse.con.execute(query)
        columns = [column[0] for column in failing.description or []]
        rows = failing.fetchall()
        if blocking:
            checked.note(warehouse.con, name, *table_names, passed=not rows)
        examples = [dict(zip(columns, map(str, row), strict=True)) for row in rows[:EXAMPLES]]
        return dg.AssetCheckResult(
            passed=not rows,
            severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
            description=f"{len(rows)} rows, for example {examples[0]}" if rows else None,
            metadata={"failing rows": len(rows), "examples": dg.MetadataValue.json(examples)},
        )

    return _asset_check


@dg.asset_check(
    asset=key(checked.BLOCKING[SETTLED][0]),
    additional_deps=[key("mart.nights")],
    blocking=True,
    description="A refresh changes no settled month by more than 5 % and drops no night, unless that is accepted.",
    pool="warehouse",
)
def settled_months_stand(warehouse: Warehouse) -> dg.AssetCheckResult:
    changes = []
    if not warehouse.is_rebuild:
        changes = versions.compare_with_published(warehouse.home, warehouse.con, queries.select("checks.settled_months_stand"))
    is_accepted = not changes or warehouse.accept_revisions
    checked.note(warehouse.con, SETTLED, *checked.BLOCKING[SETTLED], passed=is_accepted)
    told = "; ".join(map(_change_text, changes))
    if is_accepted:
        return dg.AssetCheckResult(passed=True, description=f"Accepted: {told}" if changes else None)
    return dg.AssetCheckResult(
        passed=False,
        description=f"settled months would change: {told}. See what the source changed (mart.revisions); to publish it all the "
        "same, run `tally refresh --accept-revisions`, or set accept_revisions in the run's config",
        metadata={"failing rows": len(changes), "changes": dg.MetadataValue.json(changes)},
    )


def _change_text(change: dict[str, Any]) -> str:
    now = "no number" if change["new_value"] is None else change["new_value"]
    return f"{change['month']}: {change['what']} {change['old_value']} before, {now} now"


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
    *(_check(name, *table_names, blocking=True) for name, table_names in checked.BLOCKING.items() if name != SETTLED),
    settled_months_stand,
    *(_check(name, table_name, blocking=False) for name, table_name in _WARNINGS.items()),
    *(_fetched_check(source.source_id) for source in sources().values() if source.download),
]
