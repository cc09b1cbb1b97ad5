"""Alerts reach a real web server and a real mail server, and say so where they do not."""

import json
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
        with pytest.raises(AlertFailed, match="the webhook could not be reached"):
            send(ALERT, settings)
        assert len(server.messages) == 1


def test_password_is_not_sent_through_an_open_connection() -> None:
    with mail_server() as server:
        smtp = server.address.replace("smtp://", "smtp://user:secret@")
        with pytest.raises(AlertFailed, match="the mail could not be reached"):
            send(ALERT, replace(SETTINGS, alert_mail="desk@example.org", smtp=smtp))
        assert server.messages == []
