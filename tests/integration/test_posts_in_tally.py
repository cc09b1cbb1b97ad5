"""From files of posts to the published tally: kinds, attacks, edits, rejected rows, and no text of a post anywhere."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports import sets
from tests.channel import export, exported, message, page
from tests.conftest import run_tally
from tests.dataset import dataset
from warehouse.home import Home

FIRST_SEEN, SEEN_AGAIN = "2026-01-16", "2026-01-20"
# What nobody else writes, so that it can be looked for; more than 25 words.
CLOSING = (
    "Безсонну варту цієї студеної пори тримали підрозділи вогневого прикриття, обслуги зенітних комплексів, пілоти "
    "вертольотів, фахівці радіоелектронної протидії та оператори дронів-перехоплювачів, яким щиро вдячні всі мешканці міст, "
    "сіл і хуторів нашої великої родини."
)
NIGHT = (
    "⚡️ ЗБИТО/ПОДАВЛЕНО {down} ЦІЛЕЙ ПРОТИВНИКА\n➖➖➖➖➖➖➖➖➖➖\n"
    "У ніч на 15 січня (з 18:00 14 січня) противник атакував двома балістичними ракетами Іскандер-М, а також {launched} "
    "ударними БпЛА типу Shahed, Гербера (46 із них – реактивні) із напрямків: Курськ, Міллєрово – рф.\n\n" + CLOSING + "\n\n"
    "💥 За попередніми даними, станом на 08:30, збито/подавлено {down} ворожих БпЛА типу Shahed.\n\n"
    "Зафіксовано влучання 9 ударних БпЛА на 7 локаціях, а також падіння уламків на 4 локаціях.\n\n"
    "Ще 3 БпЛА полетіли у бік Білорусі."
)
DAY = (
    "❗️ Протягом дня 15 січня (із 9.00 до 17.00) противник атакував Україну 40 ударними БпЛА. "
    "Збито/подавлено 33 ударні БпЛА.\n\n" + CLOSING
)
NEXT_NIGHT = (
    "У ніч на 16 січня (з 18:00 15 січня) противник атакував 60 ударними БпЛА типу Shahed.\n\n" + CLOSING + "\n\n"
    "💥 Станом на 08:00 збито/подавлено 51 ворожий БпЛА."
)
WRONG_DATE = NIGHT.format(down=5, launched=9).replace("15 січня", "25 січня").replace("14 січня", "24 січня")
ALERT = "🛵 Ударні БпЛА на півночі Полтавщини курсом на Миргород. " + CLOSING
WEEK = "За тиждень збито/подавлено 655 ворожих БпЛА. " + CLOSING


def at(kyiv: str) -> dt.datetime:
    """Return a time of January 2026 in Kyiv, which is two hours ahead of UTC."""
    return dt.datetime.fromisoformat(f"2026-01-{kyiv}:00+02:00").astimezone(dt.UTC)


def exported_at(number: int, kyiv: str, text: str, **keys: object) -> dict[str, object]:
    return exported(number, text, **{"date_unixtime": str(int(at(kyiv).timestamp()))} | keys)


def write(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def succeed(home: Home, *arguments: str) -> str:
    run = run_tally(home, *arguments)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with an export, a later page on which one post is edited, and the dataset. Tests only read it."""
    folder = tmp_path_factory.mktemp("posts")
    home = Home(folder / "home")
    first = export(
        exported_at(501, "15T09:00", NIGHT.format(down=85, launched=100)),
        exported_at(502, "15T17:30", DAY),
        exported_at(503, "15T20:00", ALERT),
        exported_at(504, "16T08:30", NEXT_NIGHT),
        exported_at(505, "16T09:00", WRONG_DATE),
        exported_at(506, "16T10:00", WEEK),
        exported_at(507, "16T10:30", "Без часу", date_unixtime=None),
    )
    edited = NIGHT.format(down=88, launched=105).replace("\n", "<br/>")
    second = page([message(501, edited, at=at("15T09:00")), message(508, "Відбій тривоги.", at=at("18T12:00"))])
    window = {"time_start": "2026-01-14 18:00", "time_end": "2026-01-15 08:30", "source": "kpszsu/posts/x"}
    listed = dataset(
        window | {"launched": "99", "destroyed": "80"},
        window | {"model": "Kalibr", "launched": "3", "destroyed": "1"},
    )
    succeed(home, "add", write(folder / "result.json", first), "--seen-at", FIRST_SEEN)
    succeed(home, "add", write(folder / "page.html", second), "--seen-at", SEEN_AGAIN)
    succeed(home, "add", write(folder / "data.csv", listed), "--seen-at", SEEN_AGAIN)
    succeed(home, "refresh")
    with pytest.MonkeyPatch.context() as patch:
        # All are drawn alike, and take longer than all else.
        patch.setattr(sets, "CHARTS", ["nightly_launches"])
        sets.publish(home, "en")
    return home


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as con:
        return con.execute(query).fetchall()


