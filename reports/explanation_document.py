"""An explanation as a document: which sections it has, and what stands in each.

Belongs here: choice and order, and the sections on the number itself. The words are in `reports/explanation_words.py`, the
layout in `reports/documents.py`; the whole of it, every report of a year included, is in `reports/explanation_json.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reports import explanation_words as say
from reports.documents import Fact, Facts, Grid, Line, Section
from reports.explanation import Explanation, Part
from reports.explanation_context import context
from reports.listed_reports import Report, Totals, add_up
from reports.words import ENGLISH

_MEASURES = frozenset(("Reports", "Launched", "Low", "High", "Intercepted", "Lost", "Neutralised", "Rate", "Rows", "Silent"))
_TOLD = ("reported", "stated_zero", "shaheds_only")


def document(explanation: Explanation) -> list[Section]:
    """Return the sections of an explanation; the first one has the number that is explained."""
    return [
        _numbers(explanation),
        _counted(explanation),
        _left_out(explanation),
        *context(explanation),
    ]


def _numbers(explanation: Explanation) -> Section:
    title = f"{explanation.weapon_group}: {explanation.period.title}"
    facts = [*_facts_of(explanation.totals, explanation.counted), *_coverage(explanation)]
    return Section(title, [Line(f"{explanation.weapon_description}."), Facts(facts)])


def _facts_of(totals: Totals | None, counted: Iterable[Report]) -> Iterator[Fact]:
    if totals is None:
        yield "Launched", "no number: no report counts"
        return
    reasons = {report.launched_null_reason or "not_stated" for report in counted if report.launched is None}
    reason = next(iter(reasons)) if len(reasons) == 1 else None
    yield "Launched", say.bounded(totals.launched, totals.launched_low, totals.launched_high, reason)
    if note := say.launched_unknown(totals, reasons):
        yield "", note
    wording = say.wording(totals.interception_wording)
    yield "Intercepted", ", ".join(filter(None, (say.number(totals.intercepted), wording)))
    yield "Lost from radar", say.number(totals.lost)
    yield "Neutralised", f"{say.number(totals.neutralised)} (intercepted + lost)"
    yield "Rate", _rate(totals)
    yield "Reports", ENGLISH.count(totals.reports)


def _rate(totals: Totals) -> str:
    if totals.neutralised_rate_pct is None:
        return "not known: no report states both launched and intercepted"
    parts = f"{say.number(totals.rate_neutralised)} of {say.number(totals.rate_launched)}"
    return f"{say.percent(totals.neutralised_rate_pct)} neutralised: {parts} launched, in the reports that state both"


def _coverage(explanation: Explanation) -> Iterator[Fact]:
    period, covered = explanation.period, explanation.covered
    if period.granularity != "night":
        if explanation.nights:
            yield "Nights", say.nights(explanation.nights)
    elif explanation.nights:
        yield "Status", say.status(next(iter(explanation.nights)))
    if "shaheds_only" in explanation.nights:
        yield "", "Shahed-type drones alone are known of: no source that tells of others has been collected for these nights"
    if covered is None:
        yield "Covered", "no night has been collected yet"
        return
    span = f"the tally covers the nights of {ENGLISH.period(*covered)}"
    if period.last < covered[0]:
        yield "Covered", f"this is before the first collected night: {span}"
    elif period.first > covered[1]:
        yield "Covered", f"this is after the last collected night: {span}"
    elif period.first < covered[0] or period.last > covered[1]:
        yield "Covered", f"the period is partly covered: {span}"
    elif explanation.totals is None:
        yield "Covered", span


def _counted(explanation: Explanation) -> Section:
    if not explanation.counted:
        return Section("Counted", [Line("No report counts.")])
    match explanation.period.granularity:
        case "night":
            blocks = [_whole_report(n, report) for n, report in enumerate(explanation.counted, 1)]
            return Section("Counted: what these reports state adds up to the numbers above", blocks)
        case "month":
            return Section("Counted: these reports add up to the numbers above", [_nights_of(explanation.parts)])
    note = Line(
        "Silent: nights without a report, unknown rather than zero. The reports of a month are listed by `tally explain` for "
        "that month, those of the year with --format json."
    )
    return Section("Counted: these months add up to the numbers above", [_months_of(explanation.parts), note])


def _whole_report(place: int, report: Report) -> Facts:
    return Facts([*_origin(report), *_as_stated(report), *_doubts(report)], f"{place}. {say.window(report)}, Kyiv time")


def _origin(report: Report) -> Iterator[Fact]:
    yield "Reported by", f"{say.reporter(report)}, {report.scope}"
    yield "Source", f"{report.source_title} ({report.source_id})"
    yield "Link", report.report_url or "the source gives none"
    if report.reports != 1:
        yield "Stands for", f"{report.reports} reports that the source has added up"
    yield "Weapon", report.weapon_as_reported


def _as_stated(report: Report) -> Iterator[Fact]:
    wording = say.wording(report.interception_wording)
    intercepted = say.number(report.intercepted, report.intercepted_null_reason)
    always = {
        "launched": ("Launched", _launched(report)),
        "intercepted": ("Intercepted", f"{intercepted}, {wording}" if wording else intercepted),
        "lost": ("Lost from radar", say.number(report.lost)),
        "airborne": ("Still airborne", say.number(report.airborne)),
        "hits": ("Drones that hit", say.number(report.hits)),
    }
    where_given = {
        "hit_locations": ("Places hit", report.hit_locations),
        "debris_locations": ("Places of debris", report.debris_locations),
        "jet_launched": ("Jets launched", report.jet_launched),
        "jet_intercepted": ("Jets intercepted", report.jet_intercepted),
        "shahed_launched": ("Shaheds among", report.shahed_launched),
        "border_exits": ("Left the country", report.border_exits),
    }
    for name, (label, said) in always.items():
        yield label, said
        yield from _phrase(report, name)
    for name, (label, value) in where_given.items():
        if value is not None:
            yield label, say.number(value)
            yield from _phrase(report, name)


def _launched(report: Report) -> str:
    return say.bounded(report.launched, report.launched_low, report.launched_high, report.launched_null_reason)


def _phrase(report: Report, column_name: str) -> Iterator[Fact]:
    if phrase := report.phrases.get(column_name):
        yield "", f"“{phrase}”"
        if report.report_url:
            yield "", report.report_url


def _doubts(report: Report) -> Iterator[Fact]:
    for mark in say.marks(report):
        yield "Mark", mark
    if report.correction:
        yield "Correction", report.correction


def _nights_of(parts: Sequence[Part]) -> Grid:
    rows: list[Sequence[str]] = []
    for status, run in groupby(parts, lambda part: None if part.counted else next(iter(part.nights))):
        nights = list(run)
        if status is not None:
            rows.append((_days(nights), say.plain(status), *[""] * 5))
            continue
        for part in nights:
            rows += _night(part)
    columns = ("Night", "Reported by", "Window (Kyiv)", "Launched", "Intercepted", "Lost", "Link")
    return Grid(columns, rows, _MEASURES, below="Link")


def _days(parts: Sequence[Part]) -> str:
    first, last = parts[0].period.first, parts[-1].period.last
    return ENGLISH.day(last, with_year=False) if first == last else f"{first.day} to {ENGLISH.day(last, with_year=False)}"


def _night(part: Part) -> Iterator[Sequence[str]]:
    """Yield the reports of a night, below their sum if there are several."""
    night = ENGLISH.day(part.period.first, with_year=False)
    if part.totals and len(part.counted) > 1:
        sums = (part.totals.launched, part.totals.intercepted, part.totals.lost)
        yield (night, f"{len(part.counted)} reported attacks", "", *map(say.number, sums), "")
        night = ""
    for report in part.counted:
        yield _line_of(night, report)
        night = ""


def _line_of(night: str, report: Report) -> Sequence[str]:
    who = say.reporter(report).split(" (")[0]
    return (
        night,
        who if report.report_url else f"{who}, {report.source_id}",
        say.window(report, with_year=False),
        say.number(report.launched, report.launched_null_reason),
        say.number(report.intercepted, report.intercepted_null_reason),
        say.number(report.lost),
        report.report_url or "",
    )


def _months_of(parts: Sequence[Part]) -> Grid:
    columns = ("Month", "Reports", "Launched", "Low", "High", "Intercepted", "Lost", "Neutralised", "Rate", "Silent")
    rows = [(ENGLISH.month(part.period.first), *_row_of(part.totals), ENGLISH.count(_silent(part))) for part in parts]
    return Grid(columns, rows, _MEASURES)


def _silent(part: Part) -> int:
    """Return the number of nights without a report on the weapon group, collected or not."""
    return sum(number for status, number in part.nights.items() if status not in _TOLD)


def _row_of(totals: Totals | None) -> tuple[str, ...]:
    if totals is None:
        return ("0", "no report", *[""] * 6)
    return (
        ENGLISH.count(totals.reports),
        say.number(totals.launched),
        say.number(totals.launched_low),
        "no bound" if totals.launched_high is None else ENGLISH.count(totals.launched_high),
        say.number(totals.intercepted),
        say.number(totals.lost),
        say.number(totals.neutralised),
        say.percent(totals.neutralised_rate_pct),
    )


def _left_out(explanation: Explanation) -> Section:
    left_out = explanation.left_out
    if not left_out:
        return Section("Left out", [Line("Nothing was left out.")])
    if explanation.period.granularity == "night":
        return Section("Left out, and why", [_short_report(report) for report in left_out])
    by_reason: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in left_out:
        by_reason[report.source_id, report.not_counted_reason or ""].append(report)
    rows = [
        (source_id, ENGLISH.count(len(reports)), _sum_launched(reports), say.not_counted(reason))
        for (source_id, reason), reports in sorted(by_reason.items())
    ]
    return Section("Left out, and why", [Grid(("Source", "Rows", "Launched", "Why"), rows, _MEASURES)])


def _sum_launched(reports: Sequence[Report]) -> str:
    totals = add_up(reports)
    return say.number(totals.launched if totals else None)


def _short_report(report: Report) -> Facts:
    numbers = (
        f"launched {say.number(report.launched, report.launched_null_reason)}, "
        f"intercepted {say.number(report.intercepted, report.intercepted_null_reason)}, lost {say.number(report.lost)}"
    )
    facts = [("Why", say.not_counted(report.not_counted_reason)), *_origin(report), ("States", numbers), *_doubts(report)]
    return Facts(facts, f"{say.window(report)}, Kyiv time")
