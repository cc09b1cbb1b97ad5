"""Walking back through the channel's public web preview, page by page, at a fixed pace.

A walk reads what is new, reads the posts of the last two days again, because they may have been edited, and then fills gaps
that earlier walks left. What is known comes from the stored files of posts alone; storing what a walk brings belongs elsewhere.
"""

import datetime as dt
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from assets.sources.air_force_posts import files, pages
from assets.sources.air_force_posts.posts import CHANNEL, Post, PostFile, Span, gaps, joined
from assets.sources.http import FetchFailed, Limits, download
from assets.sources.tabular import UnreadableFile

PAGE_POSTS = 20
HAND_OVER = "export the channel with Telegram Desktop as JSON and run `tally add result.json`"


@dataclass(frozen=True)
class Manners:
    """How a walk behaves towards the server.

    Attributes:
        pace: Seconds from one request to the next, at least.
        max_pages: Pages asked for in one walk.
        max_gap_pages: A gap of more pages than this is not filled; the user is told to export the channel.
        reread: Posts not older than this are read again.
    """

    pace: float = 3.0
    max_pages: int = 40
    max_gap_pages: int = 500
    reread: dt.timedelta = dt.timedelta(hours=48)


DEFAULT_MANNERS = Manners()


@dataclass(frozen=True)
class Known:
    """What is stored of the channel.

    Attributes:
        posts: The newest version of every post, by number.
        spans: What was seen without a gap, lowest first.
    """

    posts: dict[int, Post]
    spans: list[Span]

    @classmethod
    def of(cls, stored: Iterable[PostFile]) -> "Known":
        """Return what files hold together, of which the later ones take precedence."""
        posts: dict[int, Post] = {}
        spans: list[Span] = []
        for file in stored:
            posts |= {post.post_id: post for post in file.posts}
            spans += file.spans
        return cls(posts, joined(spans))


@dataclass
class Walk:
    """What a walk brought.

    Attributes:
        pages: Name and content of every page, as served, newest first.
        posts: The posts on them, by number.
        remarks: What was left out and what to do about it: sentences without a full stop.
        failure: Why it ended early, if it failed; the pages before that are good.
    """

    pages: list[tuple[str, bytes]] = field(default_factory=list)
    posts: dict[int, Post] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    failure: str | None = None

    def new(self, known: Known) -> int:
        """Return how many of the posts were not known."""
        return len(self.posts.keys() - known.posts.keys())

    def edited(self, known: Known) -> int:
        """Return how many of the posts have another text than was known; the spacing is no difference."""
        both = self.posts.keys() & known.posts.keys()
        return sum(self.posts[number].text.split() != known.posts[number].text.split() for number in both)


def walk(url: str, known: Known, now: dt.datetime, folder: Path, manners: Manners = DEFAULT_MANNERS) -> Walk:
    """Walk back from the newest post.

    The first walk, when nothing is known, goes back no further than posts are read again: history comes through an export.

    Args:
        url: Address of the preview without `before`.
        known: What is stored already.
        now: The present, with a time zone.
        folder: Where pages may lie while they are downloaded.
        manners: How often and how far.

    Returns:
        What it brought. A failure is not raised: it is part of that.
    """
    result, spans, horizon = Walk(), known.spans, now - manners.reread
    before: int | None = None
    turns = _Turns(manners.pace)
    while len(result.pages) < manners.max_pages:
        try:
            with turns:
                content = _served(_address(url, before), folder / "page.html", manners)
            page = pages.read(content)
        except FetchFailed as error:
            result.failure = str(error)
            break
        except UnreadableFile as error:
            result.failure = f"what the server sent cannot be used: {error}"
            break
        if before is None and not page.posts:
            result.failure = f"what the server sent cannot be used: the page has no posts of {CHANNEL}"
            break
        if page.earlier is None or (before is not None and page.earlier >= before):
            # Nothing lies before the first post of a channel.
            break
        result.pages.append((f"before-{before}.html" if before else "latest.html", content))
        result.posts |= {post.post_id: post for post in page.posts}
        spans = joined([*spans, *files.span(page, before)])
        is_far_enough = any(post.posted_at < horizon for post in page.posts)
        before = _next_gap(page.earlier, spans, manners) if is_far_enough else page.earlier
        if before is None or before == 1:
            break
    else:
        result.remarks.append(f"stopped after {manners.max_pages} pages")
    result.remarks += _left_out(spans, known, result, manners)
    return result


class _Turns:
    """Keeps requests apart: the block of `with` begins no sooner than `pace` seconds after the last request in the one before.

    A block that took longer than that may have asked a second time in the end; then its end counts, not its start.
    """

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._started = self._last_request = -math.inf

    def __enter__(self) -> None:
        time.sleep(max(0.0, self._last_request + self._pace - time.monotonic()))
        self._started = time.monotonic()

    def __exit__(self, *_: object) -> None:
        ended = time.monotonic()
        self._last_request = self._started if ended - self._started < self._pace else ended


def _served(url: str, to: Path, manners: Manners) -> bytes:
    """Download a page; a second try keeps the pace too."""
    limits = Limits(
        attempts=2, wait_initial=manners.pace, wait_max=manners.pace, wait_jitter=0.0, max_bytes=pages.MAX_BYTES
    )  # fmt: skip
    download(url, to, known=None, limits=limits)
    return to.read_bytes()


def _address(url: str, before: int | None) -> str:
    return url if before is None else f"{url}{'&' if '?' in url else '?'}before={before}"


def _next_gap(below: int, spans: list[Span], manners: Manners) -> int | None:
    """Return the number below which the highest gap begins that lies below another number and is to be filled."""
    wanted = (gap for gap in gaps(spans) if gap.last_id < below and _is_fillable(gap, manners))
    return next((gap.last_id + 1 for gap in wanted), None)


def _is_fillable(gap: Span, manners: Manners) -> bool:
    return gap.last_id - gap.first_id < manners.max_gap_pages * PAGE_POSTS


def _left_out(spans: list[Span], known: Known, result: Walk, manners: Manners) -> list[str]:
    """Return what remains unseen after a walk, and what becomes of it."""
    posts = known.posts | result.posts
    days = {number: f"{posts[number].posted_at:%Y-%m-%d}" for number in sorted(posts)}
    left = [gap for gap in gaps(spans) if _is_fillable(gap, manners)]
    too_long = [gap for gap in gaps(spans) if not _is_fillable(gap, manners)]
    remarks = [f"{_told(left, days)} are left for the next refresh"] if left else []
    if too_long:
        remarks.append(f"{_told(too_long, days)} are more than {manners.max_gap_pages} pages and are not fetched: {HAND_OVER}")
    if not known.spans and spans:
        remarks.append(f"posts before {spans[0].first_id:,} are not fetched: {HAND_OVER}")
    return remarks


def _told(ranges: list[Span], days: dict[int, str], shown: int = 3) -> str:
    """Return the numbers of the first of some ranges, with the days of the posts on either side."""
    told = []
    for span in ranges[:shown]:
        first = next((day for number, day in reversed(days.items()) if number < span.first_id), "unknown")
        last = next((day for number, day in days.items() if number > span.last_id), "unknown")
        told.append(f"posts {span.first_id:,} to {span.last_id:,} ({first} to {last})")
    return ", ".join(told) + (f" and {len(ranges) - shown} more ranges" if len(ranges) > shown else "")
