"""The words of an explanation: why a number is missing, why a report does not count, when and by whom it was made.

Belongs here: everything from a value of the published file to the text a reader sees. A name that the lists do not know is
shown as it is, with spaces.
"""

import datetime as dt
from collections.abc import Mapping

from reports.listed_reports import Report, Totals
from reports.words import ENGLISH

_NULL_REASONS = {"not_stated": "not stated", "withheld": "withheld", "words_only": "given in words only"}
_NOT_COUNTED = {
    "repeated_row": "the same row stands in the file a second time",
    "summary_over_days": "a summary over more than two days, not a report of one attack",
    "reported_again": "a later post reports the same again, and counts in its place",
    "reported_by_preferred_source": "the same national report is counted from a preferred source",
    "night_covered_by_preferred_source": "the source only fills gaps, and another one has a report of the night",
    "within_national_report": "a regional report within the hours of a national report that counts",
}
_STATUS = {
    "reported": "reported",
    "stated_zero": "reported, with a stated zero",
    "shaheds_only": "reported for Shahed-type drones only",
    "not_named": "reported, but no counted report names this weapon group",
    "no_report": "no report: unknown, not zero",
    "not_collected": "not collected",
}
_REPORTERS = {
    "air_force": "Air Force",
    "regional_command": "Regional command",
    "other_command": "Other command",
    "unknown": "Unknown reporter",
}
_WORDINGS = {
    "shot_down": "said to be shot down",
    "shot_down_or_suppressed": "said to be shot down or suppressed",
    "mixed": "partly shot down, partly shot down or suppressed",
}
_CHANGES = {"added_late": "added late", "withdrawn": "withdrawn"}


def plain(name: str) -> str:
    """Return a name of the database with spaces."""
    return name.replace("_", " ")


def number(value: int | None, null_reason: str | None = None) -> str:
    """Return a count, or in words why there is none; a missing number is never 0."""
    if value is not None:
        return ENGLISH.count(value)
    return _NULL_REASONS.get(null_reason or "not_stated", plain(null_reason or ""))


def bounded(value: int | None, low: int | None, high: int | None, null_reason: str | None = None) -> str:
    """Return a count with its bounds where they are not the count itself."""
    if value is None or (low, high) == (value, value):
        return number(value, null_reason)
    return f"{ENGLISH.count(value)} ({bounds(low, high)})"


def bounds(low: int | None, high: int | None) -> str:
    """Return `low 10,926, high 10,970`; no bound is said as such."""
    ends = (("low", low), ("high", high))
    return ", ".join(f"{name} {'without a bound' if value is None else ENGLISH.count(value)}" for name, value in ends)


def percent(value: float | None) -> str:
    """Return a rate, or that it is not known."""
    return "not known" if value is None else f"{value:.1f} %"


def launched_unknown(totals: Totals, reasons: set[str]) -> str | None:
    """Return what is to be said of reports without a number of launched; None where every one has one."""
    if not totals.launched_unknown:
        return None
    why = " or ".join(sorted(number(None, reason) for reason in reasons))
    without = f"{totals.launched_unknown} reported attack{'s' * (totals.launched_unknown > 1)} without a number ({why})"
    return f"only an unknown number is reported: {without}" if totals.launched is None else f"the total leaves out {without}"


def wording(name: str | None) -> str | None:
    """Return what intercepted means."""
    return None if name is None else _WORDINGS.get(name, plain(name))


def not_counted(reason: str | None) -> str:
    """Return why a report is not part of the number."""
    return _NOT_COUNTED.get(reason or "", plain(reason or ""))


def status(name: str) -> str:
    """Return what is known of a night."""
    return _STATUS.get(name, plain(name))


def nights(numbers: Mapping[str, int]) -> str:
    """Return `29 reported, 2 no report`."""
    order = [name for name in _STATUS if name in numbers] + sorted(set(numbers) - set(_STATUS))
    return ", ".join(f"{numbers[name]} {plain(name)}" for name in order)


def reporter(report: Report) -> str:
    """Return who reported, with the account where it is known."""
    name = _REPORTERS.get(report.reporter, plain(report.reporter))
    return f"{name} ({report.reporter_account})" if report.reporter_account else name


def window(report: Report, with_year: bool = True) -> str:
    """Return the reported window in Kyiv time, clock times where they are stated: `8 Jun 2025 19:00 to 9 Jun 2025 09:00`."""
    starts, ends = report.window_start, report.window_end
    if report.start_date < report.night_of:
        return f"{_moment(report.start_date, starts, with_year)} to {_moment(report.night_of, ends, with_year)}"
    night = ENGLISH.day(report.night_of, with_year)
    if starts and ends:
        return f"{night} {starts:%H:%M}" + (f" to {ends:%H:%M}" if ends > starts else "")
    if starts or ends:
        return f"{night} " + (f"from {starts:%H:%M}" if starts else f"until {ends:%H:%M}")
    return night


def _moment(day: dt.date, moment: dt.datetime | None, with_year: bool) -> str:
    return ENGLISH.day(day, with_year) + (f" {moment:%H:%M}" if moment else "")


def marks(report: Report) -> list[str]:
    """Return what is doubtful about a report, each mark in words."""
    return [plain(mark) for mark in (report.marks or "").split("; ") if mark]


def change(kind: str, column_name: str, old: str | None, new: str | None) -> str:
    """Return a revision in words: `launched 79 → 81`."""
    if kind in _CHANGES:
        value = new if kind == "added_late" else old
        return f"the row was {_CHANGES[kind]} (launched {value or 'not stated'})"
    return f"{plain(column_name)} {old or 'not stated'} → {new or 'not stated'}"
