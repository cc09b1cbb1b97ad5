"""From a value to the text a reader sees: numbers, dates, periods, published figures, messages; in English or Ukrainian.

Belongs here: how a language writes what every report needs. The texts are data, `reports/messages/<language>.toml`; nothing
depends on the locale of the machine. Babel would know the same two dozen names and one plural rule for 34 MB.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "uk")
_MESSAGES = Path(__file__).parent / "messages"


@dataclass(frozen=True)
class Language:
    """One language of the reports; calling it with the key of a message returns its text.

    Attributes:
        code: ISO 639-1.
        messages: Tables of messages by section, as in the file.
    """

    code: str
    messages: dict[str, Any]

    def __call__(self, key: str, **values: Any) -> str:
        """Return the message `section.name` with its values filled in: numbers with separators, dates as days.

        A message of several forms, one per plural, takes the one that goes with `n`.

        Raises:
            KeyError: There is no such message, or it needs a value that is not given.
        """
        section, name = key.split(".")
        message = self.messages[section][name]
        if isinstance(message, list):
            message = message[c2py(self.messages["numbers"]["plural"])(int(values["n"]))]
        text: str = message.format(**{name: self._written(value) for name, value in values.items()})
        return text

    def _written(self, value: Any) -> str:
        if isinstance(value, date):
            return self.day(value)
        return value if isinstance(value, str) else self.count(value)

    def count(self, value: float, decimals: int = 0) -> str:
        """Return a number with separators: `10,970`, or `3.5` with decimals."""
        numbers = self.messages["numbers"]
        return f"{value:,.{decimals}f}".translate({ord(","): numbers["thousands"], ord("."): numbers["decimal"]})

    def percent(self, value: float, decimals: int = 0) -> str:
        """Return a share given in percent: `88%`."""
        return self("numbers.percent", value=self.count(value, decimals))

    def difference(self, percent: float) -> str:
        """Return a difference in percent with its sign, one decimal below ten: `+24%`, `−0.3%`, `0%`."""
        size = self.percent(abs(percent), decimals=1 if abs(percent) < 9.95 and percent % 1 else 0)
        return ("+" if percent > 0 else "−" if percent < 0 else "") + size

    def day(self, when: date, with_year: bool = True) -> str:
        """Return `7 Jun 2026`, or `7 Jun`."""
        words = f"{when.day} {self.short_months[when.month - 1]}"
        return f"{words} {when.year}" if with_year else words

    def month(self, when: date) -> str:
        """Return `Jun 2026`."""
        return f"{self.short_months[when.month - 1]} {when.year}"

    def in_month(self, when: date) -> str:
        """Return `in June 2026`."""
        return f"{self.messages['dates']['in_months'][when.month - 1]} {when.year}"

    @property
    def short_months(self) -> Sequence[str]:
        """The twelve months as they stand with a day or a year."""
        return list(self.messages["dates"]["short_months"])

    @property
    def weekdays(self) -> Sequence[str]:
        """The seven days of the week, Monday first."""
        return list(self.messages["dates"]["weekdays"])

    def period(self, first: date, last: date) -> str:
        """Return `29 Sep 2022 to 7 Jun 2026`, or the one day."""
        return self.day(first) if first == last else self("dates.period", first=first, last=last)

    def part_of_year(self, first: date, last: date) -> str:
        """Return the part of a year that two of its days enclose, `from 29 Sep` or `to 7 Jun`; nothing for all of it."""
        start, end = self.day(first, with_year=False), self.day(last, with_year=False)
        if first == last:
            return self("dates.on", day=start)
        starts = self("dates.from", day=start) if (first.month, first.day) != (1, 1) else ""
        ends = self("dates.to", day=end) if (last.month, last.day) != (12, 31) else ""
        return f"{starts} {ends}".strip()

    def published_figure(self, low: int, high: int | None, qualifier: str) -> str:
        """Return a figure as its publisher qualified it: `just over 2,500`, `2,000 to 2,500`."""
        words = self.messages["qualifiers"].get(qualifier, "")
        number = self("dates.range", low=low, high=high) if high is not None and high != low else self.count(low)
        return f"{words} {number}".strip()

    def short_figure(self, low: int, qualifier: str) -> str:
        """Return a figure with a sign for its qualifier: `>7,300`."""
        return f"{self.messages['qualifier_signs'].get(qualifier, '')}{self.count(low)}"

    def published_on(self, when: str) -> str:
        """Return a date known to the day, month or year in words: `Jan 2025` for `2025-01`."""
        year, *rest = (int(part) for part in when.split("-"))
        if not rest:
            return str(year)
        return self.day(date(year, rest[0], rest[1])) if len(rest) > 1 else self.month(date(year, rest[0], 1))

    def name(self, section: str, key: str) -> str:
        """Return what a value of the tables is called in a section of the messages, or else the value in plain letters."""
        return str(self.messages[section].get(key, key.replace("_", " ")))


@cache
def language(code: str) -> Language:
    """Return one of `LANGUAGES` with its messages."""
    return Language(code, tomllib.loads((_MESSAGES / f"{code}.toml").read_text(encoding="utf-8")))


ENGLISH = language("en")
