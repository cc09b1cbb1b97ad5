"""The shipped published figures against the shipped nights: the results of DOMAIN.md section 13, from the published file."""

from typing import Any

import duckdb
import pytest

from warehouse.home import Home

# month, publisher as it begins, published, standard, start_date, national_only
MONTHS = [
    ("2024-10-01", "Ukraine General Staff", 2023, 1912, 1960, 1912),
    ("2024-11-01", "Kyiv Independent", 2576, 2434, 2464, 2434),
    ("2025-01-01", "Ukraine CCD", 2567, 2629, 2641, 2629),
    ("2025-02-01", "Ukraine CCD", 3912, 3902, 3933, 3902),
    ("2025-03-01", "Ukraine CCD", 4198, 4198, 4044, 4198),
    ("2025-04-01", "Ukraine CCD", 2560, 2476, 2646, 2476),
    ("2025-05-01", "AFP", 3974, 4003, 4305, 4003),
    ("2025-06-01", "AFP", 5438, 5446, 5026, 5438),
    ("2025-06-01", "AP", 5438, 5446, 5026, 5438),
    ("2025-07-01", "ABC News", 6245, 6303, 6323, 6297),
    ("2025-07-01", "AFP", 6297, 6303, 6323, 6297),
    ("2025-07-01", "Kyiv Independent", 6129, 6303, 6323, 6297),
    ("2025-08-01", "AFP", 4132, 4132, 4146, 4132),
    ("2025-09-01", "AFP", 5638, 5648, 5611, 5636),
    ("2025-10-01", "Dose Quotidienne", 5298, 5300, 5474, 5249),
    ("2025-11-01", "AFP", 5445, 5534, 5400, 5445),
    ("2025-12-01", "ABC News", 5131, 5131, 5247, 5131),
    ("2026-01-01", "AFP", 4452, 4488, 4373, 4452),
    ("2026-02-01", "AFP", 5059, 5079, 5112, 5059),
    ("2026-03-01", "ABC News", 6462, 6493, 6709, 6462),
    ("2026-05-01", "Morning Overview", 8150, 8152, 8207, 8150),
]
# ABC News printed it for drones of all types: it is kept apart although the tally has a number for the month.
WIDER_MONTH = ("2025-10-01", "ABC News", 5312)


