"""The Dagster instance of a home: one place for run history, whether a run comes from the UI or the command line."""

import os
from pathlib import Path
from typing import Any

import dagster as dg
import filelock
from dagster._core.instance import InstanceRef

from pipelines.event_log import LastingEventLog
from pipelines.settings import POSTGRES_VARIABLE, postgres_url
from warehouse.files import atomically
from warehouse.home import CHECKOUT, Home

# Appended to `dagster.yaml`. The address stays in the environment: it may hold a password, and others read files of the home.
_IN_POSTGRES = f"""
storage:
  custom:
    module: pipelines.postgres
    class: PostgresHistory
    config:
      postgres_url: {{env: {POSTGRES_VARIABLE}}}
"""


class HistoryUnavailable(Exception):
    """Dagster's history cannot be opened; the message says why and what to do."""


def prepare(home: Home) -> Path:
    """Make the directory that serves as DAGSTER_HOME, with the current `dagster.yaml` and its databases."""
    with open_instance(home):
        return home.dagster


def open_instance(home: Home) -> dg.DagsterInstance:
    """Return the instance of a home; leave it as a context manager.

    Processes that start at once take turns, because Dagster looks for its tables before it makes them and the slower of
    two would find that they exist already.

    Raises:
        SettingsError: `TALLY_POSTGRES_URL` is not the address of a database.
        HistoryUnavailable: It is, but the database cannot be used.
    """
    url = postgres_url()
    if url is not None:
        _require_database(url)
    home.dagster.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(home.dagster / "opening.lock"):
        settings = CHECKOUT / "dagster.yaml"
        if settings.exists():
            with atomically(home.dagster / "dagster.yaml") as temporary:
                temporary.write_text(settings.read_text(encoding="utf-8") + (_IN_POSTGRES if url else ""), encoding="utf-8")
        os.environ["DAGSTER_HOME"] = str(home.dagster)
        overrides = _event_log(home) if url is None else {}
        return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home.dagster), overrides=overrides))


def _require_database(url: str) -> None:
    """Connect once, before Dagster tries for a while and ends with a traceback."""
    try:
        from pipelines.postgres import why_unavailable
    except ModuleNotFoundError:
        raise HistoryUnavailable(
            f"{POSTGRES_VARIABLE} is set, but what Dagster needs for PostgreSQL is not installed: run `make postgres`, "
            "or install the extra: strike-tally[postgres]."
        ) from None
    reason = why_unavailable(url)
    if reason is not None:
        raise HistoryUnavailable(
            f"The database of {POSTGRES_VARIABLE} cannot be used: {reason}. Start its server, mend the address, or unset it "
            "to keep the history in the home."
        )


def _event_log(home: Home) -> dict[str, Any]:
    """Return the setting of an event log that lies where Dagster's own would, and is written faster."""
    return {
        "event_log_storage": {
            "module": LastingEventLog.__module__,
            "class": LastingEventLog.__name__,
            "config": {"base_dir": str(home.dagster / "history" / "runs")},
        }
    }


if __name__ == "__main__":
    print(prepare(Home.from_environment()))
