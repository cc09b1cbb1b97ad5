"""What was written: a report with the numbers in it, and the words that it is made of."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from assets.sources.air_force_posts.report import Kind

KYIV = ZoneInfo("Europe/Kyiv")


RULER = "➖" * 10


@dataclass(frozen=True)
class Count:
    """A printed number: its value and the qualifier that stands before it."""

    value: int
    qualifier: str = "exact"


@dataclass(frozen=True)
class Expected:
    """What a report says.

    Attributes:
        period_kind: Kind of the period.
        night_of: The night, dated by its morning; None by day.
        start: When it starts, Kyiv time, if an hour is printed.
        end: When it ends: the printed hour, else the time as of which it speaks.
        drones: Numbers of the main drone group by measure; a measure that is not here has no number.
        others: `(weapon_group, measure, value)` of every other weapon, sorted; value None where the number is withheld.
        hit_locations: Number of places hit.
        debris_locations: Number of places with debris.
        launch_sites: Places from which drones came.
        kind: Kind of the post.
    """

    period_kind: str
    night_of: dt.date | None
    start: dt.datetime | None
    end: dt.datetime | None
    drones: dict[str, Count]
    others: tuple[tuple[str, str, int | None], ...] = ()
    hit_locations: int | None = None
    debris_locations: int | None = None
    launch_sites: tuple[str, ...] | None = None
    kind: Kind = Kind.REPORT


@dataclass(frozen=True)
class Written:
    """A report, its headline apart from its body, and what it says."""

    shape: str
    headline: str
    body: str
    posted_at: dt.datetime | None
    expected: Expected

    @property
    def text(self) -> str:
        """The whole post."""
        return f"{self.headline}\n{RULER}\n{self.body}" if self.headline else self.body


@dataclass(frozen=True)
class Noun:
    """Forms that go with numbers: instrumental (1, more), nominative (1, 2-4, more), genitive (1, more)."""

    instrumental: tuple[str, str]
    nominative: tuple[str, str, str]
    genitive: tuple[str, str]
    feminine: bool = False


@dataclass(frozen=True)
class Missile:
    """A missile: its nouns, the name under which it is reported, its weapon group."""

    noun: Noun
    name: str
    weapon_group: str


@dataclass(frozen=True)
class Window:
    """The words with which a report begins, and the time they mean."""

    opening: str
    kind: str
    day: dt.date
    start: dt.datetime | None
    end: dt.datetime | None
    has_year: bool
