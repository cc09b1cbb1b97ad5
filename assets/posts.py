"""Filling tables from posts: what each is, and what the reports among them say.

Texts are read from the snapshots and stay there. Every version of a post is read once; what a report says is noted for the
tables of attacks, places and phrases.
"""

from typing import Any

from assets import stored_posts
from assets.resources import Warehouse
from assets.sources.air_force_posts import rows
from warehouse import contracts, store
from warehouse.contracts import Table
from warehouse.snapshots import Snapshot
from warehouse.tables import BY_NAME

_NOTES = ("rejected_rows", "places_read", "phrases_read", "attacks_read")


def load_posts(warehouse: Warehouse, table: Table, snapshot: Snapshot) -> None:
    """Load when and how each post of a snapshot was seen, without its text, which may not be published."""
    raw = rows.raw_rows(snapshot.snapshot_id, stored_posts.read(snapshot, warehouse.home))
    store.append_frame(warehouse.con, table, contracts.frame(table, raw))


def fill_posts(warehouse: Warehouse, table: Table) -> dict[str, Any]:
    """Read every version of every post, in the order in which they were seen."""
    con = warehouse.con
    store.write(con, table)
    for name in _NOTES:
        store.forget_notes(con, name, f"snapshot_id like '{rows.SOURCE_ID}-%'")
    versions = rows.Versions()
    for snapshot in warehouse.snapshots_of(rows.SOURCE_ID):
        file = stored_posts.read(snapshot, warehouse.home)
        read = rows.read_posts(snapshot.snapshot_id, versions.unseen(file.posts))
        store.append_frame(con, table, contracts.frame(table, versions.rows(read, snapshot.fetched_at)))
        store.note(con, "attacks_read", contracts.frame(BY_NAME["core.reported_attacks"], read.attacks))
        store.note(con, "places_read", read.places_frame())
        store.note(con, "phrases_read", read.phrases_frame())
        store.note(con, "rejected_rows", read.rejected_frame())
        store.note(con, "rejected_rows", rows.refused_rows(snapshot.snapshot_id, file))
    with store.registered(con, "counted", versions.current()):
        con.execute(
            f"update {table.name} set is_current = false "
            "where (post_id, version) not in (select (post_id, version) from counted)"
        )
    kinds = con.execute(f"select post_kind, count(*) from {table.name} where is_current group by all order by all").fetchall()
    return {"posts by kind": ", ".join(f"{kind} {posts:,}" for kind, posts in kinds) or "none yet"}
