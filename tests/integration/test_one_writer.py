"""One writer, whatever people do: all that can start a run does so at once, and parts of the UI are killed on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import leftovers
from pipelines.instance import open_instance
from tests.conftest import run_tally
from tests.dagster_ui import EVERY_MINUTE, DagsterUi, alive, dagster_ui
from warehouse import lock
from warehouse.home import CHECKOUT, Home
from warehouse.snapshots import SnapshotStore
from warehouse.tables import TABLES


@dataclass(frozen=True)
class Crowd:
    """What came of a schedule tick, two runs from the UI, `tally` and `dg`, all at once in an empty home."""

    tick: dict[str, Any]
    launched: list[dict[str, Any]]
    commands: list[subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("crowd") / "home")


@pytest.fixture(scope="module")
def ui(home: Home) -> Iterator[DagsterUi]:
    """The UI with a schedule that ticks within a minute of its start."""
    with dagster_ui(home, home.root.parent / "ui.log", **EVERY_MINUTE) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def crowd(ui: DagsterUi, home: Home) -> Crowd:
    """Wait for a tick, start all the others at that moment, and wait for their ends."""
    tick = ui.first_run("dagster/schedule_name")
    ui.turn_off("nightly_refresh")
    commands = [
        ["tally", "refresh", "--no-reports"],
        ["dg", "launch", "--job", "rebuild"],
    ]
    running = [start(home, *command) for command in commands]
    launched = [ui.launch("rebuild") for _ in range(2)]
    ended = [(process, process.communicate()[0]) for process in running]
    return Crowd(
        tick=ui.finished(tick),
        launched=[ui.finished(run_id) for run_id in launched],
        commands=[subprocess.CompletedProcess(process.args, process.returncode, told) for process, told in ended],
    )


def start(home: Home, command: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start a command of this environment in a home, as somebody at a terminal would."""
    # `dg` would else ask whether there is a newer one.
    alone = {"TALLY_OFFLINE": "1", "DAGSTER_DG_UPDATE_CHECK_ENABLED": "0"}
    environment = {"TALLY_HOME": str(home.root), "DAGSTER_HOME": str(home.dagster)} | alone
    return subprocess.Popen(
        [str(Path(sys.executable).with_name(command)), *arguments],
        cwd=CHECKOUT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_schedule_ticks_without_a_click_and_publishes_the_tally(crowd: Crowd, home: Home) -> None:
    assert crowd.tick["status"] == "SUCCESS"
    assert {"key": "dagster/schedule_name", "value": "nightly_refresh"} in crowd.tick["tags"]
    materialized = {"/".join(event["assetKey"]["path"]) for event in crowd.tick["assetMaterializations"]}
    assert materialized == set((CHECKOUT / "tests" / "golden" / "asset_keys.txt").read_text().split())
    assert home.database.exists()
    assert (home.reports / "charts" / "yearly_launches.png").exists()


def test_all_who_write_at_once_succeed_and_the_result_is_that_of_one(crowd: Crowd, home: Home, tmp_path: Path) -> None:
    for command in crowd.commands:
        assert command.returncode == 0, command.stdout
    assert [run["status"] for run in crowd.launched] == ["SUCCESS", "SUCCESS"]
    assert len(SnapshotStore(home.snapshots).all()) == 2
    alone = tmp_path / "alone.duckdb"
    run = run_tally(home, "rebuild", "--to", str(alone))
    assert run.returncode == 0, run.stderr
    assert different_tables(home.database.resolve(), alone) == []


def different_tables(one: Path, other: Path) -> list[str]:
    """Return the tables whose rows are not the same in two files."""
    with duckdb.connect() as con:
        con.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        pairs = {table.name: (f"from one.{table.name}", f"from other.{table.name}") for table in TABLES}
        return [
            name
            for name, (a, b) in pairs.items()
            if con.execute(f"(({a}) except all ({b})) union all (({b}) except all ({a}))").fetchall()
        ]


def test_killed_worker_fails_its_run_and_holds_nobody_up(ui: DagsterUi, home: Home) -> None:
    killed = ui.launch_and_wait_for_an_asset("rebuild")
    waiting = ui.launch("rebuild")
    os.kill(json.loads(home.lock.with_suffix(".holder").read_text())["process"], signal.SIGKILL)
    assert ui.finished(killed)["status"] == "FAILURE"
    assert ui.finished(waiting)["status"] == "SUCCESS"
    assert not lock.is_locked(home)


def test_killed_daemon_is_started_again_and_its_run_is_failed(ui: DagsterUi, home: Home) -> None:
    """The services end together and come back together; a run whose server is gone cannot be told of its end."""
    # A rebuild may come to its end before the others do.
    killed = ui.launch_and_wait_for_an_asset("refresh")
    before = ui.started()
    os.kill(ui.daemon(), signal.SIGKILL)
    while alive(before) or not ui.is_up():
        time.sleep(0.3)
    assert ui.run(killed)["status"] == "FAILURE"
    assert ui.finished(ui.launch("rebuild"))["status"] == "SUCCESS"
    with open_instance(home) as instance:
        assert leftovers.in_progress(instance) == []
