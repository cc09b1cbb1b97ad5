"""Which verb a number belongs to, and so what it counts: launched, brought down, lost, gone, hit.

That is the verb right after it ("22 БпЛА – локаційно втрачені"), else the last one before it, else that of the sentence before,
or of the line that a bullet stands under.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from assets.sources.air_force_posts.quantities import quantity
from assets.sources.air_force_posts.report import Quantity
from assets.sources.air_force_posts.tokens import Token
from assets.sources.air_force_posts.verbs import Verb

# Verbs that can stand after what they are about; nouns such as "влучання" cannot.
FOLLOWING = {"intercepted", "neutralised", "lost", "missed", "exited", "airborne", "launched"}
# Words that may stand between a number's phrase and the verb that follows it.
_LINKS = {
    "не", "-", '"', "було", "були", "був", "вже", "ще", "також", "вдалося", "які", "що", "ворожі", "ворожих", "наразі",
    "досі", "й", "повітряному", "повітрянім", "українському", "контрольованому", "нашому", "перебувають", "перебуває",
    "знаходяться", "залишаються", "залишається", "в", "у", "імовірно", "ймовірно", ":",
}  # fmt: skip
# How a sentence begins that takes up the one before.
_GOING_ON = {"а", "також", "крім", "ще", "разом", "плюс"}
_NEAR_START = 3
_NO_VERB = {"qualifier", "total", "mark", "all", "break"}
MOST_WORDS = 25
# What a number can be about that is a weapon.
WEAPONS = {"drones", "weapon", "missiles", "targets"}


@dataclass(slots=True)
class Mention:
    """A number, or its absence, with what it is about.

    Attributes:
        role: What the number counts: `launched`, `intercepted`, `neutralised`, `lost`, `airborne`, `exited`, `hits`, `debris`,
            or `missed`, of which nothing is told.
        about: As in `Phrase`, or `rest` for a number whose noun stands elsewhere.
        number: The number.
        weapon_ids: The weapons named.
        level: Level of the passage.
        line: Line of the passage.
        sentence: Number of the passage.
        wording: How bringing down is worded, if that is the role.
        out_of: The second number of "26 із 33".
        is_total: Whether the post calls it the sum ("усього").
        is_part: Whether it is a part of a number before it, and not to be added.
        is_jets: Whether it is about jet drones only.
        is_all: Whether it says "all" without a number.
        is_unidentified: Whether it is about drones of a type that was not established.
        is_split: Whether it says in a parenthesis what became of a part of the number before it.
        is_ambiguous: Whether what it is about was not clear.
        after_among: Whether "із них", "зокрема" or the like stands before it.
        colons: How many colons, or dashes that open a list, stand between it and the first number of the passage.
        has_place: Whether a place stands beside it.
        is_local: Whether its sentence is about one region, or about what one arm did.
        is_joined: Whether an "and", a place or a colon says that it comes on top of the number before it.
        where: Places that belong to it: where drones went that left the country.
    """

    role: str
    about: str
    number: Quantity
    weapon_ids: tuple[str, ...]
    level: str
    line: int
    sentence: int
    start: int = 0
    end: int = 0
    wording: str | None = None
    out_of: Quantity | None = None
    is_total: bool = False
    is_part: bool = False
    is_jets: bool = False
    is_all: bool = False
    is_unidentified: bool = False
    is_ambiguous: bool = False
    after_among: bool = False
    colons: int = 0
    is_joined: bool = True
    has_place: bool = False
    is_local: bool = False
    is_split: bool = False
    is_launches: bool = False
    words: str = ""
    where: str = ""


@dataclass(slots=True)
class Context:
    """What a passage inherits from those before it."""

    role: str | None = None
    wording: str | None = None
    subjects: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mentions: list["Mention"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A passage as far as it has been read.

    Attributes:
        tokens: Its tokens.
        closing: Where its parentheses are closed.
        verbs: Its verbs, in their order.
        mentions: Its numbers, in their order.
        context: What it inherits.
        total_at: Position of "усього"; -1 without one.
        attacker_at: Position of the first word for the attacker; the end without one.
        is_bullet: Whether it is one of a list.
    """

    tokens: list[Token]
    closing: dict[int, int]
    verbs: list[Verb]
    mentions: list[Mention]
    context: Context
    total_at: int
    attacker_at: int
    is_bullet: bool


