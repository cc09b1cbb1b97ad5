"""The Dagster instance of a home: one place for run history, whether a run comes from the UI or the command line."""

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import dagster as dg
import filelock
import sqlalchemy.exc
import yaml
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
    two would find that they exist already. A history that a power cut damaged is set aside: it is not worth a night's refresh.

    Raises:
        SettingsError: `TALLY_POSTGRES_URL` is not the address of a database.
        HistoryUnavailable: It is, but the database cannot be used.
    """
    url = _usable_database()
    home.dagster.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(home.dagster / "opening.lock"):
        settings = CHECKOUT / "dagster.yaml"
        if settings.exists():
            with atomically(home.dagster / "dagster.yaml") as temporary:
                temporary.write_text(settings.read_text(encoding="utf-8") + (_IN_POSTGRES if url else ""), encoding="utf-8")
        os.environ["DAGSTER_HOME"] = str(home.dagster)
        ref = InstanceRef.from_dir(str(home.dagster), overrides=_event_log(home) if url is None else {})
        try:
            return dg.DagsterInstance.from_ref(ref)
        except sqlalchemy.exc.DBAPIError:
            if url is not None or not set_damaged_aside(home):
                raise
            return dg.DagsterInstance.from_ref(ref)


def read_instance(home: Home) -> dg.DagsterInstance:
    """Return the instance of a home that has a history, for those who only look: nothing is made, mended or set aside.

    Raises:
        SettingsError: `TALLY_POSTGRES_URL` is not the address of a database.
        HistoryUnavailable: It is, but the database cannot be used.
    """
    url = _usable_database()
    overrides = yaml.safe_load(_IN_POSTGRES) if url else {}
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home.dagster), config_dir=str(CHECKOUT), overrides=overrides))


def has_history(home: Home) -> bool:
    """Return whether there is a history to look at."""
    return home.dagster.exists() and (postgres_url() is not None or (home.dagster / "history" / "runs.db").exists())


def damaged_files(home: Home) -> list[Path]:
    """Return the databases of the history, in files of the home, that are damaged."""
    return [path for path in sorted(home.dagster.rglob("*.db")) if not _is_whole(path)]


def _usable_database() -> str | None:
    """Return the address of the history's database, if one is set: asked once, before Dagster tries for a while and raises."""
    url = postgres_url()
    if url is None:
        return None
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
    return url


def set_damaged_aside(home: Home) -> bool:
    """Put damaged databases of the history out of the way, so that new ones are made; return whether there were any."""
    damaged = damaged_files(home)
    for path in damaged:
        aside = path.replace(path.with_suffix(".damaged"))
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        logging.getLogger(__name__).warning("%s was damaged; it is kept as %s, and a new one is begun.", path, aside.name)
    return bool(damaged)


def _is_whole(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as con:
            return bool(con.execute("pragma quick_check").fetchone() == ("ok",))
    except sqlite3.OperationalError:
        # Locked, or no room: that says nothing of what is in it.
        return True
    except sqlite3.DatabaseError:
        return False


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
