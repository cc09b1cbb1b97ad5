"""The checks over several tables: silent on a sound build, and each finds what it guards once that is broken."""

import datetime as dt
import re
from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from tests.unit.conftest import prepared, rolled_back
from tests.unit.rows import COUNTING, PERIODS, ask, fill, make, night, one, regional
from warehouse import checked, contracts, queries, store
from warehouse.tables import BY_NAME

CHECKS = ("rows_are_kept", "levels_add_up", "rules_are_consistent", "no_report_counts_twice")


def failing(con: duckdb.DuckDBPyConnection, check: str) -> list[tuple[object, ...]]:
    return ask(con, queries.select(f"checks.{check}"))


@pytest.fixture(scope="module")
def sound_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build with everything that could trip a check: fillers, regions, unknown numbers, several groups and years."""
    with prepared(tmp_path_factory.mktemp("sound")) as con:
        fill(
            con,
            night("2025-12-31", 100, intercepted=80),
            night("2026-01-01", 60, intercepted=50, lost=5),
            night("2026-01-01", 4, weapon_id="orlan_10", weapon_group="reconnaissance_drone"),
            night("2026-01-02", None, intercepted=7),
            night("2026-01-03", 3, weapon_id="kalibr", weapon_group="cruise_missile"),
            night("2026-01-03", None, weapon_id="kub", weapon_group="other_attack_drone"),
            regional("2026-01-31 20:00", "2026-02-01 02:00", launched=7, intercepted=None),
            night("2026-01-01", 61, "filler"),
            night("2026-01-05", 9, "filler"),
            night("2026-01-02", 9, snapshot_id="dataset-old"),
        )
        make(con, *COUNTING, *PERIODS)
        yield con


@pytest.fixture
def sound(sound_build: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """That build; what the test breaks is rolled back."""
    with rolled_back(sound_build) as con:
        yield con


@pytest.mark.parametrize("check", checked.BLOCKING)
def test_check_is_asked_for_again_once_any_table_that_it_reads_is_written(check: str) -> None:
    read = re.findall(r"\b(?:from|join) ((?:raw|core|mart)\.\w+)", queries.select(f"checks.{check}"))
    assert set(checked.BLOCKING[check]) == set(read)


def test_sound_build_counts_and_leaves_out(sound: duckdb.DuckDBPyConnection) -> None:
    assert one(sound, "select count(*) from core.attacks where is_counted") == 8
    assert one(sound, "select count(*) from core.attacks where not is_counted") == 1


@pytest.mark.parametrize("check", CHECKS)
def test_sound_build_passes(sound: duckdb.DuckDBPyConnection, check: str) -> None:
    assert failing(sound, check) == []


@pytest.mark.parametrize(
    ("breakage", "groups"),
    [
        ("update mart.nightly_totals set launched = launched + 1 where weapon_group = 'cruise_missile'", ["cruise_missile"]),
        ("update mart.weekly_totals set intercepted = 0 where weapon_group = 'shahed_type'", ["shahed_type"]),
        (
            "update mart.monthly_totals set launched = launched - 1 where weapon_group = 'reconnaissance_drone'",
            ["reconnaissance_drone"],
        ),
        ("delete from mart.yearly_totals where year = 2025 and weapon_group = 'shahed_type'", ["shahed_type"]),
        ("update mart.yearly_totals set launched = 0 where weapon_group = 'other_attack_drone'", ["other_attack_drone"]),
        ("update core.attacks set is_counted = true", ["shahed_type"]),
        ("update core.attacks set is_counted = false where source_id = 'filler'", ["shahed_type"]),
        ("update core.weapon_groups set is_drone = false where weapon_group = 'reconnaissance_drone'", ["all_drones"]),
    ],
    ids=["nights", "weeks", "months", "years", "zero for unknown", "what does not count", "attacks", "all_drones"],
)  # fmt: skip
def test_levels_add_up(sound: duckdb.DuckDBPyConnection, breakage: str, groups: list[str]) -> None:
    sound.execute(breakage)
    assert [row[0] for row in failing(sound, "levels_add_up")] == groups


@pytest.mark.parametrize(
    "breakage",
    ["delete from mart.monthly_totals", "delete from mart.weekly_totals where weapon_group = 'shahed_type'",
     "update core.attacks set is_counted = false where weapon_group = 'cruise_missile'"],
    ids=["no months", "a group without weeks", "a group without attacks"],
)  # fmt: skip
def test_levels_are_complete(sound: duckdb.DuckDBPyConnection, breakage: str) -> None:
    sound.execute(breakage)
    assert failing(sound, "levels_add_up") != []


@pytest.mark.parametrize(
    "breakage",
    [
        "update mart.totals_by_rule set launched = launched + 1 where rule_id = 'standard' and granularity = 'month' "
        "and weapon_group = 'shahed_type'",
        "update mart.totals_by_rule set launched = launched - 1 where rule_id = 'start_date' and weapon_group = 'shahed_type'",
        "update mart.totals_by_rule set launched = launched * 2 where rule_id like '%national_only'",
        "delete from mart.totals_by_rule where rule_id = 'start_date' and granularity = 'year' and period_start = '2025-01-01'",
    ],
    ids=["months are not nights", "dating loses drones", "leaving regions out adds drones", "a year is missing"],
)
def test_rules_are_consistent(sound: duckdb.DuckDBPyConnection, breakage: str) -> None:
    sound.execute(breakage)
    assert "shahed_type" in {row[2] for row in failing(sound, "rules_are_consistent")}


@pytest.mark.parametrize(
    "breakage",
    [
        "delete from mart.totals_by_rule where rule_id = 'national_only'",
        "delete from mart.totals_by_rule where granularity = 'year'",
        "update mart.totals_by_rule set launched = null where granularity = 'month' and rule_id = 'standard'",
    ],
    ids=["a rule is missing", "a granularity is missing", "numbers are missing"],
)
def test_rules_are_complete(sound: duckdb.DuckDBPyConnection, breakage: str) -> None:
    sound.execute(breakage)
    assert failing(sound, "rules_are_consistent") != []


@pytest.mark.parametrize(
    ("breakage", "found"),
    [
        ("update core.attacks set is_counted = true", 1),
        ("update core.attacks set night_of = '2026-01-01' where source_id = 'filler'", 1),
        ("update core.attacks set night_of = '2026-01-03' where source_id = 'filler'", 0),
        ("update core.attacks set night_of = '2026-02-01' where source_id = 'filler'", 0),
    ],
    ids=["uncounted filler counts", "filler on a covered night", "beside other weapons", "beside a regional report"],
)
def test_no_report_counts_twice(sound: duckdb.DuckDBPyConnection, breakage: str, found: int) -> None:
    sound.execute(breakage)
    assert len(failing(sound, "no_report_counts_twice")) == found


@pytest.mark.parametrize(
    ("breakage", "found"),
    [
        ("delete from core.reported_attacks where row_number = 2", [("dataset-new", 7, 6, 0)]),
        ("update core.snapshots set rejected_count = 1 where snapshot_id = 'filler-new'", [("filler-new", 2, 2, 1)]),
        ("update core.snapshots set row_count = 2 where snapshot_id = 'dataset-old'", [("dataset-old", 2, 1, 0)]),
        ("delete from core.reported_attacks where snapshot_id = 'filler-new'", [("filler-new", 2, 0, 0)]),
    ],
    ids=["a row is lost", "a row is both used and rejected", "a row of an old snapshot", "a whole snapshot"],
)
def test_rows_are_kept(sound: duckdb.DuckDBPyConnection, breakage: str, found: list[tuple[object, ...]]) -> None:
    sound.execute(breakage)
    assert failing(sound, "rows_are_kept") == found


@pytest.mark.parametrize(("is_current", "found"), [(True, 1), (False, 0)], ids=["current", "replaced"])
def test_published_figures_are_read_from_current_files_only(
    sound: duckdb.DuckDBPyConnection, is_current: bool, found: int
) -> None:
    snapshot = {
        "snapshot_id": "p", "source_id": "published_figures", "row_count": 3, "rejected_count": 1, "is_current": is_current,
    }  # fmt: skip
    store.append_frame(sound, BY_NAME["core.snapshots"], pl.DataFrame([snapshot]))
    assert len(failing(sound, "rows_are_kept")) == found


@pytest.mark.parametrize(
    ("breakage", "found"),
    [
        ("update core.reported_attacks set correction = 'lost 11 is known to be wrong'", 0),
        ("select 1", 1),
        ("update core.corrections set mended_on = '2026-05-18'", 0),
        ("update core.corrections set start_date = '2024-01-01'", 0),
        ("update core.snapshots set is_current = false", 0),
    ],
    ids=["still wrong", "mended", "mended and said so", "a night the source does not reach", "an old version"],
)
def test_known_errors_stand(sound: duckdb.DuckDBPyConnection, breakage: str, found: int) -> None:
    known = {
        "source_id": "dataset", "start_date": dt.date(2025, 12, 30), "weapon_as_reported": "Shahed-136/131",
        "column_name": "lost", "expected": "11", "reason": "r", "reference": "r",
    }  # fmt: skip
    store.write_frame(sound, BY_NAME["core.corrections"], contracts.frame(BY_NAME["core.corrections"], [known]))
    sound.execute(breakage)
    assert len(failing(sound, "known_errors_stand")) == found


@pytest.mark.parametrize(("correction", "found"), [(None, 1), ("known to be wrong", 0)])
def test_outcomes_fit_launches(sound: duckdb.DuckDBPyConnection, correction: str | None, found: int) -> None:
    assert failing(sound, "outcomes_fit_launches") == []
    sound.execute("update core.attacks set lost = 21, correction = ? where launched = 100 and intercepted = 80", [correction])
    assert len(failing(sound, "outcomes_fit_launches")) == found
