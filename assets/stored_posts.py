"""Posts of stored snapshots: a file is read once, and what was read is kept beside the build.

Like the build it is disposable: deleted, or read by other code, it is made again from the snapshots. Knows nothing of Dagster.
"""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assets.sources.air_force_posts import files
from assets.sources.air_force_posts.posts import Post, PostFile, RefusedPost, Span
from warehouse.code_version import code_version
from warehouse.files import atomically
from warehouse.home import Home
from warehouse.snapshots import Snapshot


def read(snapshot: Snapshot, home: Home) -> PostFile:
    """Return the posts of a snapshot.

    Raises:
        tabular.UnreadableFile: It is damaged, or holds no posts.
    """
    kept = home.read_posts / f"{snapshot.sha256}.json"
    if file := _kept(kept):
        return file
    file = files.read(snapshot.path)
    with atomically(kept) as temporary:
        record = {"code_version": code_version(), "file": asdict(file)}
        temporary.write_text(json.dumps(record, default=dt.datetime.isoformat), encoding="utf-8")
    return file


def _kept(path: Path) -> PostFile | None:
    """Return what was kept, if it is whole and by the code of today."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return _file(**record["file"]) if record["code_version"] == code_version() else None


def _file(posts: list[Any], refused: list[Any], spans: list[Any], **rest: Any) -> PostFile:
    return PostFile(
        posts=[Post(**post | {name: _moment(post[name]) for name in ("posted_at", "edited_at")}) for post in posts],
        refused=[RefusedPost(**row) for row in refused],
        spans=[Span(**span) for span in spans],
        **rest,
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
