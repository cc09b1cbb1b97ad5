"""The shipped nightly figures: from a row of text to a reported attack."""

import datetime as dt
from typing import Any

import pytest

from assets.sources import nightly_figures
from tests.unit.rows import GROUPS, SEEN_ON, raw, raw_night


def clean(**cells: str | None) -> dict[str, Any]:
    """Return the one row that comes out."""
    rows, rejected = nightly_figures.clean(raw("raw.nightly_figures", raw_night(**cells)), SEEN_ON, GROUPS)
    assert rejected.rows() == []
    return rows.row(0, named=True)


def test_usual_row() -> None:
    row = clean(airborne="0", reports="2")
    expected = {
        "start_date": dt.date(2026, 3, 1),
        "night_of": dt.date(2026, 3, 2),
        "window_precision": "date",
        "weapon_id": "shahed_136_131",
        "weapon_group": "shahed_type",
        "reporter": "air_force",
        "scope": "national",
        "is_whole_country": True,
        "launched": 100,
        "launched_low": 100,
        "launched_high": 100,
        "intercepted": 90,
        "interception_wording": "shot_down_or_suppressed",
        "lost": None,
        "airborne": None,
        "reports": 2,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("reporter", "scope", "is_whole_country"),
    [("air_force", "national", True), ("other_command", "national", True), ("regional_command", "regional", False)],
)
def test_scope_of_the_reporter(reporter: str, scope: str, is_whole_country: bool) -> None:
    row = clean(reporter=reporter)
    assert (row["reporter"], row["scope"], row["is_whole_country"]) == (reporter, scope, is_whole_country)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"start_date": None}, "start_date is empty"),
        ({"end_date": None}, "end_date is empty"),
        ({"start_date": "1 March 2026"}, "start_date “1 March 2026” is not a date"),
        ({"start_date": "1.3.2026"}, "start_date “1.3.2026” can be read in two ways"),
        ({"end_date": "2026-02-28"}, "the window ends (2026-02-28) before it starts (2026-03-01)"),
        ({"end_date": "2026-06-15"}, "end_date “2026-06-15” is after the file was seen (2026-06-13)"),
        ({"start_date": "2014-03-01"}, "start_date “2014-03-01” is before 2022-02-24"),
        ({"reporter": "newspaper"}, "reporter is not one of air_force, regional_command, other_command"),
        ({"reporter": None}, "reporter is not one of air_force, regional_command, other_command"),
        ({"reports": None}, "reports is empty"),
        *(
            ({name: "1.5"}, f"{name} “1.5” is not a whole number of zero or more")
            for name in ("launched", "intercepted", "lost", "airborne", "reports")
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rejects(cells: dict[str, str | None], reason: str) -> None:
    rows, rejected = nightly_figures.clean(raw("raw.nightly_figures", raw_night(**cells)), SEEN_ON, GROUPS)
    assert rows.height == 0
    assert rejected["reason"].item().startswith(reason)


@pytest.mark.parametrize(
    ("night_of", "lost", "wording"),
    [
        ("2025-07-23", "7", "shot_down"),
        ("2025-07-23", None, "shot_down"),
        ("2025-07-24", None, "shot_down_or_suppressed"),
        ("2025-10-22", "17", "shot_down"),
    ],
    ids=["apart", "before the break", "after the break", "apart after the break"],
)
def test_wording(night_of: str, lost: str | None, wording: str) -> None:
    row = clean(start_date=night_of, end_date=night_of, lost=lost)
    assert (row["lost"], row["interception_wording"]) == (None if lost is None else int(lost), wording)


def test_missing_launches_have_a_reason() -> None:
    row = clean(launched=None)
    assert (row["launched"], row["launched_null_reason"], row["intercepted"]) == (None, "not_stated", 90)
