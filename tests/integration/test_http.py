"""The HTTP client against a real server on this machine that misbehaves in every way we know of."""

import datetime as dt
import email.utils
import os
import random
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tenacity.nap

from assets.sources.http import Download, FetchFailed, Limits, Validators, download
from tests import http_server as server_that
from tests.http_server import Behaviour, ScriptedServer

BODY = b"night_of,launched\n2025-06-09,479\n" * 100
OLD = b"the version of yesterday"
# Waits too short to notice, time-outs that only a machine in trouble reaches; tests of time-outs set their own.
QUICK = Limits(
    wait_initial=0.001,
    wait_max=0.002,
    wait_jitter=0.0,
    connect_timeout=10.0,
    read_timeout=10.0,
    total_timeout=30.0,
    max_redirects=2,
)
SERVED = server_that.serves(BODY)
BUSY = server_that.answers(503)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the requests on this machine."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with server_that.serving() as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where downloads go; an earlier version is there already."""
    path = tmp_path / "downloads" / "dataset.zip"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Do not wait between attempts; return how long each wait would have been."""
    waited: list[float] = []
    monkeypatch.setattr(tenacity.nap, "time", SimpleNamespace(sleep=waited.append))
    return waited


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key, that nobody has signed."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    key = path.with_name("key.pem")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=tally"
    arguments = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(path)]
    subprocess.run([*command.split(), *arguments], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[ScriptedServer]:
    """The server over HTTPS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with server_that.serving(context) as running:
        yield running


def failure(url: str, target: Path, limits: Limits = QUICK) -> str:
    """Return the message of a download that must fail, having made sure that it left everything as it was."""
    with pytest.raises(FetchFailed) as caught:
        download(url, target, known=None, limits=limits)
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]
    message = str(caught.value)
    assert "\n" not in message
    return message


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


def test_busy_server_is_asked_again_until_it_answers(server: ScriptedServer, target: Path) -> None:
    assert download(server.on("/data.csv", server_that.fails_first(2, BUSY, SERVED)), target, known=None, limits=QUICK)
    assert target.read_bytes() == BODY
    assert server.asked() == ["/data.csv"] * 3


@pytest.mark.parametrize(
    "trouble",
    [server_that.hangs_up(), server_that.truncates(BODY, announced=9999), server_that.answers(429)],
    ids=["closed at once", "truncated", "too many requests"],
)
def test_passing_trouble_is_survived(server: ScriptedServer, target: Path, trouble: Behaviour) -> None:
    assert download(server.on("/data.csv", server_that.fails_first(1, trouble, SERVED)), target, known=None, limits=QUICK)
    assert target.read_bytes() == BODY
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "500 Internal Server Error"), (503, "503 Service Unavailable"), (599, "599"), (429, "429 Too Many Requests")],
)
def test_lasting_trouble_is_given_up(server: ScriptedServer, target: Path, status: int, words: str) -> None:
    message = failure(server.on("/data.csv", server_that.answers(status)), target)
    assert message == f"{server.host} answered {words} (tried 3 times)"
    assert server.asked() == ["/data.csv"] * 3


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "404 Not Found"), (403, "403 Forbidden"), (410, "410 Gone"), (204, "204 No Content"), (206, "206 Partial Content")],
)
def test_refusal_is_not_argued_with(server: ScriptedServer, target: Path, status: int, words: str) -> None:
    assert failure(server.on("/data.csv", server_that.answers(status)), target) == f"{server.host} answered {words}"
    assert server.asked() == ["/data.csv"]


def test_waiting_is_logged_and_nothing_is_printed(
    server: ScriptedServer, target: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Stamina's own hook printed to standard output, in the middle of a table that another program reads."""
    caplog.set_level("INFO", "assets.sources.http")
    download(server.on("/data.csv", server_that.fails_first(1, BUSY, SERVED)), target, known=None, limits=QUICK)
    assert capfd.readouterr() == ("", "")
    assert f"{server.host} answered 503 Service Unavailable; trying again in 0.0 s" in caplog.messages


def test_waits_grow_with_jitter(server: ScriptedServer, target: Path, waits: list[float]) -> None:
    random.seed(20250609)
    failure(server.on("/data.csv", BUSY), target, Limits(attempts=5, wait_initial=1.0, wait_jitter=0.5, wait_max=4.0))
    assert [int(wait) for wait in waits] == [1, 2, 4, 4]
    assert all(0 < wait - whole <= 0.5 for wait, whole in zip(waits, (1, 2), strict=False))
    assert waits[2:] == [4.0, 4.0]


@pytest.mark.parametrize("status", [429, 503])
def test_wait_that_the_server_asks_for_is_kept(server: ScriptedServer, target: Path, waits: list[float], status: int) -> None:
    asking = server_that.answers(status, Retry_After="7")
    assert download(server.on("/data.csv", server_that.fails_first(1, asking, SERVED)), target, known=None, limits=QUICK)
    assert waits == [7.0]


def test_wait_until_a_date_is_kept(server: ScriptedServer, target: Path, waits: list[float]) -> None:
    moment = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=50), usegmt=True)
    asking = server_that.answers(503, Retry_After=moment)
    assert download(server.on("/data.csv", server_that.fails_first(1, asking, SERVED)), target, known=None, limits=QUICK)
    (wait,) = waits
    assert 20 < wait <= 50


