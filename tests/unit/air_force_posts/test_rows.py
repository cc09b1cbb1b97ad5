"""From posts to rows: versions, attacks, places and the phrase behind every number, and never the text of a post."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from assets.sources.air_force_posts import rows
from assets.sources.air_force_posts.posts import Post, PostFile, RefusedPost
from assets.sources.air_force_posts.rows import PostRows, Versions, hash_of, read_posts
from warehouse import contracts
from warehouse.reference_data import groups_by_weapon
from warehouse.tables import BY_NAME

SNAPSHOT = "air_force_posts-1"
POSTED = dt.datetime(2026, 1, 15, 7, 30, tzinfo=dt.UTC)
TEXT = (
    "⚡️ ЗБИТО/ПОДАВЛЕНО 86 ЦІЛЕЙ ПРОТИВНИКА\n➖➖➖➖➖➖➖➖➖➖\n"
    "У ніч на 15 січня (з 18:00 14 січня) противник атакував двома балістичними ракетами Іскандер-М, а також близько 100 "
    "ударними БпЛА типу Shahed (46 із них – реактивні) із напрямків: Курськ, Міллєрово – рф.\n\n"
    "❗️ Основний напрямок удару – Одещина.\n\n"
    "Нічну навалу стримували екіпажі гелікоптерів, зенітники, майстри радіозавад та вогневі групи з усіх куточків держави.\n\n"
    "💥 За попередніми даними, станом на 08:30, збито/подавлено 85 ворожих БпЛА типу Shahed та ракету Іскандер-М.\n\n"
    "Зафіксовано влучання 9 ударних БпЛА на 7 локаціях, а також падіння уламків на 4 локаціях.\n\n"
    "Ще 3 БпЛА полетіли у бік Білорусі. У повітряному просторі близько 2 БпЛА. Бережіть себе!"
)
REPORT = Post(2, 501, POSTED, None, TEXT)
ALERT = Post(3, 502, POSTED, None, "🛵 Ударні БпЛА курсом на Миргород.")
UNREADABLE = Post(4, 503, POSTED, None, TEXT.replace("15 січня", "25 січня").replace("14 січня", "24 січня"))


def only(found: PostRows, weapon_id: str) -> dict[str, Any]:
    (row,) = (row for row in found.attacks if row["weapon_id"] == weapon_id)
    return row


@pytest.fixture(scope="module")
def found() -> PostRows:
    return read_posts(SNAPSHOT, [REPORT, ALERT, UNREADABLE])


def test_every_post_gets_a_kind_and_a_reason(found: PostRows) -> None:
    kinds = [(row["snapshot_id"], row["row_number"], row["post_kind"], row["kind_reason"] is None) for row in found.kinds]
    assert kinds == [(SNAPSHOT, 2, "report", True), (SNAPSHOT, 3, "alert", False), (SNAPSHOT, 4, "unreadable", False)]


def test_attack_of_the_drones(found: PostRows) -> None:
    row = only(found, "shahed_136_131")
    assert {name: row[name] for name in row if name not in ("snapshot_id", "weapon_as_reported", "marks")} == {
        "row_number": 2, "item": 1, "source_id": "air_force_posts", "report_url": "https://t.me/kpszsu/501",
        "reporter": "air_force", "reporter_account": "kpszsu", "scope": "national", "is_whole_country": True, "reports": 1,
        "target_as_reported": "Одещина", "launch_place_as_reported": "Курськ, Міллєрово", "window_kind": "night",
        "start_date": dt.date(2026, 1, 14), "night_of": dt.date(2026, 1, 15), "window_start": dt.datetime(2026, 1, 14, 16),
        "window_end": dt.datetime(2026, 1, 15, 6, 30), "window_precision": "clock", "weapon_id": "shahed_136_131",
        "weapon_group": "shahed_type", "launched": 100, "launched_low": 95, "launched_high": 105, "launched_null_reason": None,
        "intercepted": 85, "intercepted_null_reason": None, "interception_wording": "shot_down_or_suppressed", "lost": None,
        "airborne": 2, "hits": 9, "hit_locations": 7, "debris_locations": 4, "jet_launched": 46, "jet_intercepted": None,
        "shahed_launched": None, "border_exits": 3, "correction": None,
    }  # fmt: skip


def test_attack_of_the_missiles(found: PostRows) -> None:
    row = only(found, "iskander_m")
    assert (row["item"], row["launched"], row["intercepted"], row["weapon_group"]) == (2, 2, 1, "ballistic_missile")
    assert "hit_locations" not in row
    assert row["report_url"] == "https://t.me/kpszsu/501"


def test_rows_keep_the_contract_of_their_table(found: PostRows) -> None:
    frame = contracts.frame(BY_NAME["core.reported_attacks"], found.attacks)
    assert set(frame.columns) == set(BY_NAME["core.reported_attacks"].column_names)
    assert all(row["weapon_group"] == groups_by_weapon()[row["weapon_id"]] for row in found.attacks)


@pytest.mark.parametrize(
    ("opening", "precision", "start", "end", "correction"),
    [
        ("У ніч на 15 січня", "date", None, None, None),
        ("У ніч на 15 січня (з 18:00 14 січня)", "clock_start", 16, None, None),
        ("У ніч на 15 січня (з 18:00 до 05:00)", "clock", 16, 3, None),
        ("У ніч на 15 січня (станом на 07:00)", "clock_end", None, 5, None),
        ("У ніч на 15 січня (з 18:00 14 березня)", "clock_start", 16, None, "start date 14.03.2026 read as 14.01.2026"),
    ],
    ids=["date", "start", "both", "end", "mended"],
)
def test_window(opening: str, precision: str, start: int | None, end: int | None, correction: str | None) -> None:
    text = f"{opening} противник атакував 9 ударними БпЛА. Збито 5 БпЛА."
    (row,) = read_posts(SNAPSHOT, [replace(REPORT, text=text)]).attacks
    hours = [moment and moment.hour for moment in (row["window_start"], row["window_end"])]
    assert (row["window_precision"], hours) == (precision, [start, end])
    assert (row["correction"], row["marks"]) == (correction, "date_mended" if correction else None)


def test_missing_numbers_have_a_reason() -> None:
    text = "У ніч на 15 серпня противник атакував ракетами Х-101 та 9 ударними БпЛА."
    found = read_posts(SNAPSHOT, [replace(REPORT, posted_at=POSTED.replace(month=8), text=text)])
    drones, missiles = only(found, "shahed_136_131"), only(found, "kh_101_555")
    assert (drones["launched_null_reason"], drones["intercepted_null_reason"]) == (None, "not_stated")
    assert (missiles["launched"], missiles["launched_null_reason"]) == (None, "withheld")
    assert drones["interception_wording"] is None


def test_what_was_mended_is_told_apart_and_marked() -> None:
    text = "У ніч на 15 січня (з 18:00 14 березня) противник атакував 9 ударними БпЛА. Збито 15 БпЛА."
    found = read_posts(SNAPSHOT, [replace(REPORT, text=text)])
    assert found.attacks[0]["marks"] == "date_mended; outcomes_exceed_launched: shahed_type"
    assert found.kinds[0]["marks"] == "start date 14.03.2026 read as 14.01.2026; outcomes_exceed_launched: shahed_type"


def test_mark_stands_on_the_weapon_it_is_about() -> None:
    text = "У ніч на 15 січня противник атакував 2 балістичними ракетами Іскандер-М та 9 ударними БпЛА. Збито 15 БпЛА."
    drones, missiles = read_posts(SNAPSHOT, [replace(REPORT, text=text)]).attacks
    assert (drones["marks"], missiles["marks"]) == ("outcomes_exceed_launched: shahed_type", None)


@pytest.mark.parametrize(
    ("edits", "current"),
    [((None, 9), 2), ((6, 9), 2), ((9, 6), 1), ((9, None), 2), ((9, 9), 2)],
    ids=["edited", "edited again", "older file comes in later", "page without a time", "same time"],
)
def test_version_that_counts(edits: tuple[int | None, int | None], current: int) -> None:
    """A file with an earlier version, added later, took the place of the newer one."""
    versions = Versions()
    for number, hour in enumerate(edits):
        edited_at = REPORT.posted_at.replace(hour=hour) if hour else None
        versions.unseen([replace(REPORT, text=f"text {number}", edited_at=edited_at)])
    assert versions.current().rows() == [(REPORT.post_id, current)]


def test_places_of_a_report(found: PostRows) -> None:
    places = [(p["role"], p["position"], p["place_as_reported"], p["place_id"], p["count"]) for p in found.places]
    assert [place[:3] + place[4:] for place in places] == [
        ("launch_site", 1, "Курськ", None),
        ("launch_site", 2, "Міллєрово", None),
        ("target", 1, "Одещина", None),
        ("exit", 1, "Білорусь", 3),
    ]
    assert all(place_id and place_id.isascii() for *_, place_id, _ in places)


def test_phrases_hold_the_numbers(found: PostRows) -> None:
    phrases = {(row["item"], row["column_name"]): row["phrase"] for row in found.phrases}
    assert set(phrases) == {
        *((1, name) for name in ("launched", "intercepted", "airborne", "hits", "jet_launched", "border_exits")),
        *((1, name) for name in ("hit_locations", "debris_locations")),
        *((2, name) for name in ("launched", "intercepted")),
    }
    attacks = {row["item"]: row for row in found.attacks}
    printed = {(item, name): str(attacks[item][name]) for item, name in phrases if (item, name) not in WRITTEN_OUT}
    assert {of: number for of, number in printed.items() if number not in re.findall(r"\d+", phrases[of])} == {}
    assert "двома" in phrases[2, "launched"]


# Numbers in words, and a singular that stands for one.
WRITTEN_OUT = {(2, "launched"), (2, "intercepted")}


def cells(value: Any) -> list[str]:
    """Every text in rows."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in cells(item)]
    if isinstance(value, list):
        return [text for item in value for text in cells(item)]
    return [value] if isinstance(value, str) else []


