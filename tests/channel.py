"""A channel like the Air Force's, with posts of our own: pages of its preview, exports of it, and a server of it."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.http_server import Behaviour

TITLE = "Повітряні Сили ЗС України / Air Force of the Armed Forces of Ukraine"
MOMENT = dt.datetime(2026, 3, 2, 6, 30, tzinfo=dt.UTC)


def text_block(html: str) -> str:
    """Return the part of a message that holds its own text."""
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{html}</div>'


def message(
    number: int,
    html: str | None = None,
    *,
    at: dt.datetime | None = None,
    channel: str = "kpszsu",
    body: str | None = None,
    classes: str = "",
) -> str:
    """Return a message of a preview page.

    Args:
        number: Its number.
        html: Its text; by default one of its own.
        at: When it was posted; by default a minute after the one before.
        channel: Whose it is.
        body: What stands in place of the block with the text.
        classes: More classes of the message.
    """
    at = at or MOMENT + dt.timedelta(minutes=number)
    link = f"https://t.me/{channel}/{number}"
    return (
        f'<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message {classes} js-widget_message" data-post="{channel}/{number}">'
        '<div class="tgme_widget_message_bubble">'
        f"{text_block(html or f'Допис номер {number}') if body is None else body}"
        '<div class="tgme_widget_message_footer"><time class="message_video_duration">0:31</time>'
        f'<a class="tgme_widget_message_date" href="{link}"><time datetime="{at.isoformat()}">{at:%H:%M}</time></a>'
        "</div></div></div></div>"
    )


def page(messages: Iterable[str], *, channel: str = "kpszsu", is_verified: bool = True, earlier: int | None = None) -> bytes:
    """Return a page of the preview with these messages, and a link to those with numbers below `earlier`."""
    mark = '<i class="verified-icon"> ✔</i>' if is_verified else ""
    more = f'<a class="tme_messages_more js-messages_more" data-before="{earlier}"></a>' if earlier else ""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TITLE} – Telegram</title></head><body>"
        '<header class="tgme_header"><div class="tgme_channel_info_header">'
        f'<div class="tgme_channel_info_header_labels">{mark}</div>'
        f'<div class="tgme_channel_info_header_username"><a href="https://t.me/{channel}">@{channel}</a></div>'
        f"</div></header><main><section>{more}{''.join(messages)}</section></main></body></html>"
    ).encode()


def serves_channel(messages: Sequence[str], per_page: int = 20) -> Behaviour:
    """Serve the messages, oldest first, as the preview does: the newest, or the last ones below `before`.

    The position in the list is the number: the first message is number 1. An empty string was deleted.
    """

    def behave(handler: Any, _: int) -> None:
        query = parse_qs(urlsplit(handler.path).query)
        below = min(int(query["before"][0]), len(messages) + 1) if "before" in query else len(messages) + 1
        numbers = [number for number in range(1, below) if messages[number - 1]][-per_page:]
        shown = [messages[number - 1] for number in numbers]
        handler.answer(200, page(shown, earlier=numbers[0] if numbers and numbers[0] > 1 else None))

    return behave


def exported(number: int, text: object = None, **keys: object) -> dict[str, object]:
    """Return a message of an export."""
    at = MOMENT + dt.timedelta(minutes=number)
    return {
        "id": number,
        "type": "message",
        "date": f"{at + dt.timedelta(hours=2):%Y-%m-%dT%H:%M:%S}",
        "date_unixtime": str(int(at.timestamp())),
        "from": TITLE,
        "from_id": "channel1",
        "text": f"Допис номер {number}" if text is None else text,
    } | keys


def export(*messages: object, **keys: object) -> bytes:
    """Return an export of the channel."""
    whole = {"name": TITLE, "type": "public_channel", "id": 1, "messages": messages} | keys
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
