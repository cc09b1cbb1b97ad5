"""From the text of a post to what it says: the stages put together."""

import datetime as dt
import re
from dataclasses import replace

from assets.sources.air_force_posts import checks, kinds, mentions, passages, periods, sites
from assets.sources.air_force_posts.mentions import Mentions
from assets.sources.air_force_posts.passages import Passage
from assets.sources.air_force_posts.periods import Moments
from assets.sources.air_force_posts.report import Kind, Period, Reading, Report
from assets.sources.air_force_posts.tally import Tally
from assets.sources.air_force_posts.text import RULER, normalise
from assets.sources.air_force_posts.tokens import Token, tokens

# Telegram's own limit is 4,096 characters; what is longer is no post of the channel.
_MOST_CHARACTERS = 20_000
_DRONE_GROUPS = {"shahed_type", "other_attack_drone", "unidentified_drone", "reconnaissance_drone"}
# Somebody's words, quoted: no weapon has a name of six words.
_QUOTED = re.compile(r"«(?:[^\s«»]+[^\S\n]+){5,60}[^\s«»]+»")
# Times of posts outside these years are errors.
_FIRST_YEAR, _LAST_YEAR = 2014, 2100
_LONGEST_WINDOW = dt.timedelta(days=2)
_ATTACKERS_OF_REGION = {"атакував", "атакували", "атакувала", "атакують", "атакує"}


def read(text: str, posted_at: dt.datetime | None) -> Reading:
    """Read a post.

    Args:
        text: Its text.
        posted_at: When it was posted, with a time zone; without it only dates with a year can be read.

    Returns:
        Its kind and, if it is a report, what it says. Never raises, whatever the text.
    """
    if posted_at is not None and not _FIRST_YEAR <= posted_at.year <= _LAST_YEAR:
        posted_at = None
    normal = normalise(_QUOTED.sub(" ", text[:_MOST_CHARACTERS]))
    parts = passages.passages(tokens(normal), normal)
    recognised = kinds.recognise(normal, parts)
    if recognised is not None:
        return recognised
    own = [part for part in parts if not (_asks(part) or kinds.is_summary(_words(part.tokens, normal).lower()))]
    found = mentions.find(own, normal)
    times = _times(own)
    if len(own) < len(parts) and not _has_period(times, posted_at):
        return Reading(Kind.SUMMARY, "it sums up more than one attack")
    return _read(normal, own, found, times, posted_at)


def _times(parts: list[Passage]) -> Moments:
    """Return what a post says about time; when missiles alone came only counts where nothing else is dated."""
    drones = periods.moments_of([part for part in parts if not _is_about_missiles(part)])
    return drones if periods.has_date(drones) else periods.moments_of(parts)


def _is_about_missiles(part: Passage) -> bool:
    kinds_in = {token.kind for token in part.tokens}
    return "launched" in kinds_in and "missile" in kinds_in and not kinds_in & {"drone", "as_of"}


def _read(text: str, parts: list[Passage], found: Mentions, times: Moments, posted_at: dt.datetime | None) -> Reading:
    numbered = [m for m in found.items if m.number.value is not None or m.is_all]
    counted = [m for m in numbered if m.role in ("launched", "intercepted", "neutralised", "lost")]
    is_drones = [m for m in counted if m.about in ("drones", "weapon", "targets")]
    if not counted:
        return _without_numbers(text, parts, found, _has_period(times, posted_at))
    if kinds.is_announced(text) and not any(m.role != "launched" for m in counted):
        return Reading(Kind.ANNOUNCEMENT, "its numbers are to come later")
    if RULER not in text and kinds.is_going_on(text) and all(m.role == "launched" for m in counted):
        return Reading(Kind.ANNOUNCEMENT, "it counts an attack that is not over")
    if periods.nights(times) > 1:
        return Reading(Kind.SUMMARY, "it tells of several nights")
    try:
        period = periods.read_period(times, posted_at)
    except periods.NoPeriod as error:
        if _looks_like_report(text, parts) or (error.has_date and is_drones):
            return Reading(Kind.UNREADABLE, str(error))
        return Reading(Kind.OTHER, f"it counts drones, but {error}") if is_drones else Reading(Kind.ALERT, "it has no date")
    if period.start is not None and period.end is not None and period.end - period.start > _LONGEST_WINDOW:
        return Reading(Kind.SUMMARY, "its window is longer than two days")
    days = (period.end_date - period.start_date).days
    if days > _LONGEST_WINDOW.days or (days == _LONGEST_WINDOW.days and period.start is None):
        return Reading(Kind.SUMMARY, "it covers several days")
    return _report(text, parts, found, period)


