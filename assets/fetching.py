"""Fetching what a source serves now, and keeping it if it is new and what it should be.

Knows nothing of Dagster. A fetch that fails is no error: the last good snapshot stays, and the outcome says in one sentence
what happened and how old the data is.
"""

import datetime as dt
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from assets.sources import registry
from warehouse.files import atomically
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore


@dataclass(frozen=True)
class Fetch:
    """How the last attempt to fetch a source ended.

    Attributes:
        source_id: The source.
        at: When, UTC, ISO 8601.
        outcome: `new`, `unchanged` or `failed`.
        told: What happened, for people, without a full stop.
        data_seen_on: Day on which the newest stored data of the source was seen, ISO 8601; None if there is none.
        url: Where it was asked for.
        etag: Validator of what the server gave last, for the next request.
        last_modified: The other validator.
    """

    source_id: str
    at: str
    outcome: str
    told: str
    data_seen_on: str | None
    url: str
    etag: str | None
    last_modified: str | None

    @property
    def message(self) -> str:
        """What happened and, after a failure, with what the tally goes on and how old that is today."""
        if self.outcome != "failed":
            return self.told
        if self.data_seen_on is None:
            return f"{self.told}. The tally goes on with the shipped figures"
        days = (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(self.data_seen_on)).days
        age = {0: "today", 1: "1 day ago"}.get(days, f"{days} days ago")
        return f"{self.told}. The tally goes on with what was seen on {self.data_seen_on} ({age})"


def fetch(source: registry.Source, url: str, home: Home) -> Fetch:
    """Ask a source for its data and store it as a snapshot if it is new.

    Args:
        source: The source.
        url: Where to ask.
        home: Where to store it and note the outcome.

    Returns:
        How it ended.
    """
    # Costs a fifth of a second, which commands that do not fetch need not pay.
    from assets.sources.http import Validators
    from assets.ways_of_fetching import OTHER_WAYS, Request, fetch_file

    snapshots = SnapshotStore(home.snapshots)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    before = [fetch for fetch in last_fetches(home) if (fetch.source_id, fetch.url) == (source.source_id, url)]
    # Validators without the data they belong to would make the server say that there is nothing new.
    has_data = bool(snapshots.all(source.source_id))
    known = Validators(before[0].etag, before[0].last_modified) if before and has_data else None
    with tempfile.TemporaryDirectory() as folder:
        way = OTHER_WAYS.get(source.source_id, fetch_file)
        attempt = way(Request(source.source_id, url, now, home, Path(folder), known))
    stored = snapshots.all(source.source_id)
    result = Fetch(
        source_id=source.source_id,
        at=now.isoformat(),
        outcome=attempt.outcome,
        told=attempt.told,
        data_seen_on=stored[-1].fetched_at.date().isoformat() if stored else None,
        url=url,
        etag=attempt.known.etag if attempt.known else None,
        last_modified=attempt.known.last_modified if attempt.known else None,
    )
    _note(home, result)
    return result


def fetch_all(addresses: dict[str, str], home: Home) -> list[Fetch]:
    """Fetch every source that has an address."""
    return [fetch(registry.sources()[source_id], url, home) for source_id, url in addresses.items()]


def last_fetches(home: Home) -> list[Fetch]:
    """Return how the last attempt to fetch each source ended."""
    try:
        notes = json.loads(_notes_file(home).read_text(encoding="utf-8"))
        return [Fetch(**note) for note in notes.values()]
    except (OSError, ValueError, TypeError):
        return []


def _note(home: Home, result: Fetch) -> None:
    notes = {fetch.source_id: asdict(fetch) for fetch in last_fetches(home)} | {result.source_id: asdict(result)}
    with atomically(_notes_file(home)) as temporary:
        temporary.write_text(json.dumps(notes, indent=2, ensure_ascii=False), encoding="utf-8")


def _notes_file(home: Home) -> Path:
    return home.build.parent / "fetches.json"
