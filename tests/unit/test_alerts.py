"""Alerts reach a real web server and a real mail server, and say so where they do not."""

import json
import traceback
from collections.abc import Iterator
from dataclasses import replace

import pytest
import stamina

from pipelines.alerts import AlertFailed, alert, send
from pipelines.settings import Settings
from tests import http_server as server_that
from tests.http_server import free_port, serving
from tests.smtp_server import mail_server

SETTINGS = Settings("30 23 * * *", "Europe/Kyiv", is_offline=True, dataset_url=None, posts_url=None, language="en")
ALERT = alert("refresh", "0123456789abcdef", "The check levels_add_up failed", "/srv/tally")


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


def test_webhook_is_posted_the_run_and_the_reason() -> None:
    with serving() as server:
        url = server.on("/hook", server_that.answers(204))
        assert send(ALERT, replace(SETTINGS, alert_webhook=url)) == ["webhook"]
        (request,) = server.requests
    assert request.headers["Content-Type"] == "application/json"
    told = json.loads(request.body)
    assert (told["job"], told["run_id"], told["home"]) == ("refresh", "0123456789abcdef", "/srv/tally")
    assert told["error"] == "The check levels_add_up failed"
    assert told["text"].endswith(
        "the job refresh failed (run 01234567). The published tally stays as it was. The check levels_add_up failed"
    )


def test_mail_names_the_job_and_the_reason() -> None:
    with mail_server() as server:
        assert send(ALERT, replace(SETTINGS, alert_mail="desk@example.org", smtp=server.address)) == ["mail"]
        (message,) = server.messages
    assert (message["To"], message["Subject"]) == ("desk@example.org", "Strike Tally: refresh failed")
    assert "The check levels_add_up failed" in message.get_content()
    assert "tally doctor" in message.get_content()


def test_nobody_is_told_unless_the_settings_name_them() -> None:
    assert send(ALERT, SETTINGS) == []


def test_server_that_is_down_for_a_moment_is_asked_again() -> None:
    with serving() as server:
        url = server.on("/hook", server_that.fails_first(2, server_that.answers(503), server_that.answers(200)))
        assert send(ALERT, replace(SETTINGS, alert_webhook=url)) == ["webhook"]
        assert len(server.requests) == 3


def test_failure_of_one_way_does_not_keep_the_other_from_being_tried() -> None:
    with mail_server() as server:
        settings = replace(
            SETTINGS,
            alert_webhook=f"http://127.0.0.1:{free_port()}/hook",
            alert_mail="desk@example.org",
            smtp=server.address,
        )
        with pytest.raises(AlertFailed, match=r"^the webhook at http://127\.0\.0\.1:\d+ could not be reached \(ConnectError: "):
            send(ALERT, settings)
        assert len(server.messages) == 1


@pytest.mark.parametrize(("status", "asked", "told"), [(500, 3, "500 Internal Server Error"), (404, 1, "404 Not Found")])
def test_server_that_answered_is_not_said_to_be_out_of_reach(status: int, asked: int, told: str) -> None:
    """Nor is the address told, which is what lets people post."""
    with serving() as server:
        url = server.on("/hook/secret", server_that.answers(status)).replace("http://", "http://user:secret@")
        with pytest.raises(AlertFailed) as failure:
            send(ALERT, replace(SETTINGS, alert_webhook=url))
        assert str(failure.value) == f"the webhook at {server.origin} answered {told}"
        assert "secret" not in "".join(traceback.format_exception(failure.value))
        assert len(server.requests) == asked


def test_server_that_hangs_holds_up_neither_the_mail_nor_the_sensors() -> None:
    """A webhook without an answer kept the inbox waiting for more than a minute."""
    with serving() as server, mail_server() as mail:
        url = server.on("/hook", server_that.drips_headers())
        settings = replace(SETTINGS, alert_webhook=url, alert_mail="desk@example.org", smtp=mail.address)
        with pytest.raises(AlertFailed, match=r"^the webhook at \S+ did not take it within 5 s$"):
            send(ALERT, settings, seconds=5)
        assert len(mail.messages) == 1


def test_password_is_not_sent_through_an_open_connection() -> None:
    with mail_server() as server:
        smtp = server.address.replace("smtp://", "smtp://user:secret@")
        with pytest.raises(
            AlertFailed, match=r"^the mail at smtp://127\.0\.0\.1:\d+ did not take it \(SMTPNotSupported"
        ) as failure:
            send(ALERT, replace(SETTINGS, alert_mail="desk@example.org", smtp=smtp))
        assert "secret" not in str(failure.value)
        assert server.messages == []
