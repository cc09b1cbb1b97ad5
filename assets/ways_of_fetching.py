"""The ways in which sources are fetched: a file that is downloaded, or a channel that is read page by page.

Each says how one attempt ended; a failure is part of that. Noting it down belongs to `fetching`. Knows nothing of Dagster.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assets import stored_posts
from assets.intake import take_in
from assets.sources.air_force_posts import archive, walk
from assets.sources.http import FetchFailed, Validators, download
from assets.sources.tabular import UnreadableFile
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore


@dataclass(frozen=True)
class Request:
    """What is fetched, and where it goes.

    Attributes:
        source_id: The source.
        url: Where to ask.
        now: The present, UTC.
        home: Where to store what is new.
        folder: For temporary files.
        known: What the server said of the version that is stored.
    """

    source_id: str
    url: str
    now: dt.datetime
    home: Home
    folder: Path
    known: Validators | None

    @property
    def snapshots(self) -> SnapshotStore:
        return SnapshotStore(self.home.snapshots)

    @property
    def nothing_new(self) -> str:
        return f"{self.source_id}: nothing new since {self.snapshots.all(self.source_id)[-1].fetched_at:%Y-%m-%d}"


@dataclass(frozen=True)
class Attempt:
    """How an attempt ended.

    Attributes:
        outcome: `new`, `unchanged` or `failed`.
        told: What happened, for people, without a full stop.
        known: Validators for the next request.
    """

    outcome: str
    told: str
    known: Validators | None = None


def fetch_file(request: Request) -> Attempt:
    """Download a file and store it if it is new."""
    source_id, url = request.source_id, request.url
    try:
        got = download(url, request.folder / "download.zip", known=request.known)
        if got is None:
            return Attempt("unchanged", request.nothing_new, request.known)
        taken = take_in(
            got.path,
            request.now,
            request.snapshots,
            only=(source_id,),
            url=url,
            etag=got.etag,
            last_modified=got.last_modified,
        )
    except (FetchFailed, UnreadableFile) as error:
        return Attempt("failed", _failed(source_id, str(error)), request.known)
    outcome = "new" if taken.is_new else "unchanged"
    return Attempt(outcome, f"{source_id}: {outcome}, {taken.summary}", Validators(got.etag, got.last_modified))


def fetch_posts(request: Request, manners: walk.Manners = walk.DEFAULT_MANNERS) -> Attempt:
    """Walk back through the channel and store the pages if a post on them is new or edited.

    What came before a failure is stored all the same.
    """
    source_id = request.source_id
    try:
        known = walk.Known.of(stored_posts.read(snapshot, request.home) for snapshot in request.snapshots.all(source_id))
    except UnreadableFile as error:
        return Attempt("failed", _failed(source_id, f"a stored snapshot cannot be read: {error}"))
    walked = walk.walk(request.url, known, request.now, request.folder, manners)
    new, edited = walked.new(known), walked.edited(known)
    counts = f"{new:,} posts, {edited:,} edited"
    if new or edited:
        path = request.folder / f"posts-{min(walked.posts)}-{max(walked.posts)}.zip"
        archive.pack(walked.pages, path)
        take_in(path, request.now, request.snapshots, only=(source_id,), url=request.url)
    if walked.failure is not None:
        kept = f"; before that {counts} were fetched and kept" if new or edited else ""
        return Attempt("failed", _failed(source_id, walked.failure) + kept)
    outcome, told = ("new", f"{source_id}: new, {counts}") if new or edited else ("unchanged", request.nothing_new)
    return Attempt(outcome, "; ".join([told, *walked.remarks]))


def _failed(source_id: str, why: str) -> str:
    return f"{source_id} could not be fetched: {why.strip().rstrip('.')}"


# Sources that are not a file.
OTHER_WAYS: dict[str, Callable[[Request], Attempt]] = {"air_force_posts": fetch_posts}
