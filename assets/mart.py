"""Marts: what people query. Each is one SQL file, but for the revisions, which are found by matching rows."""

from itertools import groupby, pairwise

import polars as pl

from assets.resources import Warehouse
from assets.table_assets import Fill, layer
from warehouse import store
from warehouse.contracts import Table
from warehouse.revisions import revisions


def fill_revisions(warehouse: Warehouse, table: Table) -> None:
    """Compare every snapshot of a series with the one before, and every version of a post with the one before."""
    con = warehouse.con
    store.write(con, table)
    snapshots = sorted(warehouse.snapshots, key=lambda s: (s.source_id, s.series))
    for _, series in groupby(snapshots, key=lambda s: (s.source_id, s.series)):
        for old, new in pairwise(series):
            before, after = (
                con.sql(f"from core.reported_attacks where snapshot_id = '{s.snapshot_id}' order by row_number").pl()
                for s in (old, new)
            )
            _append(warehouse, table, before, after, (old.snapshot_id, new.snapshot_id))
    _append_edits(warehouse, table)


def _append_edits(warehouse: Warehouse, table: Table) -> None:
    """Add what posts said before and after they were edited."""
    con = warehouse.con
    versions = con.sql("select post_id, version, snapshot_id, row_number from core.posts").pl()
    reported = con.sql("from core.reported_attacks semi join core.posts using (snapshot_id, row_number)").pl()
    edits = versions.join(versions.with_columns(version=pl.col("version") - 1), on=["post_id", "version"], suffix="_new").sort(
        "snapshot_id_new", "snapshot_id", "row_number_new"
    )
    for (new_id, old_id), pairs in edits.group_by("snapshot_id_new", "snapshot_id", maintain_order=True):
        sides = ((old_id, "row_number"), (new_id, "row_number_new"))
        before, after = (
            reported.filter(pl.col("snapshot_id") == snapshot_id).join(pairs, left_on="row_number", right_on=number, how="semi")
            for snapshot_id, number in sides
        )
        _append(warehouse, table, before, after, (str(old_id), str(new_id)))


def _append(warehouse: Warehouse, table: Table, before: pl.DataFrame, after: pl.DataFrame, ids: tuple[str, str]) -> None:
    """Add what differs between the rows of two snapshots."""
    if before.is_empty():
        return
    new = next(snapshot for snapshot in warehouse.snapshots if snapshot.snapshot_id == ids[1])
    changes = revisions(before, after, new.fetched_at.date()).with_columns(
        source_id=pl.lit(new.source_id),
        old_snapshot_id=pl.lit(ids[0]),
        new_snapshot_id=pl.lit(ids[1]),
        revision_number=1 + pl.int_range(pl.len()).over("night_of", "weapon_as_reported", "column_name"),
    )
    store.append_frame(warehouse.con, table, changes)


FILLS: dict[str, tuple[Fill, str]] = {"revisions": (fill_revisions, "polars")}

mart_assets = layer("mart", FILLS)
