"""Posts out of a page of the channel's public web preview, `https://t.me/s/kpszsu`.

Only what the page itself shows to be the channel's own counts: a page of the channel, with its verified mark; posts under its
name; and of these the text of the post, never what it replies to, links to or asks.
"""

import datetime as dt
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from assets.sources.air_force_posts.posts import CHANNEL, Post, RefusedPost
from assets.sources.tabular import UnreadableFile

# A page shows twenty posts in about 100 kB and 4,000 tags. Time grows with the square of the depth of nesting, which these
# limits bound: at the worst it is a few seconds.
MAX_BYTES = 4 * 1024**2
MAX_TAGS = 40_000
MAX_MESSAGES = 200
RAW_CHARACTERS = 500
_TOO_LARGE = "it is larger than a page of Telegram's preview could be"
_TEXT = "js-message_text"
# Where text stands that is not the post's own: quotations, previews of what it links to, questions.
_FOREIGN = re.compile(r"tgme_widget_message_(reply|link_preview|poll)")
_NOT_SHOWN = frozenset({"script", "style", "template", "noscript"})
_BLOCKS = frozenset({"blockquote", "pre", "p", "div"})


@dataclass(frozen=True)
class Page:
    """What a page of the preview shows.

    Attributes:
        posts: The posts of the channel, oldest first.
        refused: What stands between them and cannot be used.
        service_count: Messages by which Telegram tells of the channel itself.
        ids: The numbers of all messages of the channel on the page.
        earlier: Posts with a number below this one are on the page before; None without any.
    """

    posts: list[Post]
    refused: list[RefusedPost]
    service_count: int
    ids: list[int]
    earlier: int | None


def read(html: bytes, first_row: int = 2) -> Page:
    """Read a page.

    Args:
        html: The page as served or saved, UTF-8.
        first_row: Row number of its first post.

    Returns:
        Its posts. Times are UTC; the preview says that a post was edited, but not when.

    Raises:
        UnreadableFile: It is not a whole page of the channel's preview.
    """
    document = _parse(html)
    _check_channel(document)
    posts: list[Post] = []
    refused: list[RefusedPost] = []
    ids: list[int] = []
    service_count = 0
    messages = document.css(".tgme_widget_message")
    if len(messages) > MAX_MESSAGES:
        raise UnreadableFile(_TOO_LARGE)
    for message in messages:
        row_number = first_row + len(posts) + len(refused)
        try:
            post_id = _post_id(message)
            ids.append(post_id)
            if "service_message" in _classes(message):
                service_count += 1
            else:
                posts.append(Post(row_number, post_id, _posted_at(message), None, _own_text(message)))
        except ValueError as error:
            refused.append(RefusedPost(row_number, str(error), (message.html or "")[:RAW_CHARACTERS]))
    links = [link.attributes.get("data-before") or "" for link in document.css(".js-messages_more")]
    earlier = min([*ids, *(int(link) for link in links if _is_number(link))], default=None)
    return Page(posts, refused, service_count, ids, earlier if ids else None)


def _parse(html: bytes) -> LexborHTMLParser:
    if len(html) > MAX_BYTES or html.count(b"<") > MAX_TAGS:
        raise UnreadableFile(_TOO_LARGE)
    try:
        text = html.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"it is not UTF-8 text (at byte {error.start:,})") from error
    if "</html>" not in text[-1000:].lower():
        raise UnreadableFile("it is not a whole page of HTML: its end is missing")
    return LexborHTMLParser(text)


def _check_channel(document: LexborHTMLParser) -> None:
    links = document.css(".tgme_channel_info_header_username a")
    names = {re.sub(r"^https?://(t|telegram)\.me/(s/)?", "", link.attributes.get("href") or "").lower() for link in links}
    if not names:
        raise UnreadableFile("it is not a page of a Telegram channel's public preview")
    if names != {CHANNEL}:
        raise UnreadableFile(f"it is a page of the channel “{', '.join(sorted(names))}”, not of {CHANNEL}")
    if document.css_first(".tgme_channel_info_header_labels .verified-icon") is None:
        raise UnreadableFile(f"it calls itself a page of {CHANNEL}, but lacks the mark by which Telegram verifies the channel")


def _post_id(message: LexborNode) -> int:
    named = message.attributes.get("data-post") or ""
    channel, _, number = named.rpartition("/")
    if not _is_number(number):
        raise ValueError(f"it has no number (data-post “{named}”)")
    if channel != CHANNEL:
        raise ValueError(f"it is post {number} of the channel “{channel}”, not of {CHANNEL}")
    return int(number)


def _is_number(text: str) -> bool:
    return re.fullmatch("[1-9][0-9]{0,14}", text) is not None


def _posted_at(message: LexborNode) -> dt.datetime:
    found = message.css_first(".tgme_widget_message_date time[datetime]")
    stated = (found.attributes.get("datetime") or "") if found else ""
    try:
        moment = dt.datetime.fromisoformat(stated)
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"its time “{stated}” is not a moment with a time zone" if stated else "it has no time") from None


def _own_text(message: LexborNode) -> str:
    """Return the text of a post; empty if it has none.

    Raises:
        ValueError: The preview hides it, or shows two texts of which only one can be the post's.
    """
    texts = dict.fromkeys(_text(block) for block in message.css(f".{_TEXT}") if _is_own(block, message))
    if len(texts) > 1:
        raise ValueError("it shows two different texts")
    if not texts and message.css_first(".message_media_not_supported") is not None:
        raise ValueError("the preview does not show it: it has to be opened in Telegram")
    return next(iter(texts), "")


def _is_own(block: LexborNode, message: LexborNode) -> bool:
    """Return whether a text stands directly in a post, not within another text or what the post quotes."""
    above = block.parent
    while above is not None and above != message:
        classes = _classes(above)
        if _TEXT in classes or any(map(_FOREIGN.match, classes)):
            return False
        above = above.parent
    return True


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _text(block: LexborNode) -> str:
    """Return what a reader sees: `<br>` and the edges of blocks break the line; an emoji stands there once, as a letter.

    Without recursion, which hostile nesting would exhaust.
    """
    seen: list[str] = []
    waiting: list[LexborNode | str] = [*reversed([*block.iter(include_text=True)])]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if seen and not seen[-1].endswith("\n"):
                seen.append(item)
        elif item.tag == "-text":
            seen.append(item.text_content or "")
        elif item.tag == "br":
            seen.append("\n")
        elif item.tag not in _NOT_SHOWN:
            edge = ["\n"] if item.tag in _BLOCKS else []
            waiting += [*edge, *reversed([*item.iter(include_text=True)]), *edge]
    return "".join(seen).strip()
