"""Real posts of the channel, and some put together from published numbers, against the values read from them by hand."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.sources.air_force_posts.periods import KYIV
from assets.sources.air_force_posts.reader import read
from assets.sources.air_force_posts.report import Kind, Quantity, Reading, Report, WeaponCounts
from assets.sources.places import identify

Case = dict[str, Any]
Values = dict[str, object]
# What a newsroom would notice first if it were wrong.
MAIN = ("launched", "intercepted", "lost", "night_of", "window_start", "window_end")
NO_DRONES = WeaponCounts("none", "shahed_type", "")


@pytest.fixture(scope="module")
def posts(real_data: Path) -> list[Case]:
    lines = (real_data / "reports" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def reports(posts: list[Case]) -> list[Case]:
    return [post for post in posts if post["kind"] == "report"]


@pytest.fixture(scope="module")
def readable(reports: list[Case]) -> list[Case]:
    """The reports that are read; all but one, which has no year and no time of posting."""
    found = [post for post in reports if reading(post).report is not None]
    assert len(found) >= len(reports) - 1
    return found


def posted_at(post: Case) -> dt.datetime | None:
    """When a post was posted; where that is not known, noon in Kyiv of the night it is about, or of the day."""
    if post["posted_at"]:
        return dt.datetime.fromisoformat(post["posted_at"])
    expected = post["expected"] or {}
    day = expected.get("night_of") or (expected.get("window_end") or "")[:10]
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), KYIV) if day else None


def reading(post: Case) -> Reading:
    return read(post["text"], posted_at(post))


def drones(report: Report | None) -> WeaponCounts:
    return (report and report.of("shahed_type")) or NO_DRONES


def main_values(post: Case) -> tuple[Values, Values]:
    """What is expected and what is read; the time as of which a post speaks ends its window where it gives no other."""
    expected, report = post["expected"], reading(post).report
    wanted = {name: expected[name] for name in MAIN}
    for name, value in (
        ("window_start", expected["window_start"]),
        ("window_end", expected["window_end"] or expected["as_of"]),
    ):
        wanted[name] = value and dt.datetime.fromisoformat(value)
    wanted["night_of"] = expected["night_of"] and dt.date.fromisoformat(expected["night_of"])
    found = drones(report)
    read_values: Values = {name: getattr(found, name).value for name in ("launched", "intercepted", "lost")}
    if report is not None:
        period = report.period
        read_values |= {"night_of": period.night_of, "window_start": period.start, "window_end": period.end}
    return wanted, dict.fromkeys(MAIN) | read_values


def misses(posts: Iterable[Case], values: Callable[[Case], tuple[Values, Values]]) -> dict[str, dict[str, object]]:
    """What differs, by the post or the words it begins with: name, expected value, read value."""
    found: dict[str, dict[str, object]] = {}
    for post in posts:
        wanted, got = values(post)
        differs: dict[str, object] = {name: (str(v), str(got[name])) for name, v in wanted.items() if got[name] != v}
        if differs:
            found[f"{post['post']} {post['text'][:60]!r}"] = differs | {"reason": reading(post).reason}
    for name, differs in found.items():
        print(name, differs)
    return found


def test_what_is_no_report_is_refused(posts: list[Case]) -> None:
    others = [post for post in posts if post["kind"] == "not_report"]
    assert len(others) > 20
    assert [post["text"][:60] for post in others if reading(post).kind == Kind.REPORT] == []


def test_real_reports_give_the_values_read_by_hand(reports: list[Case]) -> None:
    real = [post for post in reports if post["fidelity"] == "real"]
    assert len(real) > 30
    missed = misses(real, main_values)
    assert len(missed) <= 0.02 * len(real)


def test_real_reports_give_no_wrong_value(reports: list[Case]) -> None:
    """A number that cannot be read is none; another number than the printed one must never stand in its place."""

    def given(post: Case) -> tuple[Values, Values]:
        wanted, got = main_values(post)
        return {name: value for name, value in wanted.items() if got[name] is not None}, got

    assert misses((post for post in reports if post["fidelity"] == "real"), given) == {}


def test_other_reports_give_the_values_read_by_hand(reports: list[Case]) -> None:
    others = [post for post in reports if post["fidelity"] != "real"]
    assert len(others) > 80
    missed = misses(others, main_values)
    assert len(missed) <= 0.05 * len(others)


def quantity(value: Quantity) -> tuple[int | None, str | None]:
    return value.value, value.qualifier if value.value is not None else None


def printed(share: dict[str, Any] | None, name: str = "n", qualifier: str = "q") -> tuple[int | None, str | None]:
    """What is expected of a share: a number with its qualifier, `exact` where none is said."""
    value = (share or {}).get(name)
    return value, (share or {}).get(qualifier, "exact") if value is not None else None


def shares(post: Case) -> tuple[Values, Values]:
    """Jets and Shaheds; what a post is about as a whole ("76 jet drones") needs no share."""
    expected, found = post["expected"], drones(reading(post).report)
    wanted = {
        "jet_launched": printed(expected["jet"]),
        "jet_intercepted": printed(expected["jet"], "intercepted", "intercepted_q"),
        "shahed_launched": printed(expected["shahed_share"]),
    }
    return dict(wanted), {name: quantity(getattr(found, name)) for name in wanted}


def test_shares_are_read_where_they_are_printed_as_numbers(reports: list[Case]) -> None:
    assert sum(bool(post["expected"]["shahed_share"]) for post in reports) > 10
    assert misses(reports, shares) == {}


def outcomes(post: Case) -> tuple[Values, Values]:
    expected, report = post["expected"], reading(post).report
    found = drones(report)
    places = ("hit_locations", "debris_locations")
    wanted: Values = {"hits": expected["uav_hits"]} | {name: expected[name] for name in places}
    got: Values = {"hits": found.hits.value} | {name: report and getattr(report, name).value for name in places}
    # The values read by hand leave out what is in the air in words ("about ten").
    is_in_words = found.airborne.phrase is not None and not any(letter.isdigit() for letter in found.airborne.phrase)
    if not is_in_words or expected["still_airborne"] is not None:
        wanted["airborne"] = printed(expected, "still_airborne", "still_airborne_q")
        got["airborne"] = quantity(found.airborne)
    if expected["intercepted"] is not None:
        wanted["wording"], got["wording"] = expected["intercepted_means"], report and report.interception_wording
    return wanted, got


def test_hits_places_airborne_and_wording(readable: list[Case]) -> None:
    assert sum(post["expected"]["still_airborne"] is not None for post in readable) > 5
    assert misses(readable, outcomes) == {}


def bounds(post: Case) -> tuple[Values, Values]:
    expected, found = post["expected"], drones(reading(post).report)
    wanted = {name: expected[f"{name}_q"] for name in ("launched", "intercepted") if expected[name] is not None}
    return wanted, {name: getattr(found, name).qualifier for name in wanted}


def test_qualifiers_of_the_main_numbers(readable: list[Case]) -> None:
    assert misses(readable, bounds) == {}


def places_of(names: Iterable[str]) -> set[str]:
    listed = list(names)
    return set(identify(pl.Series(listed, dtype=pl.String), are_launch_sites=True)["place_id"]) if listed else set()


def sites(post: Case) -> tuple[Values, Values]:
    """Launch sites by what they are, since a place is spelled in several ways."""
    report = reading(post).report
    wanted = places_of(post["expected"]["launch_sites"])
    return {"sites": wanted}, {"sites": places_of(report.launch_sites) if report else set()}


def test_launch_sites(reports: list[Case]) -> None:
    listed = [post for post in reports if post["expected"]["launch_sites"]]
    assert len(listed) > 15
    assert misses(listed, sites) == {}


def extent(post: Case) -> tuple[Values, Values]:
    report = reading(post).report
    return {"national": post["expected"]["national"]}, {"national": report and report.is_national}


def test_regional_notes_are_not_national(readable: list[Case]) -> None:
    """One note of September 2022 is regional by its author alone: nothing in it says so."""
    assert sum(not post["expected"]["national"] for post in readable) > 3
    missed = misses(readable, extent)
    assert len(missed) <= 1
    assert all(differs["national"] == ("False", "True") for differs in missed.values())
