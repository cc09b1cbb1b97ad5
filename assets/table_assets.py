"""From a table contract and a function that fills the table to the Dagster asset of that table.

Key, description, dependencies, column schema and the blocking contract check all come from the contract.
"""

from collections.abc import Callable
from typing import Any

import dagster as dg

from assets.resources import Warehouse
from reports import markdown
from warehouse import contracts, queries, store
from warehouse.contracts import Table
from warehouse.tables import BY_NAME

# Writes a table into the build; what it returns is shown on the asset.
Fill = Callable[[Warehouse, Table], dict[str, Any] | None]
PREVIEW_ROWS = 8
# Tables that show the number of Shahed-type drones launched, with the rows it adds up besides the weapon group.
_HEADLINES = {
    "core.attacks": "is_counted",
    **{f"mart.{period}_totals": "true" for period in ("nightly", "weekly", "monthly", "yearly")},
}


def key(table_name: str) -> dg.AssetKey:
    """Return the asset key of a table: `mart/nights` for `mart.nights`."""
    return dg.AssetKey(table_name.split("."))


def table_asset(table_name: str, fill: Fill, kinds: set[str]) -> dg.AssetsDefinition:
    """Return the asset of a table.

    Args:
        table_name: A table with a contract.
        fill: Writes the table into the build.
        kinds: Technologies shown on the asset in the Dagster UI.
    """
    table = BY_NAME[table_name]

    @dg.asset(
        key=key(table_name),
        deps=[key(name) for name in table.inputs],
        group_name=table.schema,
        description=table.description,
        kinds={"duckdb", *kinds},
        pool="warehouse",
        metadata={"dagster/table_name": table.name, "dagster/column_schema": _column_schema(table)},
        check_specs=[dg.AssetCheckSpec("contract", asset=key(table_name), blocking=True, description="Keeps its contract.")],
    )
    def _asset(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
        remarks = fill(warehouse, table) or {}
        return dg.MaterializeResult(
            metadata=_metadata(warehouse, table) | remarks, check_results=[_contract_check(warehouse, table)]
        )

    return _asset


def sql_asset(table_name: str) -> dg.AssetsDefinition:
    """Return the asset of a table whose SQL file says all there is to say."""
    return table_asset(table_name, run_select, {"sql"})


def run_select(warehouse: Warehouse, table: Table) -> None:
    """Fill a table from its own SQL file."""
    store.write(warehouse.con, table, queries.select(table.name))


def _contract_check(warehouse: Warehouse, table: Table) -> dg.AssetCheckResult:
    found = contracts.violations(warehouse.con, table)
    return dg.AssetCheckResult(
        check_name="contract",
        passed=not found,
        description="; ".join(map(str, found)) or None,
        metadata={violation.rule: violation.rows for violation in found},
    )


def _metadata(warehouse: Warehouse, table: Table) -> dict[str, Any]:
    con = warehouse.con
    metadata: dict[str, Any] = {"dagster/row_count": store.count(con, table)}
    if table.name in _HEADLINES:
        (metadata["Shahed-type drones launched"],) = queries.one_row(
            con,
            f"select coalesce(sum(launched), 0)::bigint from {table.name} "
            f"where weapon_group = 'shahed_type' and {_HEADLINES[table.name]}",
        )
    order = ", ".join(f"{column} desc" for column in table.key)
    preview = con.sql(f"select * from {table.name} order by {order} limit {PREVIEW_ROWS}")
    metadata["preview"] = dg.MetadataValue.md(markdown.table(preview.columns, preview.fetchall()))
    return metadata


def _column_schema(table: Table) -> dg.TableSchema:
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.sql_type,
                description=column.description,
                constraints=dg.TableColumnConstraints(nullable=column.nullable, unique=table.key == (column.name,)),
            )
            for column in table.columns
        ]
    )
