"""Taking in files that a user hands over: told apart by their content, checked, and stored as snapshots.

Knows nothing of Dagster: the command line and the inbox both come through here.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.sources import daily_attacks, published_figures, registry, tabular
from warehouse import reference_data
from warehouse.columns import COLUMNS
from warehouse.snapshots import Snapshot, SnapshotStore
from warehouse.tables import BY_NAME, raw_cells

# Sources whose files a user may add, with the columns that tell them.
_LAYOUTS = {source_id: raw_cells(BY_NAME[f"raw.{source_id}"]) for source_id in ("daily_attacks", "published_figures")}


@dataclass(frozen=True)
class Intake:
    """What became of a file.

    Attributes:
        snapshot: The snapshot that holds it.
        is_new: Whether the content was not there before.
        rows: Number of its data rows.
        rejected: The rows that cannot be used: `snapshot_id, row_number, reason, raw`.
    """

    snapshot: Snapshot
    is_new: bool
    rows: int
    rejected: pl.DataFrame


def take_in(path: Path, seen_at: dt.datetime, snapshots: SnapshotStore) -> Intake:
    """Check a file and store it as a snapshot of the source it belongs to.

    Args:
        path: A CSV file, or a ZIP with one.
        seen_at: When its content was published or downloaded, with a time zone.
        snapshots: Where to store it.

    Returns:
        The snapshot and the rows that cannot be used.

    Raises:
        tabular.UnreadableFile: The file as a whole cannot be used; nothing was stored.
    """
    source_id = recognise(tabular.header(path))
    rows, rejected = _check(path, source_id, seen_at.date())
    if rows == 0:
        raise tabular.UnreadableFile("it has a header but no rows")
    if rejected.height == rows:
        raise tabular.UnreadableFile(f"none of its {rows:,} rows can be used: row {_first(rejected)}")
    snapshot, is_new = snapshots.put(
        source_id,
        path,
        seen_at,
        series=path.name if source_id == "published_figures" else None,
        url=registry.sources()[source_id].url,
    )
    return Intake(snapshot, is_new, rows, rejected)


def recognise(columns: list[str]) -> str:
    """Return the source whose layout has these columns.

    Raises:
        tabular.UnreadableFile: No layout has; the message compares with the closest one.
    """
    closest = max(_LAYOUTS, key=lambda source_id: len(set(_LAYOUTS[source_id]) & set(columns)))
    if not set(_LAYOUTS[closest]) & set(columns):
        raise tabular.UnreadableFile(f"its columns fit no known layout: {', '.join(columns)}")
    try:
        tabular.require_columns(columns, _LAYOUTS[closest])
    except tabular.UnreadableFile as difference:
        raise tabular.UnreadableFile(f"its columns differ from the layout of {closest}: {difference}") from None
    return closest


def _check(path: Path, source_id: str, seen_on: dt.date) -> tuple[int, pl.DataFrame]:
    groups = reference_data.groups_by_weapon()
    known = {name: COLUMNS[name].values for name in ("unit", "qualifier")}
    rows, rejected = 0, []
    for batch in tabular.batches(path, _LAYOUTS[source_id]):
        raw = batch.with_columns(snapshot_id=pl.lit(""))
        clean = (
            daily_attacks.clean(raw, seen_on, groups) if source_id == "daily_attacks" else published_figures.clean(raw, known)
        )
        rows += batch.height
        rejected.append(clean[1])
    return rows, pl.concat(rejected) if rejected else pl.DataFrame()


def _first(rejected: pl.DataFrame) -> str:
    row = rejected.row(0, named=True)
    return f"{row['row_number']}: {row['reason']}"
