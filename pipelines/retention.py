"""How long Dagster's history of runs is kept. Snapshots are kept for ever; nothing here touches them."""

import datetime as dt
import shutil

import dagster as dg

from warehouse.home import Home

KEPT = dt.timedelta(days=30)
# A month of nights, and some runs by hand: a schedule that runs more often must not fill the disk.
MOST_KEPT = 40
_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def prune(home: Home, instance: dg.DagsterInstance) -> list[str]:
    """Delete runs older than `KEPT` and those beyond the newest `MOST_KEPT`, but not those that the UI shows assets by.

    Returns:
        What was done, a sentence; none if nothing was.
    """
    long_ago = dt.datetime.now(dt.UTC) - KEPT
    newest_first = instance.get_run_records(dg.RunsFilter(statuses=_FINISHED))
    old = [
        record.dagster_run.run_id
        for place, record in enumerate(newest_first)
        if place >= MOST_KEPT or record.create_timestamp < long_ago
    ]
    shown = _shown(instance) if old else set()
    deleted = [run_id for run_id in old if run_id not in shown]
    for run_id in deleted:
        instance.delete_run(run_id)
        _delete_files(home, run_id)
    return [f"Deleted {len(deleted)} old runs from Dagster's history."] if deleted else []


def _shown(instance: dg.DagsterInstance) -> set[str]:
    """Return the ids of the runs in which each asset was last materialized."""
    latest = instance.get_latest_materialization_events(instance.all_asset_keys())
    return {event.run_id for event in latest.values() if event}


def _delete_files(home: Home, run_id: str) -> None:
    """Delete what Dagster leaves of a deleted run: an empty event log, and what the run printed."""
    for leftover in (home.dagster / "history" / "runs").glob(f"{run_id}.db*"):
        leftover.unlink()
    shutil.rmtree(home.dagster / "storage" / run_id, ignore_errors=True)
