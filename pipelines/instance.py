"""The Dagster instance of a home: one place for run history, whether a run comes from the UI or the command line."""

import shutil
from pathlib import Path

from warehouse.home import CHECKOUT, Home


def prepare(home: Home) -> Path:
    """Make the directory that serves as DAGSTER_HOME and put the current `dagster.yaml` there."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    settings = CHECKOUT / "dagster.yaml"
    if settings.exists():
        shutil.copyfile(settings, home.dagster / "dagster.yaml")
    return home.dagster


if __name__ == "__main__":
    print(prepare(Home.from_environment()))
