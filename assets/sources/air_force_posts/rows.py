"""From posts to rows of tables: the posts themselves, what was read from them, places, and the phrase behind every number.

No row holds the text of a post; of its words only phrases of a number, 25 words at most, leave the snapshots.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from assets.sources import places
from assets.sources.air_force_posts.posts import CHANNEL, Post, PostFile
from assets.sources.air_force_posts.reader import read
from assets.sources.air_force_posts.report import Kind, Quantity, Reading, Report, WeaponCounts
from assets.sources.air_force_posts.roles import MOST_WORDS

SOURCE_ID = "air_force_posts"
_QUANTITIES = (
    "launched", "intercepted", "lost", "airborne", "hits", "jet_launched", "jet_intercepted", "shahed_launched",
)  # fmt: skip
_MOST_WORDS_OF_REFUSED = 10
_REJECTED = {
    "snapshot_id": pl.String, "source_id": pl.String, "row_number": pl.Int64, "reason": pl.String, "raw": pl.String,
}  # fmt: skip
_PHRASES = {
    "snapshot_id": pl.String, "row_number": pl.Int64, "item": pl.Int32, "column_name": pl.String, "phrase": pl.String,
}  # fmt: skip
_PLACES = {
    "snapshot_id": pl.String, "row_number": pl.Int64, "role": pl.String, "position": pl.Int32, "place_as_reported": pl.String,
    "place_id": pl.String, "count": pl.Int64,
}  # fmt: skip


def raw_rows(snapshot_id: str, file: PostFile) -> list[dict[str, Any]]:
    """Return the rows of `raw.air_force_posts` of one snapshot: every post by number, time and hash, and what was refused."""
    posts = [_raw_row(snapshot_id, post) for post in file.posts]
    refused = [
        {"snapshot_id": snapshot_id, "row_number": row.row_number, "malformed": row.reason} for row in file.refused
    ]  # fmt: skip
    return [*posts, *refused]


def _raw_row(snapshot_id: str, post: Post) -> dict[str, Any]:
    return {
        "snapshot_id": snapshot_id,
        "row_number": post.row_number,
        "post_id": post.post_id,
        "posted_at": _naive(post.posted_at),
        "edited_at": _naive(post.edited_at),
        "text_sha256": hash_of(post.text),
        "words": len(post.text.split()),
    }


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text, by which its versions are told apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _naive(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment else None


class Versions:
    """Which text every post had last, over all snapshots in the order in which they were seen."""

    def __init__(self) -> None:
        self._last: dict[int, str] = {}
        self._count: dict[int, int] = {}
        self._new: list[tuple[Post, int]] = []
        self._current: dict[int, tuple[int, dt.datetime | None]] = {}

    def unseen(self, posts: Iterable[Post]) -> list[Post]:
        """Return the posts that are new, or have another text than before."""
        self._new = []
        for post in posts:
            digest = hash_of(post.text)
            if self._last.get(post.post_id) != digest:
                self._last[post.post_id] = digest
                self._count[post.post_id] = self._count.get(post.post_id, 0) + 1
                self._new.append((post, self._count[post.post_id]))
                self._keep_current(post)
        return [post for post, _ in self._new]

    def _keep_current(self, post: Post) -> None:
        """The version seen last counts, unless its own time of editing says that it is the older one."""
        _, edited_at = self._current.get(post.post_id, (0, None))
        is_older = post.edited_at is not None and edited_at is not None and post.edited_at < edited_at
        if not is_older:
            self._current[post.post_id] = (self._count[post.post_id], post.edited_at)

    def current(self) -> pl.DataFrame:
        """Return `post_id, version`: the version of every post that counts."""
        counted = [(post_id, version) for post_id, (version, _) in self._current.items()]
        return pl.DataFrame(counted, schema={"post_id": pl.Int64, "version": pl.Int32}, orient="row")

    def rows(self, read: "PostRows", seen_at: dt.datetime) -> list[dict[str, Any]]:
        """Return the rows of `core.posts` for the posts that `unseen` gave last and that were read since."""
        versions = [
            {
                "post_id": post.post_id,
                "version": version,
                "report_url": post.url,
                "posted_at": _naive(post.posted_at),
                "edited_at": _naive(post.edited_at),
                "seen_at": _naive(seen_at),
                "text_sha256": hash_of(post.text),
                "is_current": True,
            }
            for post, version in self._new
        ]
        return [version | kind for version, kind in zip(versions, read.kinds, strict=True)]


@dataclass
class PostRows:
    """What was read from posts, as rows.

    Attributes:
        kinds: Rows of `core.posts` as far as reading decides them: `snapshot_id, row_number, post_kind, kind_reason`.
        attacks: Rows of `core.reported_attacks`.
        places: `snapshot_id, row_number, role, position, place_as_reported, place_id, count`.
        phrases: `snapshot_id, row_number, item, column_name, phrase`.
        rejected: Reports that cannot be read: `snapshot_id, source_id, row_number, reason, raw`, which is its first words.
    """

    kinds: list[dict[str, Any]] = field(default_factory=list)
    attacks: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    phrases: list[dict[str, Any]] = field(default_factory=list)

    rejected: list[dict[str, Any]] = field(default_factory=list)

    def rejected_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.rejected, schema=_REJECTED)

    def phrases_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.phrases, schema=_PHRASES)

    def places_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.places, schema=_PLACES)


def read_posts(snapshot_id: str, posts: Iterable[Post]) -> PostRows:
    """Read the posts of one snapshot."""
    rows = PostRows()
    for post in posts:
        reading = read(post.text, post.posted_at)
        where = {"snapshot_id": snapshot_id, "row_number": post.row_number}
        rows.kinds.append(where | {"post_kind": reading.kind.value, "kind_reason": reading.reason, "marks": _marks(reading)})
        if reading.kind is Kind.UNREADABLE:
            rows.rejected.append(where | _rejected(reading.reason, post.text))
        if reading.kind is Kind.REPORT and reading.report is not None:
            _add_report(rows, where, post, reading.report)
    return rows


def _rejected(reason: str | None, text: str) -> dict[str, Any]:
    words = text.split()[:_MOST_WORDS_OF_REFUSED]
    return {"source_id": SOURCE_ID, "reason": reason, "raw": " ".join(words)}


def refused_rows(snapshot_id: str, file: PostFile) -> pl.DataFrame:
    """Return the rows of `core.rejected_rows` for what a file holds besides the channel's posts."""
    refused = [
        {"snapshot_id": snapshot_id, "row_number": row.row_number} | _rejected(row.reason, row.raw) for row in file.refused
    ]
    return pl.DataFrame(refused, schema=_REJECTED)


