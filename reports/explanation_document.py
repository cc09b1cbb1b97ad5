"""An explanation as a document: which sections it has, and what stands in each.

Belongs here: choice and order. The words are in `reports/explanation_words.py`, the layout in `reports/documents.py`; the whole
of it, every report of a year included, is in `reports/explanation_json.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reports import explanation_words as say
from reports import words
from reports.documents import Facts, Grid, Line, Section
from reports.explanation import Agreement, Explanation, Figure, Part, Revision
from reports.listed_reports import Report, Totals, add_up

Fact = tuple[str, str]
_MEASURES = frozenset(("Reports", "Launched", "Low", "High", "Intercepted", "Lost", "Neutralised", "Rate"))
# More than this many revisions of a month or year are added up by kind.
_LISTED_REVISIONS = 40


def document(explanation: Explanation) -> list[Section]:
    """Return the sections of an explanation; the first one has the number that is explained."""
    return [
        _numbers(explanation),
        _counted(explanation),
        _left_out(explanation),
        _other_sources(explanation),
        _other_rules(explanation),
        _published(explanation),
        _revisions(explanation),
        _breaks(explanation),
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
    yield "Reports", words.count(totals.reports)


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
    if covered is None:
        yield "Covered", "no night has been collected yet"
        return
    span = f"the tally covers the nights to {words.period(*covered)}"
    if period.last < covered[0]:
        yield "Covered", f"this is before the first collected night: {span}"
    elif period.first > covered[1]:
        yield "Covered", f"this is after the last collected night: {span}"
    elif period.first < covered[0] or period.last > covered[1]:
        yield "Covered", f"the period is partly covered: {span}"


def _counted(explanation: Explanation) -> Section:
    if not explanation.counted:
        return Section("Counted", [Line("No report counts.")])
    match explanation.period.granularity:
        case "night":
            blocks = [_whole_report(n, report) for n, report in enumerate(explanation.counted, 1)]
            return Section("Counted: what these reports state adds up to the numbers above", blocks)
        case "month":
            return Section("Counted: these reports add up to the numbers above", [_nights_of(explanation.parts)])
    note = Line("Every report of a month is listed by `tally explain` for that month, and with --format json.")
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
        "launched": ("Launched", say.bounded(report.launched, report.launched_low, report.launched_high, report.launched_null_reason)),
        "intercepted": ("Intercepted", f"{intercepted}, {wording}" if wording else intercepted),
        "lost": ("Lost from radar", say.number(report.lost)),
        "airborne": ("Still airborne", say.number(report.airborne)),
        "hits": ("Drones that hit", say.number(report.hits)),
    }  # fmt: skip
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
    for part in parts:
        night = words.day(part.period.first, with_year=False)
        if part.totals is None:
            rows.append((night, *(say.status(status) for status in part.nights), "", "", "", "", ""))
            continue
        if len(part.counted) > 1:
            rows.append((night, f"{len(part.counted)} reported attacks", "", *_three(part.totals), ""))
        rows += [_line_of("" if len(part.counted) > 1 else night, report) for report in part.counted]
    columns = ("Night", "Reported by", "Window (Kyiv)", "Launched", "Intercepted", "Lost", "Link")
    return Grid(columns, _status_in_its_own_line(rows), _MEASURES, below="Link")


def _status_in_its_own_line(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Move the status of a night without a report where it widens no column."""
    return [(row[0], "", "", "", "", "", row[1]) if row[2:] == ("", "", "", "", "") else row for row in rows]


def _line_of(night: str, report: Report) -> Sequence[str]:
    who = say.reporter(report).split(" (")[0]
    return (
        night,
        who if report.report_url else f"{who}, {report.source_id}",
        say.short_window(report),
        say.number(report.launched, report.launched_null_reason),
        say.number(report.intercepted, report.intercepted_null_reason),
        say.number(report.lost),
        report.report_url or "",
    )


def _three(totals: Totals) -> tuple[str, str, str]:
    return say.number(totals.launched), say.number(totals.intercepted), say.number(totals.lost)


def _months_of(parts: Sequence[Part]) -> Grid:
    columns = ("Month", "Reports", "Launched", "Low", "High", "Intercepted", "Lost", "Neutralised", "Rate", "Nights")
    rows = [
        (words.month(part.period.first), *_row_of(part.totals), f"without a report: {n}" if (n := _silent(part)) else "")
        for part in parts
    ]
    return Grid(columns, rows, _MEASURES)


def _silent(part: Part) -> int:
    return sum(number for status, number in part.nights.items() if status not in ("reported", "stated_zero"))


def _row_of(totals: Totals | None) -> tuple[str, ...]:
    if totals is None:
        return ("0", *["no report"] * 1, *[""] * 6)
    return (
        words.count(totals.reports),
        say.number(totals.launched),
        say.number(totals.launched_low),
        "no bound" if totals.launched_high is None else words.count(totals.launched_high),
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
        (source_id, words.count(len(reports)), say.number(totals.launched if (totals := add_up(reports)) else None), say.not_counted(reason))
        for (source_id, reason), reports in sorted(by_reason.items())
    ]  # fmt: skip
    return Section("Left out, and why", [Grid(("Source", "Rows", "Launched", "Why"), rows, _MEASURES | {"Rows"})])


