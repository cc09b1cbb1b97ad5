"""A clock that jumped back, and a machine without a time zone database: nothing is lost, and what is wrong is said."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Tally
from tests.dataset import dataset
from tests.states import NEW_NIGHT, NEW_TOTAL, total
from warehouse.home import CHECKOUT, Home
from warehouse.snapshots import SnapshotStore


def test_clock_that_jumped_back_loses_nothing_and_is_said(home: Home, tally: Tally, tmp_path: Path) -> None:
    """A file was taken in while the clock was two days ahead; a newer one comes now that it is right."""
    ahead, now, snapshots = tmp_path / "ahead.csv", tmp_path / "now.csv", SnapshotStore(home.snapshots)
    ahead.write_text(dataset(NEW_NIGHT))
    now.write_text(dataset(NEW_NIGHT | {"launched": "150"}))
    early, _ = snapshots.put("daily_attacks", ahead, datetime.now(UTC) + timedelta(days=2))
    assert tally("add", str(now)).returncode == 0
    run = tally("refresh")
    assert run.returncode == 0, run.stderr
    assert total(home) == NEW_TOTAL
    assert len(snapshots.all("daily_attacks")) == 2
    assert f"{early.snapshot_id} was seen in the future, and newer data does not count" in tally("status").stdout
    assert "Set the clock" in tally("doctor").stdout


@pytest.fixture
def no_time_zones(tmp_path: Path) -> dict[str, str]:
    """An environment in which neither the operating system nor Python has a time zone database."""
    hidden = tmp_path / "hidden"
    (hidden / "tzdata").mkdir(parents=True)
    (hidden / "tzdata" / "__init__.py").touch()
    return {"PYTHONTZPATH": "", "PYTHONPATH": os.pathsep.join([str(hidden), str(CHECKOUT)])}


@pytest.mark.parametrize("command", ["refresh", "rebuild", "status"])
def test_missing_time_zone_database_is_named(home: Home, tally: Tally, no_time_zones: dict[str, str], command: str) -> None:
    run = tally(command, **no_time_zones)
    assert run.returncode == 1
    assert run.stderr.startswith("Error: No time zone is known here, because there is no time zone database. Install ")
    assert not home.root.exists()


def test_time_zone_database_of_python_is_enough(tally: Tally) -> None:
    """Dagster brings it along, so that a bare container works."""
    run = tally("doctor", PYTHONTZPATH="")
    assert "Europe/Kyiv is 2:00:00 and 3:00:00 from UTC" in run.stdout
