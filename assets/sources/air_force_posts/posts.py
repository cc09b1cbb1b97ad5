"""Posts as they come, typed: what a file of posts holds. How files are read belongs to `files`, `export` and `pages`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

CHANNEL = "kpszsu"


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the channel.

    Attributes:
        row_number: Where it stands in its file, the first post being 2.
        post_id: Its number in the channel.
        posted_at: When it was posted, UTC.
        edited_at: When it was last edited, UTC, if the file says so.
        text: Its own text, without what it quotes; empty if it has only pictures.
    """

    row_number: int
    post_id: int
    posted_at: dt.datetime
    edited_at: dt.datetime | None
    text: str

    @property
    def url(self) -> str:
        return f"https://t.me/{CHANNEL}/{self.post_id}"


@dataclass(frozen=True)
class RefusedPost:
    """A message in a file that cannot be used as a post of the channel.

    Attributes:
        row_number: Where it stands in its file; counted together with the posts.
        reason: Why, for people, without a full stop.
        raw: The beginning of it, as the file has it.
    """

    row_number: int
    reason: str
    raw: str


@dataclass(frozen=True, order=True)
class Span:
    """Post numbers, the first and the last included, between which the file shows every post that there was."""

    first_id: int
    last_id: int


@dataclass(frozen=True)
class PostFile:
    """What a file of posts holds. Every message is in `posts` or in `refused`, but for those that are no posts at all.

    Attributes:
        posts: The posts of the channel, in the order of the file; a file of overlapping pages may hold one twice.
        refused: The messages that cannot be used.
        service_count: Messages by which Telegram tells of the channel itself (a post was pinned, the title changed). They
            are no posts, and no rows: neither in `posts` nor in `refused`.
        spans: What the file shows without a gap.
        unproven: Why the file does not show by itself that it is the channel's; None if it does.
    """

    posts: list[Post]
    refused: list[RefusedPost]
    service_count: int
    spans: list[Span]
    unproven: str | None = None

    @property
    def row_count(self) -> int:
        """Number of its messages that are rows: posts and refused ones."""
        return len(self.posts) + len(self.refused)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the same numbers in as few spans as possible, lowest first."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.first_id <= result[-1].last_id + 1:
            result[-1] = Span(result[-1].first_id, max(span.last_id, result[-1].last_id))
        else:
            result.append(span)
    return result


def gaps(spans: list[Span]) -> list[Span]:
    """Return what lies between joined spans, highest first."""
    return [Span(lower.last_id + 1, upper.first_id - 1) for lower, upper in pairwise(spans)][::-1]
