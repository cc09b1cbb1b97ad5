"""Taking in files that a user hands over: told apart by their content, checked, and stored as snapshots.

Knows nothing of Dagster: files handed over and files fetched both come through here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.sources import daily_attacks, dates, layouts, published_figures, tabular
from assets.sources.air_force_posts import files
from assets.sources.air_force_posts.posts import CHANNEL, RefusedPost
from assets.sources.layouts import Layout
from warehouse import reference_data
from warehouse.columns import COLUMNS
from warehouse.snapshots import Snapshot, SnapshotStore

# Sources whose files a user may add.
SOURCES = ("air_force_posts", "daily_attacks", "published_figures")
EXAMPLES = 10


@dataclass(frozen=True)
class Intake:
    """What became of a file.

    Attributes:
        snapshot: The snapshot that holds it.
        is_new: Whether the content was not there before.
        rows: Number of its data rows, or of its posts and what stands between them.
        rejected_count: Number of rows that cannot be used.
        rejected: The first of them: `snapshot_id, row_number, reason, raw`.
        unknown_columns: Columns that no layout knows; kept, but not read.
        date_order: How dates with the year last were read, see `dates.order`.
        posted: Days (UTC) of its first and its last post, if it is a file of posts.
    """

    snapshot: Snapshot
    is_new: bool
    rows: int
    rejected_count: int
    rejected: pl.DataFrame
    unknown_columns: list[str]
    date_order: str | None
    posted: tuple[dt.date, dt.date] | None = None

    @property
    def summary(self) -> str:
        """What is in it, for people, without a full stop."""
        rejected = f"{self.rejected_count:,} of them rejected"
        if self.posted is None:
            return f"{self.rows:,} rows, {rejected}"
        return f"{self.rows:,} posts of {self.posted[0]} to {self.posted[1]}, {rejected}"


def take_in(
    path: Path,
    seen_at: dt.datetime,
    snapshots: SnapshotStore,
    *,
    only: Sequence[str] = SOURCES,
    channel: str | None = None,
    url: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Intake:
    """Check a file and store it as a snapshot of the source it belongs to.

    Args:
        path: A CSV file or a ZIP with one; a Telegram export, a page of the channel's preview or a ZIP of such pages.
        seen_at: When its content was published or downloaded, with a time zone.
        snapshots: Where to store it.
        only: The sources it may belong to.
        channel: The channel that the user says an export is of, where the export does not show it: `kpszsu` or None.
        url: Address it came from.
        etag: Validator that the server gave.
        last_modified: The other validator.

    Returns:
        The snapshot and the rows that cannot be used.

    Raises:
        tabular.UnreadableFile: The file as a whole cannot be used; nothing was stored.
    """
    if "air_force_posts" in only and files.form(path) is not None:
        return _take_in_posts(path, seen_at, snapshots, channel, url)
    header = tabular.header(path)
    source_id = layouts.recognise(header, only)
    layout = layouts.layout(source_id)
    order = _date_order(path, layout)
    rows, rejected_count, rejected = _check(path, layout, seen_at.astimezone(dt.UTC).date(), order)
    if rows == 0:
        raise tabular.UnreadableFile("it has a header but no rows")
    snapshot, is_new = snapshots.put(
        source_id,
        path,
        seen_at,
        series=path.name if source_id == "published_figures" else None,
        url=url,
        etag=etag,
        last_modified=last_modified,
    )
    return Intake(snapshot, is_new, rows, rejected_count, rejected, layout.match(header), order)


def _take_in_posts(path: Path, seen_at: dt.datetime, snapshots: SnapshotStore, channel: str | None, url: str | None) -> Intake:
    """Store a file of posts beside those that are there: every one adds to the others.

    That a user vouched for an export is remembered in the name of its series; that it is stored at all makes every rebuild
    trust it.
    """
    file = files.read(path)
    is_vouched_for = file.unproven is not None and channel == CHANNEL
    if file.unproven is not None and not is_vouched_for:
        raise tabular.UnreadableFile(file.unproven)
    if not file.posts:
        reason = f": {_first(_frame(file.refused[:1]))}" if file.refused else ""
        raise tabular.UnreadableFile(f"it holds no post of {CHANNEL} that can be used{reason}")
    series = f"vouched-for-{CHANNEL}" if is_vouched_for else None
    snapshot, is_new = snapshots.put("air_force_posts", path, seen_at, series=series, is_addition=True, url=url)
    days = [post.posted_at.date() for post in file.posts]
    rejected = _frame(file.refused[:EXAMPLES])
    return Intake(snapshot, is_new, file.row_count, len(file.refused), rejected, [], None, (min(days), max(days)))


def _frame(refused: list[RefusedPost]) -> pl.DataFrame:
    return pl.DataFrame(
        [("", post.row_number, post.reason, post.raw) for post in refused],
        schema={"snapshot_id": pl.String, "row_number": pl.Int64, "reason": pl.String, "raw": pl.String},
        orient="row",
    )


def _date_order(path: Path, layout: Layout) -> str | None:
    if layout.source_id != "daily_attacks":
        return None
    return dates.order(map(layout.fit, tabular.batches(path)), daily_attacks.TIMES)


def _check(path: Path, layout: Layout, seen_on: dt.date, order: str | None) -> tuple[int, int, pl.DataFrame]:
    """Return the number of rows of a file, of those that cannot be used, and the first of these.

    Raises:
        tabular.UnreadableFile: No row of the first piece of the file can be used; the rest is not worth reading.
    """
    groups = reference_data.groups_by_weapon()
    known = {name: COLUMNS[name].values for name in ("unit", "qualifier")}
    is_attacks = layout.source_id == "daily_attacks"
    rows, rejected_count, examples = 0, 0, pl.DataFrame()
    for batch in tabular.batches(path):
        raw = layout.fit(batch).with_columns(snapshot_id=pl.lit(""))
        _, rejected = daily_attacks.clean(raw, seen_on, groups, order) if is_attacks else published_figures.clean(raw, known)
        rows += batch.height
        rejected_count += rejected.height
        examples = (
            pl.concat([examples, rejected.head(EXAMPLES - examples.height)]) if examples.height else rejected.head(EXAMPLES)
        )
        if rejected_count == rows:
            raise tabular.UnreadableFile(
                f"none of its {'first ' if rows == tabular.BATCH_ROWS else ''}{rows:,} rows can be used: {_first(rejected)}"
            )
    return rows, rejected_count, examples


def _first(rejected: pl.DataFrame) -> str:
    row = rejected.row(0, named=True)
    return f"row {row['row_number']}: {row['reason']}"
