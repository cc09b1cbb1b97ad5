"""The words of the charts: numbers, dates, periods, published figures, definition breaks.

Belongs here: everything from a value to the text a reader sees. English whatever the locale of the machine.
"""

from collections.abc import Mapping
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Short enough for a line above a panel; the whole sentence is in core.definition_breaks.
_BREAKS = {
    "national_reports": "national nightly reports begin",
    "lost_apart": "“lost from radar” is told apart",
    "decoys_included": "decoys are counted in; before, Shaheds only",
    "shot_down_or_suppressed": "“shot down” takes in suppressed, sum comparable",
    "banderol_named": "Banderol sometimes counted apart",
}
_QUALIFIERS = {
    "more_than": "more than ",
    "just_over": "just over ",
    "about": "about ",
    "at_least": "at least ",
    "less_than": "less than ",
}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def count(value: float) -> str:
    """Return a count with separators: `10,970`."""
    return f"{value:,.0f}"


def day(when: date, with_year: bool = True) -> str:
    """Return `7 Jun 2026`, or `7 Jun`."""
    words = f"{when.day} {MONTHS[when.month - 1]}"
    return f"{words} {when.year}" if with_year else words


def month(when: date) -> str:
    """Return `Jun 2026`."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def period(first: date, last: date) -> str:
    """Return `29 Sep 2022 to 7 Jun 2026`, or the one day."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def part_of_year(first: date, last: date) -> str:
    """Return the part of a year that two of its days enclose, `from 29 Sep` or `to 7 Jun`; nothing for all of it."""
    if first == last:
        return f"on {day(first, with_year=False)}"
    starts = f"from {day(first, with_year=False)}" if (first.month, first.day) != (1, 1) else ""
    ends = f"to {day(last, with_year=False)}" if (last.month, last.day) != (12, 31) else ""
    return f"{starts} {ends}".strip()


def published_figure(low: int, high: int | None, qualifier: str) -> str:
    """Return a figure as its publisher qualified it: `just over 2,500`, `2,000 to 2,500`."""
    upper = f" to {count(high)}" if high is not None and high != low else ""
    return _QUALIFIERS.get(qualifier, "") + count(low) + upper


def definition_break(break_id: str, when: date) -> str:
    """Return `1 Oct 2024: decoys are counted in; before, Shaheds only`."""
    return f"{day(when)}: {_BREAKS.get(break_id, break_id.replace('_', ' '))}"


def published_on(when: str) -> str:
    """Return a date known to the day, month or year in words: `Jan 2025` for `2025-01`."""
    year, *rest = (int(part) for part in when.split("-"))
    if not rest:
        return str(year)
    return day(date(year, rest[0], rest[1])) if len(rest) > 1 else month(date(year, rest[0], 1))


def break_note(breaks: Mapping[str, date], is_numbered: bool = False) -> list[str]:
    """Return the breaks as a line of the footer, or no line; numbered if `break_marks` refer to them."""
    entries = [
        (f"{_superscript(number)} " if is_numbered else "") + f"From {definition_break(name, when)}"
        for number, (name, when) in enumerate(breaks.items(), 1)
    ]
    return [f"Changes of meaning. {'. '.join(entries)}."] if entries else []


def break_marks(breaks: Mapping[str, date], year: int) -> str:
    """Return the numbers under which `break_note` lists the breaks of a year."""
    numbers = [number for number, when in enumerate(breaks.values(), 1) if when.year == year]
    return " ".join(_superscript(number) for number in numbers)


def _superscript(number: int) -> str:
    return str(number).translate(_SUPERSCRIPTS)