def ask(home: Home, query: str, *values: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(home.database, read_only=True) as con:
        return con.execute(query, values).fetchall()


def month(home: Home, start: str, publisher: str, value: int) -> dict[str, tuple[int | None, str]]:
    found = ask(
        home,
        "select rule_id, tallied, verdict from mart.reconciliation where granularity = 'month' and measure = 'launched' "
        "and measure_tried = 'launched' and campaign = 'russia_ukraine' "
        "and period_start = ? and starts_with(publisher, ?) and value_low = ?",
        start, publisher, value,
    )  # fmt: skip
    return {rule_id: (tallied, verdict) for rule_id, tallied, verdict in found}


@pytest.mark.parametrize(("start", "publisher", "value", "standard", "by_start", "national"), MONTHS)
def test_months_under_three_rules(
    shipped: Home, start: str, publisher: str, value: int, standard: int, by_start: int, national: int
) -> None:
    found = {rule_id: tallied for rule_id, (tallied, _) in month(shipped, start, publisher, value).items()}
    del found["start_date_national_only"]
    assert found == {"standard": standard, "start_date": by_start, "national_only": national}


def test_month_printed_for_all_types_of_drones_is_not_compared(shipped: Home) -> None:
    assert month(shipped, *WIDER_MONTH) == {"standard": (None, "not_comparable")}


def test_eleven_of_the_months_equal_the_national_reports_to_the_unit(shipped: Home) -> None:
    equal = dict.fromkeys(("standard", "start_date", "national_only"), 0)
    for start, publisher, value, *_ in MONTHS:
        found = month(shipped, start, publisher, value)
        for rule in equal:
            equal[rule] += found[rule] == (value, "agrees")
    assert equal == {"standard": 3, "start_date": 0, "national_only": 11}


def cnn(home: Home, year: int) -> dict[tuple[str, str], tuple[int, int, float, str, bool]]:
    found = ask(
        home,
        "select rule_id, measure_tried, tallied, difference, difference_pct, verdict, is_best from mart.reconciliation "
        "where publisher = 'CNN' and granularity = 'year' and year(period_start) = ?",
        year,
    )
    return {(rule_id, measure): (*rest,) for rule_id, measure, *rest in found}


def explanation(home: Home, year: int) -> str:
    query = (
        "select explanation from mart.reconciliation "
        "where publisher = 'CNN' and granularity = 'year' and year(period_start) = ? and is_best"
    )
    ((text,),) = ask(home, query, year)
    return str(text)


def test_cnn_2024_is_true_by_start_and_30_short_by_end(shipped: Home) -> None:
    found = cnn(shipped, 2024)
    assert found["start_date", "launched"] == (11_081, 81, 0.74, "agrees", True)
    assert found["standard", "launched"] == (10_970, -30, -0.27, "close", False)
    assert explanation(shipped, 2024) == (
        "CNN's more than 11,000 is true if attacks are dated by their start (11,081); dated by the night on which "
        "they end, the tally is 30 short (10,970)."
    )


def test_cnn_2023_is_contradicted_as_launched_and_explained_as_shot_down(shipped: Home) -> None:
    found = cnn(shipped, 2023)
    assert found["standard", "launched"] == (3_107, 607, 24.28, "contradicted", False)
    assert found["standard", "intercepted"] == (2_607, 107, 4.28, "within_qualifier", True)
    assert {verdict for (_, measure), (*_, verdict, _) in found.items() if measure == "launched"} == {"contradicted"}
    assert explanation(shipped, 2023).endswith("That is an inference: it was printed as launched.")


def test_every_figure_has_rows_and_exactly_one_best(shipped: Home) -> None:
    query = (
        "select count(*) filter (is_best) as best, count(*) from core.published_figures "
        "left join mart.reconciliation using (figure_id) group by figure_id"
    )
    rows = ask(shipped, query)
    assert len(rows) == 469
    assert {best for best, _ in rows} == {1}


def test_comparable_figures_of_collected_periods_are_all_compared(shipped: Home) -> None:
    """What is left out of the comparison though comparable begins before the first collected night, 29 September 2022."""
    query = (
        "select max(figures.period_start)::varchar, count(*) from core.published_figures as figures "
        "inner join mart.reconciliation using (figure_id) "
        "where is_comparable and verdict = 'not_comparable' and explanation like '% nights of its period.'"
    )
    assert ask(shipped, query) == [("2022-09-20", 21)]
    query = (
        "select count(*) from core.published_figures inner join mart.reconciliation using (figure_id) "
        "where is_comparable and verdict = 'not_comparable' and explanation not like '% nights of its period.'"
    )
    assert ask(shipped, query) == [(0,)]


def test_rates_of_large_papers_are_those_of_the_sum(shipped: Home) -> None:
    query = (
        "select year(period_start), measure_tried, tallied, verdict from mart.reconciliation "
        "where starts_with(publisher, 'New York Times') and unit = 'percent' and is_best order by period_start"
    )
    assert ask(shipped, query) == [(2024, "neutralised_rate_pct", 93, "agrees"), (2025, "neutralised_rate_pct", 88, "agrees")]


@pytest.mark.parametrize("granularity", ["month", "year"])
def test_whole_periods_are_the_totals_by_rule(shipped: Home, granularity: str) -> None:
    """Summed from nights, no night is added twice or left out."""
    query = (
        "select count(*), count(*) filter (tallied = case measure_tried when 'launched' then launched "
        "when 'intercepted' then intercepted when 'lost' then lost else neutralised end) "
        "from mart.reconciliation as tried left join mart.totals_by_rule as totals "
        "using (rule_id, granularity, period_start, weapon_group) "
        "where granularity = ? and unit = 'drones' and tried.tallied is not null"
    )
    ((tried, equal),) = ask(shipped, query, granularity)
    assert equal == tried > 20


def test_nights_are_dated_by_their_end(shipped: Home) -> None:
    """63 of the 73 exact statements on a night equal the sum by end date to the unit, 41 what starts on the eve.

    Of 30 nights a report states no start, so that only the sum by end date is compared; two of the 41 are among them.
    """
    exact = "granularity = 'night' and measure = 'launched' and qualifier = 'exact' and weapon_group = 'shahed_type'"
    query = (
        f"select rule_id, count(*), count(*) filter (verdict = 'agrees') from mart.reconciliation where {exact} "
        "and measure_tried = 'launched' and verdict != 'not_comparable' and rule_id in ('standard', 'start_date') "
        "group by rule_id order by rule_id"
    )
    assert ask(shipped, query) == [("standard", 73, 63), ("start_date", 43, 39)]
    query = (
        "select count(*) from core.published_figures as figures inner join mart.totals_by_rule as totals using (weapon_group) "
        f"where figures.{exact.replace(' and ', ' and figures.')} and figures.is_comparable and totals.granularity = 'night' "
        "and totals.rule_id = 'start_date' and totals.period_start = figures.period_end - 1 "
        "and totals.launched = figures.value_low"
    )
    assert ask(shipped, query) == [(41,)]


def best(home: Home, publisher: str, start: str, value: int) -> tuple[Any, ...]:
    query = (
        "select rule_id, measure_tried, verdict, explanation from mart.reconciliation "
        "where is_best and starts_with(publisher, ?) and period_start = ? and value_low = ?"
    )
    (row,) = ask(home, query, publisher, start, value)
    return row


def test_date_of_start_that_nobody_stated_makes_no_figure_true(shipped: Home) -> None:
    """The 11 of the night to 19 August 2024 agreed with a figure about the next night, which saw 26."""
    query = "select rule_id, verdict, tallied, explanation from mart.reconciliation where is_best and "
    night = "publisher = 'Kyiv Independent' and period_end = '2024-08-20' and measure = 'launched' and granularity = 'night'"
    ((rule_id, verdict, tallied, text),) = ask(shipped, query + night)
    assert (rule_id, verdict, tallied) == ("standard", "contradicted", 26)
    assert "Understood: The report of the night before, to 19 August 2024, has these 11" in text


@pytest.mark.parametrize(
    ("publisher", "start", "value", "found", "words"),
    [
        ("UPI", "2023-12-31", 90, ("standard", "launched", "contradicted"), "a report of the day of 1 January 2024 adds 10"),
        ("Transform Ukraine", "2025-05-06", 187, ("standard", "launched_in_one_report", "agrees"), "the tally adds 31"),
        ("Ukrainian Air Force", "2024-01-01", 11200, ("start_date", "launched", "close"), "119 short (11,081)"),
        ("RBC-Ukraine", "2023-11-24", 71, ("standard", "intercepted", "contradicted"), "later raised to 74."),
        ("Ukraine General Staff", "2023-05-27", 59, ("standard", "launched", "contradicted"), "disagrees with the Air Force"),
        (
            "Ukraine General Staff",
            "2024-10-01",
            2023,
            ("start_date", "launched", "contradicted"),
            "71 of which nothing is told",
        ),
        ("Africanews", "2025-09-27", 595, ("standard", "launched", "close"), "the dataset 593"),
        ("AFP", "2025-09-01", 5638, ("standard", "launched", "within_qualifier"), "the two drones make up 5,638"),
        ("Dose Quotidienne", "2025-10-01", 5298, ("standard", "launched", "close"), "its 49 drones make up 5,298"),
    ],
)
def test_what_is_known_of_a_difference_is_said(
    shipped: Home, publisher: str, start: str, value: int, found: tuple[str, ...], words: str
) -> None:
    *row, explanation = best(shipped, publisher, start, value)
    assert tuple(row) == found
    assert words in explanation


def test_understood_differences_are_of_figures_that_differ(shipped: Home) -> None:
    """One that agrees by now, or is not compared at all, needs no reason: the row is out of date."""
    query = (
        "select coalesce(verdict, 'unknown figure'), count(*) from core.understood_differences "
        "left join (from mart.reconciliation where is_best) using (figure_id) group by all order by all"
    )
    assert ask(shipped, query) == [("close", 2), ("contradicted", 8), ("within_qualifier", 1)]
