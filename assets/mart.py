"""Marts: what people query. Each is one SQL file, but for the revisions, which are found by matching rows."""

from itertools import groupby, pairwise

import polars as pl

from assets.resources import Warehouse
from assets.table_assets import sql_asset, table_asset
from warehouse import store
from warehouse.contracts import Table
from warehouse.revisions import revisions
from warehouse.tables import MART


def fill_revisions(warehouse: Warehouse, table: Table) -> None:
    """Compare every snapshot of a series with the one before."""
    store.write(warehouse.con, table)
    snapshots = sorted(warehouse.snapshots.all(), key=lambda s: (s.source_id, s.series))
    for _, series in groupby(snapshots, key=lambda s: (s.source_id, s.series)):
        for old, new in pairwise(series):
            before, after = (
                warehouse.con.sql(f"from core.reported_attacks where snapshot_id = '{s.snapshot_id}' order by row_number").pl()
                for s in (old, new)
            )
            if before.is_empty():
                continue
            changes = revisions(before, after, new.fetched_at.date()).with_columns(
                source_id=pl.lit(new.source_id),
                old_snapshot_id=pl.lit(old.snapshot_id),
                new_snapshot_id=pl.lit(new.snapshot_id),
                revision_number=1 + pl.int_range(pl.len()).over("night_of", "weapon_as_reported", "column_name"),
            )
            store.append_frame(warehouse.con, table, changes)


mart_assets = [
    table_asset(table.name, fill_revisions, {"polars"}) if table.name == "mart.revisions" else sql_asset(table.name)
    for table in MART
]