def _report(text: str, parts: list[Passage], found: Mentions, period: Period) -> Reading:
    tally = Tally(found, period.end_date)
    weapons = tally.weapons()
    drones = [weapon for weapon in weapons if weapon.weapon_group in _DRONE_GROUPS]
    if not drones:
        if any(mark.startswith(("several_numbers", "unclear")) for mark in tally.marks):
            return Reading(Kind.UNREADABLE, f"its numbers cannot be told apart ({'; '.join(tally.marks)})")
        return Reading(Kind.MISSILES_ONLY, "it reports missiles and no drones")
    has_number = any(
        number.value is not None for weapon in drones for number in (weapon.launched, weapon.intercepted, weapon.lost)
    )
    if not has_number:
        is_missiles = any(weapon.launched.value is not None for weapon in weapons if weapon not in drones)
        if is_missiles and not any(m.about == "drones" for m in found.items):
            return Reading(Kind.MISSILES_ONLY, "it reports missiles and no drones")
        reasons = "; ".join(tally.marks) or "no number of drones is given"
        return Reading(Kind.UNREADABLE, reasons)
    shaheds = next((weapon for weapon in drones if weapon.weapon_group == "shahed_type"), drones[0])
    if RULER not in text and shaheds.launched.value is None and kinds.is_local(text):
        return Reading(Kind.REGIONAL_REPORT, "it tells what one unit did, or of one region")
    report = Report(
        period=period,
        weapons=weapons,
        is_national=_is_national(text, parts),
        interception_wording=tally.wording(),
        hit_locations=tally.locations("hits"),
        debris_locations=tally.locations("debris"),
        launch_sites=sites.launch_sites(parts, text),
        targets=sites.targets(parts, text),
        exits=tally.exits(),
        headline_total=tally.headline_total(),
    )
    marks = (*period.mended, *period.marks, *tally.marks, *checks.marks(report, found))
    return Reading(Kind.REPORT, None, replace(report, marks=tuple(dict.fromkeys(marks))))


def _without_numbers(text: str, parts: list[Passage], found: Mentions, has_period: bool) -> Reading:
    """Tell what a post is that counts nothing launched or brought down."""
    is_attack = any(m.role in ("launched", "intercepted") for m in found.items)
    if kinds.is_announced(text):
        return Reading(Kind.ANNOUNCEMENT, "its numbers are to come later")
    if _looks_like_report(text, parts) and is_attack:
        return Reading(Kind.UNREADABLE, "it gives no number that can be read")
    if is_attack and has_period:
        return Reading(Kind.ANNOUNCEMENT, "it tells of an attack without numbers")
    return Reading(Kind.ALERT, "it reports nothing launched or brought down in numbers")


def _has_period(times: Moments, posted_at: dt.datetime | None) -> bool:
    try:
        periods.read_period(times, posted_at)
    except periods.NoPeriod:
        return False
    return True


def _looks_like_report(text: str, parts: list[Passage]) -> bool:
    """Whether a post has the form of a report: the ruler under a headline that says what was brought down."""
    headline = [token for part in parts if part.level == "headline" for token in part.tokens]
    return RULER in text and any(token.kind in ("intercepted", "neutralised") for token in headline)


def _is_national(text: str, parts: list[Passage]) -> bool:
    """Whether a report is about the country: only one that attacks a single region in the words of a note is not."""
    if RULER in text or "україн" in text.lower():
        return True
    return not any(_attacks_region(part.tokens) for part in parts)


def _attacks_region(line: list[Token]) -> bool:
    """Whether a region is what the numbered drones attacked: "атакував Одещину 7 дронами", "5 дронів по Миколаївщині"."""
    for position, token in enumerate(line):
        following = line[position + 1 : position + 3]
        if token.text in _ATTACKERS_OF_REGION and following and following[0].is_capital and following[0].kind == "word":
            return any(t.kind == "number" for t in following[1:])
        if token.kind == "drone" and len(following) == 2 and following[0].text == "по" and following[1].is_capital:
            return True
    return False


def _asks(part: Passage) -> bool:
    return part.tokens[-1].text == "?"


def _words(line: list[Token], text: str) -> str:
    return text[line[0].start : line[-1].end] if line else ""
