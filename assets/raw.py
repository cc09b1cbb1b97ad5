"""Raw tables: the rows of every stored snapshot, as text, exactly as the source has them."""

import polars as pl

from assets.resources import Warehouse
from assets.sources import layouts, registry, tabular
from assets.table_assets import table_asset
from warehouse import store
from warehouse.contracts import Table
from warehouse.snapshots import SnapshotStore
from warehouse.tables import RAW


def keep_shipped_file(snapshots: SnapshotStore, source: registry.Source) -> None:
    """Store the file of figures that comes with the project as a snapshot of the day on which it was compiled."""
    if source.shipped is not None:
        snapshots.put(source.source_id, source.shipped.path, source.shipped.compiled_at, series="shipped", url=source.url)


def load_snapshots(warehouse: Warehouse, table: Table) -> None:
    """Fill a raw table with the rows of every snapshot of its source."""
    source = registry.sources()[table.short_name]
    keep_shipped_file(warehouse.snapshots, source)
    layout = layouts.layout(source.source_id)
    store.write(warehouse.con, table)
    for snapshot in warehouse.snapshots.all(source.source_id):
        for batch in tabular.batches(snapshot.path):
            rows = layout.fit(batch).with_columns(snapshot_id=pl.lit(snapshot.snapshot_id))
            store.append_frame(warehouse.con, table, rows)


raw_assets = [table_asset(table.name, load_snapshots, {"csv"}) for table in RAW]
