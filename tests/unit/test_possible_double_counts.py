"""What reports may count twice, report by report and summed by period (mart.possible_double_counts, DOMAIN.md section 5)."""

from typing import Any

import duckdb
import pytest

from tests.unit.rows import COUNTING, PERIODS, Row, ask, attack, fill, make, night, regional

Doubts = list[tuple[Any, ...]]
COLUMNS = "overlap_minutes, possible_double_count"


def doubts(con: duckdb.DuckDBPyConnection, columns: str, *rows: Row, group: str = "shahed_type") -> Doubts:
    """Return columns of every report but the first, in the order of their windows."""
    fill(con, *rows)
    make(con, "core.attacks", "mart.possible_double_counts")
    return ask(
        con,
        f"select {columns} from mart.possible_double_counts where weapon_group = '{group}' "
        "and previous_attack_id is not null order by attack_id",
    )


def by_month(con: duckdb.DuckDBPyConnection, *rows: Row) -> Doubts:
    """Return the sums of every month of Shahed-type drones."""
    fill(con, *rows)
    make(con, *COUNTING, "mart.possible_double_counts", *PERIODS)
    return ask(
        con,
        f"select strftime(month, '%Y-%m'), {COLUMNS} from mart.monthly_totals where weapon_group = 'shahed_type' order by 1",
    )


@pytest.mark.parametrize(
    ("ends", "starts", "airborne", "expected"),
    [
        ("08:00", "08:00", 55, (0, 55)),
        ("08:00", "08:00", 0, (0, 0)),
        ("08:00", "08:00", None, (0, None)),
        ("08:00", "20:00", 5, (0, 5)),
        ("08:00", "20:01", 5, (0, 0)),
        ("08:00", "20:01", None, (0, 0)),
        ("09:00", "08:00", 5, (60, 5)),
        ("09:00", "08:00", 0, (60, None)),
        ("09:00", "08:00", None, (60, None)),
    ],
    ids=[
        "touching, some in the air", "touching, a printed zero", "touching, not stated", "12 hours", "no drone flies longer",
        "too far apart for what is not stated", "overlap, some in the air", "overlap, a printed zero", "overlap, not stated",
    ],
)  # fmt: skip
def test_two_reports(
    build: duckdb.DuckDBPyConnection, ends: str, starts: str, airborne: int | None, expected: tuple[int, int | None]
) -> None:
    rows = (
        attack("2026-03-01 18:00", f"2026-03-02 {ends}", airborne=airborne),
        attack(f"2026-03-02 {starts}", "2026-03-02 22:00", airborne=99),
    )
    assert doubts(build, COLUMNS, *rows) == [expected]


def test_first_report_repeats_nothing(build: duckdb.DuckDBPyConnection) -> None:
    fill(build, night("2026-03-02", airborne=7))
    make(build, "core.attacks", "mart.possible_double_counts")
    found = ask(build, f"select previous_attack_id, previous_airborne, {COLUMNS} from mart.possible_double_counts")
    assert set(found) == {(None, None, 0, 0)}


def test_hour_lost_to_summer_time_is_no_hour_of_overlap(build: duckdb.DuckDBPyConnection) -> None:
    """On 29 March 2026 the clock goes from 03:00 to 04:00: 02:30 to 04:30 is one hour."""
    rows = (attack("2026-03-28 18:00", "2026-03-29 04:30"), attack("2026-03-29 02:30", "2026-03-29 08:00"))
    assert doubts(build, "overlap_minutes", *rows) == [(60,)]


def test_report_within_a_longer_one_and_the_next(build: duckdb.DuckDBPyConnection) -> None:
    """The report before is the one that ends last, not the one that starts last."""
    rows = (
        attack("2026-03-01 18:00", "2026-03-02 09:00", airborne=4),
        attack("2026-03-02 02:00", "2026-03-02 05:00", airborne=1),
        attack("2026-03-02 08:30", "2026-03-02 17:00"),
    )
    columns = f"previous_airborne, {COLUMNS}"
    assert doubts(build, columns, *rows) == [(4, 180, 4), (4, 30, 4)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("2026-03-01", "2026-03-02"), ("2026-03-02", "2026-03-03"), (None, 5)),
        (("2026-03-01", "2026-03-02"), ("2026-03-03", "2026-03-04"), (0, 5)),
        (("2026-03-01", "2026-03-02"), ("2026-03-04", "2026-03-05"), (0, 0)),
        (("2026-03-01 18:00", "2026-03-02"), ("2026-03-02 18:00", "2026-03-03 08:00"), (None, 5)),
        (("2026-03-01 18:00", "2026-03-02 08:00"), ("2026-03-02", "2026-03-03 08:00"), (None, 5)),
        (("2026-03-01 18:00", "2026-03-02 08:00"), ("2026-03-02 07:00", "2026-03-02"), (None, 5)),
        (("2026-03-01", "2026-03-02 08:00"), ("2026-03-02 07:00", "2026-03-02 18:00"), (60, 5)),
        (("2026-03-01 18:00", "2026-03-02 08:00"), ("2026-03-02 18:00", "2026-03-03"), (0, 5)),
    ],
    ids=[
        "dates that share a day", "dates in a row", "a whole day between", "end unknown", "start unknown", "own end unknown",
        "only the first start unknown", "known to be apart",
    ],
)  # fmt: skip
def test_windows_without_clock_times(
    build: duckdb.DuckDBPyConnection, first: tuple[str, str], second: tuple[str, str], expected: tuple[int | None, int]
) -> None:
    assert doubts(build, COLUMNS, attack(*first, airborne=5), attack(*second)) == [expected]


