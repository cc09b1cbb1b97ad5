"""Settings from the environment, read once and checked before anything runs."""

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from assets.sources.registry import sources
from reports.words import LANGUAGES

DEFAULT_SCHEDULE = "30 23 * * *"
DEFAULT_TIMEZONE = "Europe/Kyiv"
DEFAULT_SMTP = "smtp://localhost:25"
POSTGRES_VARIABLE = "TALLY_POSTGRES_URL"
NO_TIME_ZONES = (
    "No time zone is known here, because there is no time zone database. Install the operating system's tzdata package, "
    "or `pip install tzdata` into the environment."
)


class SettingsError(Exception):
    """An environment variable has a value that cannot be used; the message names it and what it may be."""


@dataclass(frozen=True)
class Settings:
    """What the environment decides.

    Attributes:
        schedule: Cron expression of the nightly refresh (`TALLY_SCHEDULE`).
        timezone: Time zone in which it is read (`TALLY_TIMEZONE`).
        is_offline: Whether the network is left alone altogether (`TALLY_OFFLINE`).
        dataset_url: Where the dataset is fetched from, if not from its own address (`TALLY_DATASET_URL`).
        posts_url: Where the Air Force's posts are fetched from, if not from their own address (`TALLY_POSTS_URL`).
        language: Language of the reports (`TALLY_LANG`).
        max_age_days: Age of the newest night from which on `tally status` and `tally doctor` fail (`TALLY_MAX_AGE_DAYS`).
        alert_webhook: Address that is told of failed runs (`TALLY_ALERT_WEBHOOK`).
        alert_mail: Mail address that is told of failed runs (`TALLY_ALERT_MAIL`).
        smtp: Server that mail is sent through, as an address (`TALLY_SMTP`).
        postgres_url: Database that holds Dagster's history, if not files in the home (`TALLY_POSTGRES_URL`).
    """

    schedule: str
    timezone: str
    is_offline: bool
    dataset_url: str | None
    posts_url: str | None
    language: str
    max_age_days: int | None = None
    alert_webhook: str | None = field(default=None, repr=False)
    alert_mail: str | None = None
    smtp: str = field(default=DEFAULT_SMTP, repr=False)
    postgres_url: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: A value cannot be used.
        """
        return cls(
            schedule=_cron(os.environ.get("TALLY_SCHEDULE") or None),
            timezone=_timezone(os.environ.get("TALLY_TIMEZONE") or DEFAULT_TIMEZONE),
            is_offline=_switch("TALLY_OFFLINE"),
            dataset_url=_address("TALLY_DATASET_URL"),
            posts_url=_address("TALLY_POSTS_URL"),
            language=_language(os.environ.get("TALLY_LANG") or LANGUAGES[0]),
            max_age_days=_days("TALLY_MAX_AGE_DAYS"),
            alert_webhook=_address("TALLY_ALERT_WEBHOOK"),
            alert_mail=_mail_address("TALLY_ALERT_MAIL"),
            smtp=_address("TALLY_SMTP", "smtp://host:25", "smtps://user:password@host") or DEFAULT_SMTP,
            postgres_url=postgres_url(),
        )

    def addresses(self) -> dict[str, str]:
        """Return the address of every source that is fetched; none if offline."""
        if self.is_offline:
            return {}
        named = {"daily_attacks": self.dataset_url, "air_force_posts": self.posts_url}
        known = {source.source_id: named.get(source.source_id) or source.download for source in sources().values()}
        return {source_id: url for source_id, url in known.items() if url}


def postgres_url() -> str | None:
    """Return the address of the database for Dagster's history; None if it stays in the home.

    Raises:
        SettingsError: It is not an address; the message does not repeat it, because it may hold a password.
    """
    url = os.environ.get(POSTGRES_VARIABLE) or None
    try:
        parts = urlsplit(url or "postgresql://host/database")
        is_address = (
            parts.scheme in ("postgresql", "postgres") and bool(parts.hostname) and parts.port != 0 and len(parts.path) > 1
        )
    except ValueError:
        is_address = False
    if not is_address:
        raise SettingsError(
            f"{POSTGRES_VARIABLE} is not the address of a PostgreSQL database. "
            "Give one such as postgresql://user:password@host:5432/database."
        )
    return url


def _switch(variable: str) -> bool:
    value = os.environ.get(variable, "").strip().lower()
    if value not in ("", "0", "1", "false", "true", "no", "yes"):
        raise SettingsError(f"{variable} is “{value}”. Give 1 to switch it on, or 0.")
    return value in ("1", "true", "yes")


def server_of(url: str) -> str:
    """Return scheme and host of an address: what may be shown of one that may hold a password or be one."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _address(variable: str, *examples: str) -> str | None:
    """Return the address in a variable; one that cannot be used is not repeated, because it may hold a password."""
    examples = examples or ("https://host/path", "http://host:8000/path")
    url = os.environ.get(variable) or None
    wrong = _what_is_wrong(url, [urlsplit(example).scheme for example in examples]) if url else None
    if wrong:
        raise SettingsError(f"{variable} {wrong}. Give an address such as {' or '.join(examples)}.")
    return url


def _what_is_wrong(url: str, schemes: list[str]) -> str | None:
    if not re.fullmatch(r"[!-~\xa1-\U0010ffff]+", url):
        return "holds a space or a control character"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "has a host in brackets that is no IPv6 address"
    if parts.scheme not in schemes or "//" not in url:
        return f"does not begin with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    if not parts.hostname:
        return f"names no host after {parts.scheme}://"
    try:
        is_port = parts.port != 0
    except ValueError:
        is_port = False
    return None if is_port else f"({parts.scheme}://{parts.hostname}) has a port that is no number from 1 to 65535"


def _language(name: str) -> str:
    if name not in LANGUAGES:
        raise SettingsError(f"TALLY_LANG is “{name}”. Give one of {', '.join(LANGUAGES)}.")
    return name


def _mail_address(variable: str) -> str | None:
    address = os.environ.get(variable) or None
    if address and not re.fullmatch(r"[^@\s,<>]+@[^@\s,<>]+", address):
        raise SettingsError(f"{variable} is “{address}”, which is not a mail address. Give one such as desk@example.org.")
    return address


def _days(variable: str) -> int | None:
    days = os.environ.get(variable, "").strip()
    if days and not (days.isascii() and days.isdigit()):
        raise SettingsError(f"{variable} is “{days}”. Give a whole number of days, for example 3.")
    return int(days) if days else None


def _cron(expression: str | None) -> str:
    if expression is None:
        return DEFAULT_SCHEDULE
    # Takes a second to import, and only a schedule of one's own has to be checked.
    from dagster import DagsterInvalidDefinitionError, ScheduleDefinition

    try:
        ScheduleDefinition(name="probe", job_name="refresh", cron_schedule=expression)
    except DagsterInvalidDefinitionError:
        raise SettingsError(
            f"TALLY_SCHEDULE is “{expression}”, which is not a cron expression. "
            f"Give minute, hour, day, month and weekday, for example “{DEFAULT_SCHEDULE}”."
        ) from None
    return expression


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        if not available_timezones():
            raise SettingsError(NO_TIME_ZONES) from None
        raise SettingsError(
            f"TALLY_TIMEZONE is “{name}”, which is not a known time zone. Give a name such as {DEFAULT_TIMEZONE}."
        ) from None
    return name
