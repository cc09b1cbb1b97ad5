"""The smaller queries of core and mart: weapons, snapshots, rejected rows, yearly figures of publishers."""

import datetime as dt

import duckdb
import polars as pl
import pytest

from assets.core import fill_snapshots
from assets.resources import Warehouse
from assets.sources import published_figures
from tests.unit.rows import ask, fill, make, night, raw, raw_figure
from warehouse import reference_data, store
from warehouse.columns import COLUMNS
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore
from warehouse.tables import BY_NAME


def make_weapons(con: duckdb.DuckDBPyConnection) -> None:
    with store.registered(con, "weapons", reference_data.read("weapons")):
        make(con, "core.weapons")


def test_weapons_without_reports_are_those_of_the_list(build: duckdb.DuckDBPyConnection) -> None:
    make_weapons(build)
    listed = reference_data.read("weapons").sort("weapon_id").rows()
    assert ask(build, "select weapon_id, name, category, weapon_group from core.weapons order by weapon_id") == listed
    assert ask(build, "from core.weapons where not is_recognised") == []


def test_reports_add_combinations_and_unknown_names(build: duckdb.DuckDBPyConnection) -> None:
    fill(
        build,
        night("2026-03-02"),
        night("2026-03-02", weapon_id="kub+lancet", weapon_group="other_attack_drone"),
        night("2026-03-03", weapon_id="kub+lancet", weapon_group="other_attack_drone"),
        night("2026-03-02", weapon_id="brand_new", weapon_group="unknown"),
        night("2026-03-02", weapon_id="lancet+brand_new", weapon_group="unknown"),
    )
    make_weapons(build)
    known = reference_data.read("weapons")["weapon_id"].to_list()
    added = ask(build, "select weapon_id, name, category, weapon_group, is_recognised from core.weapons order by weapon_id")
    assert [row for row in added if row[0] not in known] == [
        ("brand_new", "brand_new", "unknown weapon", "unknown", False),
        ("kub+lancet", "Kub and Lancet", "several weapons", "other_attack_drone", True),
        ("lancet+brand_new", "Lancet and brand_new", "several weapons", "unknown", False),
    ]


def test_snapshots_count_their_rows(build: duckdb.DuckDBPyConnection) -> None:
    store.write_frame(build, BY_NAME["raw.daily_attacks"], raw("raw.daily_attacks", {}, {}, {}))
    rejected = {"snapshot_id": ["s"], "source_id": ["daily_attacks"], "row_number": [3], "reason": ["r"], "raw": ["{}"]}
    store.note(build, "rejected_rows", pl.DataFrame(rejected))
    make(build, "core.rejected_rows")
    shared = {
        "source_id": "daily_attacks",
        "fetched_at": dt.datetime(2026, 3, 2),
        "sha256": "0",
        "bytes": 9,
        "url": None,
        "file_name": "f",
    }
    sidecars = [shared | {"snapshot_id": "s", "is_current": True}, shared | {"snapshot_id": "empty", "is_current": False}]
    with store.registered(build, "sidecars", pl.DataFrame(sidecars, schema_overrides={"url": pl.String})):
        make(build, "core.snapshots")
    found = ask(build, "select snapshot_id, row_count, rejected_count, is_current from core.snapshots order by snapshot_id")
    assert found == [("empty", 0, 0, False), ("s", 3, 1, True)]


def test_address_of_a_late_snapshot(build: duckdb.DuckDBPyConnection, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred files added by hand had no address, and the first fetched one then failed every refresh."""
    monkeypatch.setenv("TALLY_HOME", str(home.root))
    file = home.root / "daily.csv"
    home.root.mkdir()
    for day in range(101):
        file.write_text(str(day))
        seen_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)
        SnapshotStore(home.snapshots).put("daily_attacks", file, seen_at, url="https://example.org" if day == 100 else None)
    warehouse = Warehouse()
    warehouse._con = build
    ids = [snapshot.snapshot_id for snapshot in warehouse.stored("daily_attacks")]
    loaded = pl.DataFrame({"snapshot_id": ids}).with_columns(source_id=pl.lit("daily_attacks"))
    store.note(build, "snapshots_loaded", loaded)
    make(build, "core.rejected_rows")
    fill_snapshots(warehouse, BY_NAME["core.snapshots"])
    assert ask(build, "select count(*), count(url) from core.snapshots") == [(101, 1)]


def make_published(build: duckdb.DuckDBPyConnection) -> None:
    figures, _ = published_figures.clean(
        raw(
            "raw.published_figures",
            raw_figure(),
            raw_figure(figure_id="f2", publisher="AFP", value_low="10900", value_high="11100", qualifier="range"),
            raw_figure(figure_id="f3", measure="intercepted"),
            raw_figure(figure_id="f4", granularity="month", period_end="2024-01-31"),
            raw_figure(figure_id="f5", campaign="another", period_start="2025-01-01", period_end="2025-12-31"),
            raw_figure(figure_id="f6", granularity="cumulative", period_start="2022-02-24", period_end="2024-12-31"),
            raw_figure(figure_id="f7", granularity="year_to_date", period_end="2024-06-25"),
            raw_figure(figure_id="f8", granularity="year_to_date", period_end=None),
            raw_figure(
                figure_id="f9", campaign="short", granularity="night", period_start="2024-04-13", period_end="2024-04-14"
            ),
        ),
        {name: COLUMNS[name].values for name in ("unit", "qualifier")},
    )
    store.write_frame(build, BY_NAME["core.published_figures"], figures.with_columns(source_id=pl.lit("published_figures")))
    make(build, "mart.published_yearly")


def test_publishers_of_one_year_stay_apart(build: duckdb.DuckDBPyConnection) -> None:
    make_published(build)
    query = "select figure_id, campaign, year, measure, publisher, value_low, value_high from mart.published_yearly order by 1"
    assert ask(build, query) == [
        ("f1", "russia_ukraine", 2024, "launched", "CNN", 11_000, None),
        ("f2", "russia_ukraine", 2024, "launched", "AFP", 10_900, 11_100),
        ("f3", "russia_ukraine", 2024, "intercepted", "CNN", 11_000, None),
        ("f5", "another", 2025, "launched", "CNN", 11_000, None),
        ("f7", "russia_ukraine", 2024, "launched", "CNN", 11_000, None),
        ("f9", "short", 2024, "launched", "CNN", 11_000, None),
    ]


def test_parts_of_a_year_say_which_part(build: duckdb.DuckDBPyConnection) -> None:
    """A month of a campaign of years is no figure of its year; nor is one whose last day nobody stated."""
    make_published(build)
    query = (
        "select figure_id, granularity, period_start, period_end from mart.published_yearly where figure_id > 'f5' order by 1"
    )
    assert ask(build, query) == [
        ("f7", "year_to_date", dt.date(2024, 1, 1), dt.date(2024, 6, 25)),
        ("f9", "night", dt.date(2024, 4, 13), dt.date(2024, 4, 14)),
    ]
