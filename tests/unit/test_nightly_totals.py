"""Totals of one night (mart.nightly_totals): sums, bounds, missing numbers, rates and wordings."""

from typing import Any

import duckdb
import pytest

from tests.unit.rows import Row, ask, attack, fill, make, night, regional

ORLAN = {"weapon_id": "orlan_10", "weapon_group": "reconnaissance_drone"}
KALIBR = {"weapon_id": "kalibr", "weapon_group": "cruise_missile"}


def total(con: duckdb.DuckDBPyConnection, *rows: Row, group: str = "shahed_type") -> dict[str, Any]:
    """Return the totals of the only night for one weapon group."""
    fill(con, *rows)
    make(con, "core.attacks", "mart.nightly_totals")
    result = con.execute(f"from mart.nightly_totals where weapon_group = '{group}'")
    names = [column[0] for column in result.description or []]
    (row,) = result.fetchall()
    return dict(zip(names, row, strict=True))


def part(launched: int | None = None, **cells: Any) -> Row:
    """Return a national report of the night to 2 Mar 2026, told apart from others by its target."""
    place = str((launched, sorted(cells.items())))
    return attack(
        "2026-03-01 18:00",
        "2026-03-02 08:00",
        **{"launched": launched, "intercepted": None, "target_as_reported": place} | cells,
    )


def test_all_drones_is_the_sum_of_the_drone_groups(build: duckdb.DuckDBPyConnection) -> None:
    rows = (part(100, intercepted=80), part(5, intercepted=4, **ORLAN), part(7, intercepted=6, **KALIBR))
    total(build, *rows)
    assert ask(build, "select weapon_group, launched, intercepted from mart.nightly_totals order by weapon_group") == [
        ("all_drones", 105, 84),
        ("cruise_missile", 7, 6),
        ("reconnaissance_drone", 5, 4),
        ("shahed_type", 100, 80),
    ]


def test_night_and_day_report_of_one_date_are_added(build: duckdb.DuckDBPyConnection) -> None:
    """12 Sep 2026: whoever keeps "the larger" loses a night (DOMAIN.md section 5)."""
    rows = (
        attack("2026-03-01 18:00", "2026-03-02 08:00", launched=129),
        attack("2026-03-02 08:00", "2026-03-02 18:30", launched=410),
    )
    assert total(build, *rows)["launched"] == 539


@pytest.mark.parametrize(
    ("rows", "launched", "low", "high"),
    [
        ([part(100), regional("2026-03-02", "2026-03-02", launched=20)], 120, 100, 120),
        ([regional("2026-03-02", "2026-03-02", launched=20)], 20, 0, 20),
        ([part(100, launched_low=90, launched_high=130)], 100, 90, 130),
        ([part(100, launched_low=90, launched_high=130), part(50)], 150, 140, 180),
        ([part(0)], 0, 0, 0),
        ([part(100), part(None)], 100, 100, None),
        ([part(None)], None, None, None),
        ([part(100, launched_high=None)], 100, 100, None),
        ([part(100, launched_high=None), part(50)], 150, 150, None),
        ([part(100, launched_high=None), part(None)], 100, 100, None),
    ],
    ids=[
        "regional beside national", "regional alone", "qualifier", "qualifier and exact", "zero", "number and none", "none",
        "more than", "more than and exact", "more than and none",
    ],
)  # fmt: skip
def test_launched_and_its_bounds(
    build: duckdb.DuckDBPyConnection, rows: list[Row], launched: int | None, low: int | None, high: int | None
) -> None:
    """`launched_low` counts national reports with their lower bounds, `launched_high` everything with its upper bounds."""
    found = total(build, *rows)
    assert (found["launched"], found["launched_low"], found["launched_high"]) == (launched, low, high)


@pytest.mark.parametrize(
    ("rows", "unknown"), [([part(100)], 0), ([part(100), part(None)], 1), ([part(None), part(None, lost=1)], 2), ([part(0)], 0)]
)
def test_reports_without_a_number_are_counted(build: duckdb.DuckDBPyConnection, rows: list[Row], unknown: int) -> None:
    assert total(build, *rows)["launched_unknown"] == unknown


