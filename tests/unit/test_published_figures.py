"""Published figures: what is accepted, and what the tally may be compared with."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from assets.sources import published_figures
from tests.unit.rows import raw, raw_figure
from warehouse.columns import COLUMNS
from warehouse.contracts import Column
from warehouse.tables import BY_NAME

KNOWN = {name: COLUMNS[name].values for name in ("unit", "qualifier")}
CONTRACT: dict[str, Column] = {column.name: column for column in BY_NAME["core.published_figures"].columns}


def clean(*rows: dict[str, str | None]) -> tuple[pl.DataFrame, pl.DataFrame]:
    return published_figures.clean(raw("raw.published_figures", *rows), KNOWN)


def clean_one(**cells: str | None) -> dict[str, Any]:
    figures, rejected = clean(raw_figure(**cells))
    assert rejected.rows() == []
    return figures.row(0, named=True)


def test_usual_figure() -> None:
    figure = clean_one(value_high="")
    assert (figure["value_low"], figure["value_high"], figure["qualifier"]) == (11_000, None, "more_than")
    assert (figure["period_start"], figure["period_end"]) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert (figure["weapon_group"], figure["is_comparable"], figure["not_comparable_reason"]) == ("shahed_type", True, None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        *(
            ({name: None}, f"{name} is empty")
            for name in (
                "figure_id", "campaign", "attacker", "defender", "measure", "granularity", "publisher", "value_low",
            )
        ),
        ({"unit": "tonnes"}, "unit is not one of drones, strikes, percent"),
        ({"unit": None}, "unit is not one of drones, strikes, percent"),
        ({"qualifier": "roughly"}, "qualifier is not one of exact, more_than"),
        ({"value_low": "11k"}, "value_low “11k” is not a whole number"),
        ({"value_low": "-1"}, "value_low “-1” is not a whole number"),
        ({"value_high": "1.5"}, "value_high “1.5” is not a whole number"),
        ({"value_high": "10999"}, "value_high is below value_low"),
        ({"period_start": "2024"}, "period_start is not a date"),
        ({"period_end": "end of 2024"}, "period_end is not a date"),
        ({"period_end": "2023-12-31"}, "period_end is before period_start"),
        ({"published_on": "January 2025"}, "published_on is not YYYY-MM-DD or YYYY-MM"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_rejects(cells: dict[str, str | None], reason: str) -> None:
    figures, rejected = clean(raw_figure(**cells))
    assert figures.height == 0
    assert rejected["reason"].item().startswith(reason)


@pytest.mark.parametrize(
    "name",
    [name for name, column in CONTRACT.items() if not column.nullable and name in raw_figure()],
)
def test_what_the_contract_demands_is_demanded_of_the_file(name: str) -> None:
    """A row that passes here and breaks the contract of core.published_figures would block every later refresh."""
    figures, rejected = clean(raw_figure(**{name: None}))
    assert (figures.height, rejected.height) == (0, 1)


def test_figure_about_a_year_needs_the_year() -> None:
    """mart.published_yearly has no row without a year, so such a figure would block every later refresh."""
    figures, rejected = clean(raw_figure(granularity="year", period_start=None))
    assert (figures.height, rejected.height) == (0, 1)


def test_second_figure_of_the_same_name_is_rejected() -> None:
    figures, rejected = clean(raw_figure(value_low="1"), raw_figure(value_low="2"), raw_figure(figure_id="f2"))
    assert figures.select("figure_id", "value_low").rows() == [("f1", 1), ("f2", 11_000)]
    assert rejected.select("row_number", "reason").rows() == [(3, "figure_id was given by an earlier row")]


@pytest.mark.parametrize("published_on", ["2025-01", "2025-01-31", None])
def test_date_of_publication_as_precise_as_known(published_on: str | None) -> None:
    assert clean_one(published_on=published_on)["published_on"] == published_on


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"campaign": "ukraine_russia"}, "another campaign than attacks on Ukraine"),
        ({"measure": "killed"}, "the tally does not count killed"),
        ({"unit": "percent", "measure": "intercepted"}, "a rate, not a number of drones"),
        ({"weapon_scope": "drones and missiles"}, "missiles are included"),
        ({"weapon_scope": "Shahed only"}, "Shaheds without the decoys that the reports count in the same number"),
        ({"weapon_scope": "flying mopeds"}, "the weapons it covers are not in the list of scopes"),
        ({"period_end": None}, "its period has no stated end"),
        ({"period_start": None, "granularity": "cumulative"}, "its period has no stated start"),
    ],
    ids=["campaign", "measure", "rate", "scope", "Shaheds alone", "unknown scope", "no end", "no start"],
)
def test_not_comparable_says_why(cells: dict[str, str | None], reason: str) -> None:
    figure = clean_one(**cells)
    assert (figure["is_comparable"], figure["not_comparable_reason"]) == (False, reason)


@pytest.mark.parametrize("measure", ["launched", "intercepted", "lost"])
def test_tallied_measures_are_comparable(measure: str) -> None:
    assert clean_one(measure=measure)["is_comparable"]


@pytest.mark.parametrize(
    ("cells", "comparable"),
    [
        ({}, True),
        ({"weapon_scope": "drones and missiles"}, False),
        ({"campaign": "ukraine_russia"}, False),
        ({"unit": "drones"}, False),
    ],
    ids=["rate", "wider", "campaign", "number"],
)
def test_rate_is_comparable_where_nothing_else_stands_against_it(cells: dict[str, str | None], comparable: bool) -> None:
    assert (
        clean_one(**{"measure": "intercepted", "unit": "percent", "value_low": "93"} | cells)["is_comparable_rate"]
        is comparable
    )
