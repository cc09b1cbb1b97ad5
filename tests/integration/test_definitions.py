"""What Dagster is told: the graph, its checks and its schedule."""

import datetime as dt
from dataclasses import replace
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import duckdb
import polars as pl
import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from pipelines.definitions import defs, nightly_refresh
from pipelines.running import why
from pipelines.sensors import failure_sensor
from pipelines.settings import Settings
from tests.conftest import copy_of
from warehouse import reference_data, store
from warehouse.home import CHECKOUT, Home
from warehouse.tables import BY_NAME, TABLES

REFERENCE = reference_data.read
GRAPH = defs.resolve_asset_graph()
CHANGES = (dt.date(2026, 3, 29), dt.date(2026, 10, 25))


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


WARNINGS = {
    "core/corrections:known_errors_stand",
    "core/attacks:outcomes_fit_launches",
    "core/places:places_are_known",
    "core/rejected_rows:rows_are_used",
    "core/weapons:weapons_are_known",
    "raw/air_force_posts:was_fetched",
    "raw/daily_attacks:was_fetched",
}


def test_every_check_blocks_publishing_but_those_that_only_warn() -> None:
    checks = {f"{key.asset_key.to_user_string()}:{key.name}": GRAPH.get(key) for key in GRAPH.asset_check_keys}
    assert len(checks) > len(TABLES)
    assert {name for name, check in checks.items() if not check.blocking} == WARNINGS


def test_every_asset_has_owner_kind_layer_and_code() -> None:
    for key in GRAPH.get_all_asset_keys():
        node = GRAPH.get(key)
        assert node.owners == ["team:strike-tally"]
        assert node.kinds
        assert node.tags["layer"] == node.group_name == key.path[0]
        references = node.metadata["dagster/code_references"].code_references
        assert references
        assert all(Path(reference.file_path).exists() for reference in references)
        is_sql = (CHECKOUT / "warehouse" / "sql" / f"{key.to_user_string()}.sql").exists()
        assert (references[0].label == f"{key.path[-1]}.sql") == is_sql


def test_fetched_sources_and_the_published_file_are_kept_fresh() -> None:
    kept = {key.to_user_string() for key in GRAPH.get_all_asset_keys() if GRAPH.get(key).freshness_policy}
    assert kept == {"raw/air_force_posts", "raw/daily_attacks", "report/published_file"}


def test_sensors_are_on_and_alerts_are_off() -> None:
    statuses = {sensor.name: sensor.default_status for sensor in defs.sensors or []}
    assert statuses == {"inbox": dg.DefaultSensorStatus.RUNNING, "failed_runs": dg.DefaultSensorStatus.STOPPED}
    settings = replace(Settings.from_environment(), alert_mail="desk@example.org")
    assert failure_sensor(settings).default_status == dg.DefaultSensorStatus.RUNNING


def test_reports_are_drawn_again_without_a_build() -> None:
    selected = defs.resolve_job_def("publish_reports").asset_layer.selected_asset_keys
    assert {key.path[0] for key in selected} == {"report"}
    assert dg.AssetKey(["report", "published_file"]) not in selected
    assert len(selected) > 4


def test_launchpad_of_rebuild_begins_with_a_day_and_a_file_and_fetches_nothing() -> None:
    config: dict[str, object] = {"addresses": {}, "as_of": None, "target": None}
    assert defs.resolve_job_def("rebuild").run_config == {"resources": {"warehouse": {"config": config}}}


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"as_of": "yesterday"}, "as_of is “yesterday”, which is no day like 2025-04-07"),
        ({"target": "{home}/warehouse/strikes.duckdb"}, "is where published files are kept; give a place of your own"),
        ({"target": "april.duckdb"}, "april.duckdb is no whole path: write it from the root on"),
        ({"target": __file__}, "exists and is no DuckDB database; it is left as it is. Give another name"),
    ],
    ids=["no day", "published file", "relative", "a file of another kind"],
)
def test_bad_config_in_the_launchpad_is_refused_before_anything_is_built(
    home: Home, monkeypatch: pytest.MonkeyPatch, config: dict[str, str], told: str
) -> None:
    monkeypatch.setenv("TALLY_HOME", str(home.root))
    values = {name: value.format(home=home.root) for name, value in config.items()}
    result = defs.resolve_job_def("rebuild").execute_in_process(
        run_config={"resources": {"warehouse": {"config": values}}}, raise_on_error=False
    )
    assert not result.success
    assert why(result.all_events).endswith(told)
    assert not home.database.exists()


