"""A clock that jumped back, and a machine without a time zone database: nothing is lost, and what is wrong is said."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dagster._core.remote_origin import InProcessCodeLocationOrigin, RemoteInstigatorOrigin, RemoteRepositoryOrigin
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    ScheduleInstigatorData,
    SensorInstigatorData,
    TickData,
    TickStatus,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from pipelines import clock
from pipelines.instance import open_instance
from tests.conftest import Tally, run_installed_tally
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


def test_schedule_and_sensor_go_on_from_now_once_a_clock_that_was_ahead_is_right(home: Home) -> None:
    """Dagster would wait for the time it had reached: a day with a clock in 2030 would end the nightly refresh for years."""
    now = datetime.now(UTC).timestamp()
    year_ahead = now + 365 * 24 * 3600
    repository = RemoteRepositoryOrigin(InProcessCodeLocationOrigin(LoadableTargetOrigin(module_name="none")), "none")
    schedule = InstigatorState(
        RemoteInstigatorOrigin(repository, "nightly_refresh"),
        InstigatorType.SCHEDULE,
        InstigatorStatus.STOPPED,
        ScheduleInstigatorData("30 23 * * *", start_timestamp=now - 60, last_iteration_timestamp=year_ahead),
    )
    sensor = InstigatorState(
        RemoteInstigatorOrigin(repository, "inbox"),
        InstigatorType.SENSOR,
        InstigatorStatus.RUNNING,
        SensorInstigatorData(last_tick_timestamp=now - 60, cursor="here"),
    )
    with open_instance(home) as instance:
        for state in (schedule, sensor):
            instance.add_instigator_state(state)
        ids = (schedule.instigator_origin_id, schedule.selector_id)
        instance.create_tick(
            TickData(ids[0], "nightly_refresh", InstigatorType.SCHEDULE, TickStatus.STARTED, year_ahead, selector_id=ids[1])
        )
        assert clock.waiting(instance) == ["nightly_refresh"]
        assert clock.forget_the_future(instance) == ["The clock was set back: nightly_refresh goes on from now."]
        assert clock.waiting(instance) == []
        assert instance.get_ticks(*ids) == []
        states = {state.name: state for state in instance.all_instigator_state()}
    assert states["nightly_refresh"].status is InstigatorStatus.STOPPED
    assert states["inbox"].instigator_data == sensor.instigator_data


@pytest.fixture
def no_time_zones(tmp_path: Path) -> dict[str, str]:
    """An environment in which neither the operating system nor Python has a time zone database."""
    hidden = tmp_path / "hidden"
    (hidden / "tzdata").mkdir(parents=True)
    (hidden / "tzdata" / "__init__.py").touch()
    return {"PYTHONTZPATH": "", "PYTHONPATH": os.pathsep.join([str(hidden), str(CHECKOUT)])}


@pytest.mark.parametrize("command", ["refresh", "rebuild", "status"])
def test_missing_time_zone_database_is_named(home: Home, no_time_zones: dict[str, str], command: str) -> None:
    run = run_installed_tally(home, command, **no_time_zones)
    assert run.returncode == 1
    assert run.stderr.startswith("Error: No time zone is known here, because there is no time zone database. Install ")
    assert not home.root.exists()


def test_time_zone_database_of_python_is_enough(home: Home) -> None:
    """Dagster brings it along, so that a bare container works."""
    run = run_installed_tally(home, "doctor", PYTHONTZPATH="")
    assert "Europe/Kyiv is 2:00:00 and 3:00:00 from UTC" in run.stdout
