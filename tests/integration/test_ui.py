"""The Dagster UI left to itself: runs from the UI, the schedule and the inbox, stopping, and what a crash leaves behind."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import http_server as server_that
from tests.dagster_ui import DagsterUi, alive, dagster_ui
from tests.dataset import dataset
from tests.http_server import serving
from warehouse import store
from warehouse.home import CHECKOUT, Home
from warehouse.snapshots import SnapshotStore


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that all tests of the module share, because a UI takes long to start."""
    return Home(tmp_path_factory.mktemp("ui") / "home")


@pytest.fixture(scope="module")
def ui(home: Home) -> Iterator[DagsterUi]:
    """The UI with a schedule of every minute."""
    with dagster_ui(home, home.root.parent / "ui.log", TALLY_SCHEDULE="* * * * *") as running:
        yield running


def first_run(ui: DagsterUi, tag: str) -> str:
    """Wait for a run with a tag; return its id."""
    while not (runs := ui.runs(tag)):
        time.sleep(0.5)
    return str(runs[-1]["runId"])


def test_job_launched_from_the_ui_publishes_the_tally(ui: DagsterUi, home: Home) -> None:
    run = ui.finished(ui.launch("refresh"))
    assert run["status"] == "SUCCESS"
    materialized = {"/".join(event["assetKey"]["path"]) for event in run["assetMaterializations"]}
    assert materialized == set((CHECKOUT / "tests" / "golden" / "asset_keys.txt").read_text().split())
    assert home.database.exists()
    assert (home.reports / "charts" / "yearly_launches.png").exists()


def test_schedule_ticks_without_a_click(ui: DagsterUi) -> None:
    run = ui.finished(first_run(ui, "dagster/schedule_name"))
    assert run["status"] == "SUCCESS"
    assert {"key": "dagster/schedule_name", "value": "nightly_refresh"} in run["tags"]


def test_files_in_the_inbox_are_taken_in_and_refreshed(ui: DagsterUi, home: Home) -> None:
    (home.inbox / "bad.csv").write_text("name,age\nx,1\n")
    (home.inbox / "good.csv").write_text(dataset({}))
    run = ui.finished(first_run(ui, "tally/inbox"))
    assert run["status"] == "SUCCESS"
    assert [path.name for path in (home.inbox / "done").iterdir()] == ["good.csv"]
    assert "fit no known layout: name, age" in (home.inbox / "refused" / "bad.csv.txt").read_text()
    (snapshot,) = SnapshotStore(home.snapshots).all("daily_attacks")
    con = store.open_published(home)
    assert con.execute("select snapshot_id from core.snapshots where source_id = 'daily_attacks'").fetchall() == [
        (snapshot.snapshot_id,)
    ]
    con.close()


def test_address_is_printed_and_a_second_ui_of_the_home_is_refused(ui: DagsterUi, home: Home, tmp_path: Path) -> None:
    assert f"The Dagster UI is at http://127.0.0.1:{ui.port}" in ui.log.read_text()
    with pytest.raises(AssertionError, match="running already"), dagster_ui(home, tmp_path / "second.log"):
        pass
    assert ui.is_up()


def test_run_that_everything_was_killed_in_is_failed_at_the_next_start(tmp_path: Path) -> None:
    """A run that stayed “in progress” for ever kept every later run waiting in the queue."""
    home = Home(tmp_path / "home")
    with serving() as server, dagster_ui(home, tmp_path / "first.log") as first:
        webhook = server.on("/hook", server_that.answers(204))
        killed = first.launch("refresh")
        while not first.run(killed)["assetMaterializations"]:
            time.sleep(0.2)
        first.kill_everything()
        with dagster_ui(home, tmp_path / "second.log", TALLY_ALERT_WEBHOOK=webhook) as second:
            assert f"Run {killed[:8]} (refresh) was left in progress by a crash" in second.log.read_text()
            assert second.run(killed)["status"] == "FAILURE"
            assert second.finished(second.launch("refresh"))["status"] == "SUCCESS"
            started = second.started()
            assert len(started) >= 5
            # The sensor that tells of failures starts with the UI, and sees those from then on.
            broken_off = second.launch("refresh")
            while not second.run(broken_off)["assetMaterializations"]:
                time.sleep(0.2)
            assert second.stop(signal.SIGTERM) == 0
            assert alive(started) == []

