"""Checks over several tables, written by hand; the contract of each single table is checked with its asset.

A check is a query for what must not exist. All of them block publishing.
"""

import dagster as dg

from assets.resources import Warehouse
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
EXAMPLES = 5


def _check(name: str, table_name: str) -> dg.AssetChecksDefinition:
    query = queries.select(f"checks.{name}")

    @dg.asset_check(
        name=name, asset=key(table_name), blocking=True, description=query.splitlines()[0].lstrip("- "), pool="warehouse"
    )
    def _asset_check(warehouse: Warehouse) -> dg.AssetCheckResult:
        failing = warehouse.con.execute(query)
        columns = [column[0] for column in failing.description or []]
        rows = failing.fetchall()
        examples = [dict(zip(columns, map(str, row), strict=True)) for row in rows[:EXAMPLES]]
        return dg.AssetCheckResult(
            passed=not rows,
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


table_checks = [*(_check(name, table_name) for name, table_name in CHECKS.items()), settled_months_stand]
