"""Published figures that the tally misses for a reason that is known: starts nobody stated, one report of several, remarks."""

import duckdb
import polars as pl
import pytest

from tests.unit.reconciling import Reconcile, best, tallied
from tests.unit.rows import Row, ask, attack, night, one
from warehouse import store
from warehouse.tables import BY_NAME

NIGHT = {"granularity": "night", "period_start": "2024-08-19", "period_end": "2024-08-20"}


@pytest.mark.parametrize(
    ("before", "this", "by_start"),
    [
        (attack("2024-08-19", "2024-08-19 08:00", launched=11), night("2024-08-20", 26), {}),
        (attack("2024-08-19", "2024-08-19", launched=11), attack("2024-08-20", "2024-08-20", launched=26), {}),
        (night("2024-08-19", 11), attack("2024-08-20", "2024-08-20 08:00", launched=26), {}),
        (night("2024-08-19", 11), night("2024-08-20", 26), {"start_date": 26}),
        (attack("2024-08-19 01:00", "2024-08-19 08:00", launched=11), night("2024-08-20", 26), {"start_date": 37}),
        (attack("2024-08-18", "2024-08-19", launched=11), attack("2024-08-19", "2024-08-20", launched=26), {"start_date": 26}),
    ],
    ids=["end alone", "dates alone", "end of the night itself", "clock", "clock after midnight", "date of its own"],
)
def test_night_has_no_number_by_the_start_where_nobody_stated_one(
    june: duckdb.DuckDBPyConnection, reconcile: Reconcile, before: Row, this: Row, by_start: dict[str, int]
) -> None:
    """The report of the night to 19 August agreed with 11 printed for the next night: its start date was filled in."""
    reconcile(NIGHT | {"value_low": "11"}, reports=(before, this, night("2024-08-21", 69)))
    by_rule = tallied(june)
    assert {rule: number for rule, number in by_rule.items() if rule == "start_date"} == by_start
    assert by_rule["standard"] == 26


NEW_YEAR = (night("2024-01-01", 90, intercepted=87), attack("2024-01-01 10:00", "2024-01-01 17:00", launched=10, intercepted=9))
NEW_YEARS_NIGHT = {"granularity": "night", "period_start": "2023-12-31", "period_end": "2024-01-01"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"value_low": "90"}, ("standard", "launched_in_one_report", "agrees", 90)),
        ({"value_low": "87", "measure": "intercepted"}, ("standard", "intercepted_in_one_report", "agrees", 87)),
        ({"value_low": "100"}, ("standard", "launched", "agrees", 100)),
        ({"value_low": "91"}, ("standard", "launched", "contradicted", 100)),
        (
            {"value_low": "90", "granularity": "day", "period_start": "2024-01-01"},
            ("standard", "launched", "contradicted", 100),
        ),
    ],
    ids=["launched", "intercepted", "both", "neither", "a day"],
)
def test_figure_may_equal_one_report_of_its_night(
    june: duckdb.DuckDBPyConnection, reconcile: Reconcile, cells: dict[str, str | None], expected: tuple[object, ...]
) -> None:
    """UPI printed 90 and 87 for the night to 1 January 2024, which has a report of the day beside that of the night."""
    reconcile(NEW_YEARS_NIGHT | cells, reports=NEW_YEAR)
    assert best(june) == expected


def test_one_report_is_named_and_said_to_be_an_inference(june: duckdb.DuckDBPyConnection, reconcile: Reconcile) -> None:
    reconcile(NEW_YEARS_NIGHT | {"value_low": "90"}, reports=NEW_YEAR)
    assert one(june, "select explanation from mart.reconciliation where is_best") == (
        "CNN's 90 equals the report of 31 Dec 2023 18:00 to 1 Jan 2024 08:00 alone; the tally adds 10 of other reports of that "
        "night (100). That is an inference."
    )


def test_row_that_stands_for_several_reports_is_not_one(june: duckdb.DuckDBPyConnection, reconcile: Reconcile) -> None:
    sums = (NEW_YEAR[0] | {"reports": 2}, NEW_YEAR[1])
    reconcile(NEW_YEARS_NIGHT | {"value_low": "90"}, reports=sums)
    assert best(june)[1:3] == ("launched", "contradicted")


@pytest.mark.parametrize(("value", "is_said"), [("1250", True), ("1000", False)], ids=["differs", "agrees"])
def test_known_reason_is_said_where_the_tally_differs(
    june: duckdb.DuckDBPyConnection, reconcile: Reconcile, value: str, is_said: bool
) -> None:
    row = pl.DataFrame({"figure_id": ["f1"], "explanation": ["A night is missing."], "reference": ["r"]})
    store.write_frame(june, BY_NAME["core.understood_differences"], row)
    reconcile({"value_low": value})
    text = one(june, "select explanation from mart.reconciliation where is_best")
    assert text.endswith(" Understood: A night is missing.") == is_said


def test_rows_say_themselves_what_was_published(june: duckdb.DuckDBPyConnection, reconcile: Reconcile) -> None:
    """A file of this table alone says of whom, of what and of when its figures are, compared or not."""
    reconcile({"url": "https://example.org/a", "qualifier": "about"}, {"campaign": "x", "value_low": "7"})
    columns = "publisher, campaign, measure, unit, granularity, period_start::varchar, value_low, qualifier, published_on, url"
    assert ask(june, f"select {columns} from mart.reconciliation where is_best order by figure_id") == [
        (
            "CNN",
            "russia_ukraine",
            "launched",
            "drones",
            "month",
            "2025-06-01",
            11000,
            "about",
            "2025-01",
            "https://example.org/a",
        ),
        ("CNN", "x", "launched", "drones", "month", "2025-06-01", 7, "exact", "2025-01", None),
    ]