def assign(place: Place, phrase: Callable[[int, int], str], words: Callable[[int, int], str]) -> list[Mention]:
    """Give every mention of a passage its role; return those that have one."""
    for index, mention in enumerate(place.mentions):
        if mention.is_all:
            if mention.about == "rest":
                _resolve(place, index, mention)
            continue
        verb = _verb_of(place, index, mention)
        if mention.is_launches:
            mention.role = "launched"
        elif verb is not None:
            mention.role, mention.wording = verb.role, verb.wording
            if verb.start >= mention.end and mention.number.phrase:
                mention.number = replace(mention.number, phrase=_cut(words(mention.start, verb.end)))
            if verb.is_negative and verb.role == "launched" and mention.number.value is None and mention.about == "drones":
                mention.number = quantity(0, "exact", _cut(words(mention.start, verb.end)))
            elif verb.is_negative:
                mention.role = "missed"
        else:
            mention.role = _inherited(place, mention) or ""
            mention.wording = place.context.wording
        if mention.role == "exited" and verb is not None:
            begin = max(verb.end, mention.end)
            mention.where = words(begin, min(_next_start(place, index), begin + 30))
        if mention.about == "rest":
            _resolve(place, index, mention)
    found = [mention for mention in place.mentions if mention.role]
    _resolve_together(place, found)
    _mark_parts(found)
    return found


def _resolve_together(place: Place, found: list[Mention]) -> None:
    """Take "із них 60 збито, 20 втрачено" for what became of the number before that is their sum, if one alone is."""
    unclear = [mention for mention in found if mention.is_ambiguous]
    if not unclear or not _begins_with_them(place.tokens):
        return
    total = sum(mention.number.value or 0 for mention in found)
    wholes = [whole for whole in place.context.mentions if whole.about in WEAPONS and whole.number.value == total]
    if len(wholes) == 1:
        for mention in unclear:
            mention.about, mention.weapon_ids, mention.is_ambiguous = wholes[0].about, wholes[0].weapon_ids, False


def _begins_with_them(tokens: list[Token]) -> bool:
    return [token.text for token in tokens[:2]] in (["із", "них"], ["з", "них"], ["із", "яких"], ["з", "яких"])


def _mark_parts(mentions: list[Mention]) -> None:
    """Mark what is part of a number before it: after "із них" and "зокрема", and in a list after a colon.

    Such a list takes the place of its total where it tells drones of other kinds apart and adds up to it.
    """
    wholes: dict[tuple[str, str], Mention] = {}
    for index, mention in enumerate(mentions):
        if mention.number.value is None:
            continue
        whole = wholes.get((mention.role, mention.about))
        if whole is None:
            wholes[mention.role, mention.about] = mention
            continue
        if mention.after_among:
            mention.is_part = True
        elif mention.colons > whole.colons:
            listed = [m for m in mentions[index:] if m.role == whole.role and m.about in ("drones", "weapon")]
            is_told_apart = any(m.about == "weapon" for m in listed)
            if is_told_apart and sum(m.number.value or 0 for m in listed) == whole.number.value:
                whole.is_part = True
            else:
                mention.is_part = True


def _cut(words: str) -> str:
    return " ".join(words.split()[:MOST_WORDS])


def _verb_of(place: Place, index: int, mention: Mention) -> Verb | None:
    before = bisect_right(place.verbs, mention.start, key=lambda verb: verb.end)
    preceding = place.verbs[before - 1] if before else None
    following_number = _next_start(place, index)
    after = bisect_left(place.verbs, mention.end, key=lambda verb: verb.start)
    is_before_next = after < len(place.verbs) and place.verbs[after].start < following_number
    following = place.verbs[after] if is_before_next else None
    if (named := _named_behind(place, mention)) is not None:
        return named
    can_follow = following is not None and (following.role in FOLLOWING or following.can_follow)
    if following is not None and can_follow and not _has_own_object(place, following, following_number):
        between = _between(place, mention.end, following.start)
        is_near = all(token.text in _LINKS or token.kind in ("all", "adjective", "airborne") for token in between)
        if is_near and (following.role != "launched" or not preceding):
            return following
        has_verb_of_its_own = preceding is not None or _inherited(place, mention) is not None
        if not has_verb_of_its_own and not any(token.text == "," for token in between):
            return following
    if preceding is None and after < len(place.verbs) and _is_shared(place, place.verbs[after]):
        return place.verbs[after]
    return preceding