def test_no_row_holds_the_text(found: PostRows) -> None:
    file = PostFile([REPORT, ALERT, UNREADABLE], [], 0, [])
    everything = [found.kinds, found.attacks, found.places, found.phrases, found.rejected, rows.raw_rows(SNAPSHOT, file)]
    texts = cells(everything)
    assert len(texts) > 50
    assert [text for text in texts if len(text.split()) > 25] == []
    assert [text for text in texts if "екіпажі гелікоптерів" in text] == []


def test_unreadable_report_is_rejected_with_its_first_words(found: PostRows) -> None:
    (row,) = found.rejected
    assert (row["source_id"], row["row_number"]) == ("air_force_posts", 4)
    assert "does not fit the day of the post" in row["reason"]
    assert row["raw"] == " ".join(TEXT.replace("15 січня", "25 січня").split()[:10])
    assert found.rejected_frame().height == 1


def test_raw_rows_are_numbers_times_and_hashes() -> None:
    refused = RefusedPost(9, "it has no date", '{"id": 1, "text": "Збито"}')
    edited = replace(REPORT, edited_at=POSTED + dt.timedelta(hours=1))
    first, second = rows.raw_rows(SNAPSHOT, PostFile([edited], [refused], 0, []))
    assert first == {
        "snapshot_id": SNAPSHOT, "row_number": 2, "post_id": 501, "posted_at": dt.datetime(2026, 1, 15, 7, 30),
        "edited_at": dt.datetime(2026, 1, 15, 8, 30), "text_sha256": hash_of(TEXT), "words": len(TEXT.split()),
    }  # fmt: skip
    assert second == {"snapshot_id": SNAPSHOT, "row_number": 9, "malformed": "it has no date"}


