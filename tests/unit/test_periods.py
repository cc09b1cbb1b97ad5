"""Periods as people write them."""

import datetime as dt

import pytest

from reports.periods import BadPeriod, Period, month_of, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last", "granularity", "title"),
    [
        ("2024", "2024-01-01", "2024-12-31", "year", "2024"),
        ("2025-07", "2025-07-01", "2025-07-31", "month", "Jul 2025"),
        ("2024-02", "2024-02-01", "2024-02-29", "month", "Feb 2024"),
        ("2025-12", "2025-12-01", "2025-12-31", "month", "Dec 2025"),
        ("9999-12", "9999-12-01", "9999-12-31", "month", "Dec 9999"),
        ("2025-06-09", "2025-06-09", "2025-06-09", "night", "the night to 9 Jun 2025"),
        (" 2024 ", "2024-01-01", "2024-12-31", "year", "2024"),
    ],
)
def test_period(text: str, first: str, last: str, granularity: str, title: str) -> None:
    period = parse_period(text)
    assert period == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last), granularity)
    assert period.title == title


@pytest.mark.parametrize(
    "text",
    ["", "24", "2025-7", "2025-13", "2025-00", "2025-02-29", "2025-6-9", "20250609", "2025/06", "0000", "2025-06-09T00",
     "２０２５", "2025-０7", "2024-", "-2024", "last year", "2025-W10"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(BadPeriod, match="2025-06-09") as refusal:
        parse_period(text)
    assert f"“{text}”" in str(refusal.value)


def test_month_of_a_night() -> None:
    assert month_of(dt.date(2024, 2, 29)) == parse_period("2024-02")
