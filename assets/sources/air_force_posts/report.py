"""What a post of the Air Force says, typed: the result of reading it. How it is read belongs to the other modules.

The reading goes through stages that can be tested alone: `text` (one spelling) -> `tokens` (numbers, weapons, times) ->
`clauses` (what each number is about) -> `periods` and `reader` (one report), with `kinds` telling reports from other posts.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a post is; only a `report` is counted."""

    REPORT = "report"
    REGIONAL_REPORT = "regional_report"
    MISSILES_ONLY = "missiles_only"
    SUMMARY = "summary"
    CLARIFICATION = "clarification"
    ALERT = "alert"
    CAPTION = "caption"
    ANNOUNCEMENT = "announcement"
    SPOOF = "spoof"
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True)
class Quantity:
    """A number as a post gives it, or the reason why there is none.

    Attributes:
        value: The number that is printed; None without one.
        qualifier: `exact`, `about`, `over` or `up_to`.
        low: Smallest number that the words allow.
        high: Largest number that the words allow; None if they set no limit.
        null_reason: Why there is no number: `not_stated`, `withheld` or `words_only`.
        phrase: The words it was read from, 25 at most.
    """

    value: int | None = None
    qualifier: str = "exact"
    low: int | None = None
    high: int | None = None
    null_reason: str | None = "not_stated"
    phrase: str | None = None


NOT_STATED = Quantity()


@dataclass(frozen=True)
class WeaponCounts:
    """What a report says of one weapon, or of several that one number is about.

    Attributes:
        weapon_id: Canonical weapon, several joined with `+`.
        weapon_group: Their group.
        weapon_as_reported: The weapon in the words of the post.
        launched: How many attacked.
        intercepted: How many were brought down.
        lost: How many were lost from radar or suppressed, where that is told apart.
        airborne: How many were still in the air.
        exits: How many left the airspace.
        hits: How many hit.
        jet_launched: Those of `launched` with a jet engine.
        jet_intercepted: Those of `intercepted` with a jet engine.
        shahed_launched: Those of `launched` that were Shaheds and not decoys.
    """

    weapon_id: str
    weapon_group: str
    weapon_as_reported: str
    launched: Quantity = NOT_STATED
    intercepted: Quantity = NOT_STATED
    lost: Quantity = NOT_STATED
    airborne: Quantity = NOT_STATED
    exits: Quantity = NOT_STATED
    hits: Quantity = NOT_STATED
    jet_launched: Quantity = NOT_STATED
    jet_intercepted: Quantity = NOT_STATED
    shahed_launched: Quantity = NOT_STATED


@dataclass(frozen=True)
class Period:
    """The time a report is about. Times have the zone Europe/Kyiv.

    Attributes:
        kind: `night`, `day`, `morning`, `evening` or `day_and_night`.
        start_date: Kyiv date on which it starts.
        end_date: Kyiv date on which it ends.
        start: When it starts; None unless an hour is stated.
        end: When it ends: as stated, else the time as of which the report speaks; None without either.
        as_of: The time as of which the report speaks.
        mended: Errors of the post that its own words prove, and how they were put right.
        marks: What is doubtful about the times and was left as printed.
    """

    kind: str
    start_date: dt.date
    end_date: dt.date
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    as_of: dt.datetime | None = None
    mended: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def night_of(self) -> dt.date | None:
        """The night, dated by its morning; None for what was not at night."""
        return self.end_date if self.kind in ("night", "evening", "day_and_night") else None


@dataclass(frozen=True)
class Report:
    """A report of one attack.

    Attributes:
        period: When.
        weapons: What, one entry per weapon or group with one number.
        is_national: Whether it is about the country and not about one region of it.
        interception_wording: `shot_down` or `shot_down_or_suppressed`; None if nothing is said to be brought down.
        hit_locations: Number of places hit.
        debris_locations: Number of places where debris fell.
        launch_sites: Places from which drones came, as written.
        targets: Regions that were attacked, as written.
        exits: Number of drones that left the country, by where to, as written.
        headline_total: Everything brought down according to the headline.
        marks: What does not fit together, and what was mended.
    """

    period: Period
    weapons: tuple[WeaponCounts, ...]
    is_national: bool = True
    interception_wording: str | None = None
    hit_locations: Quantity = NOT_STATED
    debris_locations: Quantity = NOT_STATED
    launch_sites: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    exits: dict[str, int | None] = field(default_factory=dict)
    headline_total: Quantity = NOT_STATED
    marks: tuple[str, ...] = ()

    def of(self, weapon_group: str) -> WeaponCounts | None:
        """Return what is said of a weapon group; None if nothing is, or several numbers are."""
        found = [weapon for weapon in self.weapons if weapon.weapon_group == weapon_group]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Reading:
    """What became of a post.

    Attributes:
        kind: What it is.
        reason: Why it is not a report, or cannot be read; None for a report.
        report: What it says; only with the kind `report`.
    """

    kind: Kind
    reason: str | None = None
    report: Report | None = None
