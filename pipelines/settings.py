"""Settings from the environment, read once and checked before anything runs."""

import os
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DEFAULT_SCHEDULE = "30 23 * * *"
DEFAULT_TIMEZONE = "Europe/Kyiv"


class SettingsError(Exception):
    """An environment variable has a value that cannot be used; the message names it and what it may be."""


@dataclass(frozen=True)
class Settings:
    """What the environment decides.

    Attributes:
        schedule: Cron expression of the nightly refresh (`TALLY_SCHEDULE`).
        timezone: Time zone in which it is read (`TALLY_TIMEZONE`).
    """

    schedule: str
    timezone: str

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: A value cannot be used.
        """
        return cls(
            schedule=_cron(os.environ.get("TALLY_SCHEDULE") or DEFAULT_SCHEDULE),
            timezone=_timezone(os.environ.get("TALLY_TIMEZONE") or DEFAULT_TIMEZONE),
        )


def _cron(expression: str) -> str:
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
        raise SettingsError(
            f"TALLY_TIMEZONE is “{name}”, which is not a known time zone. Give a name such as {DEFAULT_TIMEZONE}."
        ) from None
    return name
