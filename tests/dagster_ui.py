"""The Dagster UI as `make ui` starts it: real processes, asked over the GraphQL endpoint, stopped or killed as a test likes."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.http_server import free_port
from warehouse.home import CHECKOUT, Home

REPOSITORIES = "{ repositoriesOrError { ... on RepositoryConnection { nodes { name location { name } } } } }"
LAUNCH = """
mutation ($selector: JobOrPipelineSelector!) {
  launchRun(executionParams: {selector: $selector, runConfigData: {}}) {
    __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message }
  }
}
"""
RUN = """
query ($id: ID!) {
  runOrError(runId: $id) { ... on Run { status tags { key value } assetMaterializations { assetKey { path } } } }
}
"""
# Asked for all the time: no more than the status.
STATUS = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
# What a run has made is left out: of one that is deleted from the history at that moment it cannot be read.
RUNS = "{ runsOrError { ... on Runs { results { runId status tags { key } } } } }"
TICKS = """
query ($selector: SensorSelector!) {
  sensorOrError(sensorSelector: $selector) { ... on Sensor { sensorState { ticks(limit: 5) { status } } } }
}
"""
SCHEDULE = """
query ($selector: ScheduleSelector!) {
  scheduleOrError(scheduleSelector: $selector) { ... on Schedule { scheduleState { id } } }
}
"""
TURN_OFF = """
mutation ($id: String!) {
  stopRunningSchedule(id: $id) { ... on ScheduleStateResult { scheduleState { status } } ... on PythonError { message } }
}
"""
# For a schedule that is not to be waited for until the night.
EVERY_MINUTE = {"TALLY_SCHEDULE": "* * * * *", "TALLY_TIMEZONE": "UTC"}
FINISHED = ("SUCCESS", "FAILURE", "CANCELED")


class DagsterUi:
    """A running UI with its daemon."""

    def __init__(self, home: Home, log: Path, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.ui", "--port", str(self.port)],
                cwd=CHECKOUT,
                env=os.environ | {"TALLY_HOME": str(home.root), "TALLY_OFFLINE": "1"} | environment,
                stdout=output,
                stderr=output,
            )
        # It answers a moment before it says so.
        while f"127.0.0.1:{self.port} — Ctrl-C" not in log.read_text() or not self.is_up():
            assert self.process.poll() is None, log.read_text()
            time.sleep(0.3)

    def is_up(self) -> bool:
        """Whether the UI answers and knows the project."""
        try:
            return bool(self.ask(REPOSITORIES)["repositoriesOrError"]["nodes"])
        except (OSError, KeyError):
            return False

    def ask(self, query: str, **variables: Any) -> Any:
        """Return the data that a GraphQL query is answered with."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/graphql", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def launch(self, job: str) -> str:
        """Launch a job as its button does; return the id of the run."""
        launched = self.ask(LAUNCH, selector=self._repository() | {"jobName": job})["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        return str(launched["run"]["runId"])

    def launch_and_wait_for_an_asset(self, job: str) -> str:
        """Launch a job; return the id of the run once it has made something and goes on."""
        run_id = self.launch(job)
        while not self.run(run_id)["assetMaterializations"]:
            time.sleep(0.2)
        return run_id

    def first_run(self, tag: str) -> str:
        """Wait for a run with a tag; return the id of the first one."""
        while not (runs := self.runs(tag)):
            time.sleep(0.5)
        return str(runs[-1]["runId"])

    def _repository(self) -> dict[str, str]:
        (repository,) = self.ask(REPOSITORIES)["repositoriesOrError"]["nodes"]
        return {"repositoryName": repository["name"], "repositoryLocationName": repository["location"]["name"]}

    def runs(self, tag: str | None = None) -> list[dict[str, Any]]:
        """Return the runs, newest first; those with a tag, if one is named."""
        runs = self.ask(RUNS)["runsOrError"]["results"]
        return [run for run in runs if tag is None or tag in [each["key"] for each in run["tags"]]]

    def run(self, run_id: str) -> dict[str, Any]:
        """Return a run with all its tags and what it has made."""
        return dict(self.ask(RUN, id=run_id)["runOrError"])

    def finished(self, run_id: str) -> dict[str, Any]:
        """Wait for the end of a run; return it."""
        while self.ask(STATUS, id=run_id)["runOrError"]["status"] not in FINISHED:
            time.sleep(0.5)
        return self.run(run_id)

    def turn_off(self, schedule: str) -> None:
        """Turn off a schedule as its switch does."""
        found = self.ask(SCHEDULE, selector=self._repository() | {"scheduleName": schedule})["scheduleOrError"]
        turned_off = self.ask(TURN_OFF, id=found["scheduleState"]["id"])["stopRunningSchedule"]
        assert turned_off == {"scheduleState": {"status": "STOPPED"}}

    def has_looked(self, sensor: str) -> bool:
        """Whether a sensor was evaluated at least once."""
        found = self.ask(TICKS, selector=self._repository() | {"sensorName": sensor})["sensorOrError"]
        return any(tick["status"] != "STARTED" for tick in found["sensorState"]["ticks"])

    def started(self) -> list[int]:
        """Return the ids of the processes that the UI started and that still live."""
        rows = [line.split() for line in _ps("pid=,ppid=,sid=,stat=")]
        sessions = {pid for pid, parent, *_ in rows if parent == str(self.process.pid)}
        return [int(pid) for pid, _, session, state in rows if session in sessions and not state.startswith("Z")]

    def daemon(self) -> int:
        """Return the id of the daemon's process."""
        started = set(self.started())
        rows = [line.split(maxsplit=1) for line in _ps("pid=,args=")]
        (found,) = [int(pid) for pid, words in rows if int(pid) in started and "dagster._daemon" in words]
        return found

    def stop(self, sign: signal.Signals = signal.SIGINT) -> int:
        """Stop the UI as a person or a service manager does; return its exit code."""
        self.process.send_signal(sign)
        return self.process.wait()

    def kill(self) -> None:
        """Kill the process that watches over the others, and none of these."""
        self.process.kill()
        self.process.wait()


def alive(pids: list[int]) -> list[int]:
    """Return which of these processes still live."""
    states = dict(line.split() for line in _ps("pid=,stat="))
    return [pid for pid in pids if not states.get(str(pid), "Z").startswith("Z")]


def _ps(columns: str) -> list[str]:
    return subprocess.run(["ps", "-eo", columns], capture_output=True, text=True, check=True).stdout.splitlines()


@contextmanager
def dagster_ui(home: Home, log: Path, **environment: str) -> Iterator[DagsterUi]:
    """Run the UI in a home until the block ends."""
    ui = DagsterUi(home, log, environment)
    try:
        yield ui
    finally:
        if ui.process.poll() is None:
            ui.stop()
