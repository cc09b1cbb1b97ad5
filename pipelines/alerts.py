"""Telling people of a run that failed: a JSON document to a webhook, or a mail. Knows nothing of Dagster."""

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import httpx2
import stamina

from pipelines.settings import Settings, server_of

# For all attempts together, because other sensors wait meanwhile; after 0, 2, 6, 14 and 22 seconds if answers come at once.
SECONDS = 30.0
ATTEMPTS = 5
# For each step of an attempt.
TIMEOUT_SECONDS = 10.0


class AlertFailed(Exception):
    """Nobody could be told; the message says why."""


@dataclass(frozen=True)
class Alert:
    """A run that failed.

    Attributes:
        text: What happened in one sentence; the field that chat services show.
        job: Name of the job.
        run_id: Id of the run in Dagster.
        error: Why it failed.
        host: The machine it ran on.
        home: The home it ran in.
    """

    text: str
    job: str
    run_id: str
    error: str
    host: str
    home: str


def alert(job: str, run_id: str, error: str, home: str) -> Alert:
    """Return the alert for a failed run."""
    host = socket.gethostname()
    text = f"Strike Tally on {host}: the job {job} failed (run {run_id[:8]}). The published tally stays as it was. {error}"
    return Alert(text, job, run_id, error, host, home)


def send(alert: Alert, settings: Settings, seconds: float = SECONDS) -> list[str]:
    """Tell everybody whom the settings name. Return whom, in words.

    Args:
        alert: What to tell.
        settings: Whom to tell.
        seconds: When to give up; an attempt that is under way then may still reach somebody.

    Raises:
        AlertFailed: Somebody could not be told, after several attempts; the others were.
    """
    ways = {
        name: (way, address)
        for name, way, address in (("webhook", _post, settings.alert_webhook), ("mail", _mail, settings.alert_mail))
        if address is not None
    }
    failures: dict[str, str | None] = dict.fromkeys(ways, f"did not take it within {seconds:g} s")

    def tell(name: str) -> None:
        way, address = ways[name]
        failures[name] = _failure(lambda: way(alert, address, settings), seconds)

    # Daemons: what hangs must hold up neither the other way, nor the other sensors, nor the end of the process.
    threads = [threading.Thread(target=tell, args=(name,), daemon=True) for name in ways]
    end = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    servers = {"webhook": settings.alert_webhook or "", "mail": settings.smtp}
    failed = [f"the {name} at {server_of(servers[name])} {failure}" for name, failure in failures.items() if failure]
    if failed:
        raise AlertFailed("; ".join(failed))
    return list(ways)


class _Answered(Exception):
    """A web server did not take an alert."""

    def __init__(self, status: int) -> None:
        super().__init__(f"answered {status} {httpx2.codes.get_reason_phrase(status)}".rstrip())
        self.may_pass = status == 429 or status >= 500


def _failure(way: Callable[[], None], seconds: float) -> str | None:
    """Tell somebody, later and later again if that fails. Return what went wrong, without the address, which may be secret."""
    try:
        for attempt in stamina.retry_context(
            on=_may_pass, attempts=ATTEMPTS, timeout=seconds, wait_initial=2.0, wait_max=8.0, wait_jitter=0.0
        ):
            with attempt:
                way()
    except _Answered as answer:
        return str(answer)
    except smtplib.SMTPResponseException as error:
        return f"answered {error.smtp_code} {error.smtp_error!r}"
    except smtplib.SMTPException as error:
        return f"did not take it ({type(error).__name__}: {error})"
    except (OSError, httpx2.RequestError) as error:
        return f"could not be reached ({type(error).__name__}: {error})"
    except Exception as error:
        return f"could not be told ({type(error).__name__})"
    return None


def _may_pass(error: Exception) -> bool:
    return error.may_pass if isinstance(error, _Answered) else isinstance(error, OSError | httpx2.RequestError)


def _post(alert: Alert, url: str, _settings: Settings) -> None:
    response = httpx2.post(url, json=asdict(alert), timeout=TIMEOUT_SECONDS)
    if not response.is_success:
        raise _Answered(response.status_code)


def _mail(alert: Alert, to: str, settings: Settings) -> None:
    message = EmailMessage()
    message["Subject"] = f"Strike Tally: {alert.job} failed"
    message["From"] = f"strike-tally@{alert.host}"
    message["To"] = to
    message.set_content(
        f"{alert.text}\n\nJob   {alert.job}\nRun   {alert.run_id}\nHost  {alert.host}\nHome  {alert.home}\n\n"
        "`tally doctor` on that machine says what is wrong and how to mend it.\n"
    )
    with _connect(urlsplit(settings.smtp)) as smtp:
        smtp.send_message(message)


def _connect(server: SplitResult) -> smtplib.SMTP:
    """Connect to a mail server; a password is only ever sent through an encrypted connection."""
    host, context = server.hostname or "localhost", ssl.create_default_context()
    if server.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(host, server.port or 25, timeout=TIMEOUT_SECONDS)
    if server.username:
        if server.scheme == "smtp":
            smtp.starttls(context=context)
        smtp.login(unquote(server.username), unquote(server.password or ""))
    return smtp
