"""The Dagster instance of a home: one place for run history, whether a run comes from the UI or the command line."""

import logging
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import dagster as dg
import filelock
import sqlalchemy.exc
from dagster._core.instance import InstanceRef

from pipelines.event_log import LastingEventLog
from warehouse.files import atomically
from warehouse.home import CHECKOUT, Home


def prepare(home: Home) -> Path:
    """Make the directory that serves as DAGSTER_HOME, with the current `dagster.yaml` and its databases."""
    with open_instance(home):
        return home.dagster


def open_instance(home: Home) -> dg.DagsterInstance:
    """Return the instance of a home; leave it as a context manager.

    Processes that start at once take turns, because Dagster looks for its tables before it makes them and the slower of
    two would find that they exist already. A history that a power cut damaged is set aside: it is not worth a night's refresh.
    """
    home.dagster.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(home.dagster / "opening.lock"):
        settings = CHECKOUT / "dagster.yaml"
        if settings.exists():
            with atomically(home.dagster / "dagster.yaml") as temporary:
                shutil.copyfile(settings, temporary)
        os.environ["DAGSTER_HOME"] = str(home.dagster)
        ref = InstanceRef.from_dir(str(home.dagster), overrides=_event_log(home))
        try:
            return dg.DagsterInstance.from_ref(ref)
        except sqlalchemy.exc.DBAPIError:
            if not set_damaged_aside(home):
                raise
            return dg.DagsterInstance.from_ref(ref)


def set_damaged_aside(home: Home) -> bool:
    """Put damaged databases of the history out of the way, so that new ones are made; return whether there were any."""
    damaged = [path for path in home.dagster.rglob("*.db") if not _is_whole(path)]
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
