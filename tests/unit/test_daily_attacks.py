"""The open dataset: from a row of text to a reported attack."""

import datetime as dt
from typing import Any

import pytest

from assets.sources import daily_attacks
from tests.dataset import ROW
from tests.unit.rows import GROUPS, SEEN_ON, raw, raw_attack


def clean(**cells: str | None) -> dict[str, Any]:
    """Return the one row that comes out."""
    rows, rejected = daily_attacks.clean(raw_attack(**cells), SEEN_ON, GROUPS)
    assert rejected.rows() == []
    return rows.row(0, named=True)


def test_usual_row() -> None:
    row = clean(not_reach_goal="0.0", still_attacking="3.0", num_hit_location="7.0", num_fall_fragment_location="0.0")
    expected = {
        "start_date": dt.date(2026, 3, 1),
        "night_of": dt.date(2026, 3, 2),
        "window_start": dt.datetime(2026, 3, 1, 16, 0),
        "window_end": dt.datetime(2026, 3, 2, 6, 0),
        "window_precision": "clock",
        "weapon_id": "shahed_136_131",
        "weapon_group": "shahed_type",
        "reporter": "air_force",
        "scope": "national",
        "is_whole_country": True,
        "launched": 100,
        "launched_low": 100,
        "launched_high": 100,
        "launched_null_reason": None,
        "intercepted": 90,
        "interception_wording": "shot_down_or_suppressed",
        "lost": None,
        "airborne": 3,
        "hit_locations": 7,
        "debris_locations": 0,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"model": None}, "model is empty"),
        ({"model": "  "}, "model is empty"),
        ({"time_start": None}, "time_start is empty"),
        ({"time_end": None}, "time_end is empty"),
        ({"time_start": "yesterday"}, "time_start “yesterday” is not a date"),
        ({"time_end": "2026-03-02 9.00"}, "time_end “2026-03-02 9.00” is not a date"),
        ({"time_end": "2026-03-01 17:00"}, "the window ends (2026-03-01 17:00) before it starts (2026-03-01 18:00)"),
        ({"time_start": "2021-12-31"}, "time_start “2021-12-31” is before"),
        ({"time_start": "2026-09-01", "time_end": "2026-09-02"}, "time_end “2026-09-02” is after the file was seen"),
        *(
            ({name: "-1"}, f"{name} “-1” is not a whole number")
            for name in (
                "launched", "destroyed", "not_reach_goal", "still_attacking", "num_hit_location", "num_fall_fragment_location",
            )
        ),
        ({"malformed": "3 cells where the header has 22"}, "3 cells where the header has 22"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_rejects(cells: dict[str, str | None], reason: str) -> None:
    rows, rejected = daily_attacks.clean(raw_attack(**cells), SEEN_ON, GROUPS)
    assert rows.height == 0
    assert rejected["reason"].item().startswith(reason)


def test_every_row_is_used_or_rejected() -> None:
    rows, rejected = daily_attacks.clean(
        raw("raw.daily_attacks", ROW, ROW | {"launched": "many"}, ROW, ROW | {"model": ""}), SEEN_ON, GROUPS
    )
    assert rows["row_number"].to_list() == [2, 4]
    assert rejected["row_number"].to_list() == [3, 5]


@pytest.mark.parametrize(
    ("night_of", "cell", "lost", "wording"),
    [
        ("2025-07-23", "0.0", 0, "shot_down"),
        ("2025-07-23", "12.0", 12, "shot_down"),
        ("2025-07-23", None, None, "shot_down"),
        ("2025-07-24", "0.0", None, "shot_down_or_suppressed"),
        ("2025-07-24", None, None, "shot_down_or_suppressed"),
        ("2025-10-22", "17.0", 17, "shot_down"),
        ("2025-12-27", "15.0", 15, "shot_down"),
    ],
    ids=["zero before", "number before", "none before", "zero after", "none after", "real value of October",
         "real value of December"],
)  # fmt: skip
def test_lost_over_the_break_of_july_2025(night_of: str, cell: str | None, lost: int | None, wording: str) -> None:
    """From 24 Jul 2025 the dataset writes 0 where the report has no number of its own; two real values remain."""
    row = clean(time_start=night_of, time_end=night_of, not_reach_goal=cell)
    assert (row["lost"], row["interception_wording"]) == (lost, wording)


@pytest.mark.parametrize(("cell", "airborne"), [("0.0", None), ("5.0", 5), (None, None)])
def test_zero_airborne_is_not_stated(cell: str | None, airborne: int | None) -> None:
    assert clean(still_attacking=cell)["airborne"] == airborne


def test_printed_zero_is_zero_and_empty_is_null_with_a_reason() -> None:
    printed, empty = clean(launched="0", destroyed="0"), clean(launched=None, destroyed="")
    names = ("launched", "launched_low", "launched_high", "launched_null_reason", "intercepted", "intercepted_null_reason")
    assert [printed[name] for name in names] == [0, 0, 0, None, 0, None]
    assert [empty[name] for name in names] == [None, None, None, "not_stated", None, "not_stated"]
    assert empty["interception_wording"] is None


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("2026-03-01 18:00", "2026-03-02 08:00", "clock"),
        ("2026-03-01 18:00", "2026-03-02", "clock_start"),
        ("2026-03-01", "2026-03-02 08:00", "clock_end"),
        ("2026-03-01", "2026-03-02", "date"),
        ("2026-03-29 03:30", "2026-03-29 08:00", "clock_end"),
    ],
    ids=["both", "start", "end", "neither", "start in the skipped hour"],
)
def test_window_precision(start: str, end: str, precision: str) -> None:
    row = clean(time_start=start, time_end=end)
    assert row["window_precision"] == precision
    assert (row["start_date"], row["night_of"]) == (dt.date.fromisoformat(start[:10]), dt.date.fromisoformat(end[:10]))