def test_zero_in_the_air_and_unknown_windows_is_not_zero(build: duckdb.DuckDBPyConnection) -> None:
    rows = (attack("2026-03-01", "2026-03-02", airborne=0), attack("2026-03-02", "2026-03-03"))
    assert doubts(build, COLUMNS, *rows) == [(None, None)]


def test_row_of_several_reports_may_repeat_itself(build: duckdb.DuckDBPyConnection) -> None:
    rows = (attack("2026-03-01", "2026-03-02"), attack("2026-04-01", "2026-04-02", reports=2))
    assert doubts(build, COLUMNS, *rows) == [(None, None)]


def test_rows_of_one_report_do_not_repeat_each_other(build: duckdb.DuckDBPyConnection) -> None:
    """The dataset splits a report by target, and by windows of its weapons."""
    one = {"report_url": "https://www.facebook.com/kpszsu/posts/1"}
    rows = (
        attack("2026-03-01 18:00", "2026-03-02 06:00", airborne=3, launched=20, **one),
        attack("2026-03-01 20:00", "2026-03-02 07:00", airborne=2, launched=30, target_as_reported="Odesa", **one),
        attack("2026-03-02 06:30", "2026-03-02 18:00", launched=10),
    )
    fill(build, *rows)
    make(build, "core.attacks", "mart.possible_double_counts")
    query = f"select launched, {COLUMNS} from mart.possible_double_counts where weapon_group = 'shahed_type' order by attack_id"
    assert ask(build, query) == [(50, 0, 0), (10, 30, 5)]


@pytest.mark.parametrize(("airborne", "total"), [(0, None), (3, 3)], ids=["zero", "some"])
def test_zero_for_one_weapon_says_nothing_of_another(
    build: duckdb.DuckDBPyConnection, airborne: int, total: int | None
) -> None:
    recon = {"weapon_id": "orlan_10", "weapon_group": "reconnaissance_drone"}
    rows = (
        attack("2026-03-01 18:00", "2026-03-02 08:00", airborne=airborne),
        attack("2026-03-01 18:00", "2026-03-02 08:00", **recon),
        attack("2026-03-02 18:00", "2026-03-03 08:00"),
        attack("2026-03-02 18:00", "2026-03-03 08:00", **recon),
    )
    assert doubts(build, COLUMNS, *rows) == [(0, airborne)]
    assert doubts(build, COLUMNS, *rows, group="all_drones") == [(0, total)]
    assert doubts(build, COLUMNS, *rows, group="reconnaissance_drone") == [(0, None)]


def test_only_counted_national_reports(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        night("2026-03-02", airborne=5),
        night("2026-03-02", airborne=6, source_id="filler"),
        regional("2026-03-02 08:00", "2026-03-02 17:00", airborne=7),
        night("2026-03-03"),
    )
    assert doubts(build, f"previous_night_of::varchar, {COLUMNS}", *rows) == [("2026-03-02", 0, 5)]


def test_months_add_up_what_their_reports_may_repeat(build: duckdb.DuckDBPyConnection) -> None:
    """It is the later report that counts again, so that the doubt over a turn of the month is in the month that follows."""
    rows = (
        night("2026-03-30", airborne=1),
        attack("2026-03-30 18:00", "2026-03-31 08:00", airborne=20),
        attack("2026-03-31 18:00", "2026-04-01 09:00", airborne=300),
        attack("2026-04-01 08:30", "2026-04-01 18:00"),
        attack("2026-04-01 18:00", "2026-04-02 08:00"),
    )
    assert by_month(build, *rows) == [("2026-03", 0, 1), ("2026-04", 30, 320)]
    assert ask(build, f"select {COLUMNS} from mart.yearly_totals where weapon_group = 'shahed_type'") == [(30, 321)]


def test_month_of_zeros_and_unknowns_is_unknown(build: duckdb.DuckDBPyConnection) -> None:
    known = (night("2026-02-10"), night("2026-02-20"))
    unknown = (attack("2026-03-01", "2026-03-02"), attack("2026-03-02", "2026-03-03"))
    assert by_month(build, *known, *unknown) == [("2026-02", 0, 0), ("2026-03", None, None)]


def test_month_of_numbers_and_unknowns_has_the_sum_of_the_numbers(build: duckdb.DuckDBPyConnection) -> None:
    rows = (
        attack("2026-03-01 18:00", "2026-03-02 09:00", airborne=4),
        attack("2026-03-02 08:00", "2026-03-02 17:00"),
        attack("2026-03-11", "2026-03-12"),
        attack("2026-03-12", "2026-03-13"),
    )
    assert by_month(build, *rows) == [("2026-03", 60, 4)]


def test_month_without_a_national_report_is_unknown(build: duckdb.DuckDBPyConnection) -> None:
    assert by_month(build, regional("2026-03-01 18:00", "2026-03-02 08:00")) == [("2026-03", None, None)]
