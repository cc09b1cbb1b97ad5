"""Taking in files that a user hands over: told apart by their content, checked, and stored as snapshots.

Knows nothing of Dagster: the command line and the inbox both come through here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.sources import daily_attacks, dates, layouts, published_figures, tabular
from assets.sources.layouts import Layout
from warehouse import reference_data
from warehouse.columns import COLUMNS
from warehouse.snapshots import Snapshot, SnapshotStore

# Sources whose files a user may add.
SOURCES = ("daily_attacks", "published_figures")


@dataclass(frozen=True)
class Intake:
    """What became of a file.

    Attributes:
        snapshot: The snapshot that holds it.
        is_new: Whether the content was not there before.
        rows: Number of its data rows.
        rejected: The rows that cannot be used: `snapshot_id, row_number, reason, raw`.
        unknown_columns: Columns that no layout knows; kept, but not read.
        date_order: How dates with the year last were read, see `dates.order`.
    """

    snapshot: Snapshot
    is_new: bool
    rows: int
    rejected: pl.DataFrame
    unknown_columns: list[str]
    date_order: str | None


def take_in(
    path: Path,
    seen_at: dt.datetime,
    snapshots: SnapshotStore,
    *,
    only: Sequence[str] = SOURCES,
    url: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Intake:
    """Check a file and store it as a snapshot of the source it belongs to.

    Args:
        path: A CSV file, or a ZIP with one.
        seen_at: When its content was published or downloaded, with a time zone.
        snapshots: Where to store it.
        only: The sources it may belong to.
        url: Address it came from.
        etag: Validator that the server gave.
        last_modified: The other validator.

    Returns:
        The snapshot and the rows that cannot be used.

    Raises:
        tabular.UnreadableFile: The file as a whole cannot be used; nothing was stored.
    """
    header = tabular.header(path)
    source_id = layouts.recognise(header, only)
    layout = layouts.layout(source_id)
    rows, rejected, order = _check(path, layout, seen_at.astimezone(dt.UTC).date())
    if rows == 0:
        raise tabular.UnreadableFile("it has a header but no rows")
    if rejected.height == rows:
        raise tabular.UnreadableFile(f"none of its {rows:,} rows can be used: row {_first(rejected)}")
    snapshot, is_new = snapshots.put(
        source_id,
        path,
        seen_at,
        series=path.name if source_id == "published_figures" else None,
        url=url,
        etag=etag,
        last_modified=last_modified,
    )
    return Intake(snapshot, is_new, rows, rejected, layout.match(header), order)


def _check(path: Path, layout: Layout, seen_on: dt.date) -> tuple[int, pl.DataFrame, str | None]:
    """Return the number of rows of a file, those of them that cannot be used, and the order of its dates."""
    groups = reference_data.groups_by_weapon()
    known = {name: COLUMNS[name].values for name in ("unit", "qualifier")}
    is_attacks = layout.source_id == "daily_attacks"
    order = dates.order(map(layout.fit, tabular.batches(path)), daily_attacks.TIMES) if is_attacks else None
    rows, rejected = 0, []
    for batch in tabular.batches(path):
        raw = layout.fit(batch).with_columns(snapshot_id=pl.lit(""))
        clean = daily_attacks.clean(raw, seen_on, groups, order) if is_attacks else published_figures.clean(raw, known)
        rows += batch.height
        rejected.append(clean[1])
    return rows, pl.concat(rejected) if rejected else pl.DataFrame(), order


def _first(rejected: pl.DataFrame) -> str:
    row = rejected.row(0, named=True)
    return f"{row['row_number']}: {row['reason']}"
