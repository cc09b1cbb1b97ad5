"""Telling people of a run that failed: a JSON document to a webhook, or a mail. Knows nothing of Dagster."""

import smtplib
import socket
import ssl
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import httpx2
import stamina

from pipelines.settings import Settings

TIMEOUT_SECONDS = 20.0
ATTEMPTS = 3


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


def send(alert: Alert, settings: Settings) -> list[str]:
    """Tell everybody whom the settings name. Return whom, in words.

    Raises:
        AlertFailed: Somebody could not be told, after several attempts; the others were.
    """
    ways = {"webhook": (_post, settings.alert_webhook), "mail": (_mail, settings.alert_mail)}
    told, failures = [], []
    for name, (way, address) in ways.items():
        if address is None:
            continue
        try:
            for attempt in stamina.retry_context(on=(OSError, httpx2.HTTPError, smtplib.SMTPException), attempts=ATTEMPTS):
                with attempt:
                    way(alert, address, settings)
            told.append(name)
        except (OSError, httpx2.HTTPError, smtplib.SMTPException) as error:
            failures.append(f"the {name} could not be reached ({type(error).__name__}: {error})")
    if failures:
        raise AlertFailed("; ".join(failures))
    return told


def _post(alert: Alert, url: str, _settings: Settings) -> None:
    httpx2.post(url, json=asdict(alert), timeout=TIMEOUT_SECONDS).raise_for_status()


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
