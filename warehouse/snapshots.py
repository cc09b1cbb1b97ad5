"""The snapshot store: what every source served, byte for byte, for ever.

Snapshots are the only state that matters; everything else is made from them. A snapshot is one read-only file and a
sidecar beside it, in `snapshots/<source_id>/`. The sidecar is written last: content without one was cut off by a crash
and does not count. Reading what is inside a snapshot does not belong here.
"""

import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from warehouse.files import as_text, atomically


@dataclass(frozen=True)
class Snapshot:
    """One stored version of what a source served.

    Attributes:
        snapshot_id: Source, time and the first twelve digits of the hash.
        source_id: The source it belongs to.
        series: Snapshots of one series replace one another; a source has one series, or one per file it is made of, or
            one per content where every file adds to the others.
        fetched_at: When the content was first seen, UTC.
        sha256: Hash of the content.
        bytes: Its size.
        stored_at: When it was stored here, UTC: of two contents seen at one moment the one stored later counts.
        file_name: Name under which it came.
        url: Address it came from, if any.
        etag: Validator that the server gave with it, if any.
        last_modified: The other validator.
        path: Where the content is stored.
    """

    snapshot_id: str
    source_id: str
    series: str
    fetched_at: datetime
    stored_at: datetime
    sha256: str
    bytes: int
    file_name: str
    url: str | None
    etag: str | None
    last_modified: str | None
    path: Path


class SnapshotError(Exception):
    """A sidecar cannot be read; the message names it and says what to do."""


class SnapshotStore:
    """All snapshots under one directory, or those that had been seen by a day.

    Attributes:
        root: The directory.
        as_of: Leave out what was first seen after this day (UTC).
    """

    def __init__(self, root: Path, as_of: date | None = None) -> None:
        self.root = root
        self.as_of = as_of

    def all(self, source_id: str | None = None) -> list[Snapshot]:
        """Return the snapshots of one source, or of all, oldest first."""
        snapshots = (_read(sidecar) for sidecar in self.root.glob(f"{source_id or '*'}/*.json"))
        seen = (s for s in snapshots if self.as_of is None or s.fetched_at.date() <= self.as_of)
        return sorted(seen, key=lambda s: (s.source_id, *_order(s)))

    def put(
        self,
        source_id: str,
        content: Path,
        fetched_at: datetime,
        *,
        series: str | None = None,
        is_addition: bool = False,
        url: str | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> tuple[Snapshot, bool]:
        """Store a copy of the file `content` under its name unless the series held the same content at that time already.

        Args:
            source_id: The source it belongs to.
            content: The file to copy; it is left as it is.
            fetched_at: When the content was seen, with a time zone.
            series: What the snapshot replaces; by default the whole source.
            is_addition: It replaces nothing: its series is its own hash, after `series` if that is given.
            url: Address it came from.
            etag: Validator that the server gave with it.
            last_modified: The other validator.

        Returns:
            The snapshot that holds the content, and whether it is new.
        """
        digest = _sha256(content)
        if is_addition:
            series = f"{series}-{digest}" if series else digest
        series = as_text(series or source_id)
        moment = fetched_at.astimezone(UTC).replace(microsecond=0)
        earlier = [s for s in self.all(source_id) if s.series == series and s.fetched_at <= moment]
        if earlier and earlier[-1].sha256 == digest:
            return earlier[-1], False
        name = _name(source_id, series, moment, digest)
        snapshot = Snapshot(
            snapshot_id=f"{source_id}-{name}",
            source_id=source_id,
            series=series,
            fetched_at=moment,
            stored_at=datetime.now(UTC),
            sha256=digest,
            bytes=content.stat().st_size,
            file_name=as_text(content.name),
            url=url,
            etag=etag,
            last_modified=last_modified,
            path=self.root / source_id / (name + _extension(content)),
        )
        _write(snapshot, content, name)
        return snapshot, True


def _name(source_id: str, series: str, moment: datetime, digest: str) -> str:
    """Return the name of a snapshot's files; where a source has several series, one content may be in two of them."""
    name = f"{moment:%Y%m%dT%H%M%SZ}-{digest[:12]}"
    return name if series == source_id else f"{name}-{hashlib.sha256(series.encode()).hexdigest()[:6]}"


def _write(snapshot: Snapshot, content: Path, name: str) -> None:
    """Store a copy of the content, and then the sidecar that makes it count; neither, if that fails."""
    record = asdict(snapshot) | {"path": snapshot.path.name}
    text = json.dumps(record, indent=2, ensure_ascii=False, default=datetime.isoformat) + "\n"
    sidecar = snapshot.path.with_name(name + ".json")
    with atomically(snapshot.path, mode=0o444) as temporary:
        shutil.copyfile(content, temporary)
    try:
        with atomically(sidecar, mode=0o444) as temporary:
            temporary.write_text(text, encoding="utf-8")
    except BaseException:
        if not sidecar.exists():
            snapshot.path.unlink(missing_ok=True)
        raise


def current(snapshots: list[Snapshot]) -> set[str]:
    """Return the ids of the newest snapshot of every series."""
    newest = {(s.source_id, s.series): s for s in sorted(snapshots, key=_order)}
    return {snapshot.snapshot_id for snapshot in newest.values()}


def _order(snapshot: Snapshot) -> tuple[datetime, datetime, str]:
    return snapshot.fetched_at, snapshot.stored_at, snapshot.snapshot_id


def _extension(content: Path) -> str:
    """Return the extension under which content is stored: its own, if that is a usual one and not that of the sidecar."""
    own = content.suffix.lower()
    return own if own != ".json" and re.fullmatch(r"(\.[a-z0-9]{1,16})?", own) else ".content"


def _read(sidecar: Path) -> Snapshot:
    try:
        record = json.loads(sidecar.read_text(encoding="utf-8"))
        times = {name: datetime.fromisoformat(record[name]) for name in ("fetched_at", "stored_at")}
        return Snapshot(**record | times | {"path": sidecar.parent / record["path"]})
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{sidecar} does not describe a snapshot ({error}). Restore it from a backup, or move it away and take its file in "
            "again with `tally add`."
        ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