def _short_report(report: Report) -> Facts:
    numbers = (
        f"launched {say.number(report.launched, report.launched_null_reason)}, "
        f"intercepted {say.number(report.intercepted, report.intercepted_null_reason)}, lost {say.number(report.lost)}"
    )
    facts = [("Why", say.not_counted(report.not_counted_reason)), *_origin(report), ("States", numbers), *_doubts(report)]
    return Facts(facts, f"{say.window(report)}, Kyiv time")


def _other_sources(explanation: Explanation) -> Section:
    title = "What two sources say of the same night"
    compared = [row for row in explanation.agreement if row.difference is not None]
    if not explanation.agreement:
        return Section(title, [Line("No second source reports it.")])
    if explanation.period.granularity == "night":
        return Section(title, [Line(_agreement(row)) for row in explanation.agreement])
    differing = [row for row in compared if row.difference]
    unknown = len(explanation.agreement) - len(compared)
    note = f", and {unknown} where one gives no number" if unknown else ""
    summary = f"Launched is the same in {len(compared) - len(differing)} of {len(compared)} comparisons{note}."
    shown = [Facts([(words.day(row.night_of), _agreement(row)) for row in differing])] if differing else []
    return Section(title, [Line(summary), *shown])


def _agreement(row: Agreement) -> str:
    said = (
        f"{row.weapon_group}: launched {say.number(row.launched_a)} ({row.source_id_a}), "
        f"{say.number(row.launched_b)} ({row.source_id_b})"
    )
    return said if row.difference is None else f"{said}, difference {row.difference:+,d}"


def _other_rules(explanation: Explanation) -> Section:
    rows = [
        (rule.rule_id, say.number(rule.launched), say.number(rule.intercepted), say.number(rule.neutralised), rule.description)
        for rule in explanation.rules
    ]
    grid = Grid(("Rule", "Launched", "Intercepted", "Neutralised", "How it counts"), rows, _MEASURES)
    moved = [Line(text) for text in _moved(explanation)]
    return Section("By each counting rule", [grid, *moved])


def _moved(explanation: Explanation) -> Iterator[str]:
    """Yield in words what dating by the start of a window adds to the period, and takes from it."""
    for starts_within, verb, where in (
        (True, "adds", "begin in the period and end after it"),
        (False, "takes out", "begin before the period and end in it"),
    ):
        rows = [row for row in explanation.boundary if row.starts_within == starts_within]
        if rows:
            launched = [row.launched for row in rows if row.launched is not None]
            number = words.count(sum(launched)) if launched else say.number(None)
            night = ", ".join(dict.fromkeys(words.day(row.night_of) for row in rows))
            yield f"Dating by the start {verb} {number} launched: attacks of the night to {night} that {where}."


def _published(explanation: Explanation) -> Section:
    title = "Published about exactly this period"
    if not explanation.figures:
        return Section(title, [Line("No figure about exactly this period is known.")])
    facts = [fact for figure in explanation.figures for fact in _figure(figure)]
    return Section(
        title, [Facts(facts), Line("Figures stand as published; whether they agree with the tally is not judged here.")]
    )


def _figure(figure: Figure) -> Iterator[Fact]:
    value = words.published_figure(figure.value_low, figure.value_high, figure.qualifier)
    unit = " %" if figure.unit == "percent" else ""
    when = words.published_on(figure.published_on) if figure.published_on else "undated"
    said = f"{say.plain(figure.measure)}, {figure.weapon_scope}: {figure.publisher}, {when}"
    yield value + unit, said if figure.is_comparable else f"{said} (counts something else: {figure.not_comparable_reason})"
    if figure.url:
        yield "", figure.url


def _revisions(explanation: Explanation) -> Section:
    title = "Changed by the sources since"
    revisions = explanation.revisions
    if not revisions:
        return Section(title, [Line("Nothing, as far as stored versions of the sources show.")])
    if len(revisions) <= _LISTED_REVISIONS or explanation.period.granularity == "night":
        return Section(title, [Facts([fact for revision in revisions for fact in _revision(revision)])])
    numbers: dict[tuple[str, str, str], int] = defaultdict(int)
    for revision in revisions:
        numbers[revision.source_id, revision.change, revision.column_name] += 1
    rows = [(*map(say.plain, key), words.count(number)) for key, number in sorted(numbers.items())]
    grid = Grid(("Source", "Change", "Column", "Changes"), rows)
    return Section(title, [grid, Line("Each is in mart.revisions, and with --format json.")])


def _revision(revision: Revision) -> Iterator[Fact]:
    changed = say.change(revision.change, revision.column_name, revision.old_value, revision.new_value)
    yield (
        words.day(revision.night_of),
        (f"{revision.weapon_as_reported}: {changed}, seen in {revision.source_id} on {words.day(revision.seen_on)}"),
    )


def _breaks(explanation: Explanation) -> Section:
    title = "Changes of meaning in this period"
    if not explanation.breaks:
        return Section(title, [Line("None begins in it.")])
    return Section(
        title, [Facts([(words.day(row.break_date), f"{row.measure}: {row.description}") for row in explanation.breaks])]
    )