def test_every_version_of_every_post_has_a_kind(published: Home) -> None:
    query = "select post_id, version, post_kind, is_current, kind_reason is null from core.posts order by post_id, version"
    assert ask(published.database, query) == [
        (501, 1, "report", False, True),
        (501, 2, "report", True, True),
        (502, 1, "report", True, True),
        (503, 1, "alert", True, False),
        (504, 1, "report", True, True),
        (505, 1, "unreadable", True, False),
        (506, 1, "summary", True, False),
        (508, 1, "alert", True, False),
    ]


def test_attacks_lead_to_their_posts_and_windows_are_utc(published: Home) -> None:
    query = (
        "select report_url, weapon_id, window_start, window_end, night_of::varchar, launched, intercepted, is_counted "
        "from core.attacks where source_id = 'air_force_posts' order by report_url, item"
    )
    url, night = "https://t.me/kpszsu/", (dt.datetime(2026, 1, 14, 16), dt.datetime(2026, 1, 15, 6, 30), "2026-01-15")
    assert ask(published.database, query) == [
        (url + "501", "shahed_136_131", *night, 105, 88, True),
        (url + "501", "iskander_m", *night, 2, None, True),
        (url + "502", "shahed_136_131", dt.datetime(2026, 1, 15, 7), dt.datetime(2026, 1, 15, 15), "2026-01-15", 40, 33, True),
        (url + "504", "shahed_136_131", dt.datetime(2026, 1, 15, 16), dt.datetime(2026, 1, 16, 6), "2026-01-16", 60, 51, True),
    ]  # fmt: skip


def test_post_takes_the_place_of_the_dataset(published: Home) -> None:
    query = "select weapon_id, is_counted, not_counted_reason from core.attacks where source_id = 'daily_attacks' order by 1"
    assert ask(published.database, query) == [
        ("kalibr", False, "reported_by_preferred_source"),
        ("shahed_136_131", False, "reported_by_preferred_source"),
    ]


def test_night_is_the_sum_of_night_and_day(published: Home) -> None:
    query = (
        "select night_of::varchar, launched, intercepted, reports, source_id from mart.nightly_totals "
        "where weapon_group = 'shahed_type' and night_of between '2026-01-15' and '2026-01-16' order by 1"
    )
    assert ask(published.database, query) == [
        ("2026-01-15", 145, 121, 2, "air_force_posts"),
        ("2026-01-16", 60, 51, 1, "air_force_posts"),
    ]


def test_places_and_outcomes(published: Home) -> None:
    places = ask(
        published.database,
        "select role, place_as_reported, count from core.attack_places inner join core.attacks using (attack_id) "
        "where report_url like '%/501' order by role, position",
    )
    assert places == [("exit", "Білорусь", 3), ("launch_site", "Курськ", None), ("launch_site", "Міллєрово", None)]
    outcomes = ask(
        published.database,
        "select hits, hit_locations, debris_locations, border_exits, jet_launched, interception_wording from core.attacks "
        "where report_url like '%/501' and item = 1",
    )
    assert outcomes == [(9, 7, 4, 3, 46, "shot_down_or_suppressed")]


def test_sources_are_compared(published: Home) -> None:
    query = (
        "select weapon_group, launched_a, launched_b, difference from mart.source_agreement where source_id_b = 'daily_attacks'"
    )
    assert ask(published.database, query) == [("shahed_type", 145, 99, -46)]


def test_phrases_stand_behind_the_numbers(published: Home) -> None:
    phrases = ask(
        published.database,
        "select column_name, phrase from core.phrases inner join core.attacks using (attack_id) "
        "where report_url like '%/501' and weapon_id = 'shahed_136_131' order by 1",
    )
    numbers = {
        "airborne": None, "border_exits": "3", "debris_locations": "4", "hit_locations": "7", "hits": "9",
        "intercepted": "88", "jet_launched": "46", "launched": "105",
    }  # fmt: skip
    assert {name: numbers[name] for name, _ in phrases} == {name: number for name, number in numbers.items() if number}
    assert [phrase for name, phrase in phrases if str(numbers[name]) not in phrase] == []
    assert ask(published.database, "select phrase from core.phrases where len(string_split_regex(phrase, '\\s+')) > 25") == []


