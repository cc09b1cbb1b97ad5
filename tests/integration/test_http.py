"""The HTTP client against a real server on this machine that misbehaves in every way we know of.

Patience has a file of its own, and so has encryption.
"""

import os
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assets.sources.http import Download, FetchFailed, Validators, download
from tests import http_server as server_that
from tests.downloads import BODY, OLD, QUICK, failure
from tests.http_server import Behaviour, ScriptedServer

SERVED = server_that.serves(BODY)


def test_file_is_stored_whole_with_what_the_server_says_of_it(server: ScriptedServer, target: Path) -> None:
    url = server.on("/data.zip", server_that.serves(BODY, ETag='"v1"', Last_Modified="Mon, 09 Jun 2025 08:00:00 GMT"))
    stored = download(url, target, known=None)
    assert stored == Download(target, url, '"v1"', "Mon, 09 Jun 2025 08:00:00 GMT", len(BODY))
    assert target.read_bytes() == BODY
    assert list(target.parent.iterdir()) == [target]
    assert server.asked() == ["/data.zip"]


def test_directory_of_the_target_is_made(server: ScriptedServer, tmp_path: Path) -> None:
    target = tmp_path / "not" / "there" / "data.csv"
    assert download(server.on("/data.csv", SERVED), target, known=None)
    assert target.read_bytes() == BODY


def test_requests_say_who_asks(server: ScriptedServer, target: Path) -> None:
    download(server.on("/data.csv", SERVED), target, known=None)
    (request,) = server.requests
    assert re.fullmatch(r"strike-tally/\S+ \(open statistics on drone strikes\)", request.headers["User-Agent"])
    assert "If-None-Match" not in request.headers
    assert "If-Modified-Since" not in request.headers


@pytest.mark.parametrize(
    "known",
    [
        Validators('"v1"', "Mon, 09 Jun 2025 08:00:00 GMT"),
        Validators(etag='"v1"'),
        Validators(last_modified="Mon, 09 Jun 2025 08:00:00 GMT"),
    ],
    ids=["both", "ETag", "Last-Modified"],
)
def test_known_version_is_not_downloaded_again(server: ScriptedServer, target: Path, known: Validators) -> None:
    headers = {"ETag": known.etag, "Last_Modified": known.last_modified}
    served = server_that.serves(BODY, **{name: value for name, value in headers.items() if value})
    url = server.on("/latest", server_that.redirects(server.on("/data.csv", served)))
    assert download(url, target, known=known) is None
    assert target.read_bytes() == OLD
    request = server.requests[-1]
    assert request.headers["If-None-Match"] == known.etag
    assert request.headers["If-Modified-Since"] == known.last_modified


def test_newer_version_replaces_the_known_one(server: ScriptedServer, target: Path) -> None:
    stored = download(server.on("/data.csv", server_that.serves(BODY, ETag='"v2"')), target, known=Validators('"v1"'))
    assert stored
    assert stored.etag == '"v2"'
    assert target.read_bytes() == BODY


def test_nothing_new_is_no_answer_to_who_knows_nothing(server: ScriptedServer, target: Path) -> None:
    message = failure(server.on("/data.csv", server_that.answers(304)), target)
    assert message == f"{server.host} answered 304 Not Modified"


def test_validator_that_could_not_be_sent_back_is_dropped(server: ScriptedServer, target: Path) -> None:
    stored = download(server.on("/data.csv", server_that.serves(BODY, ETag='"grün"')), target, known=None)
    assert stored
    assert stored.etag is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_address_that_serves(server: ScriptedServer, target: Path, status: int) -> None:
    server.on("/data.csv", SERVED)
    stored = download(server.on("/latest", server_that.redirects("data.csv", status)), target, known=None)
    assert stored
    assert stored.url == f"{server.origin}/data.csv"
    assert server.asked() == ["/latest", "/data.csv"]


def test_redirects_in_a_circle_are_left(server: ScriptedServer, target: Path) -> None:
    url = server.on("/a", server_that.redirects("/b"))
    server.on("/b", server_that.redirects("/a"))
    assert failure(url, target) == f"{server.host} redirects more than 2 times"
    assert server.asked() == ["/a", "/b", "/a"]


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/data.csv", "http://[::1", "mailto:tally"])
def test_redirect_to_anything_but_the_web_is_refused(server: ScriptedServer, target: Path, place: str) -> None:
    message = failure(server.on("/latest", server_that.redirects(place)), target)
    assert message == f"{server.host} redirects to something that is not a web address"
    assert server.asked() == ["/latest"]


def test_redirect_without_a_place_is_a_failure(server: ScriptedServer, target: Path) -> None:
    assert failure(server.on("/latest", server_that.answers(302)), target) == f"{server.host} answered 302 Found"


def test_page_in_place_of_a_file_is_for_the_reader_to_refuse(server: ScriptedServer, target: Path) -> None:
    page = b"<!doctype html><title>Log in</title>"
    assert download(server.on("/data.zip", server_that.serves(page, Content_Type="text/html")), target, known=None)
    assert target.read_bytes() == page


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (server_that.truncates(BODY, announced=9999), f"received {len(BODY)} bytes, expected 9999"),
        (server_that.sends_chunks(BODY, BODY, is_whole=False), "incomplete chunked read"),
        (server_that.zips(BODY, cut=8), "its gzip data ends too early"),
        (server_that.resets(BODY), "reset"),
        (server_that.hangs_up(), "Server disconnected without sending a response"),
        (server_that.says(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), "illegal status line"),
    ],
    ids=["shorter than announced", "chunks without an end", "gzip without an end", "reset", "closed at once", "not HTTP"],
)
def test_broken_answer_is_no_answer(server: ScriptedServer, target: Path, behaviour: Behaviour, words: str) -> None:
    message = failure(server.on("/data.csv", behaviour), target)
    assert message.startswith(f"{server.host} gave no whole answer: ")
    assert words in message
    assert message.endswith(" (tried 3 times)")
    assert server.asked() == ["/data.csv"] * 3


