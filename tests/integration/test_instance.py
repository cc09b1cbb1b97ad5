"""Tests of the Dagster instance of a home."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus
from dagster._core.storage.event_log import SqliteEventLogStorage

from pipelines.instance import open_instance
from warehouse.home import CHECKOUT, Home

OPEN_WHEN_TOLD = """
import sys
from pathlib import Path
from pipelines.instance import open_instance
from warehouse.home import Home
print("ready", flush=True)
for home in sys.stdin:
    with open_instance(Home(Path(home.strip()))) as instance:
        print(instance.get_runs_count(), flush=True)
"""


def test_processes_that_start_at_once_share_one_run_history(tmp_path: Path) -> None:
    """Two refreshes in a new home both made the tables of the run history, and one of them failed."""
    command = [sys.executable, "-c", OPEN_WHEN_TOLD]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) for _ in range(3)
    ]
    try:
        assert [_answer(process) for process in processes] == ["ready"] * 3
        for attempt in range(6):
            home = Home(tmp_path / str(attempt))
            for process in processes:
                assert process.stdin is not None
                process.stdin.write(f"{home.root}\n")
                process.stdin.flush()
            assert [_answer(process) for process in processes] == ["0"] * 3
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _answer(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@dg.multi_asset(
    specs=[dg.AssetSpec("first"), dg.AssetSpec("second", deps=["first"])],
    check_specs=[dg.AssetCheckSpec("whole", asset="second", blocking=True)],
)
def small_layer() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    yield dg.MaterializeResult(asset_key="first", metadata={"dagster/row_count": 7})
    yield dg.MaterializeResult(asset_key="second")
    yield dg.AssetCheckResult(asset_key="second", passed=False, description="no")


SMALL_JOB = dg.Definitions(assets=[small_layer], jobs=[dg.define_asset_job("small")]).resolve_job_def("small")


def run_small_job(home: Home) -> dg.ExecuteInProcessResult:
    with open_instance(home) as instance:
        return SMALL_JOB.execute_in_process(instance=instance, raise_on_error=False)


def test_run_from_the_command_line_is_what_the_ui_reads(home: Home) -> None:
    """The command line writes the event log in its own way; the UI reads it with Dagster's, as `dagster.yaml` has it."""
    told = run_small_job(home)
    assert told.all_events
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        assert type(instance.event_log_storage) is SqliteEventLogStorage
        (run,) = instance.get_runs()
        assert run.status is dg.DagsterRunStatus.FAILURE
        stored = [log.dagster_event for log in instance.all_logs(run.run_id) if log.dagster_event]
        assert [event.event_type for event in told.all_events] == [
            event.event_type for event in stored if event.event_type.value in {e.event_type_value for e in told.all_events}
        ]
        latest = instance.get_latest_materialization_event(dg.AssetKey("first"))
        assert latest is not None
        assert latest.asset_materialization is not None
        assert latest.asset_materialization.metadata["dagster/row_count"].value == 7
        (check,) = instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(dg.AssetKey("second"), "whole"), limit=2
        )
        assert check.status is AssetCheckExecutionRecordStatus.FAILED


def test_run_history_is_whole_after_the_process(home: Home) -> None:
    """What is new stands in a journal beside each file until the last connection is closed."""
    run_small_job(home)
    assert sorted(path.suffix for path in home.dagster.rglob("history/**/*.db*")) == [".db"] * 3


def test_ui_sees_a_run_from_the_command_line_live(home: Home) -> None:
    """The UI watches the file of a run, while what is new goes into the journal beside it: it showed nothing until the end."""
    modified = []
    with open_instance(home) as instance:
        log = instance.event_log_storage
        assert isinstance(log, SqliteEventLogStorage)

        def note(event: dg.EventLogEntry) -> None:
            modified.append(Path(log.path_for_shard(event.run_id)).stat().st_mtime_ns)

        run_id = "0" * 32
        instance.add_event_listener(run_id, note)
        SMALL_JOB.execute_in_process(instance=instance, run_id=run_id, raise_on_error=False)
    assert len(set(modified)) > len(modified) / 2
