"""What stands beside an explained number: other sources, other rules, publishers, and what has changed since.

Belongs here: the sections about what is not itself part of the number. The number and its reports are in
`reports/explanation_document.py`.
"""

from collections import defaultdict
from collections.abc import Iterator

from reports import explanation_words as say
from reports.documents import Fact, Facts, Grid, Line, Section
from reports.explanation import Agreement, Explanation, Figure, Revision, RuleTotal
from reports.words import ENGLISH

# More than this many revisions of a month or year are added up by kind.
_LISTED_REVISIONS = 40


def context(explanation: Explanation) -> list[Section]:
    """Return the sections about what others say of the period."""
    return [
        _other_sources(explanation),
        _other_rules(explanation),
        _published(explanation),
        _revisions(explanation),
        _breaks(explanation),
    ]


def _other_sources(explanation: Explanation) -> Section:
    title = "What two sources say of the same night"
    if not explanation.agreement:
        return Section(title, [Line("No second source reports it.")])
    if explanation.period.granularity == "night":
        return Section(title, [Facts([(_verdict(row), _agreement(row)) for row in explanation.agreement])])
    compared = [row for row in explanation.agreement if row.difference is not None]
    differing = [row for row in compared if row.difference]
    unknown = len(explanation.agreement) - len(compared)
    note = f"; {unknown} more cannot be made, because a number is missing" if unknown else ""
    summary = f"Launched is the same in {len(compared) - len(differing)} of {len(compared)} comparisons{note}."
    shown = [Facts([(ENGLISH.day(row.night_of), _agreement(row)) for row in differing])] if differing else []
    return Section(title, [Line(summary), *shown])


def _verdict(row: Agreement) -> str:
    if row.difference is None:
        return "Not comparable"
    return "Different" if row.difference else "The same"


def _agreement(row: Agreement) -> str:
    difference = f" ({row.difference:+,d})" if row.difference else ""
    return (
        f"{row.weapon_group}: launched {say.number(row.launched_a)} in {row.source_id_a}, "
        f"{say.number(row.launched_b)} in {row.source_id_b}{difference}; intercepted {say.number(row.intercepted_a)} "
        f"and {say.number(row.intercepted_b)}"
    )


def _other_rules(explanation: Explanation) -> Section:
    columns = ("Rule", "Launched", "Intercepted", "Neutralised", "How it counts")
    grid = Grid(columns, [_rule(rule) for rule in explanation.rules], frozenset(columns[1:4]), below="How it counts")
    return Section("By each counting rule", [grid, *(Line(text) for text in _moved(explanation))])


def _rule(rule: RuleTotal) -> tuple[str, ...]:
    numbers = (rule.launched, rule.intercepted, rule.neutralised)
    missing = "not known" if rule.is_start_unknown else "no report"
    eve = f"Attacks that start on {ENGLISH.day(rule.starts_on)}, at any hour. " if rule.starts_on else ""
    why = " A report of this night or the one before states no start." if rule.is_start_unknown else ""
    return (rule.rule_id, *(say.number(n) if rule.is_reported else missing for n in numbers), eve + rule.description + why)


def _moved(explanation: Explanation) -> Iterator[str]:
    """Yield in words what dating by the start of a window adds to the period, and takes from it."""
    for starts_within, verb, where in (
        (True, "adds", "begin in the period and end after it"),
        (False, "takes out", "begin before the period and end in it"),
    ):
        rows = [row for row in explanation.boundary if row.starts_within == starts_within]
        if rows:
            launched = [row.launched for row in rows if row.launched is not None]
            number = ENGLISH.count(sum(launched)) if launched else "an unknown number"
            night = ", ".join(dict.fromkeys(ENGLISH.day(row.night_of) for row in rows))
            yield f"Dating by the start {verb} {number} launched: attacks of the night to {night} that {where}."


def _published(explanation: Explanation) -> Section:
    title = "Published about exactly this period"
    if not explanation.figures:
        return Section(title, [Line("No figure about exactly this period is known.")])
    facts = [fact for figure in explanation.figures for fact in _figure(figure)]
    return Section(title, [Facts(facts), Line("Every comparison, by rule and measure, is in mart.reconciliation.")])


def _figure(figure: Figure) -> Iterator[Fact]:
    value = ENGLISH.published_figure(figure.value_low, figure.value_high, figure.qualifier)
    unit = " %" if figure.unit == "percent" else ""
    when = ENGLISH.published_on(figure.published_on) if figure.published_on else "date not known"
    said = f"{say.plain(figure.measure)}, {figure.weapon_scope}: {figure.publisher}, {when}"
    yield value + unit, said if figure.is_comparable else f"{said} (counts something else: {figure.not_comparable_reason})"
    if figure.is_comparable and figure.explanation:
        yield "", figure.explanation
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
    rows = [(*map(say.plain, key), ENGLISH.count(number)) for key, number in sorted(numbers.items())]
    grid = Grid(("Source", "Change", "Column", "Changes"), rows)
    return Section(title, [grid, Line("Each is in mart.revisions, and with --format json.")])


def _revision(revision: Revision) -> Iterator[Fact]:
    changed = say.change(revision.change, revision.column_name, revision.old_value, revision.new_value)
    yield (
        ENGLISH.day(revision.night_of),
        (f"{revision.weapon_as_reported}: {changed}, seen in {revision.source_id} on {ENGLISH.day(revision.seen_on)}"),
    )


def _breaks(explanation: Explanation) -> Section:
    title = "Changes of meaning in this period"
    if not explanation.breaks:
        return Section(title, [Line("None begins in it.")])
    return Section(
        title, [Facts([(ENGLISH.day(row.break_date), f"{row.measure}: {row.description}") for row in explanation.breaks])]
    )
