"""Periods as people write them: a year, a month, a night."""

import datetime as dt
import re
from dataclasses import dataclass

from reports.words import ENGLISH

_SHAPES = {
    "year": re.compile("([0-9]{4})"),
    "month": re.compile("([0-9]{4})-([0-9]{2})"),
    "night": re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"),
}


class BadPeriod(ValueError):
    """The words name no period; the message says what a period looks like."""


@dataclass(frozen=True, order=True)
class Period:
    """A night, month or year of Kyiv dates: its first and its last day, and `granularity` as in mart.totals_by_rule."""

    first: dt.date
    last: dt.date
    granularity: str

    @property
    def title(self) -> str:
        """The period in words: `the night to 9 Jun 2025`, `Jul 2025`, `2024`."""
        if self.granularity == "night":
            return f"the night to {ENGLISH.day(self.first)}"
        return ENGLISH.month(self.first) if self.granularity == "month" else str(self.first.year)


def parse_period(text: str) -> Period:
    """Read `2024`, `2025-07` or `2025-06-09`; the night of a date is the one that ends on it.

    Raises:
        BadPeriod: It is none of these, or no date of the calendar.
    """
    for granularity, shape in _SHAPES.items():
        if match := shape.fullmatch(text.strip()):
            numbers = [int(number) for number in match.groups()]
            try:
                year, month, day = (*numbers, 1, 1)[:3]
                first = dt.date(year, month, day)
            except ValueError as error:
                raise BadPeriod(f"“{text}” is not in the calendar ({error}). {_EXAMPLES}") from error
            return _starting(first, granularity)
    raise BadPeriod(f"“{text}” is no period. {_EXAMPLES}")


_EXAMPLES = "Give a year such as 2024, a month such as 2025-07, or a night by the date on which it ends, such as 2025-06-09."


def month_of(night: dt.date) -> Period:
    """Return the month of a night."""
    return _starting(night.replace(day=1), "month")


def _starting(first: dt.date, granularity: str) -> Period:
    if granularity == "year":
        return Period(first, first.replace(month=12, day=31), granularity)
    if granularity == "month":
        following = (first + dt.timedelta(days=31)).replace(day=1) if first < dt.date(9999, 12, 1) else dt.date.max
        return Period(first, following - dt.timedelta(days=following < dt.date.max), granularity)
    return Period(first, first, granularity)