def _named_behind(place: Place, mention: Mention) -> Verb | None:
    """Return what hits are said to be right behind them: "на 7 локаціях зафіксовано влучання", "13 БпЛА – влучання"."""
    for verb in place.verbs:
        if verb.role in ("hits", "debris") and mention.end <= verb.start <= mention.end + 2:
            between = place.tokens[mention.end : verb.start]
            is_near = all(token.text == "-" or token.kind == "launched" for token in between)
            is_meant = mention.about == "locations" or [token.text for token in between] == ["-"]
            return verb if is_near and is_meant else None
    return None


def _is_shared(place: Place, verb: Verb) -> bool:
    """Whether a verb closes a list that it is about as a whole: "296 БпЛА, 7 ракет – збито"."""
    closes = verb.role in FOLLOWING - {"launched"} and verb is place.verbs[0]
    later = next((mention.start for mention in place.mentions if mention.start >= verb.end), len(place.tokens))
    return closes and not _has_own_object(place, verb, later)


def _next_start(place: Place, index: int) -> int:
    """Return where the mention after this one begins."""
    return place.mentions[index + 1].start if index + 1 < len(place.mentions) else len(place.tokens)


def _between(place: Place, start: int, end: int) -> list[Token]:
    """Return the tokens between two places, without parentheses."""
    found, position = [], start
    while position < end:
        if position in place.closing:
            position = place.closing[position] + 1
            continue
        found.append(place.tokens[position])
        position += 1
    return found


def _has_own_object(place: Place, verb: Verb, next_number: int) -> bool:
    """Whether a number follows a verb without anything that would part them: "збито 20"."""
    if next_number >= len(place.tokens):
        return False
    between = _between(place, verb.end, next_number)
    is_dash = [token.text for token in between] == ["-"]
    return is_dash or not any(token.text in {",", ";", ":", ".", "та", "і", "й", "а", "-", "ще"} for token in between)


def _inherited(place: Place, mention: Mention) -> str | None:
    if place.context.role is not None and (place.is_bullet or _goes_on(place, mention)):
        return place.context.role
    if place.total_at >= 0 and mention.start > place.total_at:
        return "launched"
    if place.context.role is not None and any(token.kind == "as_of" for token in place.tokens):
        return place.context.role
    # The verb is missing now and then: "противник 104-ма ударними БпЛА".
    return "launched" if place.attacker_at < mention.start else None


def _goes_on(place: Place, mention: Mention) -> bool:
    """Whether a sentence takes up the one before it: "А також 168 БпЛА", "Ще три – ...", "Усього – 35"."""
    before = place.tokens[: mention.start]
    is_first = len(before) <= _NEAR_START and all(token.kind in _NO_VERB or token.text in _GOING_ON for token in before)
    return is_first or place.tokens[0].text in _GOING_ON or place.total_at >= 0


def _resolve(place: Place, index: int, mention: Mention) -> None:
    """Find out what a number without a noun is about."""
    for position in range(index - 1, -1, -1):
        named = place.mentions[position]
        if named.about in WEAPONS:
            mention.about, mention.weapon_ids = named.about, named.weapon_ids
            return
    subjects = set(place.context.subjects)
    if any(about == "targets" for about, _ in subjects):
        mention.about = "targets"
    elif len(subjects) == 1:
        mention.about, mention.weapon_ids = next(iter(subjects))
    elif mention.role == "lost" and any(about == "drones" for about, _ in subjects):
        mention.about = "drones"
    else:
        mention.about, mention.is_ambiguous = "drones", True
