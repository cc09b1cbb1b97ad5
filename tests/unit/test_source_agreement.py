"""What two sources say of the same night, side by side (mart.source_agreement)."""

from typing import Any

import duckdb
import pytest

from tests.unit.rows import Row, ask, attack, fill, make, night, regional

PAIR = "select source_id_a, source_id_b, launched_a, launched_b, difference from mart.source_agreement order by all"
POSTS, DATASET, FILLER = "air_force_posts", "dataset", "filler"


def agreement(con: duckdb.DuckDBPyConnection, *rows: Row, query: str = PAIR) -> list[tuple[Any, ...]]:
    fill(con, *rows)
    make(con, "core.attacks", "mart.source_agreement")
    return ask(con, query)


def test_preferred_source_comes_first(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", 90), night("2026-03-02", 100, POSTS))
    assert agreement(build, *rows) == [(POSTS, DATASET, 100, 90, -10)]


def test_three_sources_make_three_pairs(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", 95, FILLER), night("2026-03-02", 100, POSTS), night("2026-03-02", 90))
    assert agreement(build, *rows) == [
        (POSTS, DATASET, 100, 90, -10),
        (POSTS, FILLER, 100, 95, -5),
        (DATASET, FILLER, 90, 95, 5),
    ]


@pytest.mark.parametrize(
    ("posted", "listed", "expected"),
    [
        ([None], [90], (None, 90, None)),
        ([100], [None], (100, None, None)),
        ([None], [None], (None, None, None)),
        ([100, None], [90], (None, 90, None)),
        ([0], [0], (0, 0, 0)),
        ([60, 40], [100], (100, 100, 0)),
    ],
    ids=["none in the post", "none in the dataset", "none in both", "one of two", "zeros", "two rows"],
)
def test_missing_number_makes_no_sum(
    build: duckdb.DuckDBPyConnection, posted: list[int | None], listed: list[int | None], expected: tuple[int | None, ...]
) -> None:
    """A sum without one of its reports would look like a difference between the sources."""
    rows = [night("2026-03-02", n, POSTS, target_as_reported=str(place)) for place, n in enumerate(posted)]
    rows += [night("2026-03-02", n, target_as_reported=str(place)) for place, n in enumerate(listed)]
    assert agreement(build, *rows) == [(POSTS, DATASET, *expected)]


def test_intercepted_is_compared_by_itself(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", None, POSTS, intercepted=80), night("2026-03-02", 90))
    query = "select intercepted_a, intercepted_b, difference from mart.source_agreement"
    assert agreement(build, *rows, query=query) == [(80, None, None)]


def test_night_and_day_are_compared_together(build: duckdb.DuckDBPyConnection) -> None:
    day = ("2026-03-02 08:00", "2026-03-02 18:00")
    rows = (
        night("2026-03-02", 100, POSTS), attack(*day, POSTS, launched=40), night("2026-03-02", 100), attack(*day, launched=41),
    )  # fmt: skip
    assert agreement(build, *rows) == [(POSTS, DATASET, 140, 141, 1)]


@pytest.mark.parametrize(
    "other",
    [
        night("2026-03-03", 90),
        night("2026-03-02", 90, weapon_id="kalibr", weapon_group="cruise_missile"),
        regional("2026-03-02 12:00", "2026-03-02 13:00", launched=90),
        attack("2026-02-20", "2026-03-02", launched=900),
    ],
    ids=["another night", "another weapon group", "regional", "summary"],
)
def test_what_is_not_the_same_is_not_compared(build: duckdb.DuckDBPyConnection, other: Row) -> None:
    assert agreement(build, night("2026-03-02", 100, POSTS), other) == []


def test_repeated_row_is_not_added(build: duckdb.DuckDBPyConnection) -> None:
    rows = (night("2026-03-02", 100, POSTS), night("2026-03-02", 90), night("2026-03-02", 90))
    assert agreement(build, *rows) == [(POSTS, DATASET, 100, 90, -10)]


def test_each_weapon_group_is_compared(build: duckdb.DuckDBPyConnection) -> None:
    missiles = {"weapon_id": "kalibr", "weapon_group": "cruise_missile"}
    rows = (
        night("2026-03-02", 100, POSTS), night("2026-03-02", 7, POSTS, **missiles),
        night("2026-03-02", 100), night("2026-03-02", 8, **missiles),
    )  # fmt: skip
    query = "select weapon_group, difference from mart.source_agreement order by all"
    assert agreement(build, *rows, query=query) == [("cruise_missile", 1), ("shahed_type", 0)]
