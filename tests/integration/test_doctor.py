"""What `tally doctor` finds in Dagster while it changes nothing: a damaged history, a schedule that is off, failing sensors."""

from collections.abc import Iterator

import dagster as dg
import filelock
import pytest
from dagster._core.remote_origin import InProcessCodeLocationOrigin, RemoteInstigatorOrigin, RemoteRepositoryOrigin
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    ScheduleInstigatorData,
    TickData,
    TickStatus,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster_shared.error import SerializableErrorInfo

from pipelines import findings_dagster
from pipelines.doctor import examine
from pipelines.instance import open_instance
from warehouse.home import Home

REPOSITORY = RemoteRepositoryOrigin(InProcessCodeLocationOrigin(LoadableTargetOrigin(module_name="none")), "none")


def content(home: Home) -> dict[str, bytes]:
    """Return every file of the home."""
    return {str(path): path.read_bytes() for path in home.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("damaged", ["history/runs.db", "history/runs/index.db", "schedules/schedules.db"])
def test_damaged_history_is_told_of_and_left_as_it_is(home: Home, damaged: str) -> None:
    """Doctor set it aside, began a new one, and said that all was well."""
    with open_instance(home):
        pass
    path = home.dagster / damaged
    path.write_bytes(b"half a database!" + path.read_bytes()[16:])
    before = content(home)
    (history,) = [finding for finding in examine(home) if finding.name == "history"]
    assert (history.is_well, history.told) == (False, f"damaged: {path}")
    assert "The next run that needs it sets it aside" in history.mend
    assert content(home) == before


def test_home_in_which_all_is_well_is_left_as_it_is(home: Home) -> None:
    with open_instance(home):
        pass
    (home.dagster / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    before = content(home)
    told = {finding.name: finding.told for finding in examine(home)}
    assert told["history"].startswith("0 runs, ")
    assert content(home) == before


def test_home_whose_ui_never_came_up_gets_no_history(home: Home) -> None:
    home.dagster.mkdir(parents=True)
    assert findings_dagster.dagster_history(home).told == "none yet"
    assert findings_dagster.stuck_runs(home).told == "none yet"
    assert list(home.dagster.iterdir()) == []


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """The instance of a home whose UI runs."""
    with open_instance(home) as opened, filelock.FileLock(home.ui_lock):
        yield opened


def test_schedule_that_is_switched_off_is_told_of(home: Home, instance: dg.DagsterInstance) -> None:
    """Somebody switched it off in the UI, and nobody noticed that the nights were no longer read."""
    schedule = InstigatorState(
        RemoteInstigatorOrigin(REPOSITORY, "nightly_refresh"),
        InstigatorType.SCHEDULE,
        InstigatorStatus.DECLARED_IN_CODE,
        ScheduleInstigatorData("30 23 * * *"),
    )
    instance.add_instigator_state(schedule)
    assert "no sign of life" in findings_dagster.nightly_refresh(home).told
    instance.update_instigator_state(schedule.with_status(InstigatorStatus.STOPPED))
    finding = findings_dagster.nightly_refresh(home)
    assert (finding.is_well, "switched off in the UI" in finding.told, "Switch it on" in finding.mend) == (False, True, True)


def test_sensor_that_fails_is_told_of_until_it_works_again(home: Home, instance: dg.DagsterInstance) -> None:
    sensor = InstigatorState(RemoteInstigatorOrigin(REPOSITORY, "inbox"), InstigatorType.SENSOR, InstigatorStatus.RUNNING)
    instance.add_instigator_state(sensor)

    def tick(timestamp: float, status: TickStatus, error: SerializableErrorInfo | None = None) -> None:
        origin = sensor.instigator_origin_id
        data = TickData(
            origin, "inbox", InstigatorType.SENSOR, status, timestamp, [], error=error, selector_id=sensor.selector_id
        )
        instance.create_tick(data)

    error = SerializableErrorInfo("PermissionError: the inbox cannot be read\n", [], "PermissionError")
    tick(1.0, TickStatus.SUCCESS)
    assert findings_dagster.schedule_and_sensors(home).is_well
    tick(2.0, TickStatus.FAILURE, error)
    tick(3.0, TickStatus.STARTED)
    finding = findings_dagster.schedule_and_sensors(home)
    assert (finding.is_well, finding.told) == (False, "the last tick of inbox failed: the inbox cannot be read")
    tick(4.0, TickStatus.SKIPPED)
    assert findings_dagster.schedule_and_sensors(home).is_well
