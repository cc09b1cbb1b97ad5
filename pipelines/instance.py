"""The Dagster instance of a home: one place for run history, whether a run comes from the UI or the command line."""

import os
import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import filelock
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
    two would find that they exist already.
    """
    home.dagster.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(home.dagster / "opening.lock"):
        settings = CHECKOUT / "dagster.yaml"
        if settings.exists():
            with atomically(home.dagster / "dagster.yaml") as temporary:
                shutil.copyfile(settings, temporary)
        os.environ["DAGSTER_HOME"] = str(home.dagster)
        return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home.dagster), overrides=_event_log(home)))


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