def _marks(reading: Reading) -> str | None:
    return "; ".join(reading.report.marks) or None if reading.report else None


def _add_report(rows: PostRows, where: dict[str, Any], post: Post, report: Report) -> None:
    shared = where | _shared(post, report)
    for item, weapon in enumerate(report.weapons, start=1):
        of_report = _of_report(report) if item == 1 else {}
        wording = report.interception_wording or "shot_down" if weapon.intercepted.value is not None else None
        own = {"item": item, "interception_wording": wording, "marks": _marks_of(report, weapon)}
        rows.attacks.append(shared | own | _weapon(weapon) | of_report)
        quantities = {name: getattr(weapon, name) for name in _QUANTITIES} | {"border_exits": weapon.exits}
        if item == 1:
            quantities |= {"hit_locations": report.hit_locations, "debris_locations": report.debris_locations}
        rows.phrases += [
            where | {"item": item, "column_name": name, "phrase": quantity.phrase}
            for name, quantity in quantities.items()
            if quantity.phrase
        ]
    roles: dict[str, Sequence[tuple[str, int | None]]] = {
        "launch_site": [(name, None) for name in report.launch_sites],
        "target": [(name, None) for name in report.targets],
        "exit": list(report.exits.items()),
    }
    for role, named in roles.items():
        rows.places += _places(where, role, named)


def _marks_of(report: Report, weapon: WeaponCounts) -> str | None:
    """Return the marks of a report but those on other weapons; a mended date is one of them."""
    others = {other.weapon_group for other in report.weapons} - {weapon.weapon_group}
    marks = [mark for mark in report.marks if mark not in report.period.mended and mark.split(": ")[-1] not in others]
    return "; ".join([*(["date_mended"] if report.period.mended else []), *marks]) or None


def _shared(post: Post, report: Report) -> dict[str, Any]:
    """Return what all rows of a report have in common."""
    period = report.period
    precision = {(True, True): "clock", (True, False): "clock_start", (False, True): "clock_end", (False, False): "date"}
    return {
        "source_id": SOURCE_ID,
        "report_url": post.url,
        "reporter": "air_force",
        "reporter_account": CHANNEL,
        # The Air Force speaks for the country, also where it tells of one region.
        "scope": "national",
        "is_whole_country": report.is_national,
        "target_as_reported": _short(", ".join(report.targets)),
        "reports": 1,
        "window_kind": period.kind,
        "start_date": period.start_date,
        "night_of": period.end_date,
        "window_start": _naive(period.start),
        "window_end": _naive(period.end),
        "window_precision": precision[period.start is not None, period.end is not None],
        "correction": "; ".join(period.mended) or None,
    }


def _of_report(report: Report) -> dict[str, Any]:
    """Return what is said of the report as a whole and of its drones; it stands on the row of its first weapon."""
    return {
        "hit_locations": report.hit_locations.value,
        "debris_locations": report.debris_locations.value,
        "launch_place_as_reported": _short(", ".join(report.launch_sites)),
    }


def _weapon(weapon: WeaponCounts) -> dict[str, Any]:
    launched, intercepted = weapon.launched, weapon.intercepted
    return {
        "weapon_id": weapon.weapon_id,
        "weapon_group": weapon.weapon_group,
        "weapon_as_reported": _short(weapon.weapon_as_reported),
        "launched_low": launched.low,
        "launched_high": launched.high,
        "launched_null_reason": _reason(launched),
        "intercepted_null_reason": _reason(intercepted),
        "border_exits": weapon.exits.value,
        **{name: getattr(weapon, name).value for name in _QUANTITIES},
    }


def _short(words: str) -> str | None:
    """Return the first words of what a post says: more than 25 in a row do not leave the snapshots."""
    return " ".join(words.split()[:MOST_WORDS]).strip(',"- ') or None


def _reason(quantity: Quantity) -> str | None:
    return (quantity.null_reason or "not_stated") if quantity.value is None else None


def _places(where: dict[str, Any], role: str, named: Sequence[tuple[str, int | None]]) -> list[dict[str, Any]]:
    if not named:
        return []
    identified = places.identify(pl.Series([name for name, _ in named]), are_launch_sites=role == "launch_site")
    ids = dict(identified.select("place_as_reported", "place_id").iter_rows())
    return [
        where | {"role": role, "position": position, "place_as_reported": name, "place_id": ids[name], "count": count}
        for position, (name, count) in enumerate(named, start=1)
    ]
