"""`tally explain` over whole tallies: whatever it lists adds up to the number it explains."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports.documents import WIDTH, as_text
from reports.explanation import explain, read_reports
from reports.explanation_document import document
from reports.periods import Period, parse_period
from tests.channel import export, exported
from tests.conftest import run_tally
from warehouse import versions
from warehouse.columns import WEAPON_GROUPS
from warehouse.home import Home

POST = (
    "У ніч на 2 липня (з 18:00 1 липня) противник атакував 47 ударними БпЛА типу Shahed та дронами-імітаторами.\n"
    "За попередніми даними, станом на 08:30, протиповітряною обороною збито/подавлено 41 ворожий БпЛА типу Shahed."
)
UNKNOWN = (
    "У ніч на 4 липня (з 18:00 3 липня) противник атакував ударними БпЛА типу Shahed.\n"
    "За попередніми даними, станом на 08:30, протиповітряною обороною збито/подавлено 12 ворожих БпЛА типу Shahed."
)
SUMS = ("launched", "intercepted")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the shipped figures and two posts about nights after them. Tests only read it."""
    home = Home(tmp_path_factory.mktemp("shipped"))
    messages = [message(1, POST, "2026-07-02T06:00:00+00:00"), message(2, UNKNOWN, "2026-07-04T06:00:00+00:00")]
    return refreshed(home, tmp_path_factory.mktemp("posts"), messages)


