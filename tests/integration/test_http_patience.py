"""How long the HTTP client waits, and how often it asks again."""

import datetime as dt
import email.utils
import random
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import tenacity.nap

from assets.sources.http import Limits, download
from tests import http_server as server_that
from tests.downloads import BODY, QUICK, failure
from tests.http_server import Behaviour, ScriptedServer

SERVED = server_that.serves(BODY)
BUSY = server_that.answers(503)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Do not wait between attempts; return how long each wait would have been."""
    waited: list[float] = []
    monkeypatch.setattr(tenacity.nap, "time", SimpleNamespace(sleep=waited.append))
    return waited


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
