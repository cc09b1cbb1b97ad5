"""What is behind a number of the tally: the reports it adds up, what was left out, and what others say of the period.

Belongs here: reading the published file and seeing that what is listed adds up. How it looks is in
`reports/explanation_document.py`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import duckdb

from reports.listed_reports import Report, Totals, add_up
from reports.periods import Period, month_of
from warehouse.queries import select

Row = TypeVar("Row")

# Where the total of a period is.
_TOTALS = {
    "night": "mart.nightly_totals where night_of = $first",
    "month": "mart.monthly_totals where month = $first",
    "year": "mart.yearly_totals where year = year($first::date)",
}


class DoesNotAddUp(Exception):
    """The reports that would be listed do not add up to the number they should explain."""


@dataclass(frozen=True)
class RuleTotal:
    """The total by one counting rule, if any report counts by it; None is a number nobody stated.

    Attributes:
        starts_on: The eve of a night, where the rule goes by the start: the date on which what it counts starts.
        is_start_unknown: Whether a report of the night or its eve states no start, so that the rule has no number for it.
    """

    rule_id: str
    description: str
    starts_on: dt.date | None
    is_start_unknown: bool
    is_reported: bool
    launched: int | None
    intercepted: int | None
    neutralised: int | None


@dataclass(frozen=True)
class BoundaryReport:
    """A counted report that the rules which go by the start of a window date on the other side of the period's edge."""

    attack_id: str
    start_date: dt.date
    night_of: dt.date
    launched: int | None
    report_url: str | None
    starts_within: bool


@dataclass(frozen=True)
class Agreement:
    """What two sources say of one night and weapon group, by national reports."""

    night_of: dt.date
    weapon_group: str
    source_id_a: str
    source_id_b: str
    launched_a: int | None
    launched_b: int | None
    difference: int | None
    intercepted_a: int | None
    intercepted_b: int | None


@dataclass(frozen=True)
class Figure:
    """What somebody published about exactly the period, with the verdict on it; comparable if it counts what is explained."""

    figure_id: str
    measure: str
    unit: str
    weapon_scope: str
    weapon_group: str | None
    value_low: int
    value_high: int | None
    qualifier: str
    publisher: str
    published_on: str | None
    title: str | None
    url: str | None
    based_on: str | None
    is_comparable: bool
    not_comparable_reason: str | None
    verdict: str | None
    explanation: str | None


@dataclass(frozen=True)
class Revision:
    """What a source has changed about a night; `seen_on` is the day from which the new value is known."""

    night_of: dt.date
    source_id: str
    weapon_as_reported: str
    column_name: str
    old_value: str | None
    new_value: str | None
    change: str
    seen_on: dt.date
    report_url: str | None


@dataclass(frozen=True)
class Break:
    """A change of meaning that begins within the period."""

    break_id: str
    break_date: dt.date
    measure: str
    description: str
    reference: str


@dataclass(frozen=True)
class Part:
    """A night of a month, or a month of a year: its counted reports and what they add up to.

    Attributes:
        nights: Number of its nights by status: reported, stated_zero, shaheds_only, not_named, no_report, not_collected.
    """

    period: Period
    nights: dict[str, int]
    totals: Totals | None
    counted: list[Report]


@dataclass(frozen=True)
class Explanation:
    """A number and everything behind it.

    Attributes:
        covered: First and last collected night of the tally; None if there is none.
        nights: Number of nights of the period by status, see `Part`; those outside of the calendar are in none.
        totals: The numbers of the mart; None where no report counts.
        parts: The nights of a month, the months of a year; a night is its own only part.
        left_out: The reports that do not count.
    """

    period: Period
    weapon_group: str
    weapon_description: str
    covered: tuple[dt.date, dt.date] | None
    nights: dict[str, int]
    totals: Totals | None
    parts: list[Part]
    left_out: list[Report]
    rules: list[RuleTotal]
    boundary: list[BoundaryReport]
    agreement: list[Agreement]
    figures: list[Figure]
    revisions: list[Revision]
    breaks: list[Break]

    @property
    def counted(self) -> list[Report]:
        """The reports that the numbers add up."""
        return [report for part in self.parts for report in part.counted]


def explain(con: duckdb.DuckDBPyConnection, period: Period, weapon_group: str) -> Explanation:
    """Read what is behind the numbers of a period.

    Args:
        con: The published file.
        period: The night, month or year.
        weapon_group: One of core.weapon_groups.

    Raises:
        DoesNotAddUp: The counted reports do not add up to the numbers of the mart, which no published file should do.
    """
    days = {"first": period.first, "last": period.last}
    of_weapon = days | {"weapon_group": weapon_group}
    of_groups = days | {"weapon_groups": _groups(con, weapon_group)}
    total = {"granularity": period.granularity, "first": period.first, "weapon_group": weapon_group}
    reports, totals = read_reports(con, period, weapon_group)
    counted = [report for report in reports if report.not_counted_reason is None]
    known = dict(con.execute(select("explain.nights"), of_weapon).fetchall())
    statuses = {**known, **_reported(counted, known)}
    description = next(iter(con.execute(select("explain.weapon"), {"weapon_group": weapon_group}).fetchall()), (weapon_group,))
    ((first, last),) = con.execute(select("explain.span")).fetchall()
    return Explanation(
        period=period,
        weapon_group=weapon_group,
        weapon_description=description[0],
        covered=(first, last) if first else None,
        nights=_by_status(statuses.values()),
        totals=totals,
        parts=_parts(period, statuses, counted),
        left_out=[report for report in reports if report.not_counted_reason is not None],
        rules=_read(con, "rules", RuleTotal, total),
        boundary=_read(con, "boundary", BoundaryReport, of_groups) if period.granularity != "night" else [],
        agreement=_read(con, "agreement", Agreement, of_groups),
        figures=_read(con, "figures", Figure, of_weapon),
        revisions=_read(con, "revisions", Revision, of_groups),
        breaks=_read(con, "breaks", Break, days),
    )


