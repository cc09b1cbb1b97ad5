"""Raw tables: the rows of every stored snapshot, as text, exactly as the source has them; posts without their texts."""

from collections.abc import Sequence
from typing import Any

import dagster as dg
import polars as pl

from assets.fetching import fetch
from assets.posts import load_posts
from assets.resources import Warehouse
from assets.sources import layouts, registry, tabular
from assets.sources.air_force_posts.rows import SOURCE_ID
from assets.table_assets import Fill, layer
from warehouse import store
from warehouse.contracts import Table
from warehouse.snapshots import Snapshot, SnapshotStore
from warehouse.tables import RAW


def keep_shipped_file(snapshots: SnapshotStore, source: registry.Source) -> None:
    """Store the file of figures that comes with the project as a snapshot of the day on which it was compiled."""
    if source.shipped is not None:
        snapshots.put(source.source_id, source.shipped.path, source.shipped.compiled_at, series="shipped", url=source.url)


def load_snapshots(warehouse: Warehouse, table: Table) -> dict[str, Any]:
    """Fetch what a source serves now, and fill its raw table with the rows of every snapshot."""
    source = registry.sources()[table.short_name]
    keep_shipped_file(SnapshotStore(warehouse.home.snapshots), source)
    remarks = _fetch(warehouse, source)
    store.write(warehouse.con, table)
    load = load_posts if source.source_id == SOURCE_ID else _load_lines
    snapshots = warehouse.stored(source.source_id)
    for snapshot in snapshots:
        load(warehouse, table, snapshot)
    _note_loaded(warehouse, source.source_id, snapshots)
    return remarks


def _note_loaded(warehouse: Warehouse, source_id: str, snapshots: Sequence[Snapshot]) -> None:
    """Note which snapshots the raw table holds, for the tables made from it; one may have no rows."""
    loaded = pl.DataFrame({"snapshot_id": [s.snapshot_id for s in snapshots]}, schema={"snapshot_id": pl.String})
    store.forget_notes(warehouse.con, "snapshots_loaded", f"source_id = '{source_id}'")
    store.note(warehouse.con, "snapshots_loaded", loaded.with_columns(source_id=pl.lit(source_id)))


def _load_lines(warehouse: Warehouse, table: Table, snapshot: Snapshot) -> None:
    layout = layouts.layout(snapshot.source_id)
    for batch in tabular.batches(snapshot.path):
        lines = layout.fit(batch).with_columns(snapshot_id=pl.lit(snapshot.snapshot_id))
        store.append_frame(warehouse.con, table, lines)


def _fetch(warehouse: Warehouse, source: registry.Source) -> dict[str, Any]:
    if source.source_id not in warehouse.addresses:
        return {}
    result = fetch(source, warehouse.addresses[source.source_id], warehouse.home)
    if result.outcome == "failed":
        dg.get_dagster_logger().warning(result.message)
    return {"fetch": result.message}


# Posts come as pages and exports of Telegram.
_KINDS = {"air_force_posts": "telegram"}
FILLS: dict[str, tuple[Fill, str]] = {table.short_name: (load_snapshots, _KINDS.get(table.short_name, "csv")) for table in RAW}

raw_assets = layer("raw", FILLS)
