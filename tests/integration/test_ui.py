"""The Dagster UI left to itself: runs from the UI and the inbox, stopping, and what a crash leaves behind."""

import json
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest

from pipelines import leftovers
from pipelines.instance import open_instance
from tests import http_server as server_that
from tests.conftest import run_tally
from tests.dagster_ui import DagsterUi, alive, dagster_ui
from tests.dataset import dataset
from tests.http_server import ScriptedServer, serving
from warehouse import lock, versions
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore

# A month that is settled by the time of the newest night.
MISSILES = {"model": "Kalibr", "launched": "40", "destroyed": "30"}
NEWEST = {"time_start": "2026-07-01 18:00", "time_end": "2026-07-02 08:00"}


@dataclass(frozen=True)
class Killed:
    """A UI that was killed in the middle of a run.

    Attributes:
        run_id: That run.
        started: Ids of the processes that the UI had started.
    """

    run_id: str
    started: list[int]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that the tests of the module share, because a UI takes long to start."""
    return Home(tmp_path_factory.mktemp("ui") / "home")


@pytest.fixture(scope="module")
def webhook() -> Iterator[ScriptedServer]:
    """A server that is told of failed runs of that home."""
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def alerts(webhook: ScriptedServer) -> dict[str, str]:
    """The setting that has it told."""
    return {"TALLY_ALERT_WEBHOOK": webhook.on("/secret-hook", server_that.answers(204))}


@pytest.fixture(scope="module")
def killed(home: Home, alerts: dict[str, str]) -> Killed:
    """The first UI of the home."""
    with dagster_ui(home, home.root.parent / "first.log", **alerts) as first:
        # The sensor tells of what failed since it was first evaluated.
        while not first.has_looked("failed_runs"):
            time.sleep(0.5)
        run_id = first.launch_and_wait_for_an_asset("rebuild")
        started = first.started()
        first.kill()
    return Killed(run_id, started)


@pytest.fixture(scope="module")
def ui(home: Home, alerts: dict[str, str], killed: Killed) -> Iterator[DagsterUi]:
    """The next UI of the home; files lie in its inbox."""
    (home.inbox / "bad.csv").write_text("name,age\nx,1\n")
    (home.inbox / "good.csv").write_text(dataset(MISSILES, NEWEST))
    with dagster_ui(home, home.root.parent / "ui.log", **alerts) as running:
        yield running


def test_files_in_the_inbox_are_taken_in_and_refreshed(ui: DagsterUi, home: Home) -> None:
    run = ui.finished(ui.first_run("tally/inbox"))
    assert run["status"] == "SUCCESS"
    assert [path.name for path in (home.inbox / "done").iterdir()] == ["good.csv"]
    assert "fit no known layout: name, age" in (home.inbox / "refused" / "bad.csv.txt").read_text()
    # Others follow where another test added one before.
    snapshot, *_ = SnapshotStore(home.snapshots).all("daily_attacks")
    con = versions.open_published(home)
    assert con.execute("select snapshot_id from core.snapshots where source_id = 'daily_attacks'").fetchall() == [
        (snapshot.snapshot_id,)
    ]
    con.close()


def test_address_is_printed_and_a_second_ui_of_the_home_is_refused(ui: DagsterUi, home: Home, tmp_path: Path) -> None:
    assert f"The Dagster UI is at http://127.0.0.1:{ui.port}" in ui.log.read_text()
    with pytest.raises(AssertionError, match="running already"), dagster_ui(home, tmp_path / "second.log"):
        pass
    assert ui.is_up()


def test_failed_run_of_the_command_is_told_with_what_the_check_found(
    ui: DagsterUi, home: Home, webhook: ScriptedServer, tmp_path: Path
) -> None:
    """Only runs that the UI had started were told of, and of those that a check stopped only that one did."""
    ui.finished(ui.first_run("tally/inbox"))
    changed = tmp_path / "changed.csv"
    changed.write_text(dataset(NEWEST))
    assert run_tally(home, "add", str(changed)).returncode == 0
    failed = run_tally(home, "refresh")
    assert failed.returncode == 1
    # The run of the killed UI is told of before it.
    while len(webhook.requests) < 2:
        time.sleep(0.5)
    told = json.loads(webhook.requests[1].body)
    assert (told["job"], told["home"]) == ("rebuild", str(home.root))
    assert told["error"].startswith("the check settled_months_stand of mart/monthly_totals failed: settled months would change")
    assert "2026-03: cruise_missile launched 40 before, no number now" in told["error"]
    assert told["error"] in failed.stderr
    assert "secret-hook" not in ui.log.read_text() + home.journal.read_text()


def test_killed_ui_leaves_no_process_and_the_next_one_marks_its_run_as_failed(
    ui: DagsterUi, killed: Killed, webhook: ScriptedServer
) -> None:
    """Its daemon lived on beside that of the next UI; a run that stayed “in progress” for ever kept the queue waiting."""
    assert f"Run {killed.run_id[:8]} (rebuild) was left in progress by a crash" in ui.log.read_text()
    assert alive(killed.started) == []
    assert ui.run(killed.run_id)["status"] == "FAILURE"
    assert ui.finished(ui.first_run("tally/inbox"))["status"] == "SUCCESS"
    while not webhook.requests:
        time.sleep(0.5)
    told = json.loads(webhook.requests[0].body)
    assert (told["job"], told["run_id"]) == ("rebuild", killed.run_id)


def test_stopping_in_the_middle_of_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with dagster_ui(home, tmp_path / "ui.log") as ui:
        # A rebuild may come to its end before the services do.
        run_id = ui.launch_and_wait_for_an_asset("refresh")
        started = ui.started()
        assert len(started) > 5
        assert ui.stop(signal.SIGTERM) == 0
    assert alive(started) == []
    assert not lock.is_locked(home)
    with open_instance(home) as instance:
        assert leftovers.in_progress(instance) == []
        (run,) = instance.get_runs()
    assert (run.run_id, run.status) == (run_id, dg.DagsterRunStatus.FAILURE)