def test_frames_of_nothing_have_their_columns() -> None:
    nothing = PostRows()
    for frame in (nothing.rejected_frame(), nothing.phrases_frame(), nothing.places_frame()):
        assert frame.height == 0
        assert "snapshot_id" in frame.columns
        assert frame.schema["row_number"] == pl.Int64


def versions_of(*snapshots: list[Post]) -> list[tuple[int, int]]:
    """Post and version that each snapshot adds."""
    versions, added = Versions(), []
    for number, posts in enumerate(snapshots):
        read = read_posts(f"s{number}", versions.unseen(posts))
        added += [(row["post_id"], row["version"]) for row in versions.rows(read, POSTED)]
    return added


def test_versions_of_a_post() -> None:
    edited = replace(REPORT, text=TEXT.replace("85 ворожих", "86 ворожих"))
    assert versions_of([REPORT, ALERT], [REPORT, ALERT], [edited], [edited], [REPORT]) == [
        (501, 1), (502, 1), (501, 2), (501, 3),
    ]  # fmt: skip
    assert versions_of([REPORT, REPORT]) == [(501, 1)]


def test_version_says_when_it_was_seen() -> None:
    versions = Versions()
    read = read_posts(SNAPSHOT, versions.unseen([REPORT]))
    (row,) = versions.rows(read, POSTED + dt.timedelta(days=2))
    assert (row["seen_at"], row["posted_at"], row["text_sha256"]) == (
        dt.datetime(2026, 1, 17, 7, 30), dt.datetime(2026, 1, 15, 7, 30), hash_of(TEXT),
    )  # fmt: skip
    assert (row["report_url"], row["post_kind"]) == ("https://t.me/kpszsu/501", "report")
