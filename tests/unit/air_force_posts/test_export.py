"""Posts out of exports of Telegram Desktop."""

import datetime as dt
import json
from pathlib import Path

import pytest

from assets.sources.air_force_posts import files
from assets.sources.air_force_posts.posts import PostFile, Span
from assets.sources.tabular import UnreadableFile
from tests.channel import MOMENT, TITLE, export, exported


def read(tmp_path: Path, content: bytes) -> PostFile:
    path = tmp_path / "any name"
    path.write_bytes(content)
    return files.read(path)


def test_posts(tmp_path: Path) -> None:
    file = read(tmp_path, export(exported(3, "Увага"), exported(8, edited_unixtime="1772433000", edited="2026-03-02T08:30:00")))
    first, second = file.posts
    assert (first.row_number, first.post_id, first.text, first.edited_at) == (2, 3, "Увага", None)
    assert first.posted_at == MOMENT + dt.timedelta(minutes=3)
    assert (second.row_number, second.edited_at) == (3, dt.datetime(2026, 3, 2, 6, 30, tzinfo=dt.UTC))
    assert (file.refused, file.spans, file.unproven) == ([], [Span(3, 8)], None)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Збито\n12", "Збито\n12"),
        (["⚡️", {"type": "bold", "text": "Збито"}, "\n", {"type": "link", "text": "12", "href": "x"}], "⚡️Збито\n12"),
        ([], ""),
        ("", ""),
    ],
    ids=["text", "parts", "no parts", "photo only"],
)
def test_text(tmp_path: Path, text: object, read_as: str) -> None:
    (post,) = read(tmp_path, export(exported(1, text, photo="photos/1.jpg"))).posts
    assert post.text == read_as


def test_mark_of_byte_order_is_no_hindrance(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"\xef\xbb\xbf" + export(exported(1))).posts) == 1


def test_service_messages_are_no_rows(tmp_path: Path) -> None:
    pinned = {"id": 2, "type": "service", "action": "pin_message", "message_id": 1, "text": ""}
    file = read(tmp_path, export(exported(1), pinned, exported(3)))
    assert [(post.row_number, post.post_id) for post in file.posts] == [(2, 1), (3, 3)]
    assert (file.row_count, file.service_count, file.refused) == (2, 1, [])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (exported(2, date_unixtime=None), "it has no date_unixtime"),
        (exported(2, date_unixtime="soon"), "date_unixtime “soon” is not a moment"),
        (exported(2, date_unixtime="9" * 30), "is not a moment"),
        (exported(2, edited_unixtime="soon"), "edited_unixtime “soon” is not a moment"),
        (exported(2, id=-2), "-2 is not the number of a post"),
        (exported(2, id=10**30), "is not the number of a post"),
        (exported(2, id="2"), "Expected `int`"),
        (exported(2, type="story"), "it is of the kind “story”"),
        (exported(2, [{"type": "bold"}]), "text"),
        (exported(2, text=12), "text"),
        ("a message", "object"),
        (None, "object"),
    ],
    ids=[
        "no moment", "no number as moment", "year 10^22", "edited", "negative", "large", "number as text", "kind",
        "part without text", "number as text", "string", "null",
    ],
)  # fmt: skip
def test_message_that_cannot_be_used_is_refused(tmp_path: Path, bad: object, reason: str) -> None:
    file = read(tmp_path, export(exported(1), bad, exported(3)))
    assert [(post.row_number, post.post_id) for post in file.posts] == [(2, 1), (4, 3)]
    (refused,) = file.refused
    assert (refused.row_number, file.row_count) == (3, 3)
    assert reason in refused.reason
    assert refused.raw


@pytest.mark.parametrize(
    "title",
    [TITLE, *TITLE.split(" / "), TITLE.upper(), f" {TITLE} "],
    ids=["both names", "Ukrainian", "English", "capitals", "spaces"],
)
def test_title_of_the_air_force(tmp_path: Path, title: str) -> None:
    assert read(tmp_path, export(exported(1), name=title)).unproven is None


@pytest.mark.parametrize("title", [f"{TITLE} (fans)", "Повітряні Сили", "Небо", "", None])
def test_other_title_is_unproven(tmp_path: Path, title: str | None) -> None:
    unproven = read(tmp_path, export(exported(1), name=title)).unproven
    assert unproven
    assert unproven.endswith("say so with --channel kpszsu")
    assert f"“{title}”" in unproven if title else "has no title" in unproven


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (export(exported(1))[:-20], "not whole and valid JSON"),
        (export(exported(1)).decode().encode("cp1251"), "not whole and valid JSON in UTF-8"),
        (b'{"messages": [' + b"[" * 200_000, "not whole and valid JSON"),
        (b'{"messages": [' + b"[" * 200_000 + b"]" * 200_000 + b"]}", "not whole and valid JSON"),
        (b"{nonsense}", "not whole and valid JSON"),
        (b'{"chats": {"list": []}}', "not the export of one channel"),
        (b'{"messages": {}}', "not the export of one channel"),
        (export(exported(1), type="public_supergroup"), "a chat of the kind “public_supergroup”, not of a channel"),
        (json.dumps([1]).encode(), "it is no Telegram export"),
        (b"", "it is no Telegram export"),
    ],
    ids=["cut off", "cp1251", "nested without end", "nested", "nonsense", "account", "other", "group", "list", "empty"],
)
def test_file_that_is_no_export_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(tmp_path, content)
    assert words in str(refusal.value)


def test_letters_that_are_not_utf_8_cost_only_their_message(tmp_path: Path) -> None:
    damaged = export(exported(1, "Так"), exported(2)).replace("Так".encode(), "Так".encode("cp1251"))
    file = read(tmp_path, damaged)
    assert ([post.post_id for post in file.posts], len(file.refused)) == ([2], 1)


def test_deep_nesting_in_one_message_costs_only_that_one(tmp_path: Path) -> None:
    nested = json.loads("[" * 400 + "]" * 400)
    file = read(tmp_path, export(exported(1), exported(2, nested)))
    assert ([post.post_id for post in file.posts], len(file.refused)) == ([1], 1)