@pytest.fixture(scope="module")
def real(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the newest real version of the dataset and the real posts. Tests only read it."""
    home = Home(tmp_path_factory.mktemp("real"))
    newest = max((real_data / "vintages").glob("missile_attacks_daily-*.csv"))
    succeed(home, "add", str(newest), "--seen-at", newest.stem[-10:])
    return refreshed(home, tmp_path_factory.mktemp("posts"), real_messages(real_data))


def real_messages(real_data: Path) -> list[dict[str, object]]:
    """Return the real posts as an export has them; one without a time is posted at noon of its night."""
    messages = []
    for place, line in enumerate((real_data / "reports" / "reports.jsonl").read_text(encoding="utf-8").splitlines()):
        post = json.loads(line)
        night_of = (post["expected"] or {}).get("night_of") if "expected" in post else None
        posted_at = post["posted_at"] or (f"{night_of}T12:00:00+00:00" if night_of else None)
        if posted_at:
            number = int(post["post"].split("/")[1]) if post["post"] else 900_000 + place
            messages.append(message(number, post["text"], posted_at))
    return messages


def message(number: int, text: str, posted_at: str) -> dict[str, object]:
    at = dt.datetime.fromisoformat(posted_at)
    return exported(number, text, date=f"{at:%Y-%m-%dT%H:%M:%S}", date_unixtime=str(int(at.timestamp())))


def refreshed(home: Home, folder: Path, messages: list[dict[str, object]]) -> Home:
    (folder / "result.json").write_bytes(export(*messages))
    succeed(home, "add", str(folder / "result.json"))
    succeed(home, "refresh")
    return home


def succeed(home: Home, *arguments: str) -> str:
    run = run_tally(home, *arguments)
    assert run.returncode == 0, run.stderr
    return run.stdout


def environment(home: Home) -> dict[str, str]:
    return os.environ | {"TALLY_HOME": str(home.root), "TALLY_OFFLINE": "1"}


@pytest.fixture(params=["shipped", "real"])
def con(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file of each of the two homes."""
    connection = versions.open_published(request.getfixturevalue(request.param))
    connection.execute("set threads = 1")
    yield connection
    connection.close()


def marts(con: duckdb.DuckDBPyConnection, table: str, day: str) -> dict[tuple[str, dt.date], tuple[int | None, ...]]:
    """Return the sums of a mart by weapon group and first day."""
    rows = con.execute(f"select weapon_group, {day}, {', '.join(SUMS)} from mart.{table}").fetchall()
    return {(group, first): tuple(sums) for group, first, *sums in rows}


def listed_sums(reports: list[Any]) -> tuple[int | None, ...]:
    given = ([getattr(report, name) for report in reports if getattr(report, name) is not None] for name in SUMS)
    return tuple(sum(numbers) if numbers else None for numbers in given)


def periods(con: duckdb.DuckDBPyConnection, granularity: str) -> list[Period]:
    """Return the periods of every date on which something was reported, and one before and one after them."""
    ((first, last),) = con.execute("select min(night_of), max(night_of) from core.attacks").fetchall()
    nights = [first + dt.timedelta(days=n) for n in range(-1, (last - first).days + 2)]
    form = {"night": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[granularity]
    return [parse_period(text) for text in dict.fromkeys(f"{night:{form}}" for night in nights)]


@pytest.mark.parametrize(("granularity", "day"), [("month", "month"), ("year", "make_date(year, 1, 1)")])
def test_months_and_years_list_what_adds_up(con: duckdb.DuckDBPyConnection, granularity: str, day: str) -> None:
    """For every weapon group; the parts of a month are its nights, those of a year its months."""
    totals = marts(con, f"{granularity}ly_totals", day)
    parts = marts(con, *{"month": ("nightly_totals", "night_of"), "year": ("monthly_totals", "month")}[granularity])
    listed: dict[tuple[str, dt.date], tuple[int | None, ...]] = {}
    listed_parts: dict[tuple[str, dt.date], tuple[int | None, ...]] = {}
    groups = sorted({group for group, _ in parts} | {"glide_bomb"})
    for period in periods(con, granularity):
        for group in groups:
            found = explain(con, period, group)
            if found.counted:
                listed[group, period.first] = listed_sums(found.counted)
            listed_parts |= {(group, part.period.first): listed_sums(part.counted) for part in found.parts if part.counted}
            assert_boundary_explains_the_rule(found)
    assert listed == totals
    assert listed_parts == parts


def assert_boundary_explains_the_rule(found: Any) -> None:
    launched = {rule.rule_id: rule.launched or 0 for rule in found.rules}
    moved = sum((row.launched or 0) * (1 if row.starts_within else -1) for row in found.boundary)
    assert launched["standard"] + moved == launched["start_date"]


def test_nights_list_what_adds_up(con: duckdb.DuckDBPyConnection) -> None:
    """A night asked for by itself; those of the other weapon groups are the parts of months."""
    group = "shahed_type"
    totals = {first: sums for (of, first), sums in marts(con, "nightly_totals", "night_of").items() if of == group}
    listed = {}
    for period in periods(con, "night"):
        reports, explained = read_reports(con, period, group)
        counted = [report for report in reports if report.not_counted_reason is None]
        if counted:
            listed[period.first] = listed_sums(counted)
        assert (explained is not None) == bool(counted)
    assert listed == totals


def test_phrases_are_short_and_stand_in_the_posts(real: Home, real_data: Path) -> None:
    texts = {f"https://t.me/kpszsu/{post['id']}": letters(str(post["text"])) for post in real_messages(real_data)}
    with versions.open_published(real) as con:
        years = [explain(con, year, group) for year in periods(con, "year") for group in WEAPON_GROUPS]
    found = [report for year in years for report in year.counted]
    phrases = [(report.report_url, phrase) for report in found for phrase in report.phrases.values()]
    assert len(phrases) > 300
    assert {report.source_id for report in found if report.phrases} == {"air_force_posts"}
    for url, phrase in phrases:
        assert len(phrase.split()) <= 25
        assert url is not None
        assert all(letters(part) in texts[url] for part in phrase.split("…")), (url, phrase)


def letters(text: str) -> str:
    """Return letters and digits only: the reader of posts spells quotation marks and apostrophes alike."""
    return re.sub(r"\W", "", text)


def test_night_of_a_post_shows_the_words_of_its_numbers(shipped: Home) -> None:
    lines = [line.strip() for line in succeed(shipped, "explain", "2026-07-02").splitlines()]
    weapon = lines.index("Weapon            ударними БпЛА типу Shahed та дронами-імітаторами")
    words = ["Launched          47", "“атакував 47 ударними БпЛА”", "https://t.me/kpszsu/1"]
    assert lines[weapon + 1 : weapon + 4] == words
    assert "1. 1 Jul 2026 18:00 to 2 Jul 2026 08:30, Kyiv time" in lines
    assert "Intercepted       41, said to be shot down or suppressed" in lines


def test_unknown_number_is_no_zero(shipped: Home) -> None:
    text = succeed(shipped, "explain", "2026-07-04")
    assert "Launched          given in words only\n                  only an unknown number is reported" in text
    assert json.loads(succeed(shipped, "explain", "2026-07-04", "--format", "json"))["totals"]["launched"] is None


def test_json_lists_every_report_of_a_year_and_is_stable(shipped: Home) -> None:
    text = succeed(shipped, "explain", "2024", "--format", "json")
    assert text == succeed(shipped, "explain", "2024", "--format", "json")
    found = json.loads(text)
    reports = [report for part in found["parts"] for report in part["counted"]]
    assert sum(report["launched"] or 0 for report in reports) == found["totals"]["launched"] == 10970
    assert found["period"] == {"first": "2024-01-01", "last": "2024-12-31", "granularity": "year"}
    assert (found["figures"][0]["publisher"], found["figures"][0]["value_low"]) == ("CNN", 11000)
    assert {rule["rule_id"]: rule["launched"] for rule in found["rules"]}["start_date"] == 11081
    assert list(found) == [
        "period", "weapon_group", "weapon_description", "covered", "nights", "totals", "parts", "left_out", "rules", "boundary",
        "agreement", "figures", "revisions", "breaks",
    ]  # fmt: skip


def test_text_fits_a_terminal(con: duckdb.DuckDBPyConnection) -> None:
    for period in (*periods(con, "year"), *periods(con, "month"), *periods(con, "night")[::50]):
        lines = as_text(document(explain(con, period, "all_drones"))).splitlines()
        assert [line for line in lines if len(line) > WIDTH and not line.split()[-1].startswith("http")] == []


def test_markdown_of_a_month_names_every_night(shipped: Home) -> None:
    text = succeed(shipped, "explain", "2025-07", "--format", "markdown")
    assert text.startswith("# shahed_type: Jul 2025\n")
    assert "- **Launched:** 6,303 (low 6,297, high 6,303)" in text
    assert all(f"\n| {day} Jul |" in text for day in range(1, 32))


def test_month_before_anything_was_collected_says_so(shipped: Home) -> None:
    text = " ".join(succeed(shipped, "explain", "2022-08").split())
    assert "no report counts" in text
    assert "before the first collected night: the tally covers the nights of 29 Sep 2022" in text


def test_file_of_another_version_of_the_code(shipped: Home, home: Home, tmp_path: Path) -> None:
    home.database.parent.mkdir(parents=True)
    with duckdb.connect(home.database) as con:
        con.execute("create schema mart; create table mart.nights (night_of date)")
    run = run_tally(home, "explain", "2024")
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "was published by another version of the code. Run `tally refresh`." in run.stderr


def test_reader_who_stops_early_sees_no_error(shipped: Home) -> None:
    command = [str(Path(sys.executable).with_name("tally")), "explain", "2024", "--format", "json"]
    with subprocess.Popen(command, env=environment(shipped), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""


def test_starts_without_heavy_libraries(shipped: Home) -> None:
    """Dagster and matplotlib take seconds to import; an explanation needs neither."""
    program = (
        "import sys; from pipelines.cli import tally; tally(['explain', '2024'], standalone_mode=False); "
        "print(sorted(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], env=environment(shipped), capture_output=True, text=True, check=True)
    modules = run.stdout.splitlines()[-1]
    assert "'duckdb'" in modules
    assert not [name for name in ("dagster", "matplotlib", "pandas") if f"'{name}'" in modules]
