"""What a table is summed up by: every table has a total that can be counted, and a period or a reason for having none."""

import duckdb
import pytest

from tests.unit.rows import COUNTING, PERIODS, fill, make, night, raw, raw_attack
from warehouse import store, summaries
from warehouse.tables import BY_NAME, TABLES


@pytest.fixture
def counted(build: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A build with nights of two years; one of the reports counts for nothing."""
    fill(build, night("2025-12-31", 100), night("2026-01-01", 60), night("2026-01-01", 61, "filler"), night("2026-02-02", 9))
    make(build, *COUNTING, *PERIODS)
    return build


@pytest.mark.parametrize(
    ("table", "period"),
    [
        ("core.attacks", "2025-12-31 to 2026-02-02"),
        ("mart.nightly_totals", "2025-12-31 to 2026-02-02"),
        ("mart.weekly_totals", "2025-12-29 to 2026-02-02"),
        ("mart.monthly_totals", "2025-12 to 2026-02"),
        ("mart.yearly_totals", "2025 to 2026"),
        ("core.sources", "none: its rows have no date"),
    ],
)
def test_period_is_told_in_the_steps_of_the_table(counted: duckdb.DuckDBPyConnection, table: str, period: str) -> None:
    assert summaries.period(counted, BY_NAME[table]) == period


@pytest.mark.parametrize("table", ["core.attacks", "mart.totals_by_rule", "mart.monthly_totals", "mart.yearly_totals"])
def test_total_is_the_same_in_every_table_that_adds_up_launches(counted: duckdb.DuckDBPyConnection, table: str) -> None:
    """What does not count, and the other rules and steps of the same table, are not added."""
    assert summaries.headline(counted, BY_NAME[table]) == ("Shahed-type drones launched", 169)


def test_rows_about_attacks_are_dated_by_the_attacks(counted: duckdb.DuckDBPyConnection) -> None:
    store.write(
        counted,
        BY_NAME["core.phrases"],
        "select attack_id, 'launched' as column_name, 'x' as phrase from core.attacks where night_of < '2026-02-01'",
    )
    assert summaries.period(counted, BY_NAME["core.phrases"]) == "2025-12-31 to 2026-01-01"


def test_raw_dates_are_those_that_can_be_read(build: duckdb.DuckDBPyConnection) -> None:
    """Other spellings are told apart in core; here they are no reason to guess."""
    table = BY_NAME["raw.daily_attacks"]
    store.write_frame(build, table, raw_attack(time_start="2026-03-01 18:00", time_end="02.03.2026"))
    assert summaries.period(build, table) == "2026-03-01 to 2026-03-01"
    store.write_frame(build, table, raw_attack(time_start="01.03.2026", time_end=None))
    assert summaries.period(build, table) == "none: no row has a date"


def test_period_ends_with_the_last_end(build: duckdb.DuckDBPyConnection) -> None:
    table = BY_NAME["raw.published_figures"]
    spans = [("2024-01-01", "2024-12-31"), ("2024-03-01", "2024-03-31"), ("2024-05-01", None)]
    store.write_frame(build, table, raw(table.name, *({"period_start": start, "period_end": end} for start, end in spans)))
    assert summaries.period(build, table) == "2024-01-01 to 2024-12-31"


def test_what_nobody_stated_is_no_total(build: duckdb.DuckDBPyConnection) -> None:
    fill(build, night("2026-01-01", None))
    make(build, *COUNTING)
    assert summaries.headline(build, BY_NAME["mart.nightly_totals"]) == ("Shahed-type drones launched", None)


def test_every_empty_table_has_a_total_and_a_reason_for_no_period(build: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES:
        store.write(build, table)
    for table in TABLES:
        label, total = summaries.headline(build, table)
        assert label
        assert not total
        assert summaries.period(build, table).startswith("none: ")
