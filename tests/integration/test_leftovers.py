"""What a crash leaves in Dagster's history, and how long the history is kept."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.storage.tags import GRPC_INFO_TAG

from pipelines import leftovers, retention
from pipelines.instance import open_instance
from warehouse import lock
from warehouse.home import CHECKOUT, Home

HOLD = """
import sys, time
from pathlib import Path
from pipelines.leftovers import lock_of_run
from warehouse.home import Home
with lock_of_run(Home(Path(sys.argv[1])), sys.argv[2]):
    print("held", flush=True)
    time.sleep(600)
"""


@dg.asset
def first() -> None: ...


@dg.asset
def second() -> None: ...


BOTH = dg.Definitions(assets=[first, second], jobs=[dg.define_asset_job("both"), dg.define_asset_job("one", selection=[first])])


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with open_instance(home) as opened:
        yield opened


def run_after(event: dg.DagsterEventType, instance: dg.DagsterInstance, tags: dict[str, str] | None = None) -> dg.DagsterRun:
    """Return a run in the state that an event leads to."""
    server = RemoteRepositoryOrigin(GrpcServerCodeLocationOrigin(host="127.0.0.1", port=1), "none")
    origin = RemoteJobOrigin(repository_origin=server, job_name="both")
    run = instance.create_run_for_job(BOTH.resolve_job_def("both"), tags=tags, remote_job_origin=origin)
    instance.run_storage.handle_run_event(run.run_id, dg.DagsterEvent(event.value, "both"), dt.datetime.now(dt.UTC))
    return run


def status(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.DagsterRunStatus:
    found = instance.get_run_by_id(run.run_id)
    assert found is not None
    return found.status


def test_run_of_the_command_is_failed_once_its_process_is_dead(home: Home, instance: dg.DagsterInstance) -> None:
    run = run_after(dg.DagsterEventType.RUN_START, instance, leftovers.COMMAND_TAGS)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.root), run.run_id], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    assert leftovers.fail_dead_runs(home, instance, set()) == []
    process.kill()
    process.communicate()
    (sentence,) = leftovers.fail_dead_runs(home, instance, set())
    assert sentence == f"Run {run.run_id[:8]} (both) was left in progress by a crash; it is marked as failed."
    assert status(instance, run) == dg.DagsterRunStatus.FAILURE
    assert list((home.dagster / "running").iterdir()) == []
    assert leftovers.fail_dead_runs(home, instance, set()) == []


def test_worker_of_a_ui_is_left_to_its_server_unless_that_is_gone(
    home: Home, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "TURN_LIMIT", dt.timedelta(0))
    run = run_after(dg.DagsterEventType.RUN_START, instance, {GRPC_INFO_TAG: "{}"})
    assert leftovers.fail_dead_runs(home, instance, set()) == []
    with lock.refresh_lock(home, f"Dagster run {run.run_id[:8]}", 0):
        assert leftovers.fail_dead_runs(home, instance, {run.run_id}) == []
    assert len(leftovers.fail_dead_runs(home, instance, {run.run_id})) == 1
    assert status(instance, run) == dg.DagsterRunStatus.FAILURE


def test_run_that_nobody_watches_is_failed_once_it_must_have_had_its_turn(
    home: Home, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`dg launch` that was killed would else keep the queue of the UI waiting for hours."""
    run = run_after(dg.DagsterEventType.RUN_START, instance)
    assert leftovers.fail_dead_runs(home, instance, set()) == []
    monkeypatch.setattr(leftovers, "TURN_LIMIT", dt.timedelta(0))
    with lock.refresh_lock(home, f"Dagster run {run.run_id[:8]}", 0):
        assert leftovers.fail_dead_runs(home, instance, set()) == []
    assert len(leftovers.fail_dead_runs(home, instance, set())) == 1
    assert status(instance, run) == dg.DagsterRunStatus.FAILURE


def test_queue_forgets_what_waited_for_more_than_a_day(instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_after(dg.DagsterEventType.RUN_ENQUEUED, instance)
    assert leftovers.drop_stale_queue(instance) == []
    monkeypatch.setattr(leftovers, "QUEUE_LIMIT", dt.timedelta(0))
    assert len(leftovers.drop_stale_queue(instance)) == 1
    assert status(instance, run) == dg.DagsterRunStatus.CANCELED


@pytest.mark.parametrize("limit", [("KEPT", dt.timedelta(0)), ("MOST_KEPT", 1)], ids=str)
def test_old_runs_are_deleted_but_those_that_assets_are_shown_by(
    home: Home, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, object]
) -> None:
    ids = [BOTH.resolve_job_def(job).execute_in_process(instance=instance).run_id for job in ("one", "both", "both", "one")]
    assert retention.prune(home, instance) == []
    monkeypatch.setattr(retention, *limit)
    assert retention.prune(home, instance) == ["Deleted 2 old runs from Dagster's history."]
    assert {run.run_id for run in instance.get_runs()} == set(ids[2:])
    assert files_of(home, ids[:2]) == []
    assert files_of(home, ids[2:])
    events = instance.get_latest_materialization_events([dg.AssetKey("first"), dg.AssetKey("second")])
    assert [event and event.run_id for event in events.values()] == [ids[3], ids[2]]
    assert retention.prune(home, instance) == []


def files_of(home: Home, run_ids: list[str]) -> list[Path]:
    return [path for run_id in run_ids for path in home.dagster.rglob(f"*{run_id}*")]


def test_who_deletes_many_runs_keeps_none_of_their_files_open(
    home: Home, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The UI deletes a run every night: in a year it would hold a thousand files open, and their space on the disk."""
    monkeypatch.setattr(retention, "MOST_KEPT", 1)

    def open_files_after(runs: int) -> int:
        for _ in range(runs):
            BOTH.resolve_job_def("both").execute_in_process(instance=instance)
        retention.prune(home, instance)
        return len(os.listdir("/dev/fd"))

    assert open_files_after(6) == open_files_after(2)
    assert instance.get_runs_count() == 1