def test_edit_is_a_revision(published: Home) -> None:
    query = (
        "select column_name, old_value, new_value, change from mart.revisions "
        "where source_id = 'air_force_posts' order by column_name"
    )
    found = ask(published.database, query)
    assert ("launched", "100", "105", "revised") in found
    assert ("intercepted", "85", "88", "revised") in found
    assert {change for *_, change in found} == {"revised"}
    assert ask(published.database, "select distinct night_of::varchar from mart.revisions") == [("2026-01-15",)]


def test_tally_as_of_before_the_edit_is_that_of_the_first_version(published: Home, tmp_path: Path) -> None:
    file = tmp_path / "then.duckdb"
    succeed(published, "rebuild", "--as-of", "2026-01-17", "--to", str(file))
    assert ask(file, "select post_id, version, is_current from core.posts where post_id in (501, 508)") == [(501, 1, True)]
    query = "select launched, intercepted from core.attacks where report_url like '%/501' and item = 1"
    assert ask(file, query) == [(100, 85)]
    assert ask(file, "select count(*) from mart.revisions") == [(0,)]


def test_rejected_rows_say_why(published: Home) -> None:
    query = "select row_number, reason, raw from core.rejected_rows where source_id = 'air_force_posts' order by row_number"
    unreadable, refused = ask(published.database, query)
    assert unreadable[0] == 6
    assert unreadable[1] == "its date, 25.01.2026, does not fit the day of the post, 16.01.2026"
    assert len(unreadable[2].split()) <= 10
    assert (refused[0], refused[1].split(",")[0]) == (8, "it has no date_unixtime")


def test_rows_in_are_rows_out_and_rejected(published: Home) -> None:
    query = (
        "select row_count, rejected_count, "
        "(select count(*) from raw.air_force_posts as r where r.snapshot_id = s.snapshot_id), "
        "(select count(*) from core.posts as p where p.snapshot_id = s.snapshot_id) "
        "from core.snapshots as s where source_id = 'air_force_posts' order by fetched_at"
    )
    # The unreadable report is both a row of core.posts and rejected.
    assert ask(published.database, query) == [(7, 2, 7, 6), (2, 0, 2, 2)]


LONG_TEXTS = (CLOSING, NIGHT.format(down=85, launched=100), NIGHT.format(down=88, launched=105), DAY, NEXT_NIGHT, ALERT, WEEK)


def words_of(text: str) -> list[str]:
    """The words of a text without the marks around them, which one spelling of all texts changes."""
    return [word for part in text.split() if (word := re.sub(r"^\W+|\W+$", "", part))]


def runs_of_words(text: str, length: int = 26) -> set[str]:
    """Every run of so many consecutive words."""
    words = words_of(text)
    return {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_no_cell_of_the_published_file_holds_more_than_25_words_of_a_post(published: Home) -> None:
    runs = {run for text in (*LONG_TEXTS, WRONG_DATE) for run in runs_of_words(text)}
    assert len(runs) > 100
    columns = ask(
        published.database,
        "select table_schema || '.' || table_name, column_name from information_schema.columns where data_type like 'VARCHAR%'",
    )
    assert len(columns) > 50
    found = []
    with duckdb.connect(published.database, read_only=True) as con:
        for table, column in columns:
            for (cell,) in con.execute(f"select distinct {column}::varchar from {table} where {column} is not null").fetchall():
                words = words_of(cell)
                # A shorter cell holds no run.
                if len(words) > 25:
                    found += [(table, column, run) for run in runs if run in " ".join(words)]
    assert found == []


def test_no_byte_of_what_is_published_holds_a_sentence_of_a_post(published: Home) -> None:
    """The words of the closing sentence never stand behind a number, so that not even a few of them may be there."""
    files = [published.database.resolve(), *(path for path in published.reports.rglob("*") if path.is_file())]
    assert len(files) > 10
    wanted = [" ".join(CLOSING.split()[start : start + 5]) for start in range(0, 25, 5)]
    escaped = [json.dumps(words)[1:-1] for words in wanted]
    encoded = [words.encode(code) for words in [*wanted, *escaped] for code in ("utf-8", "utf-16-le")]
    assert [path for path in files if any(words in path.read_bytes() for words in encoded)] == []
    assert any(
        words.encode() in path.read_bytes() for words in wanted for path in published.snapshots.rglob("*") if path.is_file()
    )