def read_reports(con: duckdb.DuckDBPyConnection, period: Period, weapon_group: str) -> tuple[list[Report], Totals | None]:
    """Read the reports of a period, counted or not, and the numbers of the mart that the counted ones add up to.

    Raises:
        DoesNotAddUp: They do not.
    """
    days = {"first": period.first, "last": period.last}
    reports = _read(con, "reports", Report, days | {"weapon_groups": _groups(con, weapon_group)})
    totals = _totals(con, period, weapon_group)
    _require_equal(period, weapon_group, add_up([r for r in reports if r.not_counted_reason is None]), totals)
    return _with_phrases(reports, con.execute(select("explain.phrases"), days).fetchall()), totals


def _groups(con: duckdb.DuckDBPyConnection, weapon_group: str) -> list[str]:
    """Return the weapon groups whose reports are listed: all_drones stands for all groups of drones."""
    drones = con.execute(select("explain.drones")).fetchall() if weapon_group == "all_drones" else []
    return [weapon_group, *(group for (group,) in drones)]


def _totals(con: duckdb.DuckDBPyConnection, period: Period, weapon_group: str) -> Totals | None:
    """Return the total of the period from the mart that has it; None where no report counts."""
    columns = ", ".join(field.name for field in fields(Totals))
    query = f"select {columns} from {_TOTALS[period.granularity]} and weapon_group = $weapon_group"
    rows = con.execute(query, {"first": period.first, "weapon_group": weapon_group}).fetchall()
    return next((Totals(*row) for row in rows), None)


def _read(con: duckdb.DuckDBPyConnection, name: str, row: type[Row], parameters: Mapping[str, object]) -> list[Row]:
    """Return the rows of a query whose columns have the names of a dataclass's fields."""
    answer = con.execute(select(f"explain.{name}"), parameters)
    names = [column[0] for column in answer.description or []]
    return [row(**dict(zip(names, values, strict=True))) for values in answer.fetchall()]


def _with_phrases(reports: Sequence[Report], phrases: Iterable[tuple[str, str, str]]) -> list[Report]:
    by_attack: dict[str, dict[str, str]] = defaultdict(dict)
    for attack_id, column_name, phrase in phrases:
        by_attack[attack_id][column_name] = phrase
    return [replace(report, phrases=by_attack.get(report.attack_id, {})) for report in reports]


def _require_equal(period: Period, weapon_group: str, listed: Totals | None, explained: Totals | None) -> None:
    if listed == explained:
        return
    wrong = [
        f"{name.replace('_', ' ')} {_said(listed, name)} instead of {_said(explained, name)}"
        for name in (field.name for field in fields(Totals) if field.compare)
        if _said(listed, name) != _said(explained, name)
    ]
    raise DoesNotAddUp(
        f"The counted reports on {weapon_group} for {period.title} do not add up to the total of the mart "
        f"({'; '.join(wrong)}), so nothing is explained. Run `tally rebuild`; if it stays so, please report it."
    )


def _said(totals: Totals | None, name: str) -> Any:
    return "nothing" if totals is None else getattr(totals, name)


def _reported(counted: Iterable[Report], known: Mapping[dt.date, str]) -> dict[dt.date, str]:
    """Return the status of the nights with a counted report, as the calendar has it where it knows of the report."""
    by_night: dict[dt.date, list[int | None]] = defaultdict(list)
    for report in counted:
        by_night[report.night_of].append(report.launched)
    own = {"reported", "stated_zero", "shaheds_only"}
    return {
        night: known[night] if known.get(night) in own else "stated_zero" if set(launched) == {0} else "reported"
        for night, launched in by_night.items()
    }


def _parts(period: Period, statuses: Mapping[dt.date, str], counted: Sequence[Report]) -> list[Part]:
    """Return the nights of a month or the months of a year of which the calendar or a report tells."""
    whose: dict[Period, list[dt.date]] = defaultdict(list)
    for night in sorted(statuses):
        whose[month_of(night) if period.granularity == "year" else Period(night, night, "night")].append(night)
    by_night: dict[dt.date, list[Report]] = defaultdict(list)
    for report in counted:
        by_night[report.night_of].append(report)
    parts = []
    for part, nights in whose.items():
        reports = [report for night in nights for report in by_night[night]]
        parts.append(Part(part, _by_status(statuses[night] for night in nights), add_up(reports), reports))
    return parts


def _by_status(statuses: Iterable[str]) -> dict[str, int]:
    numbers: dict[str, int] = defaultdict(int)
    for status in statuses:
        numbers[status] += 1
    return dict(sorted(numbers.items()))
