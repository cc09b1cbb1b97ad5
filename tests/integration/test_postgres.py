"""Dagster's history in a real PostgreSQL server: from the command and from the UI, and what is said if it cannot be used."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import dagster as dg
import pytest

from pipelines import findings_dagster, leftovers, retention
from pipelines.instance import HistoryUnavailable, open_instance
from tests.conftest import run_tally
from tests.dagster_ui import FINISHED, dagster_ui
from tests.http_server import free_port
from tests.integration.test_leftovers import BOTH, run_after, status
from tests.postgres_server import PASSWORD, PASSWORD_IN_ADDRESS, PostgresServer, postgres_server
from warehouse.home import Home
from warehouse.tables import TABLES


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


@pytest.fixture(scope="module")
def address(server: PostgresServer) -> str:
    return server.new_database("history")


@pytest.fixture(scope="module")
def refreshed(address: str, server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A new home whose first two refreshes were started at once, on an empty database."""
    home = Home(tmp_path_factory.mktemp("postgres") / "home")
    with ThreadPoolExecutor() as pool:
        both = [pool.submit(run_tally, home, "refresh", TALLY_POSTGRES_URL=address) for _ in range(2)]
    for run in both:
        assert run.result().returncode == 0, run.result().stderr
    # Looked at here, because other tests add to the history.
    assert server.ask("select distinct status from runs", "history") == [("SUCCESS",)]
    # A connection for each of the thousand statements of a run took longer than the refresh.
    ((connections,),) = server.ask("select sessions from pg_stat_database where datname = 'history'")
    assert connections < 200
    return home


def test_two_refreshes_at_once_are_recorded_in_the_database_alone(refreshed: Home, server: PostgresServer) -> None:
    made = "select count(distinct asset_key) from event_logs where dagster_event_type = 'ASSET_MATERIALIZATION'"
    # Every table, and the published file.
    assert server.ask(made, "history") == [(len(TABLES) + 1,)]
    assert refreshed.database.exists()
    assert not (refreshed.dagster / "history").exists()
    files = [path for path in refreshed.root.rglob("*") if path.is_file() and path.stat().st_size < 1_000_000]
    assert len(files) > 5
    assert [path for path in files if any(p.encode() in path.read_bytes() for p in (PASSWORD, PASSWORD_IN_ADDRESS))] == []


def test_doctor_and_status_are_well(refreshed: Home, address: str) -> None:
    doctor = run_tally(refreshed, "doctor", TALLY_POSTGRES_URL=address)
    assert doctor.returncode == 0, doctor.stdout
    assert "runs, in the database of TALLY_POSTGRES_URL\n" in doctor.stdout
    assert run_tally(refreshed, "status", TALLY_POSTGRES_URL=address).returncode == 0


def test_ui_reads_and_writes_the_same_history(refreshed: Home, address: str, server: PostgresServer) -> None:
    with dagster_ui(refreshed, refreshed.root.parent / "ui.log", TALLY_POSTGRES_URL=address) as ui:
        assert all(run["status"] == "SUCCESS" for run in ui.runs("tally/started_by"))
        assert ui.runs("tally/started_by")
        run_id = ui.launch_and_wait_for_an_asset("rebuild")
        arguments = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        assert f"--port {ui.port}" in arguments
        assert PASSWORD_IN_ADDRESS not in arguments
    # Stopping broke the run off, unless it was faster.
    ((found,),) = server.ask(f"select status from runs where run_id = '{run_id}'", "history")
    assert found in FINISHED
    assert server.ask("select count(*) > 0 from daemon_heartbeats", "history") == [(True,)]
    assert not (refreshed.dagster / "history").exists()


def test_dead_runs_are_failed_and_old_ones_deleted(server: PostgresServer, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_POSTGRES_URL", server.new_database("leftovers"))
    with open_instance(home) as instance:
        dead = run_after(dg.DagsterEventType.RUN_START, instance, leftovers.COMMAND_TAGS)
        assert findings_dagster.stuck_runs(home).told == f"left in progress by a crash: {dead.run_id[:8]}"
        assert len(leftovers.fail_dead_runs(home, instance, set())) == 1
        assert status(instance, dead) is dg.DagsterRunStatus.FAILURE
        shown = BOTH.resolve_job_def("both").execute_in_process(instance=instance).run_id
        monkeypatch.setattr(retention, "KEPT", dt.timedelta(0))
        assert retention.prune(home, instance) == ["Deleted 1 old runs from Dagster's history."]
        assert [run.run_id for run in instance.get_runs()] == [shown]


def test_server_that_does_not_answer(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dagster tried for some seconds and ended with a page of traceback."""
    port = free_port()
    monkeypatch.setenv("TALLY_POSTGRES_URL", f"postgresql://tally:secret@127.0.0.1:{port}/tally")
    with pytest.raises(HistoryUnavailable) as refusal:
        open_instance(home)
    assert str(refusal.value).startswith("The database of TALLY_POSTGRES_URL cannot be used: connection to server at ")
    assert f"port {port} failed: Connection refused. Start its server" in str(refusal.value)
    assert "secret" not in str(refusal.value)
    assert not home.dagster.exists()


def test_wrong_password(home: Home, server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_POSTGRES_URL", f"postgresql://tally:secret@127.0.0.1:{server.port}/postgres")
    with pytest.raises(HistoryUnavailable, match='password authentication failed for user "tally"') as refusal:
        open_instance(home)
    assert "secret" not in str(refusal.value)


def test_extra_that_is_not_installed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_POSTGRES_URL", "postgresql://tally@127.0.0.1/tally")
    monkeypatch.delitem(sys.modules, "pipelines.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "dagster_postgres", None)
    with pytest.raises(HistoryUnavailable, match="run `make postgres`"):
        open_instance(home)
