"""What Dagster is told: the graph, its checks and its schedule."""

import datetime as dt

import dagster as dg

from pipelines.definitions import defs, nightly_refresh
from warehouse.home import CHECKOUT
from warehouse.tables import BY_NAME, TABLES

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
