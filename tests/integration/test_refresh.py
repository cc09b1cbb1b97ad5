"""The main job, end to end, by the command a user types: real files, a real database, a home of its own."""

import datetime as dt
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import polars as pl
import pytest

from assets.intake import take_in
from pipelines.novelty import is_up_to_date
from pipelines.running import run_job
from reports import catalogue
from tests.conftest import Tally, copy_of, run_tally
from tests.dataset import dataset
from warehouse.home import CHECKOUT, Home
from warehouse.snapshots import SnapshotStore
from warehouse.tables import TABLES

GOLDEN = CHECKOUT / "tests" / "golden"


@pytest.fixture(scope="module")
def full(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a real version of the dataset, taken in as the ZIP in which it is served. Tests only read it."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copy(real_data / "vintages" / "missile_attacks_daily-2026-05-18.csv", folder / "missile_attacks_daily.csv")
    (folder / "missiles_and_uavs.csv").write_text("model,category\nShahed-136/131,UAV\n")
    file = shutil.make_archive(str(tmp_path_factory.mktemp("zip") / "dataset"), "zip", folder)
    home = Home(tmp_path_factory.mktemp("full"))
    assert_succeeds(run_tally(home, "add", file, "--seen-at", "2026-05-18"))
    assert_succeeds(run_tally(home, "refresh"))
    return home


def assert_succeeds(run: subprocess.CompletedProcess[str]) -> None:
    assert run.returncode == 0, run.stderr


def ask(home: Home, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(home.database, read_only=True) as con:
        return con.execute(query).fetchall()


def yearly(home: Home) -> list[tuple[object, ...]]:
    return ask(
        home,
        "select year, launched, launched_by_start_date, neutralised, is_partial_period from mart.yearly_totals "
        "where weapon_group = 'shahed_type' order by year",
    )


YEARS = [
    (2022, 409, 409, 390, True),
    (2023, 3107, 3107, 2607, False),
    (2024, 10970, 11081, 10180, False),
    (2025, 54702, 54796, 47160, False),
    (2026, 32931, 32726, 29333, True),
]


def test_shipped_figures_give_the_known_years(shipped: Home) -> None:
    assert yearly(shipped) == YEARS


def test_july_2025(shipped: Home) -> None:
    query = "select launched, intercepted from mart.monthly_totals where month = '2025-07-01' and weapon_group = 'shahed_type'"
    assert ask(shipped, query) == [(6303, 3547)]


@pytest.mark.parametrize(
    ("rule", "launched"),
    [("national_only", [400, 3088, 10926, 54536, 32842]), ("start_date", [409, 3107, 11081, 54796, 32726])],
)
def test_years_under_other_rules(shipped: Home, rule: str, launched: list[int]) -> None:
    query = (
        f"select launched from mart.totals_by_rule where rule_id = '{rule}' and granularity = 'year' "
        "and weapon_group = 'shahed_type' order by period_start"
    )
    assert [row[0] for row in ask(shipped, query)] == launched


def test_every_table_and_column_is_described(shipped: Home) -> None:
    tables = ask(shipped, "select schema_name || '.' || table_name, comment from duckdb_tables()")
    assert sorted(tables) == sorted((table.name, table.description) for table in TABLES)
    assert ask(shipped, "select table_name, column_name from duckdb_columns() where comment is null and not internal") == []


def test_published_file_is_read_only_and_readable_by_older_clients(shipped: Home) -> None:
    assert shipped.database.resolve().stat().st_mode & 0o777 == 0o444
    with duckdb.connect() as con:
        con.execute(f"attach '{shipped.database}' as tally (read_only)")
        (tags,) = con.execute("select tags from duckdb_databases() where database_name = 'tally'").fetchall()[0]
    assert tags["storage_version"].startswith("v1.4")


def test_records_of_the_shipped_figures(shipped: Home) -> None:
    """The run lies between the nights that another careful reader also found without a report: 10 May 2025, 12 April 2026.

    The night of 24 March 2026 is a night and a day report, which were told as "almost a thousand" at the time.
    """
    records = ask(
        shipped,
        "select record, interception_wording, period_start::varchar, period_end::varchar, value from mart.records "
        "where weapon_group = 'shahed_type' order by record, interception_wording",
    )
    assert records == [
        ("best_rate", "shot_down", "2024-07-31", "2024-07-31", 100.0),
        ("best_rate", "shot_down_or_suppressed", "2025-08-04", "2025-08-04", 99.38),
        ("fastest_growth", None, "2023-09-01", "2023-09-30", 197.63),
        ("largest_month", None, "2026-05-01", "2026-05-31", 8152.0),
        ("largest_night", None, "2026-03-24", "2026-03-24", 948.0),
        ("largest_report", None, "2025-09-07", "2025-09-07", 810.0),
        ("longest_pause", None, "2023-01-03", "2023-01-25", 23.0),
        ("longest_run", None, "2025-05-11", "2026-04-11", 336.0),
        ("worst_rate", "shot_down", "2025-07-20", "2025-07-20", 43.86),
        ("worst_rate", "shot_down_or_suppressed", "2025-11-09", "2025-11-09", 49.28),
    ]


def test_possible_double_counts_of_the_shipped_figures(shipped: Home) -> None:
    """The shipped figures have no clock times, so that overlaps are unknown; drones in the air were told from October 2024."""
    query = (
        "select year, possible_double_count, overlap_minutes from mart.yearly_totals "
        "where weapon_group = 'shahed_type' order by year"
    )
    assert ask(shipped, query) == [
        (2022, None, None), (2023, None, None), (2024, 70, None), (2025, 74, None), (2026, 533, None),
    ]  # fmt: skip


def test_overlaps_of_the_full_dataset(full: Home) -> None:
    """The night of 22 April 2025 to 09:00 and the day from 08:00, and 14 January 2026 (DOMAIN.md section 5)."""
    overlaps = ask(
        full,
        "select previous_night_of::varchar, night_of::varchar, overlap_minutes from mart.possible_double_counts "
        "where weapon_group = 'shahed_type' and overlap_minutes > 0 and night_of >= '2025-01-05' order by night_of",
    )
    assert overlaps == [
        ("2025-01-04", "2025-01-05", 60),
        ("2025-04-22", "2025-04-22", 60),
        ("2026-01-14", "2026-01-14", 60),
        ("2026-05-04", "2026-05-05", 30),
        ("2026-05-13", "2026-05-14", 30),
    ]


@pytest.mark.parametrize("name", ["yearly_totals", "coverage", "published_yearly"])
def test_csv_files_equal_the_golden_ones(shipped: Home, name: str) -> None:
    """To accept a change: copy the file from reports/output/csv of a fresh home, and say why in the commit."""
    assert (shipped.reports / "csv" / f"{name}.csv").read_text() == (GOLDEN / f"{name}.csv").read_text()


def test_every_mart_is_a_csv_with_all_its_rows(shipped: Home) -> None:
    for table in (table for table in TABLES if table.schema == "mart"):
        frame = pl.read_csv(shipped.reports / "csv" / f"{table.short_name}.csv", infer_schema=False)
        assert frame.columns == table.column_names
        assert ask(shipped, f"select count(*) from {table.name}") == [(frame.height,)]


def test_deleted_outputs_come_back_byte_for_byte(shipped: Home, tmp_path: Path) -> None:
    home = copy_of(shipped, tmp_path)
    before = contents(home.reports.resolve())
    assert {f"charts/{name}.{suffix}" for name in catalogue.CHARTS for suffix in ("png", "svg")} < set(before)
    for folder in (home.versions, home.build.parent, home.report_sets, home.dagster):
        shutil.rmtree(folder)
    home.database.unlink()
    assert_succeeds(run_tally(home, "refresh", "--reports"))
    assert contents(home.reports.resolve()) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_readers_are_never_locked_out(shipped: Home, tmp_path: Path) -> None:
    """A reader opens and queries the file anew all the time while it is refreshed; every answer is whole."""
    home = copy_of(shipped, tmp_path)
    query = "select count(*), sum(launched)::int from mart.yearly_totals where weapon_group = 'shahed_type'"
    script = (
        "import duckdb, sys, threading\nstopped = threading.Event()\n"
        "threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()\n"
        f"while not stopped.wait(0.1):\n    with duckdb.connect({str(home.database)!r}, read_only=True) as con:\n"
        f"        print(con.execute({query!r}).fetchall()[0])"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        for _ in range(3):
            assert_succeeds(run_tally(home, "rebuild"))
        answers, _ = reader.communicate()
    assert reader.returncode == 0
    assert len(answers.splitlines()) > 20
    assert set(answers.splitlines()) == {"(5, 102119)"}
    assert len(list(home.versions.iterdir())) == 3


def test_two_refreshes_at_once_both_succeed(home: Home) -> None:
    runs: list[subprocess.CompletedProcess[str]] = []
    threads = [threading.Thread(target=lambda: runs.append(run_tally(home, "refresh"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for run in runs:
        assert_succeeds(run)
    assert yearly(home) == YEARS


def test_a_refresh_that_cannot_get_the_lock_names_the_holder(home: Home, tally: Tally) -> None:
    holder = (
        "import time\nfrom pathlib import Path\nfrom warehouse.home import Home\nfrom warehouse.lock import refresh_lock\n"
        f"with refresh_lock(Home(Path(r'{home.root}')), 'a test', 1):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        run = tally("refresh", "--wait", "0.2")
        process.kill()
    assert run.returncode == 1
    assert f"a test, process {process.pid}" in run.stderr
    assert "Traceback" not in run.stderr
    assert_succeeds(tally("refresh", "--wait", "0.2"))


def test_dataset_adds_weapon_groups_and_counts_nothing_twice(full: Home) -> None:
    assert yearly(full) == YEARS
    groups = {row[0] for row in ask(full, "select distinct weapon_group from mart.yearly_totals")}
    assert groups >= {"cruise_missile", "ballistic_missile", "reconnaissance_drone", "unidentified_drone", "mixed_drone"}
    sources = ask(full, "select distinct source_id from core.attacks where is_counted order by 1")
    assert sources == [("daily_attacks",), ("nightly_figures",)]


def test_rows_that_cannot_be_used_are_rejected_and_the_rest_goes_on(home: Home, tally: Tally, tmp_path: Path) -> None:
    bad: dict[str, dict[str, str]] = {
        "time_start": {"time_start": "01.03.2026"},
        "ends": {"time_end": "2026-02-27 08:00"},
        "launched “-3”": {"launched": "-3"},
        "destroyed “2.5”": {"destroyed": "2.5"},
        "model": {"model": ""},
    }
    file = tmp_path / "bad.csv"
    file.write_text(dataset({"night": "good"}, *bad.values()))
    added = tally("add", str(file), "--seen-at", "2026-03-05")
    assert_succeeds(added)
    assert "6 rows, 5 of them rejected" in added.stdout
    assert_succeeds(tally("refresh"))
    rejected = ask(home, "select row_number, reason from core.rejected_rows order by row_number")
    assert [row[0] for row in rejected] == [3, 4, 5, 6, 7]
    for (_, reason), words in zip(rejected, bad, strict=True):
        assert words in str(reason)
    assert ask(home, "select launched, source_id from mart.nightly_totals where night_of = '2026-03-02' limit 1") == [
        (100, "daily_attacks")
    ]
    assert ask(home, "select row_count, rejected_count from core.snapshots where source_id = 'daily_attacks'") == [(6, 5)]
    assert "5 of 6 rows of daily_attacks could not be used" in tally("status").stdout


def test_file_that_comes_in_the_middle_of_a_run_is_left_to_the_next(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The inbox takes files at any moment. One that came after raw was filled counted as the current version of its source,
    without a row in raw: the whole dataset was missing from what was published.
    """
    monkeypatch.setenv("TALLY_HOME", str(home.root))
    (first := tmp_path / "first.csv").write_text(dataset({"launched": "100"}))
    (second := tmp_path / "second.csv").write_text(dataset({"launched": "150"}))
    take_in(first, dt.datetime(2026, 4, 1, tzinfo=dt.UTC), SnapshotStore(home.snapshots))

    def add_after_raw(name: str, _number: int, _of: int) -> None:
        if name == "core.sources":
            take_in(second, dt.datetime(2026, 5, 1, tzinfo=dt.UTC), SnapshotStore(home.snapshots))

    def launched() -> list[tuple[object, ...]]:
        return ask(home, "select distinct launched from mart.nightly_totals where night_of = '2026-03-02'")

    assert run_job("rebuild", home, add_after_raw)
    assert launched() == [(100,)]
    assert run_job("rebuild", home, lambda *_: None, accept_revisions=True)
    assert launched() == [(150,)]


def test_tally_of_an_earlier_day_is_not_up_to_date(shipped: Home, tmp_path: Path) -> None:
    """All that is stored was known on that day; what is published is still not what a refresh makes."""
    home = copy_of(shipped, tmp_path)
    assert is_up_to_date(home)
    assert_succeeds(run_tally(home, "rebuild", "--as-of", "2026-07-01"))
    assert not is_up_to_date(home)
    assert_succeeds(run_tally(home, "refresh"))
    assert is_up_to_date(home)


def test_failed_check_keeps_the_published_file(shipped: Home, tmp_path: Path) -> None:
    """A snapshot that stands in the store twice breaks the contract of its raw table: nothing may be published."""
    home = copy_of(shipped, tmp_path)
    published = home.database.resolve()
    sidecar = next(home.snapshots.glob("nightly_figures/*.json"))
    shutil.copy(sidecar, sidecar.with_name("copy.json"))
    run = run_tally(home, "rebuild")
    assert run.returncode == 1
    assert "the check contract of raw/nightly_figures failed" in run.stderr
    assert "identifies a row" in run.stderr
    assert home.database.resolve() == published
    assert yearly(home) == YEARS


def test_failure_names_the_table_and_keeps_the_published_file(shipped: Home, tmp_path: Path) -> None:
    """All tables of a layer are made in one step, so that the step does not say which of them it was."""
    home = copy_of(shipped, tmp_path)
    published = home.database.resolve()
    damaged = next(home.snapshots.glob("nightly_figures/*.csv"))
    damaged.chmod(0o644)
    damaged.write_bytes(b"")
    run = run_tally(home, "rebuild")
    assert run.returncode == 1
    assert "Error: raw.nightly_figures could not be filled: " in run.stderr
    assert home.database.resolve() == published
