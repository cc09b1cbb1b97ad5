"""Posts out of an export of Telegram Desktop: the file `result.json` that “Export chat history” writes as JSON.

An export names its channel by title and number only, so that anybody's channel of the same title looks alike: whether the
file is taken for the Air Force's is decided when it is taken in, see `PostFile.unproven`.
"""

import datetime as dt
from pathlib import Path

import msgspec

from assets.sources.air_force_posts.posts import CHANNEL, Post, PostFile, RefusedPost, Span
from assets.sources.tabular import UnreadableFile

TITLES = ("Повітряні Сили ЗС України", "Air Force of the Armed Forces of Ukraine")
# The whole channel, 80,000 posts of four years, is about 150 MB.
MAX_BYTES = 1024**3
# Greater than any number of a post, and still a whole number in every program that reads JSON.
MAX_POST_ID = 2**53
RAW_CHARACTERS = 500


class _Part(msgspec.Struct):
    text: str


class _Message(msgspec.Struct):
    id: int
    type: str
    date_unixtime: str | int | None = None
    edited_unixtime: str | int | None = None
    text: str | list[str | _Part] = ""


class _Export(msgspec.Struct):
    messages: list[msgspec.Raw]
    name: str | None = None
    type: str | None = None


class _Type(msgspec.Struct):
    """What decides whether a message is a post, readable also where the rest is not."""

    type: str | None = None


def read(path: Path) -> PostFile:
    """Read an export.

    Times are those of `date_unixtime`. `date` alone is the local time of the machine that exported, which the file does not
    name: a message that has nothing else is refused.

    Args:
        path: The file; it is read at once, and takes about twice its size in memory.

    Returns:
        Its posts, in the order of the file.

    Raises:
        UnreadableFile: It is no export of a channel, or cut off, or not UTF-8.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableFile(f"it has {size:,} bytes, more than an export of the whole channel could have ({MAX_BYTES:,})")
    export = _decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    if export.type is not None and not export.type.endswith("_channel"):
        raise UnreadableFile(f"it is the export of a chat of the kind “{export.type}”, not of a channel")
    decoder, types = msgspec.json.Decoder(_Message), msgspec.json.Decoder(_Type)
    posts: list[Post] = []
    refused: list[RefusedPost] = []
    service_count = 0
    for raw in export.messages:
        if _is_service(raw, types):
            service_count += 1
            continue
        row_number = len(posts) + len(refused) + 2
        try:
            posts.append(_post(decoder.decode(raw), row_number))
        except (ValueError, RecursionError) as error:
            start = bytes(raw)[: 4 * RAW_CHARACTERS].decode("utf-8", "replace")[:RAW_CHARACTERS]
            refused.append(RefusedPost(row_number, str(error), start))
    ids = [post.post_id for post in posts]
    spans = [Span(min(ids), max(ids))] if ids else []
    return PostFile(posts, refused, service_count, spans, _unproven(export.name))


def _decode(content: bytes) -> _Export:
    try:
        return msgspec.json.decode(content, type=_Export)
    except msgspec.ValidationError as error:
        raise UnreadableFile(
            f"it is JSON, but not the export of one channel ({error}); in Telegram Desktop open the channel and choose "
            "Export chat history, format JSON"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFile(f"it is not whole and valid JSON in UTF-8: {error}") from error


def _is_service(raw: msgspec.Raw, types: "msgspec.json.Decoder[_Type]") -> bool:
    try:
        return types.decode(raw).type == "service"
    except (ValueError, RecursionError):
        return False


def _post(message: _Message, row_number: int) -> Post:
    """Return the post that a message is.

    Raises:
        ValueError: It cannot be used; the message says why.
    """
    if message.type != "message":
        raise ValueError(f"it is of the kind “{message.type}”, not a message")
    if not 0 < message.id < MAX_POST_ID:
        raise ValueError(f"{message.id} is not the number of a post")
    if message.date_unixtime is None:
        raise ValueError(
            "it has no date_unixtime, and date is the local time of an unknown place; "
            "export again with a current Telegram Desktop"
        )
    edited_at = None if message.edited_unixtime is None else _moment(message.edited_unixtime, "edited_unixtime")
    parts = [message.text] if isinstance(message.text, str) else message.text
    text = "".join(part if isinstance(part, str) else part.text for part in parts).strip()
    return Post(row_number, message.id, _moment(message.date_unixtime, "date_unixtime"), edited_at, text)


def _moment(seconds: str | int, name: str) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{name} “{seconds}” is not a moment") from None


def _unproven(title: str | None) -> str | None:
    """Return why a title does not make a file the Air Force's: it must be both names, or one of them."""
    spelled = " ".join((title or "").split()).casefold()
    if spelled in {name.casefold() for name in (*TITLES, " / ".join(TITLES))}:
        return None
    named = f"is called “{title}”" if title else "has no title"
    wanted = " / ".join(TITLES)
    return f"the exported channel {named}, not “{wanted}”; if it is the Air Force's, say so with --channel {CHANNEL}"
