"""Reports as an explanation lists them, and what they add up to.

The sums are made here a second time, from the listed rows alone, so that an explanation that leaves out a report cannot go
unnoticed; the numbers themselves are those of the marts.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Report:
    """What one report says of one weapon: a row of core.attacks. Windows are in Kyiv time; None is a number nobody stated.

    Attributes:
        reports: Number of reports that the row stands for: a table of nights holds sums.
        not_counted_reason: Why the row is not part of the number; None where it is.
        phrases: The words a number was read from, by column; only posts have them.
    """

    attack_id: str
    night_of: dt.date
    start_date: dt.date
    window_start: dt.datetime | None
    window_end: dt.datetime | None
    window_kind: str | None
    reporter: str
    reporter_account: str | None
    scope: str
    source_id: str
    source_title: str
    report_url: str | None
    reports: int
    weapon_group: str
    weapon_as_reported: str
    launched: int | None
    launched_low: int | None
    launched_high: int | None
    launched_null_reason: str | None
    intercepted: int | None
    intercepted_null_reason: str | None
    interception_wording: str | None
    lost: int | None
    airborne: int | None
    hits: int | None
    hit_locations: int | None
    debris_locations: int | None
    jet_launched: int | None
    jet_intercepted: int | None
    shahed_launched: int | None
    border_exits: int | None
    marks: str | None
    correction: str | None
    not_counted_reason: str | None
    phrases: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Totals:
    """The numbers of a period, with the meaning of the columns of mart.nightly_totals; the rate is in percent."""

    launched: int | None
    launched_low: int | None
    launched_high: int | None
    launched_unknown: int
    intercepted: int | None
    lost: int | None
    neutralised: int | None
    rate_launched: int | None
    rate_neutralised: int | None
    interception_wording: str | None
    reports: int
    neutralised_rate_pct: float | None = field(compare=False)


def add_up(reports: Sequence[Report]) -> Totals | None:
    """Add up reports as mart.nightly_totals does night by night; None where there are none."""
    if not reports:
        return None
    nights_with_number = {report.night_of for report in reports if report.launched is not None}
    with_fate = [report for report in reports if report.intercepted is not None]
    rated = [report for report in with_fate if report.launched is not None]
    low = _sum(r.launched_low for r in reports if r.scope == "national" and r.night_of in nights_with_number)
    wordings = {report.interception_wording for report in reports} - {None}
    rate_launched, rate_neutralised = _sum(r.launched for r in rated), _sum(map(_neutralised, rated))
    return Totals(
        launched=_sum(report.launched for report in reports),
        launched_low=(low or 0) if nights_with_number else None,
        launched_high=None if any(r.launched_high is None for r in reports) else _sum(r.launched_high for r in reports),
        launched_unknown=sum(report.launched is None for report in reports),
        intercepted=_sum(report.intercepted for report in with_fate),
        lost=_sum(report.lost for report in with_fate),
        neutralised=_sum(map(_neutralised, with_fate)),
        rate_launched=rate_launched,
        rate_neutralised=rate_neutralised,
        interception_wording="mixed" if len(wordings) > 1 else next(iter(wordings), None),
        reports=_number_of_reports(reports),
        neutralised_rate_pct=round(100 * (rate_neutralised or 0) / rate_launched, 2) if rate_launched else None,
    )


def _neutralised(report: Report) -> int:
    return (report.intercepted or 0) + (report.lost or 0)


def _number_of_reports(reports: Iterable[Report]) -> int:
    """Count a post about several weapons once, and a row without a link as often as it says."""
    links = {(report.night_of, report.report_url) for report in reports if report.report_url}
    return len(links) + sum(report.reports for report in reports if not report.report_url)


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of the numbers that are given; None where none is."""
    given = [number for number in numbers if number is not None]
    return sum(given) if given else None
