"""A refresh killed at every boundary: of its steps, and in the middle of each layer between two tables.

The killed runs follow one another in one home, so that each also shows that the one before left nothing in its way.
"""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.event_log import LastingEventLog
from pipelines.running import run_job
from tests.dataset import dataset
from tests.mortals import dies_at, mortals
from tests.states import NEW_NIGHT, NEW_TOTAL, OLD_TOTAL, reading, run_statuses, total
from warehouse import lock
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore

MOMENTS = [
    "PIPELINE_START",
    "made raw.daily_attacks",
    "STEP_SUCCESS raw",
    "made core.weapons",
    "STEP_SUCCESS core",
    "STEP_SUCCESS core__weapons_weapons_are_known",
    "made mart.coverage",
    "STEP_SUCCESS mart",
    "STEP_SUCCESS mart__yearly_totals_levels_add_up",
    "made report.published_file",
    "STEP_SUCCESS report__published_file",
    "PIPELINE_SUCCESS",
]


def rebuild(root: str, fatal: str) -> None:
    """Build the tally, publish it, and die at the moment when Dagster has noted an event."""
    os.environ["TALLY_HOME"] = root
    reach, store_event = dies_at(fatal), LastingEventLog.store_event

    def store_and_reach(log: LastingEventLog, event: dg.EventLogEntry) -> None:
        store_event(log, event)
        if event.is_dagster_event:
            reach(_moment(event.get_dagster_event()))

    setattr(LastingEventLog, "store_event", store_and_reach)  # noqa: B010
    run_job("rebuild", Home(Path(root)), lambda _name, _number, _assets: None)


def _moment(event: dg.DagsterEvent) -> str:
    if event.event_type is dg.DagsterEventType.ASSET_MATERIALIZATION and event.asset_key:
        return f"made {'.'.join(event.asset_key.path)}"
    return f"{event.event_type_value} {event.step_key or ''}".strip()


def test_kill_at_any_moment_harms_no_reader_no_snapshot_and_not_the_next_run(home: Home, tmp_path: Path) -> None:
    snapshots, content = SnapshotStore(home.snapshots), tmp_path / "new.csv"
    content.write_text(dataset(NEW_NIGHT))
    with mortals(f"{__name__}:rebuild") as refresh:
        assert refresh.call(home.root, "").code == 0
        snapshots.put("daily_attacks", content, datetime(2026, 6, 20, tzinfo=UTC))
        stored = snapshots.all()
        with reading(total, home) as answers:
            for moment in MOMENTS:
                end = refresh.call(home.root, moment)
                assert (end.code, end.steps[-1]) == (-signal.SIGKILL, moment)
                is_published = MOMENTS.index(moment) >= MOMENTS.index("made report.published_file")
                assert (moment, total(home)) == (moment, NEW_TOTAL if is_published else OLD_TOTAL)
                assert snapshots.all() == stored, moment
                assert not lock.is_locked(home)
                assert run_statuses(home) == ["SUCCESS", *["FAILURE"] * MOMENTS.index(moment), "in progress"]
            assert refresh.call(home.root, "").code == 0
    assert answers == {OLD_TOTAL, NEW_TOTAL}
    assert run_statuses(home) == ["SUCCESS", *["FAILURE"] * len(MOMENTS), "SUCCESS"]
    assert list((home.dagster / "running").iterdir()) == []
    assert [path for path in home.root.rglob("*") if path.suffix in (".tmp", ".wal", ".holder")] == []
