"""What `tally doctor` looks at in Dagster: the history, runs that got stuck, and whether daemon, schedule and sensors work."""

import dagster as dg
from dagster._core.scheduler.instigation import InstigatorState, InstigatorStatus, TickStatus

from pipelines import clock, leftovers
from pipelines.findings import Finding
from pipelines.instance import damaged_files, has_history, read_instance
from pipelines.running import root_cause
from pipelines.settings import POSTGRES_VARIABLE, postgres_url
from warehouse.files import is_held
from warehouse.home import Home

SCHEDULE = "nightly_refresh"
DAEMONS = ("SCHEDULER", "QUEUED_RUN_COORDINATOR", "SENSOR")


def dagster_history(home: Home) -> Finding:
    """The run history is whole and can be opened."""
    if not has_history(home):
        return Finding("history", True, "none yet")
    damaged = damaged_files(home) if postgres_url() is None else []
    if damaged:
        mend = "The next run that needs it sets it aside and begins a new one; the tally loses nothing."
        return Finding("history", False, f"damaged: {', '.join(map(str, damaged))}", mend)
    with read_instance(home) as instance:
        count = instance.get_runs_count()
    size = sum(file.stat().st_size for file in home.dagster.rglob("*") if file.is_file())
    place = f"in the database of {POSTGRES_VARIABLE}" if postgres_url() else f"{size / 1e6:,.1f} MB in {home.dagster}"
    return Finding("history", True, f"{count} runs, {place}")


def stuck_runs(home: Home) -> Finding:
    """No run is in progress without a process behind it."""
    if not has_history(home):
        return Finding("runs", True, "none yet")
    with read_instance(home) as instance:
        running = {run.run_id for run in leftovers.in_progress(instance)}
        # While the UI runs it watches its own workers.
        dead = leftovers.dead_runs(home, instance, orphans=set() if ui_runs(home) else running)
    told = (
        f"left in progress by a crash: {', '.join(run.run_id[:8] for run in dead)}" if dead else f"{len(running)} in progress"
    )
    return Finding(
        "runs", not dead, told, "`make ui` marks them as failed within a minute, and so does `tally refresh` with its own."
    )


def nightly_refresh(home: Home) -> Finding:
    """If the UI runs, its daemon does too, and the schedule is on."""
    name = "nightly refresh"
    if not ui_runs(home):
        return Finding(
            name, True, "the UI does not run, so nothing starts it; leave `make ui` on, or let cron run `tally refresh`"
        )
    with read_instance(home) as instance:
        statuses = instance.get_daemon_statuses(list(DAEMONS))
        waiting = clock.waiting(instance)
        stopped = {state.name for state in instance.all_instigator_state() if state.status is InstigatorStatus.STOPPED}
    if waiting:
        told = f"the clock was ahead and was set back: {', '.join(waiting)} waits until that time comes round again"
        return Finding(name, False, told, "Stop `make ui` and start it again: they then go on from now.")
    if SCHEDULE in stopped:
        mend = f"Switch it on there: Automation, {SCHEDULE}."
        return Finding(name, False, "it is switched off in the UI, so nothing starts it", mend)
    silent = [daemon for daemon in DAEMONS if not statuses[daemon].healthy]
    told = f"no sign of life from {', '.join(silent)}" if silent else "the UI and its daemon run"
    return Finding(
        name, not silent, told, "It may still be starting. If this stays for some minutes, stop `make ui` and start it again."
    )


def schedule_and_sensors(home: Home) -> Finding:
    """If the UI runs, the schedule and each sensor did what it should when it was last looked at."""
    name = "automation"
    if not ui_runs(home):
        return Finding(name, True, "the UI does not run")
    with read_instance(home) as instance:
        errors = [error for state in instance.all_instigator_state() if state.is_running and (error := _error(instance, state))]
    mend = "The UI says more: Automation, and there its name. If this stays, stop `make ui` and start it again."
    return Finding(name, not errors, "; ".join(errors) or "the schedule and the sensors work", mend)


def _error(instance: dg.DagsterInstance, state: InstigatorState) -> str | None:
    """Return what the last tick of a schedule or sensor failed with; None if it did not."""
    finished = [TickStatus.FAILURE, TickStatus.SKIPPED, TickStatus.SUCCESS]
    ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1, statuses=finished)
    error = ticks[0].tick_data.error if ticks and ticks[0].status is TickStatus.FAILURE else None
    return f"the last tick of {state.name} failed: {root_cause(error)}" if error else None


def ui_runs(home: Home) -> bool:
    """Whether `make ui` runs in this home."""
    return is_held(home.ui_lock)
