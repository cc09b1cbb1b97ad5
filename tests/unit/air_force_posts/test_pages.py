"""Posts out of preview pages: only the channel's own words count, and every message is a post or refused with a reason."""

import datetime as dt
from pathlib import Path

import pytest

from assets.sources.air_force_posts import pages
from assets.sources.tabular import UnreadableFile
from tests.channel import MOMENT, message, page, text_block

REPLY = (
    '<a class="tgme_widget_message_reply" href="https://t.me/kpszsu/5">'
    '<div class="tgme_widget_message_text js-message_reply_text">У ніч на 1 березня збито 40 БпЛА</div></a>'
)
EMOJI = '<i class="emoji" style="background-image:url(\'//telegram.org/x.png\')"><b>⚡️</b></i>'


def texts(*messages: str) -> list[str]:
    found = pages.read(page(messages))
    assert found.refused == []
    return [post.text for post in found.posts]


def test_post() -> None:
    found = pages.read(page([message(7, "Увага"), message(9)], earlier=7))
    first, second = found.posts
    assert (first.row_number, first.post_id, first.text, first.edited_at) == (2, 7, "Увага", None)
    assert (second.row_number, second.post_id, second.url) == (3, 9, "https://t.me/kpszsu/9")
    assert (found.ids, found.earlier, found.service_count) == ([7, 9], 7, 0)


def test_time_is_that_of_the_post_in_utc() -> None:
    """A video has a time of its own, and a page may state times of another zone."""
    kyiv = dt.timezone(dt.timedelta(hours=2))
    (post,) = pages.read(page([message(1, at=MOMENT.astimezone(kyiv))])).posts
    assert post.posted_at == MOMENT
    assert post.posted_at.utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (REPLY + text_block("Так"), "Так"),
        (REPLY.replace("js-message_reply_text", "js-message_text") + text_block("Так"), "Так"),
        (REPLY, ""),
        (REPLY.replace('class="tgme_widget_message_reply"', "") + text_block("Так"), "Так"),
        (text_block("Так") + '<a class="tgme_widget_message_link_preview"><div class="js-message_text">Ні</div></a>', "Так"),
        ('<div class="tgme_widget_message_poll"><div class="js-message_text">Чи так?</div></div>', ""),
        ('<a class="tgme_widget_message_forwarded_from">Інший канал</a>' + text_block("Так"), "Так"),
        ('<a class="tgme_widget_message_photo_wrap" href="#"></a>', ""),
        (text_block("Один<br/>два<br>три"), "Один\nдва\nтри"),
        (text_block(f"{EMOJI} Так"), "⚡️ Так"),
        (text_block(f'<tg-emoji emoji-id="1">{EMOJI}</tg-emoji>{EMOJI}'), "⚡️⚡️"),
        (text_block('<b>Збито <a href="#">12</a></b> БпЛА &amp; <tg-spoiler>3</tg-spoiler>'), "Збито 12 БпЛА & 3"),
        (text_block("Один<blockquote>два</blockquote>три"), "Один\nдва\nтри"),
        (text_block("Один:" + text_block("два")), "Один:\nдва"),
        (text_block("Так") + text_block("Так"), "Так"),
        (text_block("Так<script>let n = 40</script><style>b {}</style>"), "Так"),
    ],
    ids=[
        "reply", "reply in the class of a text", "only a reply", "reply without its link", "link preview", "poll",
        "forwarded", "photo", "line breaks", "emoji", "emoji of Telegram's own", "markup", "quotation",
        "text within the text", "same text twice", "script",
    ],
)  # fmt: skip
def test_only_the_own_text(body: str, text: str) -> None:
    assert texts(message(1, body=body)) == [text]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (message(2, channel="kpszsu_fans"), "post 2 of the channel “kpszsu_fans”, not of kpszsu"),
        (message(2, channel="KPSZSU"), "post 2 of the channel “KPSZSU”"),
        (message(2).replace("kpszsu/2", "kpszsu/0"), "it has no number (data-post “kpszsu/0”)"),
        (message(2).replace('data-post="kpszsu/2"', ""), "it has no number (data-post “”)"),
        (message(2).replace("+00:00", ""), "is not a moment with a time zone"),
        (message(2).replace("datetime=", "title="), "it has no time"),
        (message(2, body=text_block("Один") + text_block("Два")), "it shows two different texts"),
        (message(2, body='<div class="message_media_not_supported">Open Telegram</div>'), "the preview does not show it"),
    ],
    ids=["other channel", "other spelling", "number 0", "no number", "no zone", "no time", "two texts", "hidden"],
)
def test_message_that_is_no_post_of_the_channel_is_refused(bad: str, reason: str) -> None:
    found = pages.read(page([message(1), bad, message(3)]))
    assert [(post.row_number, post.post_id) for post in found.posts] == [(2, 1), (4, 3)]
    (refused,) = found.refused
    assert refused.row_number == 3
    assert reason in refused.reason
    assert "tgme_widget_message" in refused.raw


def test_service_message_is_no_row_but_was_seen() -> None:
    found = pages.read(page([message(1), message(2, classes="service_message")]))
    assert [post.post_id for post in found.posts] == [1]
    assert (found.refused, found.service_count, found.ids) == ([], 1, [1, 2])


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (page([message(1)], channel="kpszsu_fans"), "it is a page of the channel “kpszsu_fans”, not of kpszsu"),
        (page([message(1)], is_verified=False), "lacks the mark"),
        (
            b"<!doctype html><html><title>Log in</title><form></form></html>",
            "not a page of a Telegram channel's public preview",
        ),
        (page([message(1)])[:-100], "its end is missing"),
        (page([message(1)]).decode().encode("cp1251", "replace"), "it is not UTF-8 text"),
        (page([message(1)]).decode().encode("utf-16"), "it is not UTF-8 text"),
        (b"<" * (pages.MAX_TAGS + 1), "larger than a page"),
        (page('<div class="tgme_widget_message">' * (pages.MAX_MESSAGES + 1)), "larger than a page"),
        (b" " * (pages.MAX_BYTES + 1), "larger than a page"),
    ],
    ids=["spoof", "not verified", "sign-in page", "cut off", "cp1251", "utf-16", "many tags", "many messages", "large"],
)
def test_page_that_is_not_the_channels_is_refused(html: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        pages.read(html)
    assert words in str(refusal.value)


def test_deep_nesting_is_read() -> None:
    assert texts(message(1, text_block("<b>" * 9_000 + "Так"))) == ["Так"]


def test_page_without_posts() -> None:
    found = pages.read(page([], earlier=5))
    assert (found.posts, found.ids, found.earlier) == ([], [], None)


def test_real_page(real_data: Path) -> None:
    found = pages.read((real_data / "reports" / "preview_page.html").read_bytes())
    assert [(post.post_id, f"{post.posted_at:%H:%M:%S}") for post in found.posts] == [
        (82766, "11:51:40"),
        (82767, "11:57:57"),
        (82768, "11:59:33"),
    ]
    assert [post.text.count("🏍") for post in found.posts] == [1, 1, 0]
    assert [(post.text[-1], "\n" in post.text) for post in found.posts] == [(".", False)] * 3
    assert (found.refused, found.earlier) == ([], 82751)