@pytest.mark.parametrize(
    ("behaviour", "body"),
    [
        (server_that.sends_chunks(BODY, b"x", is_whole=True), BODY + b"x"),
        (server_that.sends_without_length(BODY), BODY),
        (server_that.zips(BODY), BODY),
        (server_that.zips_in_parts(BODY, b"", BODY), BODY * 2),
        (server_that.zips(bytes(5_000_000)), bytes(5_000_000)),
        (server_that.serves(b""), b""),
    ],
    ids=["chunks", "no length", "gzip", "gzip in parts", "gzip in pieces", "empty"],
)
def test_every_way_to_send_a_body_is_read(server: ScriptedServer, target: Path, behaviour: Behaviour, body: bytes) -> None:
    stored = download(server.on("/data.csv", behaviour), target, known=None, limits=QUICK)
    assert stored
    assert stored.bytes == len(body)
    assert target.read_bytes() == body


def test_packing_that_was_not_asked_for_is_refused(server: ScriptedServer, target: Path) -> None:
    message = failure(server.on("/data.csv", server_that.zips(BODY, encoding="br")), target)
    assert message == f"{server.host} packs its answer as “br”, which nobody asked for"


def test_damaged_packing_is_named(server: ScriptedServer, target: Path) -> None:
    message = failure(server.on("/data.csv", server_that.serves(BODY, Content_Encoding="gzip")), target)
    assert (
        message
        == f"{server.host} sent damaged data (Error -3 while decompressing data: incorrect header check) (tried 3 times)"
    )


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (server_that.serves(BODY), f"announces {len(BODY):,} bytes, more than the 1,000 allowed"),
        (server_that.truncates(b"", announced=2_000_000_000), "announces 2,000,000,000 bytes, more than the 1,000 allowed"),
        (server_that.sends_without_length(BODY), "sent more than the 1,000 bytes allowed"),
        (server_that.sends_chunks(BODY, is_whole=True), "sent more than the 1,000 bytes allowed"),
        (server_that.sends_forever(BODY), "sent more than the 1,000 bytes allowed"),
        (server_that.zips(bytes(1_000_000)), "announces 1,003 bytes, more than the 1,000 allowed"),
        (server_that.zips(bytes(500_000)), "sent more than the 1,000 bytes allowed"),
    ],
    ids=["announced", "only announced", "no length", "chunks", "endless", "gzip announced", "gzip bomb"],
)
def test_file_that_is_too_large_is_refused(server: ScriptedServer, target: Path, behaviour: Behaviour, words: str) -> None:
    message = failure(server.on("/data.csv", behaviour), target, replace(QUICK, max_bytes=1_000))
    assert message == f"{server.host} {words}"
    assert server.asked() == ["/data.csv"]


def test_largest_file_allowed_is_allowed(server: ScriptedServer, target: Path) -> None:
    limits = replace(QUICK, max_bytes=len(BODY))
    assert download(server.on("/data.csv", SERVED), target, known=None, limits=limits)


def test_refused_connection_is_named(target: Path) -> None:
    host = f"127.0.0.1:{server_that.free_port()}"
    assert failure(f"http://{host}/data.csv", target) == f"{host} refused the connection (tried 3 times)"


def test_unknown_host_is_named(target: Path) -> None:
    message = failure("https://tally.invalid/data.csv?signature=secret", target)
    assert message == "tally.invalid could not be found: no such name, or no network (tried 3 times)"


def test_resolver_that_needs_long_to_know_nothing_is_asked_once(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def resolve(host: str, *_: Any, **__: Any) -> None:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    message = failure("http://tally.invalid/", target, replace(QUICK, connect_timeout=0.0))
    assert message == "tally.invalid could not be found: no such name, or no network"
    assert asked == ["tally.invalid"]


@pytest.mark.parametrize(
    "url", ["", "data.csv", "ftp://tally.invalid/data.csv", "https://", "http://[::1", "https:///data.csv"]
)
def test_address_that_is_none_is_named(target: Path, url: str) -> None:
    assert failure(url, target).startswith(f"“{url}” is not a web address: ")


@pytest.mark.parametrize("host", ["tally..invalid", "t" * 64 + ".invalid"], ids=["empty label", "long label"])
def test_impossible_host_is_named(target: Path, host: str) -> None:
    assert failure(f"http://{host}/", target).startswith(f"{host} cannot be asked")


def test_length_that_no_number_can_hold_is_a_failure(server: ScriptedServer, target: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n"
    assert server.host in failure(server.on("/data.csv", server_that.says(answer)), target)


def test_proxy_that_cannot_be_used_is_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1:9")
    assert failure("http://tally.invalid/", target).startswith("The proxy that the environment names cannot be used: ")


def test_target_that_cannot_be_written_is_named(server: ScriptedServer, target: Path) -> None:
    with pytest.raises(FetchFailed, match=f"{server.host} answered, but .* cannot be written: Is a directory"):
        download(server.on("/data.csv", SERVED), target.parent, known=None)
    assert list(target.parent.parent.iterdir()) == [target.parent]
    assert list(target.parent.iterdir()) == [target]


def test_interrupt_leaves_nothing_behind(server: ScriptedServer, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C, and “Terminate” in the Dagster UI, are neither retried nor turned into a failure of the network."""

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        download(server.on("/data.csv", SERVED), target, known=None, limits=QUICK)
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]
    assert server.asked() == ["/data.csv"]