@pytest.mark.parametrize(
    ("rows", "intercepted", "lost", "neutralised"),
    [
        ([part(100, intercepted=50, lost=30)], 50, 30, 80),
        ([part(100, intercepted=80)], 80, None, 80),
        ([part(100, intercepted=50, lost=30), part(100, intercepted=40)], 90, 30, 120),
        ([part(100)], None, None, None),
        ([part(100, intercepted=0, lost=0)], 0, 0, 0),
    ],
    ids=["apart", "merged", "both", "none", "zeros"],
)
def test_neutralised_is_intercepted_and_lost(
    build: duckdb.DuckDBPyConnection, rows: list[Row], intercepted: int | None, lost: int | None, neutralised: int | None
) -> None:
    found = total(build, *rows)
    assert (found["intercepted"], found["lost"], found["neutralised"]) == (intercepted, lost, neutralised)


@pytest.mark.parametrize(
    ("rows", "rate"),
    [
        ([part(100, intercepted=50, lost=30)], 80.0),
        ([part(100, intercepted=50, lost=30), part(None, intercepted=40)], 80.0),
        ([part(100, intercepted=50, lost=30), part(900)], 80.0),
        ([part(100, intercepted=80), part(50, intercepted=10)], 60.0),
        ([part(3, intercepted=1)], 33.33),
        ([part(None, intercepted=40), part(900)], None),
        ([part(0, intercepted=0)], None),
    ],
    ids=["one", "no launched", "no intercepted", "weighted", "rounded", "never both", "nothing launched"],
)
def test_rate_is_over_reports_with_both_numbers(build: duckdb.DuckDBPyConnection, rows: list[Row], rate: float | None) -> None:
    assert total(build, *rows)["neutralised_rate_pct"] == rate


def test_base_of_the_rate_is_told(build: duckdb.DuckDBPyConnection) -> None:
    found = total(build, part(100, intercepted=50, lost=30), part(None, intercepted=40), part(900))
    assert (found["launched"], found["neutralised"], found["rate_launched"], found["rate_neutralised"]) == (1000, 120, 100, 80)


@pytest.mark.parametrize(
    ("wordings", "wording"),
    [
        (["shot_down"], "shot_down"),
        (["shot_down_or_suppressed"] * 2, "shot_down_or_suppressed"),
        (["shot_down", "shot_down_or_suppressed"], "mixed"),
        ([None], None),
        (["shot_down", None], "shot_down"),
    ],
    ids=["one", "same", "two", "none", "one and none"],
)
def test_wording(build: duckdb.DuckDBPyConnection, wordings: list[str | None], wording: str | None) -> None:
    rows = [part(10, intercepted=None if w is None else n, interception_wording=w) for n, w in enumerate(wordings)]
    assert total(build, *rows)["interception_wording"] == wording


def test_what_does_not_count_is_left_out(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", 100, "air_force_posts"), night("2026-03-02", 90), night("2026-03-02", 95, "filler"))
    found = total(build, *rows)
    assert (found["launched"], found["reports"], found["source_id"]) == (100, 1, "air_force_posts")


def test_best_source_of_several_is_named(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        regional("2026-03-02", "2026-03-02", launched=1),
        attack("2026-03-02", "2026-03-02", "filler", launched=2, reports=3),
    )
    found = total(build, *rows)
    assert (found["launched"], found["reports"], found["source_id"]) == (3, 4, "dataset")


@pytest.mark.parametrize(
    ("rows", "reports"),
    [
        ([part(1, report_url="a"), part(2, report_url="a")], 1),
        ([part(1, report_url="a"), part(2, report_url="b")], 2),
        ([part(1, report_url=None, reports=2), part(2, report_url=None, reports=3)], 5),
        ([part(1, report_url="a"), part(2, report_url="a"), part(3, report_url=None, reports=3)], 4),
    ],
    ids=["one on two targets", "two", "without address", "with and without"],
)
def test_reports_are_counted_not_rows(build: duckdb.DuckDBPyConnection, rows: list[Row], reports: int) -> None:
    assert total(build, *rows)["reports"] == reports


def test_report_on_two_weapons_is_one_report_in_all_drones(build: duckdb.DuckDBPyConnection) -> None:
    rows = (part(100, report_url="a"), part(5, report_url="a", **ORLAN))
    assert total(build, *rows, group="all_drones")["reports"] == 1
