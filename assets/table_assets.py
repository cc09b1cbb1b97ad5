"""From table contracts and functions that fill the tables to the Dagster assets of these tables.

Key, description, dependencies, column schema and the blocking contract check all come from the contract.
"""

from collections.abc import Callable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg

from assets import showing
from assets.resources import Warehouse
from warehouse import checked, contracts, queries, store
from warehouse.contracts import Table
from warehouse.tables import BY_NAME, TABLES

# Writes a table into the build; what it returns is shown on the asset.
Fill = Callable[[Warehouse, Table], dict[str, Any] | None]
IN_ORDER = [BY_NAME[name] for name in TopologicalSorter({table.name: table.inputs for table in TABLES}).static_order()]


class TableNotFilled(Exception):
    """A table could not be filled; the message names it and says why."""


def key(table_name: str) -> dg.AssetKey:
    """Return the asset key of a table: `mart/nights` for `mart.nights`."""
    return dg.AssetKey(table_name.split("."))


def layer(schema: str, fills: Mapping[str, tuple[Fill, str]]) -> dg.AssetsDefinition:
    """Return the assets of all tables of a schema. They are made in one step: a step costs more than a small table.

    Any of them can be materialized alone.

    Args:
        schema: `raw`, `core` or `mart`.
        fills: What fills a table, by its short name, and the technology shown on it; other tables are their SQL file.
    """
    tables = [table for table in IN_ORDER if table.schema == schema]

    @dg.multi_asset(
        name=schema,
        specs=[_spec(table, fills.get(table.short_name, OWN_SQL)[1]) for table in tables],
        check_specs=[
            dg.AssetCheckSpec(checked.CONTRACT, asset=key(table.name), blocking=True, description=_promise(table))
            for table in tables
        ],
        can_subset=True,
        pool="warehouse",
    )
    def _layer(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        for table in tables:
            if key(table.name) in context.selected_asset_keys:
                yield _materialize(warehouse, table, fills.get(table.short_name, OWN_SQL)[0])
            if dg.AssetCheckKey(key(table.name), checked.CONTRACT) in context.selected_asset_check_keys:
                check = _contract_check(warehouse, table)
                yield check
                if not check.passed:
                    return

    return _layer


def _promise(table: Table) -> str:
    return f"{', '.join(table.key)} identifies a row, and every row keeps the contract: {'; '.join(table.rules())}."


def _spec(table: Table, kind: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key(table.name),
        deps=[key(name) for name in table.inputs],
        group_name=table.schema,
        description=table.description,
        kinds={"duckdb", kind},
        metadata={"dagster/table_name": table.name, "dagster/column_schema": _column_schema(table)},
    )


def _materialize(warehouse: Warehouse, table: Table, fill: Fill) -> dg.MaterializeResult:
    try:
        remarks = fill(warehouse, table) or {}
        shown = {**showing.summary(warehouse.con, table), "preview": showing.preview(warehouse.con, table)}
        return dg.MaterializeResult(asset_key=key(table.name), metadata=shown | remarks)
    except Exception as error:
        raise TableNotFilled(f"{table.name} could not be filled: {error}") from error


def run_select(warehouse: Warehouse, table: Table) -> None:
    """Fill a table from its own SQL file."""
    store.write(warehouse.con, table, queries.select(table.name))


OWN_SQL: tuple[Fill, str] = (run_select, "sql")


def _contract_check(warehouse: Warehouse, table: Table) -> dg.AssetCheckResult:
    found = contracts.violations(warehouse.con, table)
    checked.note(warehouse.con, checked.CONTRACT, table.name, passed=not found)
    return dg.AssetCheckResult(
        check_name=checked.CONTRACT,
        asset_key=key(table.name),
        passed=not found,
        description="; ".join(map(str, found)) or None,
        metadata={violation.rule: _failing_rows(violation) for violation in found},
    )


def _failing_rows(violation: contracts.Violation) -> dg.JsonMetadataValue:
    return dg.MetadataValue.json({"failing rows": violation.rows, "examples": list(violation.examples)})


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
