"""Running a job in this process, with progress for the person who waits, recorded like a run from the UI."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import dagster as dg
import sqlalchemy.exc

from assets.table_assets import TableNotFilled
from pipelines.checks import WAS_FETCHED
from pipelines.instance import open_instance, set_damaged_aside
from pipelines.leftovers import COMMAND_TAGS, fail_dead_runs, lock_of_run
from pipelines.retention import prune
from warehouse.home import Home

Progress = Callable[[str, int, int], None]
# The events that tell why a run failed.
TELLING = (dg.DagsterEventType.ASSET_CHECK_EVALUATION, dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE)
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class RunFailed(Exception):
    """A run did not succeed; the message says which step failed and why."""


@dataclass(frozen=True)
class RunSummary:
    """A run that succeeded: its id, how many assets it made, and what checks found that did not hold it up."""

    run_id: str
    assets: int
    warnings: list[str]


def run_job(name: str, home: Home, progress: Progress, **config: object) -> RunSummary:
    """Run a job to its end; once more if the run history turns out to be damaged on the way.

    Args:
        name: Name of the job in `pipelines.definitions`.
        home: The home to run it in.
        progress: Called after every asset with its name, its number and the number of assets.
        config: Fields of `assets.resources.Warehouse`. Nothing is fetched unless `addresses` says so.

    Raises:
        RunFailed: A step or a blocking check failed, or the run could not be recorded. The published file stays as it was,
            unless it was switched before.
    """
    from pipelines.definitions import defs

    job = defs.resolve_job_def(name)
    assets = len(job.asset_layer.selected_asset_keys)
    done: list[str] = []

    def report_progress(event: dg.EventLogEntry) -> None:
        key = event.get_dagster_event().asset_key if event.is_dagster_event else None
        if key and event.dagster_event_type is dg.DagsterEventType.ASSET_MATERIALIZATION:
            done.append(".".join(key.path))
            progress(done[-1], len(done), assets)

    try:
        result = _run(job, home, report_progress, {"addresses": {}} | config)
    except sqlalchemy.exc.DBAPIError as error:
        if set_damaged_aside(home):
            return run_job(name, home, progress, **config)
        raise RunFailed(
            f"The run history in {home.dagster} cannot be written: {error.orig}. `tally doctor` may know why."
        ) from error
    if not result.success:
        raise RunFailed(why(result.all_events))
    return RunSummary(result.run_id, assets, _failed_checks(result.all_events, dg.AssetCheckSeverity.WARN))


def _run(
    job: dg.JobDefinition, home: Home, listener: Callable[[dg.EventLogEntry], None], config: dict[str, object]
) -> dg.ExecuteInProcessResult:
    """Run a job with this config of the warehouse."""
    run_id = str(uuid4())
    with _instance(home, config) as instance, lock_of_run(home, run_id):
        instance.add_event_listener(run_id, listener)
        return job.execute_in_process(
            run_config=_QUIET | {"resources": {"warehouse": {"config": config}}},
            instance=instance,
            run_id=run_id,
            tags=COMMAND_TAGS,
            raise_on_error=False,
        )


@contextmanager
def _instance(home: Home, config: dict[str, object]) -> Iterator[dg.DagsterInstance]:
    """Open the history of the home, tidied up; a tally that goes into a file of its own is none of its assets."""
    if config.get("target"):
        with dg.DagsterInstance.ephemeral() as instance:
            yield instance
        return
    with open_instance(home) as instance:
        # Keeps connections to a PostgreSQL server open, which otherwise sees a thousand of them for a run; 0 is no time limit.
        instance.optimize_for_webserver(statement_timeout=0, pool_recycle=3600, max_overflow=8)
        fail_dead_runs(home, instance, set())
        prune(home, instance)
        yield instance


def why(events: Iterable[dg.DagsterEvent]) -> str:
    """Return why a run failed: what blocking checks found, else the causes of its errors, else what was noted of its end.

    Args:
        events: What happened in the run; those of the types in `TELLING` are looked at.
    """
    telling = [event for event in events if event.event_type in TELLING]
    if failed_checks := _failed_checks(telling, dg.AssetCheckSeverity.ERROR):
        return "; ".join(failed_checks)
    ends = [event for event in telling if event.event_type is dg.DagsterEventType.RUN_FAILURE]
    errors = [event.step_failure_data.error for event in telling if event.event_type is dg.DagsterEventType.STEP_FAILURE]
    # Of a run that was killed nothing but a message is noted.
    errors = errors or [event.job_failure_data.error for event in ends if event.event_specific_data]
    causes = [root_cause(error) for error in errors if error is not None] or [event.message for event in ends if event.message]
    return "; ".join(dict.fromkeys(causes)) or "the run ended without a reason; look at it in the Dagster UI"


def _failed_checks(events: Iterable[dg.DagsterEvent], severity: dg.AssetCheckSeverity) -> list[str]:
    """Return what each failed check says, but for that of fetching: whoever fetched has been told."""
    evaluations = [
        event.asset_check_evaluation_data for event in events if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION
    ]
    return [
        f"the check {evaluation.check_name} of {evaluation.asset_key.to_user_string()} failed: {evaluation.description}"
        for evaluation in evaluations
        if not evaluation.passed and evaluation.severity == severity and evaluation.check_name != WAS_FETCHED
    ]


def root_cause(error: Any) -> str:
    """Return the message of a serialized error, without the name of its class: that of its innermost cause or of its table."""
    while error.cause is not None and error.cls_name != TableNotFilled.__name__:
        error = error.cause
    return str(error.message).split(": ", 1)[-1].strip().rstrip(".")
