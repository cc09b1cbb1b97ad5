"""What `tally doctor` looks at in Dagster: the history, runs that got stuck, and whether the daemon of the UI is alive."""

from pipelines import clock, leftovers
from pipelines.findings import Finding
from pipelines.instance import open_instance
from pipelines.settings import POSTGRES_VARIABLE, postgres_url
from warehouse.files import is_held
from warehouse.home import Home

DAEMONS = ("SCHEDULER", "QUEUED_RUN_COORDINATOR", "SENSOR")


def dagster_history(home: Home) -> Finding:
    """The run history can be opened."""
    if not home.dagster.exists():
        return Finding("history", True, "none yet")
    with open_instance(home) as instance:
        count = instance.get_runs_count()
    size = sum(file.stat().st_size for file in home.dagster.rglob("*") if file.is_file())
    place = f"in the database of {POSTGRES_VARIABLE}" if postgres_url() else f"{size / 1e6:,.1f} MB in {home.dagster}"
    return Finding("history", True, f"{count} runs, {place}")


def stuck_runs(home: Home) -> Finding:
    """No run is in progress without a process behind it."""
    if not home.dagster.exists():
        return Finding("runs", True, "none yet")
    with open_instance(home) as instance:
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
    """If the UI runs, its daemon does too."""
    name = "nightly refresh"
    if not ui_runs(home):
        return Finding(
            name, True, "the UI does not run, so nothing starts it; leave `make ui` on, or let cron run `tally refresh`"
        )
    with open_instance(home) as instance:
        statuses = instance.get_daemon_statuses(list(DAEMONS))
        waiting = clock.waiting(instance)
    if waiting:
        told = f"the clock was ahead and was set back: {', '.join(waiting)} waits until that time comes round again"
        return Finding(name, False, told, "Stop `make ui` and start it again: they then go on from now.")
    silent = [daemon for daemon in DAEMONS if not statuses[daemon].healthy]
    told = f"no sign of life from {', '.join(silent)}" if silent else "the UI and its daemon run"
    return Finding(
        name, not silent, told, "It may still be starting. If this stays for some minutes, stop `make ui` and start it again."
    )


def ui_runs(home: Home) -> bool:
    """Whether `make ui` runs in this home."""
    return is_held(home.ui_lock)
