"""Many versions of the dataset: read, remembered, compared, and the tally as it stood."""

import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Tally, copy_of, run_tally
from tests.dataset import dataset
from warehouse.home import CHECKOUT, Home

YEARLY = (
    "select year, launched from mart.yearly_totals where weapon_group = 'shahed_type' and launched is not null order by year"
)


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as con:
        return con.execute(query).fetchall()


def succeed(home: Home, *arguments: str) -> str:
    run = run_tally(home, *arguments)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def versions(real_data: Path) -> list[Path]:
    return sorted((real_data / "vintages").glob("missile_attacks_daily-*.csv"))


@pytest.fixture(scope="module")
def full(versions: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that took in every real version in the order in which it was seen. Tests only read it."""
    home = Home(tmp_path_factory.mktemp("versions"))
    for file in versions:
        succeed(home, "add", str(file), "--seen-at", seen_on(file))
    succeed(home, "refresh")
    return home


def seen_on(file: Path) -> str:
    return file.stem[-10:]


def plain_yearly_sums(file: Path) -> dict[int, int]:
    """Count without the pipeline: the launches of rows that are about Shaheds alone, by the year of the window's end."""
    sums: Counter[int] = Counter()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["model"].strip() == "Shahed-136/131":
                sums[int(row["time_end"].strip()[:4])] += int(float(row["launched"] or 0))
    return dict(sums)


def test_every_version_gives_the_sums_of_a_plain_count(versions: list[Path], full: Home) -> None:
    read = ask(
        full.database,
        "select strftime(fetched_at, '%Y-%m-%d'), year(night_of), sum(launched)::int from core.reported_attacks "
        "inner join core.snapshots using (snapshot_id) "
        "where weapon_group = 'shahed_type' and snapshots.source_id = 'daily_attacks' group by all",
    )
    counted = {(seen_on(file), year): n for file in versions for year, n in plain_yearly_sums(file).items()}
    assert {(seen, year): n for seen, year, n in read} == counted
    assert len({seen for seen, *_ in read}) == len(versions)


def test_no_row_is_lost(versions: list[Path], full: Home) -> None:
    """Rows in = rows out + rejected; the real versions have no row that cannot be used."""
    kept = ask(
        full.database,
        "select file_name, row_count, rejected_count, "
        "(select count(*) from core.reported_attacks as r where r.snapshot_id = s.snapshot_id) "
        "from core.snapshots as s where source_id = 'daily_attacks' order by file_name",
    )
    rows = [(file.name, sum(1 for _ in csv.reader(file.open(encoding="utf-8"))) - 1) for file in versions]
    assert kept == [(name, number, 0, number) for name, number in rows]


def test_every_name_in_the_real_versions_is_known(full: Home) -> None:
    assert ask(full.database, "select name from core.weapons where not is_recognised") == []
    assert ask(full.database, "select name from core.places where not is_recognised") == []
    assert ask(full.database, "select * from core.unread_cells") == []


@pytest.mark.parametrize("day", ["2023-12-12", "2025-05-27", "2026-05-18"])
def test_tally_as_it_stood(versions: list[Path], full: Home, tmp_path: Path, day: str) -> None:
    """The dataset alone: the shipped figures of June 2026 were not known yet."""
    file = tmp_path / "then.duckdb"
    succeed(full, "rebuild", "--as-of", day, "--to", str(file))
    (version,) = (path for path in versions if seen_on(path) == day)
    assert dict(ask(file, YEARLY)) == plain_yearly_sums(version)
    assert ask(file, "select count(*) from core.published_figures where published_on > '" + day + "'") == [(0,)]
    if day == "2023-12-12":
        assert dict(ask(file, YEARLY))[2023] == 2097


# Seen by hand in the versions: what the earlier one says and what the later one says of the same attack.
@pytest.mark.parametrize(
    ("seen", "night", "weapon", "column", "old", "new", "change"),
    [
        ("2025-04-07", "2023-06-01", "Shahed-136/131", "night_of", "2023-06-01", "2023-06-02", "revised"),
        ("2025-04-07", "2022-12-16", "X-59 and X-31P", "launched", "4", None, "withdrawn"),
        ("2025-04-07", "2023-08-14", "X-47 Kinzhal", "launched", None, "3", "added_late"),
        ("2026-03-06", "2024-09-12", "X-22/X-32", "weapon_as_reported", "X-22/X-32", "X-22 and X-32", "relabelled"),
        ("2026-03-06", "2025-01-15", "X-22/X-32", "weapon_as_reported", "X-22/X-32", "X-22 and X-32", "relabelled"),
        ("2026-03-06", "2025-02-01", "X-22/X-32", "weapon_as_reported", "X-22/X-32", "X-22 and X-32", "relabelled"),
        ("2026-03-06", "2024-11-17", "X-22/X-31P", "weapon_as_reported", "X-22/X-31P", "X-22 and X-31P", "relabelled"),
        ("2026-03-06", "2023-03-27", "KAB", "weapon_as_reported", "KAB", "GBU", "relabelled"),
        (
            "2026-03-06",
            "2024-11-21",
            "Intercontinental ballistic missile",
            "launch_place_as_reported",
            "Astrakhan oblast",
            "Astrakhan oblast, Kapustin Yar",
            "relabelled",
        ),
        (
            "2026-03-06",
            "2025-02-13",
            "Shahed-136/131",
            "affected_region_as_reported",
            "['Odesa oblast', 'Kharkiv oblast]",
            "['Odesa oblast', 'Kharkiv oblast']",
            "relabelled",
        ),
        ("2026-03-06", "2024-06-01", "X-101/X-555", "launch_place_as_reported", "Saratov oblast, Caspian Sea",
         "Caspian Sea, Saratov oblast", "relabelled"),
    ],
    ids=str,
)  # fmt: skip
def test_revisions_checked_by_hand(
    full: Home, seen: str, night: str, weapon: str, column: str, old: str | None, new: str | None, change: str
) -> None:
    found = ask(
        full.database,
        "select old_value, new_value, change from mart.revisions inner join core.snapshots on snapshot_id = new_snapshot_id "
        f"where fetched_at::date = '{seen}' and night_of = '{night}' and weapon_as_reported = '{weapon}' "
        f"and column_name = '{column}'",
    )
    assert (old, new, change) in found


def test_spelling_mended_in_may_2025_is_a_new_name_not_a_new_row(full: Home) -> None:
    """`Odeas oblast` became `Odesa oblast`: the row is the same, so nothing was withdrawn or added."""
    found = ask(
        full.database,
        "select change, new_value from mart.revisions where old_value like '%Odeas%'",
    )
    assert len(found) == 1
    assert found[0][0] == "relabelled"
    assert "Odesa" in str(found[0][1])


def test_status_lists_snapshots_and_new_revisions(versions: list[Path], full: Home) -> None:
    told = succeed(full, "status")
    for file in versions:
        assert file.name in told
    assert "Revisions  3 by the newest snapshots" in told


JANUARY = {"time_start": "2026-01-10 18:00", "time_end": "2026-01-11 08:00", "destroyed": "90"}
MAY = {"time_start": "2026-05-01 18:00", "time_end": "2026-05-02 08:00", "source": "kpszsu/posts/later"}
NIGHT = "select launched from mart.nightly_totals where night_of = '2026-01-11' and weapon_group = 'shahed_type'"


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """See `revised`. Tests only copy it."""
    folder = tmp_path_factory.mktemp("revised")
    home = Home(folder / "home")
    for seen, launched in (("2026-05-03", "1000"), ("2026-05-10", "2000")):
        file = folder / f"{seen}.csv"
        file.write_text(dataset(MAY, JANUARY | {"launched": launched}))
        succeed(home, "add", str(file), "--seen-at", seen)
        if seen == "2026-05-03":
            succeed(home, "refresh")
    return home


@pytest.fixture
def revised(two_versions: Home, tmp_path: Path) -> Home:
    """A home that has published one version of the dataset, and taken in another that changes a settled month a lot."""
    return copy_of(two_versions, tmp_path)


def test_changed_settled_month_waits_until_it_is_accepted(revised: Home) -> None:
    ((before,),) = ask(
        revised.database,
        "select launched from mart.monthly_totals where month = '2026-01-01' and weapon_group = 'shahed_type'",
    )
    refused = run_tally(revised, "refresh")
    assert refused.returncode == 1
    assert f"2026-01: launched {before} before, {int(str(before)) + 1000} now" in refused.stderr
    assert "tally refresh --accept-revisions" in refused.stderr
    assert ask(revised.database, NIGHT) == [(1000,)]
    assert_cannot_be_published_alone(revised)
    succeed(revised, "refresh", "--accept-revisions")
    assert ask(revised.database, NIGHT) == [(2000,)]
    assert ask(revised.database, "select old_value, new_value, change from mart.revisions") == [("1000", "2000", "revised")]


def assert_cannot_be_published_alone(home: Home) -> None:
    """One click in the UI."""
    command = [sys.executable, "-m", "dagster", "asset", "materialize", "-m", "pipelines.definitions", "--select"]
    run = subprocess.run(
        [*command, "key:report/published_file"],
        cwd=CHECKOUT,
        env=os.environ | {"TALLY_HOME": str(home.root), "DAGSTER_HOME": str(home.dagster)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert (
        "have not passed their checks: settled_months_stand of mart.monthly_totals, settled_months_stand of mart.nights. "
        in run.stdout + run.stderr
    )
    assert ask(home.database, NIGHT) == [(1000,)]


def test_published_tally_of_an_earlier_day_says_so_and_is_no_measure(revised: Home) -> None:
    """On 2 May nothing of the dataset was known: against that tally any later one would be new, and none a change."""
    succeed(revised, "rebuild", "--as-of", "2026-05-02")
    assert ask(revised.database, "select as_of::varchar from core.build") == [("2026-05-02",)]
    told = succeed(revised, "status")
    assert "Warning    What is published is the tally as of 2026-05-02. Run `tally refresh` for that of today." in told
    assert "2026-01: launched" in run_tally(revised, "refresh").stderr
    succeed(revised, "refresh", "--accept-revisions")
    assert "as of" not in succeed(revised, "status")


def test_nothing_new_is_not_built_again(revised: Home) -> None:
    succeed(revised, "refresh", "--accept-revisions")
    version = revised.database.resolve()
    assert "Nothing new" in succeed(revised, "refresh")
    assert revised.database.resolve() == version


def test_rebuild_of_an_earlier_day_leaves_the_published_tally_alone(revised: Home, tmp_path: Path) -> None:
    file = tmp_path / "earlier.duckdb"
    succeed(revised, "rebuild", "--as-of", "2026-05-04", "--to", str(file))
    assert ask(file, NIGHT) == [(1000,)]
    assert "settled months would change" in run_tally(revised, "refresh").stderr
    succeed(revised, "refresh", "--accept-revisions")
    assert ask(revised.database, "select as_of from core.build") == [(None,)]
    assert ask(revised.database, NIGHT) == [(2000,)]


def test_totals_of_other_weapons_are_partial_where_only_shaheds_are_known(home: Home, tmp_path: Path) -> None:
    """The dataset ended on 2 May 2026, the shipped figures of Shaheds in June: May looked complete for missiles as well."""
    file = tmp_path / "dataset.csv"
    file.write_text(dataset(MAY, MAY | {"model": "Kalibr", "launched": "4"}))
    succeed(home, "add", str(file), "--seen-at", "2026-05-03")
    succeed(home, "refresh")
    found = ask(
        home.database,
        "select weapon_group, nights_covered, is_partial_period from mart.monthly_totals where month = '2026-05-01' order by 1",
    )
    assert found == [("all_drones", 1, True), ("cruise_missile", 1, True), ("shahed_type", 31, False)]


def test_weapons_that_vanish_from_settled_months_are_noticed(home: Home, tmp_path: Path, tally: Tally) -> None:
    """The shipped figures fill the gap that a shortened dataset leaves, but for Shaheds only."""
    missiles = JANUARY | {"model": "Kalibr", "launched": "40", "destroyed": "30"}
    for seen, rows in (("2026-05-03", (MAY, missiles)), ("2026-05-10", (MAY,))):
        file = tmp_path / f"{seen}.csv"
        file.write_text(dataset(*rows))
        succeed(home, "add", str(file), "--seen-at", seen)
        if seen == "2026-05-03":
            succeed(home, "refresh")
    refused = tally("refresh")
    assert refused.returncode == 1
    assert "2026-01: cruise_missile launched 40 before, no number now" in refused.stderr
    assert tally("rebuild").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", __file__, "--seen-at", "2062-05-18"], "in the future"),
        (["rebuild", "--to", "{home}/warehouse/strikes.duckdb"], "a place of your own"),
        (["rebuild", "--to", __file__], "is no DuckDB database; it is left as it is"),
    ],
    ids=["seen in the future", "over the published file", "over a file of another kind"],
)
def test_what_could_not_be_undone_is_refused(home: Home, tally: Tally, arguments: list[str], words: str) -> None:
    run = tally(*(argument.format(home=home.root) for argument in arguments))
    assert run.returncode == 2
    assert words in run.stderr


def test_tally_as_of_a_day_on_which_nothing_was_known_is_empty(home: Home, tally: Tally, tmp_path: Path) -> None:
    file = tmp_path / "empty.duckdb"
    run = tally("rebuild", "--as-of", "2022-01-01", "--to", str(file))
    assert run.returncode == 0, run.stderr
    assert ask(file, "select count(*) from core.attacks") == [(0,)]
