"""Running a job in this process, with progress for the person who waits, recorded like a run from the UI."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import dagster as dg

from pipelines.instance import open_instance
from pipelines.leftovers import COMMAND_TAGS, fail_dead_runs, lock_of_run
from pipelines.retention import prune
from warehouse.home import Home

Progress = Callable[[str, int, int], None]
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class RunFailed(Exception):
    """A run did not succeed; the message says which step failed and why."""


@dataclass(frozen=True)
class RunSummary:
    """A run that succeeded: its id and how many steps it took."""

    run_id: str
    steps: int


def run_job(name: str, home: Home, progress: Progress, **config: object) -> RunSummary:
    """Run a job to its end.

    Args:
        name: Name of the job in `pipelines.definitions`.
        home: The home to run it in.
        progress: Called after every step with its name, its number and the number of steps.
        config: Fields of `assets.resources.Warehouse`. Nothing is fetched unless `addresses` says so.

    Raises:
        RunFailed: A step or a blocking check failed. The published file stays as it was.
    """
    from pipelines.definitions import defs

    job = defs.resolve_job_def(name)
    steps = len(job.nodes)
    done: list[str] = []

    @dg.success_hook(name="report_progress")
    def report_progress(context: dg.HookContext) -> None:
        done.append(context.op.name)
        progress(context.op.name.replace("__", "."), len(done), steps)

    run_id = str(uuid4())
    with open_instance(home) as dagster_instance, lock_of_run(home, run_id):
        fail_dead_runs(home, dagster_instance, set())
        prune(home, dagster_instance)
        result = job.with_hooks({report_progress}).execute_in_process(
            run_config=_QUIET | {"resources": {"warehouse": {"config": {"addresses": {}} | config}}},
            instance=dagster_instance,
            run_id=run_id,
            tags=COMMAND_TAGS,
            raise_on_error=False,
        )
    if not result.success:
        raise RunFailed(_why(result))
    return RunSummary(result.run_id, steps)


def _why(result: dg.ExecuteInProcessResult) -> str:
    failed_checks = [
        f"the check {evaluation.check_name} of {evaluation.asset_key.to_user_string()} failed: {evaluation.description}"
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed
    ]
    if failed_checks:
        return "; ".join(failed_checks)
    failures = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    if not failures:
        failures = [
            event.job_failure_data.error
            for event in result.all_events
            if event.is_failure and event.event_type_value == "PIPELINE_FAILURE"
        ]
    causes = [root_cause(error) for error in failures if error is not None]
    return "; ".join(dict.fromkeys(causes)) or "the run ended without a reason; look at it in the Dagster UI"


def root_cause(error: Any) -> str:
    """Return the message of the innermost cause of a serialized error, without the name of its class."""
    while error.cause is not None:
        error = error.cause
    return str(error.message).split(": ", 1)[-1].strip().rstrip(".")
