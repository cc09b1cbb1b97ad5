"""Fetching the Air Force's posts from a server on this machine that serves pages as the public preview does."""

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from assets import fetching
from assets.fetching import Fetch, last_fetches
from assets.intake import take_in
from assets.sources import registry
from assets.sources.air_force_posts import archive, files, walk
from assets.sources.air_force_posts.posts import Post, Span, joined
from assets.ways_of_fetching import OTHER_WAYS, Request, fetch_posts
from tests import http_server as server_that
from tests.channel import export, exported, message, page, serves_channel
from tests.http_server import Behaviour, ScriptedServer
from warehouse.home import Home
from warehouse.snapshots import Snapshot, SnapshotStore, current

PATH = "/s/kpszsu"
SOURCE = registry.sources()["air_force_posts"]
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
AT_ONCE = walk.Manners(pace=0.0)


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedServer]:
    with server_that.serving() as running:
        yield running


@pytest.fixture
def server(running: ScriptedServer) -> ScriptedServer:
    running.requests.clear()
    running.behaviours.clear()
    return running


@pytest.fixture
def fetch(home: Home, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> "Fetching":
    return Fetching(home, server, monkeypatch)


class Fetching:
    """Fetches from the server into a home, and looks at what became of it."""

    def __init__(self, home: Home, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.server, self._monkeypatch = home, server, monkeypatch

    def __call__(self, behaviour: Behaviour | None = None, manners: walk.Manners = AT_ONCE) -> Fetch:
        def at_once(request: Request) -> object:
            return fetch_posts(request, manners)

        self._monkeypatch.setitem(OTHER_WAYS, "air_force_posts", at_once)
        self.server.requests.clear()
        url = self.server.on(PATH, behaviour) if behaviour else self.server.origin + PATH
        return fetching.fetch(SOURCE, url, self.home)

    def asked(self) -> list[str]:
        return [path.removeprefix(PATH) for path in self.server.asked()]

    def snapshots(self) -> list[Snapshot]:
        return SnapshotStore(self.home.snapshots).all("air_force_posts")

    def posts(self) -> dict[int, Post]:
        return walk.Known.of(files.read(snapshot.path) for snapshot in self.snapshots()).posts

    def spans(self) -> list[Span]:
        return joined(span for snapshot in self.snapshots() for span in files.read(snapshot.path).spans)

    def add(self, content: bytes, folder: Path) -> None:
        path = folder / "added"
        path.write_bytes(content)
        take_in(path, NOW - dt.timedelta(days=30), SnapshotStore(self.home.snapshots))


def channel(count: int, hours_apart: float = 1.0, edits: dict[int, str] | None = None) -> list[str]:
    """Return messages 1 to `count`, the last one an hour old."""
    newest = NOW - dt.timedelta(hours=1)
    times = {n: newest - dt.timedelta(hours=hours_apart) * (count - n) for n in range(1, count + 1)}
    return [message(n, (edits or {}).get(n), at=at) for n, at in times.items()]


def test_first_run_goes_back_48_hours_and_names_the_export(fetch: Fetching) -> None:
    result = fetch(serves_channel(channel(200)))
    assert result.outcome == "new"
    assert fetch.asked() == ["", "?before=181", "?before=161"]
    assert sorted(fetch.posts()) == list(range(141, 201))
    assert result.message.startswith("air_force_posts: new, 60 posts, 0 edited; posts before 141 are not fetched: export")
    assert last_fetches(fetch.home) == [result]


def test_pages_are_stored_as_they_were_served(fetch: Fetching) -> None:
    pages = {"": page([message(3, at=NOW)], earlier=3), "?before=3": page([message(1)])}
    for query, content in pages.items():
        fetch.server.on(PATH + query, server_that.serves(content))
    fetch()
    (snapshot,) = fetch.snapshots()
    stored = list(archive.unpacked(snapshot.path, 10**6))
    assert stored == [("latest.html", pages[""]), ("before-3.html", pages["?before=3"])]
    assert (snapshot.url, snapshot.file_name) == (fetch.server.origin + PATH, "posts-1-3.zip")


def test_nothing_new_stores_nothing(fetch: Fetching) -> None:
    messages = channel(200)
    fetch(serves_channel(messages))
    result = fetch(serves_channel([text.replace("0:31", "0:32") for text in messages]))
    assert (result.outcome, result.message) == ("unchanged", f"air_force_posts: nothing new since {NOW:%Y-%m-%d}")
    assert len(fetch.snapshots()) == 1


def test_new_posts_are_added_and_the_last_48_hours_read_again(fetch: Fetching) -> None:
    fetch(serves_channel(channel(200)))
    result = fetch(serves_channel(channel(205, edits={170: "Виправлено"})))
    assert result.message == "air_force_posts: new, 5 posts, 1 edited"
    assert fetch.asked() == ["", "?before=186", "?before=166"]
    assert fetch.posts()[170].text == "Виправлено"
    assert sorted(fetch.posts()) == list(range(141, 206))
    both = fetch.snapshots()
    assert current(both) == {snapshot.snapshot_id for snapshot in both}


def test_edit_before_the_48_hours_is_not_looked_for(fetch: Fetching) -> None:
    fetch(serves_channel(channel(200)))
    assert fetch(serves_channel(channel(200, edits={100: "Виправлено"}))).outcome == "unchanged"


def test_other_spacing_is_no_edit(fetch: Fetching) -> None:
    fetch(serves_channel(channel(5, edits={3: "Один<br>два"})))
    assert fetch(serves_channel(channel(5, edits={3: "Один  два"}))).outcome == "unchanged"


def test_walk_goes_back_to_the_newest_known_post_however_old(fetch: Fetching, tmp_path: Path) -> None:
    fetch.add(export(*[exported(number) for number in range(1, 101)]), tmp_path)
    result = fetch(serves_channel(channel(300)))
    assert result.message == "air_force_posts: new, 200 posts, 0 edited"
    assert fetch.asked()[-1] == "?before=121"
    assert fetch.spans() == [Span(1, 300)]


def test_limit_of_pages_leaves_a_gap_that_later_runs_fill(fetch: Fetching, tmp_path: Path) -> None:
    fetch.add(export(*[exported(number) for number in range(1, 101)]), tmp_path)
    manners = replace(AT_ONCE, max_pages=6)
    result = fetch(serves_channel(channel(300)), manners)
    assert result.outcome == "new"
    first, last = fetch.posts()[100].posted_at, fetch.posts()[181].posted_at
    left = f"posts 101 to 180 ({first:%Y-%m-%d} to {last:%Y-%m-%d}) are left for the next refresh"
    assert result.message == f"air_force_posts: new, 120 posts, 0 edited; stopped after 6 pages; {left}"
    result = fetch(serves_channel(channel(310)), manners)
    # 48 hours are three pages; the rest goes on where the first run stopped.
    assert fetch.asked() == ["", "?before=291", "?before=271", "?before=181", "?before=161", "?before=141"]
    result = fetch(serves_channel(channel(310)), manners)
    assert fetch.asked() == ["", "?before=291", "?before=271", "?before=121"]
    assert fetch.spans() == [Span(1, 310)]
    assert sorted(fetch.posts()) == list(range(1, 311))
    assert result.message == "air_force_posts: new, 20 posts, 0 edited"


def test_gap_is_known_from_the_snapshots_alone(fetch: Fetching, tmp_path: Path) -> None:
    fetch.add(export(*[exported(number) for number in range(1, 101)]), tmp_path)
    fetch(serves_channel(channel(300)), replace(AT_ONCE, max_pages=6))
    shutil.rmtree(fetch.home.build.parent)
    assert fetch(serves_channel(channel(300))).message == "air_force_posts: new, 80 posts, 0 edited"


def test_several_gaps_are_filled_from_the_newest(fetch: Fetching, tmp_path: Path) -> None:
    for first in (1, 101, 201):
        fetch.add(export(*[exported(number) for number in range(first, first + 50)]), tmp_path)
    fetch(serves_channel(channel(300)))
    assert [query for query in fetch.asked() if query][-6:] == [f"?before={n}" for n in (201, 181, 161, 101, 81, 61)]
    assert fetch.spans() == [Span(1, 300)]


def test_deleted_posts_are_no_gap(fetch: Fetching) -> None:
    """A page ends below the number it was asked for, whether or not the posts up to it are still there."""
    messages = channel(200)
    messages[164:180] = [""] * 16
    fetch(serves_channel(messages))
    assert fetch.asked() == ["", "?before=181"]
    assert fetch.spans() == [Span(145, 200)]


def test_gap_of_too_many_pages_is_not_filled(fetch: Fetching, tmp_path: Path) -> None:
    fetch.add(export(*[exported(number) for number in range(1, 101)]), tmp_path)
    result = fetch(serves_channel(channel(300)), replace(AT_ONCE, max_gap_pages=3))
    assert fetch.asked() == ["", "?before=281", "?before=261"]
    assert "posts 101 to 240 (2026-03-02 to " in result.message
    assert "are more than 3 pages and are not fetched: export the channel" in result.message


def test_gap_below_one_of_too_many_pages_is_filled_all_the_same(fetch: Fetching, tmp_path: Path) -> None:
    for first in (1, 61):
        fetch.add(export(*[exported(number) for number in range(first, first + 40)]), tmp_path)
    fetch(serves_channel(channel(300)), replace(AT_ONCE, max_gap_pages=3))
    assert fetch.asked()[-1] == "?before=61"
    assert fetch.spans() == [Span(1, 100), Span(241, 300)]


def test_channel_with_a_beginning(fetch: Fetching) -> None:
    result = fetch(serves_channel(channel(25)))
    assert (result.outcome, sorted(fetch.posts())) == ("new", list(range(1, 26)))


def test_server_that_does_not_lead_further_back_is_left(fetch: Fetching) -> None:
    fetch(server_that.serves(page([message(5, at=NOW)], earlier=5)))
    assert fetch.asked() == ["", "?before=5"]


# What the server does from the first page on, and words of the warning.
FAILURES: dict[str, tuple[Behaviour, str]] = {
    "sign-in page": (
        server_that.serves(b"<html><form>Log in</form></html>"),
        "not a page of a Telegram channel's public preview",
    ),
    "no page": (server_that.serves(b"{}"), "its end is missing"),
    "other channel": (server_that.serves(page([message(1)], channel="kpszsu_new")), "a page of the channel “kpszsu_new”"),
    "not verified": (server_that.serves(page([message(1)], is_verified=False)), "lacks the mark"),
    "no posts": (server_that.serves(page([])), "the page has no posts of kpszsu"),
    "posts of others": (server_that.serves(page([message(1, channel="other")])), "the page has no posts of kpszsu"),
    "redirect": (server_that.redirects("/kpszsu"), "not a page of a Telegram channel's public preview"),
    "404": (server_that.answers(404), "answered 404 Not Found"),
    "503": (server_that.answers(503), "answered 503 Service Unavailable (tried 2 times)"),
    "429": (server_that.answers(429, Retry_After="3600"), "asks to come back in 3,600 s"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_page_that_cannot_be_used_is_one_warning(fetch: Fetching, name: str) -> None:
    behaviour, words = FAILURES[name]
    fetch.server.on("/kpszsu", server_that.serves(b"<html><div class='tgme_page'>Preview is switched off</div></html>"))
    result = fetch(behaviour)
    assert result.outcome == "failed"
    assert result.message.startswith("air_force_posts could not be fetched: ")
    assert words in result.message
    assert fetch.snapshots() == []


# Where the channel begins there are no posts either.
@pytest.mark.parametrize("name", sorted(FAILURES.keys() - {"no posts", "posts of others"}))
def test_what_came_before_a_failure_is_kept(fetch: Fetching, name: str) -> None:
    behaviour, words = FAILURES[name]
    fetch.server.on("/kpszsu", server_that.serves(b"<html><div class='tgme_page'>Preview is switched off</div></html>"))
    fetch.server.on(f"{PATH}?before=181", behaviour)
    result = fetch(serves_channel(channel(200)))
    assert result.outcome == "failed"
    assert words in result.message
    assert "; before that 20 posts, 0 edited were fetched and kept. The tally goes on with what was seen on" in result.message
    assert sorted(fetch.posts()) == list(range(181, 201))
    del fetch.server.behaviours[f"{PATH}?before=181"]
    result = fetch(serves_channel(channel(200)))
    assert result.message.startswith("air_force_posts: new, 40 posts, 0 edited")


def test_server_that_asks_to_wait_is_asked_again(fetch: Fetching) -> None:
    busy = server_that.answers(429, Retry_After="1")
    started = time.monotonic()
    result = fetch(server_that.fails_first(1, busy, serves_channel(channel(5))))
    assert (result.outcome, fetch.asked()) == ("new", ["", ""])
    assert time.monotonic() - started >= 1.0


def test_pace_is_kept_from_request_to_request(fetch: Fetching) -> None:
    times: list[float] = []
    serve = serves_channel(channel(200))

    def noting(handler: object, count: int) -> None:
        times.append(time.monotonic())
        # A failure in between: the second try keeps the pace too.
        (server_that.answers(503) if len(times) == 2 else serve)(handler, count)  # type: ignore[arg-type]

    assert fetch(noting, replace(AT_ONCE, pace=1.0)).outcome == "new"
    assert len(times) == 4
    # A busy machine notes a request some milliseconds after it was sent.
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.95


def test_usual_manners_are_polite() -> None:
    assert walk.Manners(pace=3.0, max_pages=40, max_gap_pages=500, reread=dt.timedelta(hours=48)) == walk.DEFAULT_MANNERS


def test_damaged_snapshot_is_a_failure_in_words(fetch: Fetching, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 damaged")
    SnapshotStore(fetch.home.snapshots).put("air_force_posts", path, NOW)
    result = fetch(serves_channel(channel(5)))
    assert (result.outcome, fetch.asked()) == ("failed", [])
    assert "a stored snapshot cannot be read" in result.message
