"""Whether a refresh would change the tally: it would not if neither the snapshots nor the code did."""

import duckdb

from warehouse import versions
from warehouse.code_version import code_version
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore


def is_up_to_date(home: Home) -> bool:
    """Whether the published file is what a refresh would make again; `reports.sets` knows of the reports."""
    if not home.database.exists():
        return False
    stored = {snapshot.snapshot_id for snapshot in SnapshotStore(home.snapshots).all()}
    con = versions.open_published(home)
    try:
        used = {snapshot_id for (snapshot_id,) in con.execute("select snapshot_id from core.snapshots").fetchall()}
        made_by = con.execute("select code_version, as_of from core.build").fetchall()
    except duckdb.Error:
        return False
    finally:
        con.close()
    return stored == used and made_by == [(code_version(), None)]