@pytest.mark.parametrize(
    "value", ["0", "-3", "soon", "", "Mon, 09 Jun 2025 08:00:00 GMT", "1e1", "Mon, 09 Jun 99999999999 08:00:00 GMT"]
)
def test_wait_that_means_nothing_becomes_the_ordinary_one(
    server: ScriptedServer, target: Path, waits: list[float], value: str
) -> None:
    failure(server.on("/data.csv", server_that.answers(503, Retry_After=value)), target)
    assert waits == [QUICK.wait_initial, 2 * QUICK.wait_initial]


@pytest.mark.parametrize("value", ["3600", "999999999", "Fri, 01 Jan 2100 00:00:00 GMT"], ids=["hour", "decades", "date"])
def test_wait_beyond_reason_is_not_begun(server: ScriptedServer, target: Path, waits: list[float], value: str) -> None:
    message = failure(server.on("/data.csv", server_that.answers(429, Retry_After=value)), target)
    assert message.startswith(f"{server.host} answered 429 Too Many Requests and asks to come back in ")
    assert message.endswith(" s, later than the 60 s allowed")
    assert waits == []
    assert server.asked() == ["/data.csv"]


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


def test_silent_server_is_left(server: ScriptedServer, target: Path) -> None:
    message = failure(server.on("/data.csv", server_that.hangs()), target, replace(QUICK, attempts=2, read_timeout=0.1))
    assert message == f"{server.host} sent nothing for 0.1 s (tried 2 times)"
    assert server.asked() == ["/data.csv"] * 2


@pytest.mark.parametrize(
    "behaviour",
    [server_that.drips(BODY, announce=True), server_that.drips(BODY, announce=False), server_that.drips_headers()],
    ids=["body", "body without length", "headers"],
)
def test_dripping_server_is_left_once_and_for_all(server: ScriptedServer, target: Path, behaviour: Behaviour) -> None:
    message = failure(server.on("/data.csv", behaviour), target, replace(QUICK, total_timeout=0.5))
    assert message == f"{server.host} took longer than 0.5 s in all"
    assert server.asked() == ["/data.csv"]


def test_time_for_the_whole_includes_the_waits(server: ScriptedServer, target: Path) -> None:
    limits = replace(QUICK, attempts=100, wait_initial=0.2, wait_max=0.2, total_timeout=0.5)
    message = failure(server.on("/data.csv", BUSY), target, limits)
    assert re.fullmatch(rf"{server.host} took longer than 0.5 s in all \(tried \d times\)", message)


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


def test_certificate_that_nobody_signed_is_refused(tls_server: ScriptedServer, target: Path) -> None:
    message = failure(tls_server.on("/data.csv", SERVED), target)
    assert message.startswith(f"{tls_server.host} has no certificate to be trusted: self")
    assert "tried" not in message
    assert tls_server.asked() == []


def test_server_without_encryption_is_named(server: ScriptedServer, target: Path) -> None:
    message = failure(f"https://{server.host}/data.csv", target, replace(QUICK, attempts=1))
    assert message.startswith(f"{server.host} could not be reached securely: ")


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the certificate of the server over HTTPS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.mark.usefixtures("trusted")
def test_certificates_of_the_environment_are_trusted(tls_server: ScriptedServer, target: Path) -> None:
    assert download(tls_server.on("/data.csv", SERVED), target, known=None)
    assert target.read_bytes() == BODY


@pytest.mark.usefixtures("trusted")
def test_redirect_may_add_encryption_but_not_drop_it(server: ScriptedServer, tls_server: ScriptedServer, target: Path) -> None:
    plain, encrypted = server.on("/data.csv", SERVED), tls_server.on("/data.csv", SERVED)
    stored = download(server.on("/latest", server_that.redirects(encrypted)), target, known=None)
    assert stored
    assert stored.url == encrypted
    target.write_bytes(OLD)
    message = failure(tls_server.on("/latest", server_that.redirects(plain)), target)
    assert message == f"{tls_server.host} redirects from https to http ({server.host}), where anyone could change it"
    assert server.asked() == ["/latest"]


@pytest.mark.usefixtures("trusted")
def test_dripping_server_is_left_over_https_too(tls_server: ScriptedServer, target: Path) -> None:
    message = failure(tls_server.on("/data.csv", server_that.drips_headers()), target, replace(QUICK, total_timeout=0.5))
    assert message == f"{tls_server.host} took longer than 0.5 s in all"


def test_certificates_that_cannot_be_read_are_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(target.with_name("missing.pem")))
    assert failure("https://tally.invalid/", target).startswith(
        "The certificates in SSL_CERT_FILE or SSL_CERT_DIR cannot be used"
    )
