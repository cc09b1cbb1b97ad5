"""What Dagster is told: the graph, its checks and its schedule."""

import datetime as dt

import dagster as dg
import polars as pl
import pytest

from pipelines.definitions import defs, nightly_refresh
from warehouse import reference_data
from warehouse.home import CHECKOUT, Home
from warehouse.tables import BY_NAME, TABLES

REFERENCE = reference_data.read
GRAPH = defs.resolve_asset_graph()


def test_asset_keys_are_the_agreed_ones() -> None:
    """A new asset is added to the file on purpose: its key is a name that others rely on."""
    agreed = (CHECKOUT / "tests" / "golden" / "asset_keys.txt").read_text().split()
    assert sorted(key.to_user_string() for key in GRAPH.get_all_asset_keys()) == agreed


def test_every_table_is_an_asset_with_description_columns_and_blocking_contract() -> None:
    for table in TABLES:
        key = dg.AssetKey(table.name.split("."))
        node = GRAPH.get(key)
        assert node.description == table.description
        assert node.group_name == table.schema
        assert {parent.to_user_string().replace("/", ".") for parent in node.parent_keys} == set(table.inputs)
        schema = node.metadata["dagster/column_schema"]
        assert [column.name for column in schema.columns] == table.column_names
        assert GRAPH.get(dg.AssetCheckKey(key, "contract")).blocking


def test_publishing_comes_after_every_table() -> None:
    published = GRAPH.get(dg.AssetKey(["report", "published_file"]))
    assert {key.to_user_string().replace("/", ".") for key in published.parent_keys} == set(BY_NAME)


def test_every_check_blocks_publishing() -> None:
    checks = [GRAPH.get(key) for key in GRAPH.asset_check_keys]
    assert len(checks) > len(TABLES)
    assert all(check.blocking for check in checks)


def test_schedule_runs_every_night_in_kyiv_time() -> None:
    assert nightly_refresh.execution_timezone == "Europe/Kyiv"
    assert nightly_refresh.default_status == dg.DefaultScheduleStatus.RUNNING
    context = dg.build_schedule_context(scheduled_execution_time=dt.datetime(2026, 3, 29, 20, 30, tzinfo=dt.UTC))
    assert len(nightly_refresh.evaluate_tick(context).run_requests or []) == 1


def test_job_covers_the_whole_graph() -> None:
    job = defs.resolve_job_def("refresh")
    assert set(job.asset_layer.selected_asset_keys) == set(GRAPH.get_all_asset_keys())


def materialize(home: Home, monkeypatch: pytest.MonkeyPatch, *tables: str) -> dg.ExecuteInProcessResult:
    monkeypatch.setenv("TALLY_HOME", str(home.root))
    return defs.resolve_job_def("refresh").execute_in_process(
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        asset_selection=[dg.AssetKey(table.split(".")) for table in tables],
        raise_on_error=False,
    )


def test_one_table_can_be_materialized_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """All tables of a layer are made in one step, but the UI offers each for itself."""
    result = materialize(home, monkeypatch, "core.weapon_groups")
    (event,) = result.get_asset_materialization_events()
    (check,) = result.get_asset_check_evaluations()
    assert event.asset_key == check.asset_key == dg.AssetKey(["core", "weapon_groups"])
    metadata = event.materialization.metadata
    assert int(str(metadata["dagster/row_count"].value)) > 5
    assert str(metadata["preview"].value).startswith("| weapon_group | description |")
    assert check.passed


def test_broken_contract_ends_the_layer_at_its_table(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made from a table that breaks its contract is not made, as if each had a step of its own."""
    monkeypatch.setattr(reference_data, "read", lambda name: pl.concat([REFERENCE(name)] * 2))
    result = materialize(home, monkeypatch, "core.weapon_groups", "core.attacks")
    assert not result.success
    (check,) = result.get_asset_check_evaluations()
    assert (check.asset_key, check.passed) == (dg.AssetKey(["core", "weapon_groups"]), False)
    assert [event.asset_key for event in result.get_asset_materialization_events()] == [check.asset_key]
