"""The `tally` command as a user meets it: help, errors in one sentence, exit codes."""

import json
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Tally, run_installed_tally, run_tally
from tests.dataset import HEADER, dataset, write_zip
from warehouse.home import Home

BAD_FILES: dict[str, tuple[str | bytes, str]] = {
    "missing column": (dataset({}, header=[name for name in HEADER if name != "launched"]), "missing columns: launched"),
    "another table": ("name,age\nx,1\n", "fit no known layout: name, age"),
    "empty": ("", "empty"),
    "header only": (dataset(), "no rows"),
    "every row bad": (dataset({"launched": "-1"}), "row 2: launched “-1” is not a whole number"),
    "not UTF-8": (dataset({"target": "Одеса"}).encode("cp1251"), "not UTF-8"),
    "binary": (b"\x7fELF\x00\x00\x01", "binary"),
    "broken ZIP": (b"PK\x03\x04 and then nothing", "not a readable ZIP"),
    "unclosed quote": (dataset({}) + '"2026-03-01', "is not CSV"),
}


@pytest.fixture
def tally(home: Home) -> Tally:
    """The installed command in an empty home."""
    return partial(run_installed_tally, home)


@pytest.mark.parametrize("name", BAD_FILES)
def test_file_that_cannot_be_used_is_refused_with_the_reason(name: str, home: Home, tmp_path: Path) -> None:
    content, reason = BAD_FILES[name]
    file = tmp_path / ("bad.zip" if "ZIP" in name else "bad.csv")
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    run = run_tally(home, "add", str(file), "--seen-at", "2026-03-05")
    assert run.returncode == 1
    assert str(file) in run.stderr
    assert reason in run.stderr
    assert "Traceback" not in run.stderr
    assert not home.snapshots.exists()


def test_good_files_are_taken_in_beside_bad_ones(home: Home, tally: Tally, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(dataset({}))
    bad.write_text("")
    run = tally("add", str(bad), str(good), "--seen-at", "2026-03-05")
    assert run.returncode == 1
    assert "1 rows, 0 of them rejected" in run.stdout
    assert len(list(home.snapshots.rglob("*.csv"))) == 1


def test_unknown_column_is_kept_and_named(home: Home, tally: Tally, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text(dataset({"colour": "grey"}, header=[*HEADER, "colour"]))
    run = tally("add", str(file), "--seen-at", "2026-03-05")
    assert run.returncode == 0
    assert "no layout knows them: colour" in run.stderr


def test_zip_of_the_dataset_is_stored_as_it_came(home: Home, tally: Tally, tmp_path: Path) -> None:
    archive = write_zip(tmp_path / "archive.zip", missile_attacks_daily=dataset({}), missiles_and_uavs="model\nx\n")
    assert tally("add", str(archive), "--seen-at", "2026-03-05").returncode == 0
    (stored,) = home.snapshots.rglob("*.zip")
    assert stored.read_bytes() == archive.read_bytes()
    assert "nothing new" in tally("add", str(archive), "--seen-at", "2026-03-06").stdout
    assert len(list(home.snapshots.rglob("*.zip"))) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["query", "select 1"], 1, "Run `make refresh` or `tally refresh` first"),
        (["explain", "2024"], 1, "Run `make refresh` or `tally refresh` first"),
        (["explain", "2025-13"], 2, "a night by the date on which it ends, such as 2025-06-09"),
        (["explain", "2024", "--weapon", "shahed"], 2, "Choose one of shahed_type"),
        (["explain"], 2, "Missing argument"),
        (["add", "no/such/file.csv"], 2, "does not exist"),
        (["add"], 2, "Missing argument"),
        (["nonsense"], 2, "No such command"),
        (["query", "select 1", "--format", "xml"], 2, "xml"),
        (["add", __file__, "--seen-at", "yesterday"], 2, "yesterday"),
    ],
    ids=[
        "nothing published",
        "nothing to explain",
        "no such period",
        "no such weapon",
        "no period",
        "no such file",
        "no argument",
        "no such command",
        "no such format",
        "no such date",
    ],
)
def test_errors_say_what_and_what_next(tally: Tally, arguments: list[str], code: int, words: str) -> None:
    run = tally(*arguments)
    assert run.returncode == code
    assert words in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("variable", "value"), [("TALLY_SCHEDULE", "every night"), ("TALLY_TIMEZONE", "Europe/Atlantis")], ids=["cron", "zone"]
)
def test_bad_setting_is_named_before_anything_runs(home: Home, tally: Tally, variable: str, value: str) -> None:
    run = tally("refresh", **{variable: value})
    assert run.returncode == 1
    assert f"{variable} is “{value}”" in run.stderr
    assert not home.database.exists()


def test_status_before_the_first_refresh_says_what_to_do(tally: Tally) -> None:
    run = tally("status")
    assert run.returncode == 0
    assert "run `tally refresh`" in run.stdout


def test_monitoring_sees_by_the_exit_code_that_there_is_no_data(home: Home, tally: Tally) -> None:
    for arguments in (["status"], ["status", "--json"]):
        run = tally(*arguments, TALLY_MAX_AGE_DAYS="3")
        assert run.returncode == 1, run.stderr
        assert "There is no data yet; TALLY_MAX_AGE_DAYS allows 3." in run.stdout
    assert tally("status", "--json").returncode == 0


def test_doctor_says_what_is_wrong_and_how_to_mend_it(home: Home, tally: Tally) -> None:
    run = tally("doctor", TALLY_TIMEZONE="Kyiv")
    assert run.returncode == 1
    wrong = [line.split("  ")[1].strip() for line in run.stdout.splitlines() if line.startswith("WRONG")]
    assert wrong == ["settings", "published file", "age of the data"]
    assert "Run `tally refresh`." in run.stdout
    findings = json.loads(tally("doctor", "--json").stdout)
    assert [finding["name"] for finding in findings if not finding["is_well"]] == ["published file"]
    assert not home.root.exists()


@pytest.mark.parametrize("command", ["refresh", "add", "status", "doctor", "explain", "query"])
def test_every_command_has_help(tally: Tally, command: str) -> None:
    run = tally(command, "--help")
    assert run.returncode == 0
    assert f"tally {command}" in run.stdout
