"""Runs that a crash left in progress: found out, and marked as failed so that the queue moves on.

A run of the `tally` command holds a lock of its own, which the operating system frees when the process dies. The workers of
the UI are watched by Dagster, but only while the UI runs. Nobody watches runs of `dg launch` and `dagster job execute`: theirs
is dead if it does not hold the refresh lock when it must have had its turn.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import filelock
from dagster._core.storage.tags import GRPC_INFO_TAG

from warehouse import lock
from warehouse.files import is_held
from warehouse.home import Home

# Set on runs of the `tally` command, which no server watches.
COMMAND_TAGS = {"tally/started_by": "command"}
# A run that was noted and not begun counts as well: nothing will ever begin it. What waits in the queue is another matter.
_IN_PROGRESS = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
# Longer than a run waits for the refresh lock (`wait_seconds` of assets/resources.py).
TURN_LIMIT = dt.timedelta(minutes=20)
# What waited longer for its turn is not worth running any more: a schedule has come round since.
QUEUE_LIMIT = dt.timedelta(days=1)


@contextmanager
def lock_of_run(home: Home, run_id: str) -> Iterator[None]:
    """Show to other processes that a run is alive, as long as the block lasts."""
    path = _lock_file(home, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(path):
        yield
    path.unlink(missing_ok=True)


def in_progress(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """Return the runs that Dagster takes for running, whether or not a process stands behind them."""
    return list(instance.get_runs(dg.RunsFilter(statuses=_IN_PROGRESS)))


def dead_runs(home: Home, instance: dg.DagsterInstance, orphans: set[str]) -> list[dg.DagsterRun]:
    """Return the runs in progress that no process stands behind.

    Args:
        home: The home.
        instance: Its Dagster instance.
        orphans: Ids of runs whose server is gone, so that nobody else will notice their end.
    """
    mortal = orphans | _without_a_server(instance)
    return [
        run
        for run in in_progress(instance)
        if (run.tags.items() >= COMMAND_TAGS.items() or run.run_id in mortal) and not _is_alive(home, run.run_id)
    ]


def _without_a_server(instance: dg.DagsterInstance) -> set[str]:
    """Return the ids of runs that no server started, and that must have had their turn."""
    long_ago = dt.datetime.now(dt.UTC) - TURN_LIMIT
    begun = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED], created_before=long_ago))
    return {run.run_id for run in begun if GRPC_INFO_TAG not in run.tags}


def fail_dead_runs(home: Home, instance: dg.DagsterInstance, orphans: set[str]) -> list[str]:
    """Mark dead runs as failed, see `dead_runs`. Return what was done, a sentence each."""
    dead = dead_runs(home, instance, orphans)
    for run in dead:
        instance.report_run_failed(
            run, "The process that executed this run ended without a word: it was killed, or power was lost."
        )
        _lock_file(home, run.run_id).unlink(missing_ok=True)
    return [f"Run {run.run_id[:8]} ({run.job_name}) was left in progress by a crash; it is marked as failed." for run in dead]


def drop_stale_queue(instance: dg.DagsterInstance) -> list[str]:
    """Cancel runs that have waited for longer than `QUEUE_LIMIT`. Return what was done, a sentence each."""
    long_ago = dt.datetime.now(dt.UTC) - QUEUE_LIMIT
    stale = list(instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED], created_before=long_ago)))
    for run in stale:
        instance.report_run_canceled(run, "It waited for its turn for more than a day, while nothing was there to start it.")
    return [f"Run {run.run_id[:8]} ({run.job_name}) waited for more than a day; it is cancelled." for run in stale]


def _is_alive(home: Home, run_id: str) -> bool:
    holds_refresh = lock.is_locked(home) and f"run {run_id[:8]}," in lock.lock_holder(home)
    return holds_refresh or is_held(_lock_file(home, run_id))


def _lock_file(home: Home, run_id: str) -> Path:
    return home.dagster / "running" / f"{run_id}.lock"
