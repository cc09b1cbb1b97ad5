"""The journal of a home, for programs that watch it: every start and end of a run, and what failed, at a level that says so."""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
import pytest

from pipelines.instance import open_instance
from warehouse.home import Home


@dg.multi_asset(
    specs=[dg.AssetSpec("table")],
    check_specs=[dg.AssetCheckSpec("odd", asset="table"), dg.AssetCheckSpec("whole", asset="table", blocking=True)],
)
def table() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    yield dg.MaterializeResult(asset_key="table")
    yield dg.AssetCheckResult(passed=False, check_name="odd", severity=dg.AssetCheckSeverity.WARN, description="2 odd rows")
    yield dg.AssetCheckResult(passed=False, check_name="whole", description="3 rows are missing")


JOB = dg.Definitions(assets=[table], jobs=[dg.define_asset_job("small")]).resolve_job_def("small")


@pytest.fixture
def instance(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.setenv("TALLY_HOME", str(home.root))
    with open_instance(home) as opened:
        yield opened


def journal(home: Home) -> list[dict[str, Any]]:
    return [json.loads(line) for line in home.journal.read_text(encoding="utf-8").splitlines()]


def test_failed_checks_stand_out_and_say_what_failed(home: Home, instance: dg.DagsterInstance) -> None:
    """They were noted at the level of debugging: who looked for warnings missed the one line that says what failed."""
    JOB.execute_in_process(instance=instance, raise_on_error=False)
    first, *_, last = journal(home)
    assert [first["event"], last["event"]] == ["PIPELINE_START", "PIPELINE_FAILURE"]
    checks = [line for line in journal(home) if line["event"] == "ASSET_CHECK_EVALUATION"]
    assert [line["level"] for line in checks] == ["WARNING", "ERROR"]
    for line, description in zip(checks, ["2 odd rows", "3 rows are missing"], strict=True):
        assert line["message"].endswith(description)


def test_end_of_a_run_is_noted_by_whoever_reports_it(home: Home, instance: dg.DagsterInstance) -> None:
    """A killed run, and one cancelled in the queue, have no process to say so: the journal knew nothing of their end."""
    killed, cancelled = (instance.create_run_for_job(JOB) for _ in range(2))
    instance.report_engine_event("nothing to be told of", killed)
    instance.report_run_failed(killed, "It was killed.")
    with dg.DagsterInstance.from_config(str(home.dagster)) as of_the_ui:
        of_the_ui.report_run_canceled(cancelled, "Nobody wants it.")
    assert [(line["event"], line["level"], line["run_id"], line["job"], line["message"]) for line in journal(home)] == [
        ("PIPELINE_FAILURE", "ERROR", killed.run_id, "small", "It was killed."),
        ("PIPELINE_CANCELED", "ERROR", cancelled.run_id, "small", "Nobody wants it."),
    ]
