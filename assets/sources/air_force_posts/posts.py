"""Posts as they come: out of a Telegram Desktop export, a page of the public preview, or an archive of such pages."""

import datetime as dt
from dataclasses import dataclass

CHANNEL = "kpszsu"


@dataclass(frozen=True)
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
