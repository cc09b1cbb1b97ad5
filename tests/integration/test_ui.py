"""The job launched the way the Dagster UI launches it: a real web server, its GraphQL endpoint, a run worker of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines import instance
from warehouse.home import CHECKOUT, Home

LAUNCH = """
mutation ($selector: JobOrPipelineSelector!) {
  launchRun(executionParams: {selector: $selector, runConfigData: {}}) {
    __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message }
  }
}
"""
RUN = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status assetMaterializations { assetKey { path } } } } }"
REPOSITORIES = "{ repositoriesOrError { ... on RepositoryConnection { nodes { name location { name } } } } }"


class Server:
    """A running `dagster dev`, asked over its GraphQL endpoint."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/graphql"

    def ask(self, query: str, **variables: Any) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(self.address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def wait_until_up(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            try:
                if self.ask(REPOSITORIES)["repositoriesOrError"]["nodes"]:
                    return
            except OSError:
                time.sleep(0.3)
        raise AssertionError("dagster dev ended before it answered")


@pytest.fixture
def server(home: Home, tmp_path: Path) -> Iterator[Server]:
    """`dagster dev` as `make ui` starts it, in an empty home."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("dagster")), "dev", "-h", "127.0.0.1", "-p", str(port)]
    environment = os.environ | {
        "TALLY_HOME": str(home.root),
        "TALLY_OFFLINE": "1",
        "DAGSTER_HOME": str(instance.prepare(home)),
    }
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
        try:
            server = Server(port)
            server.wait_until_up(process)
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def test_job_launched_from_the_ui_publishes_the_tally(server: Server, home: Home) -> None:
    (repository,) = server.ask(REPOSITORIES)["repositoriesOrError"]["nodes"]
    selector = {
        "repositoryName": repository["name"],
        "repositoryLocationName": repository["location"]["name"],
        "jobName": "refresh",
    }
    launched = server.ask(LAUNCH, selector=selector)["launchRun"]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    run_id = launched["run"]["runId"]
    while (run := server.ask(RUN, id=run_id)["runOrError"])["status"] not in ("SUCCESS", "FAILURE", "CANCELED"):
        time.sleep(0.5)
    assert run["status"] == "SUCCESS"
    materialized = {"/".join(event["assetKey"]["path"]) for event in run["assetMaterializations"]}
    assert materialized == set((CHECKOUT / "tests" / "golden" / "asset_keys.txt").read_text().split())
    assert home.database.exists()
    assert (home.reports / "charts" / "yearly_launches.png").exists()
