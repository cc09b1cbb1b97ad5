"""Checks over several tables, written by hand; the contract of each single table is checked with its asset.

A check is a query for what must not exist. All of them block publishing.
"""

import dagster as dg

from assets.resources import Warehouse
from assets.table_assets import key
from warehouse import queries

# Check name, which is also the name of its query in warehouse/sql/checks, and the table it is shown on.
_CHECKS = {
    "rows_are_kept": "core.snapshots",
    "levels_add_up": "mart.yearly_totals",
    "rules_are_consistent": "mart.totals_by_rule",
    "no_report_counts_twice": "core.attacks",
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


table_checks = [_check(name, table_name) for name, table_name in _CHECKS.items()]