def test_schedule_runs_every_night_in_kyiv_time() -> None:
    assert nightly_refresh.execution_timezone == "Europe/Kyiv"
    assert nightly_refresh.default_status == dg.DefaultScheduleStatus.RUNNING
    context = dg.build_schedule_context(scheduled_execution_time=dt.datetime(2026, 3, 29, 20, 30, tzinfo=dt.UTC))
    assert len(nightly_refresh.evaluate_tick(context).run_requests or []) == 1


@pytest.mark.parametrize("cron", [nightly_refresh.cron_schedule, "30 3 * * *"], ids=["default", "in the hour that is changed"])
@pytest.mark.parametrize(
    ("first", "offsets"),
    [(dt.date(2026, 3, 27), {2: 2, 3: 3}), (dt.date(2026, 10, 23), {3: 2, 2: 3})],
    ids=["spring", "autumn"],
)
def test_one_tick_a_day_over_both_changes_of_the_clock(cron: str, first: dt.date, offsets: dict[int, int]) -> None:
    """The hour from 3 to 4 does not exist on 29 March 2026, and exists twice on 25 October."""
    kyiv = ZoneInfo("Europe/Kyiv")
    start = dt.datetime.combine(first, dt.time(), kyiv).timestamp()
    ticks = list(islice(schedule_execution_time_iterator(start, cron, "Europe/Kyiv"), 5))
    assert [tick.astimezone(kyiv).date() for tick in ticks] == [first + dt.timedelta(days=day) for day in range(5)]
    hours = [tick.astimezone(kyiv).utcoffset() for tick in ticks]
    assert {offset: hours.count(offset) for offset in hours} == {
        dt.timedelta(hours=hour): days for hour, days in offsets.items()
    }
    usual = [f"{tick.astimezone(kyiv):%-M %-H * * *}" for tick in ticks if tick.astimezone(kyiv).date() not in CHANGES]
    assert set(usual) == {cron}


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


def test_table_that_was_not_checked_since_it_was_written_is_not_published(
    shipped: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The UI offers the published file alone, also after a run whose checks failed, or that ended before them."""
    home = copy_of(shipped, tmp_path)
    before = home.database.resolve()
    with duckdb.connect(home.build) as build:
        store.write(build, BY_NAME["mart.yearly_totals"], "from mart.yearly_totals")
    result = materialize(home, monkeypatch, "report.published_file")
    told = str([event.event_specific_data for event in result.all_events if event.is_failure])
    assert "have not passed their checks: contract of mart.yearly_totals, levels_add_up of mart.yearly_totals. " in told
    assert home.database.resolve() == before
    assert materialize(home, monkeypatch, "mart.yearly_totals").success
    assert materialize(home, monkeypatch, "report.published_file").success
    assert home.database.resolve() != before
    # A check is asked for again whichever of the tables it looks at was written.
    assert materialize(home, monkeypatch, "mart.weekly_totals").success
    result = materialize(home, monkeypatch, "report.published_file")
    told = str([event.event_specific_data for event in result.all_events if event.is_failure])
    assert "have not passed their checks: levels_add_up of mart.weekly_totals. " in told


def test_broken_contract_ends_the_layer_at_its_table(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made from a table that breaks its contract is not made, as if each had a step of its own."""
    monkeypatch.setattr(reference_data, "read", lambda name: pl.concat([REFERENCE(name)] * 2))
    result = materialize(home, monkeypatch, "core.weapon_groups", "core.attacks")
    assert not result.success
    (check,) = result.get_asset_check_evaluations()
    assert (check.asset_key, check.passed) == (dg.AssetKey(["core", "weapon_groups"]), False)
    groups = sorted(REFERENCE("weapon_groups")["weapon_group"])
    failing = check.metadata["weapon_group identifies a row"].value
    assert isinstance(failing, dict)
    assert failing["failing rows"] == len(groups)
    assert {row.removeprefix("weapon_group=") for row in failing["examples"]} <= set(groups)
    assert [event.asset_key for event in result.get_asset_materialization_events()] == [check.asset_key]