@pytest.mark.parametrize(
    ("source", "account", "reporter", "url"),
    [
        ("kpszsu/posts/pfbid02n", "kpszsu", "air_force", "https://www.facebook.com/kpszsu/posts/pfbid02n"),
        ("kpszsu/videos/1", "kpszsu", "air_force", "https://www.facebook.com/kpszsu/videos/1"),
        ("https://t.me/kpszsu/1", "kpszsu", "air_force", "https://t.me/kpszsu/1"),
        ("https://t.me/s/kpszsu/1", "kpszsu", "air_force", "https://t.me/s/kpszsu/1"),
        ("t.me/kpszsu/1", "kpszsu", "air_force", "https://t.me/kpszsu/1"),
        ("https://www.facebook.com/kpszsu/posts/1", "kpszsu", "air_force", "https://www.facebook.com/kpszsu/posts/1"),
        ("PvKPivden/posts/2", "PvKPivden", "regional_command", "https://www.facebook.com/PvKPivden/posts/2"),
        ("pvkshid/posts/2", "pvkshid", "regional_command", "https://www.facebook.com/pvkshid/posts/2"),
        ("PvkZahid/posts/2", "PvkZahid", "regional_command", "https://www.facebook.com/PvkZahid/posts/2"),
        ("PvkCenter/posts/2", "PvkCenter", "regional_command", "https://www.facebook.com/PvkCenter/posts/2"),
        ("GeneralStaff.ua/posts/3", "GeneralStaff.ua", "other_command", "https://www.facebook.com/GeneralStaff.ua/posts/3"),
        ("https://t.me/ChiefUkrDIU/4", "ChiefUkrDIU", "other_command", "https://t.me/ChiefUkrDIU/4"),
        ("https://t.me/war_monitor/5", "war_monitor", "unknown", "https://t.me/war_monitor/5"),
        ("watch/?v=1", None, "unknown", "https://www.facebook.com/watch/?v=1"),
        ("kharkivoda.gov.ua/news/1", "kharkivoda.gov.ua", "unknown", "https://kharkivoda.gov.ua/news/1"),
        (None, None, "unknown", None),
    ],
)
def test_reporter_from_the_address(source: str | None, account: str | None, reporter: str, url: str | None) -> None:
    row = clean(source=source)
    assert (row["reporter_account"], row["reporter"], row["report_url"]) == (account, reporter, url)


@pytest.mark.parametrize(
    ("source", "target", "scope"),
    [
        ("kpszsu/posts/1", "Ukraine", "national"),
        ("kpszsu/posts/1", "Odesa oblast", "national"),
        ("PvKPivden/posts/1", "Ukraine", "regional"),
        ("PvKPivden/posts/1", "Odesa oblast", "regional"),
        ("https://t.me/war_monitor/5", "Ukraine", "national"),
        ("https://t.me/war_monitor/5", "Kharkiv oblast", "regional"),
        (None, None, "regional"),
    ],
    ids=["air force", "air force on a region", "command on the country", "command", "unknown on the country",
         "unknown on a region", "nothing said"],
)  # fmt: skip
def test_scope(source: str | None, target: str | None, scope: str) -> None:
    row = clean(source=source, target=target)
    assert (row["scope"], row["is_whole_country"]) == (scope, target == "Ukraine")


def test_unknown_weapon_stands_for_itself() -> None:
    row = clean(model="Brand-New Drone 7")
    assert (row["weapon_id"], row["weapon_group"]) == ("brand_new_drone_7", "unknown")
    assert row["weapon_as_reported"] == "Brand-New Drone 7"


def test_several_weapons_in_one_row_stay_one_row() -> None:
    row = clean(model="X-101/X-555 and Kalibr", launched="40.0")
    assert (row["weapon_id"], row["weapon_group"], row["launched"]) == ("kh_101_555+kalibr", "cruise_missile", 40)
