"""Which number counts where a post gives several: bullets before sentences, sentences before the headline.

From mentions to one entry per weapon; what cannot be decided stays without a number, and is marked.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from assets.sources.air_force_posts.mentions import Mentions
from assets.sources.air_force_posts.phrases import UNNAMED_MISSILES, group_of
from assets.sources.air_force_posts.quantities import quantity
from assets.sources.air_force_posts.report import NOT_STATED, Quantity, WeaponCounts
from assets.sources.air_force_posts.roles import Mention
from assets.sources.air_force_posts.tokens import weapon_groups
from assets.sources.weapons import shared_group

SHAHED = "shahed_136_131"
# From this day on the number of missiles and of drones that hit was withheld (DOMAIN.md, section 2).
WITHHELD_FROM = dt.date(2026, 8, 10)
_LEVELS = ("bullet", "sentence", "headline")
_COUNTED_ROLES = ("launched", "intercepted", "lost", "airborne", "exited", "hits")
_COUNTRIES = {
    "білорус": "Білорусь", "росі": "росія", "рф": "росія", "румун": "Румунія", "польщ": "Польща", "молдов": "Молдова",
}  # fmt: skip
_VAGUE = {weapon for weapon in UNNAMED_MISSILES if weapon.endswith("_unspecified")}
_BROUGHT_DOWN = ("intercepted", "neutralised")


class Tally:
    """The numbers of one post.

    Attributes:
        marks: What could not be decided, or was derived.
    """

    def __init__(self, mentions: Mentions, night_of: dt.date) -> None:
        self.items = [replace(item) for item in mentions.items if not item.is_part]
        self.exited = [item for item in mentions.items if item.role == "exited" and item.level != "headline"]
        self.shares = mentions.shares
        self.night_of = night_of
        self.marks: list[str] = []
        self._drop_splits()
        self._split_neutralised()
        self._separate_unidentified()

    def weapons(self) -> tuple[WeaponCounts, ...]:
        """Return one entry per weapon, Shahed-type drones first."""
        entries = [self._shaheds()] if any(self._is_shahed(item) for item in self.items if item.role) else []
        others = dict.fromkeys(
            key
            for item in self.items
            if item.role in _COUNTED_ROLES[:3] and (key := self._key(item)) is not None and key != SHAHED
        )
        typed_missiles = [key for key in others if key not in _VAGUE and _is_missile(key)]
        for key in others:
            is_vague = key in _VAGUE and bool(typed_missiles)
            entry = self._weapon(key, self._adds(key) if is_vague else set(_COUNTED_ROLES))
            if entry is not None:
                entries.append(entry)
        return tuple(entries)

    def locations(self, role: str) -> Quantity:
        """Return the number of places that were hit, or where debris fell."""
        found = [item for item in self.items if item.about == "locations" and item.role == role]
        return self._chosen(found, f"{role}_locations") if found else NOT_STATED

    def headline_total(self) -> Quantity:
        """Return everything that the headline says was brought down."""
        found = [item for item in self.items if item.level == "headline" and item.role in _BROUGHT_DOWN]
        totals = [item for item in found if item.about == "targets"]
        if totals:
            return totals[0].number
        values = [item.number.value for item in found if item.about != "locations"]
        numbers = [value for value in values if value is not None]
        return (
            quantity(sum(numbers), "exact", found[0].number.phrase) if numbers and len(numbers) == len(values) else NOT_STATED
        )

    def exits(self) -> dict[str, int | None]:
        """Return how many drones left the country, by country; those that went nobody says where are left out."""
        found = [item for item in self.exited if item.about == "drones"]
        countries = {country: item for item in found if (country := _country(item.where)) is not None}
        return {country: item.number.value for country, item in countries.items()}

    def wording(self) -> str | None:
        """Return how bringing down is worded."""
        wordings = {item.wording for item in self.items if item.role == "intercepted" and item.wording}
        if "shot_down_or_suppressed" in wordings:
            return "shot_down_or_suppressed"
        return "shot_down" if wordings else None

    # One weapon.

    def _shaheds(self) -> WeaponCounts:
        mine = [item for item in self.items if self._is_shahed(item)]
        roles = {role: [item for item in mine if item.role == role] for role in _COUNTED_ROLES}
        launched = self._chosen(roles["launched"], "launched")
        if launched.value is None:
            launched = self._out_of(mine) or self._all_targets("launched") or launched
        intercepted = self._plausible(roles["intercepted"], self._intercepted(roles["intercepted"], launched), launched)
        is_of_part = all(item.is_local for item in roles["launched"] if item.number.value)
        if is_of_part and (intercepted.low or 0) > (launched.value or 0):
            launched = self._out_of(mine) or self._part_only(launched, "launched")
        lost = self._chosen(roles["lost"], "lost") if roles["lost"] else self._remaining("lost")
        jets = [item for item in roles["launched"] if item.is_jets]
        words = max((item.words for item in roles["launched"] + roles["intercepted"]), key=len, default="")
        is_only_jets = bool(jets) and len(jets) == len(roles["launched"])
        return WeaponCounts(
            "jet_shahed" if is_only_jets else SHAHED,
            "shahed_type",
            words or "БпЛА",
            launched=launched,
            intercepted=_bounded(intercepted, launched),
            lost=_bounded(lost, launched),
            airborne=self._chosen(roles["airborne"], "airborne"),
            exits=self._exits_sum(roles["exited"]),
            hits=self._hits(roles["hits"]),
            jet_launched=self._share("launched", "jet") or self._jets(roles["launched"]),
            jet_intercepted=self._share("intercepted", "jet") or self._jets(roles["intercepted"]),
            shahed_launched=self._share("launched", "shahed") or NOT_STATED,
        )

    def _exits_sum(self, items: list[Mention]) -> Quantity:
        if any(item.is_ambiguous for item in items):
            self.marks.append("unclear_what_is_counted: exited")
            return Quantity(null_reason="words_only")
        return self._sum(items)

    def _part_only(self, number: Quantity, what: str) -> Quantity:
        """Take no number of a part for the whole: fewer came over one region than were brought down in all."""
        if number.value is None:
            return number
        self.marks.append(f"of_a_part_only: {what}")
        return Quantity(null_reason="words_only", phrase=number.phrase)

    def _jets(self, items: list[Mention]) -> Quantity:
        jets = [item for item in items if item.is_jets]
        return self._chosen(jets, "jets") if jets else NOT_STATED

    def _weapon(self, key: str, roles: set[str]) -> WeaponCounts | None:
        mine = [item for item in self.items if self._key(item) == key and item.role in roles]
        numbers = {
            role: self._chosen([item for item in mine if item.role == role], f"{key} {role}")
            for role in ("launched", "intercepted", "lost")
        }
        if all(number is NOT_STATED for number in numbers.values()):
            return None
        if numbers["launched"].value is None:
            numbers["launched"] = self._out_of(mine) or self._withheld(numbers["launched"], key)
        words = max((item.words for item in mine), key=len)
        groups = {group_of(weapon) for weapon in key.split("+")}
        return WeaponCounts(key, shared_group(groups), words, **numbers)

    def _withheld(self, number: Quantity, key: str) -> Quantity:
        """A missile named without a number since August 2026 is one whose number is withheld."""
        is_named = number.null_reason == "words_only"
        if is_named and _is_missile(key) and self.night_of >= WITHHELD_FROM:
            return replace(number, null_reason="withheld")
        return number

    def _hits(self, items: list[Mention]) -> Quantity:
        number = self._chosen(items, "hits")
        if number.value is None and self.night_of >= WITHHELD_FROM and (items or self.locations("hits").value is not None):
            return replace(number, null_reason="withheld")
        return number

    # Choosing.

    def _chosen(self, items: list[Mention], what: str) -> Quantity:
        """Return the number that counts: of the best level that has one."""
        items = self._without_parts(items)
        for level in _LEVELS:
            at_level = [item for item in items if item.level == level]
            if level == "headline" and any(item.level != "headline" for item in items):
                break
            numbered = _without_repetitions([item for item in at_level if item.number.value is not None])
            if any(item.is_ambiguous for item in numbered):
                return self._confirmed(numbered, what)
            if numbered:
                return self._of_level(numbered, what)
        return next((item.number for item in items if item.number.value is None), NOT_STATED)

    def _without_parts(self, items: list[Mention]) -> list[Mention]:
        """Leave out what a text counts of a part only, where the headline has more: "над Київщиною збито 20" of 80."""
        body = [item for item in items if item.level != "headline" and item.number.value is not None]
        whole = self._headline_value(body[0]) if body else None
        is_part = whole is not None and all(item.is_local for item in body) and sum(i.number.value or 0 for i in body) < whole
        return [item for item in items if item.level == "headline"] if is_part else items

    def _confirmed(self, numbered: list[Mention], what: str) -> Quantity:
        """Take numbers of which not all are certain only where the headline says the same: as the sum, or as the first."""
        for number in (self._sum(numbered), numbered[0].number):
            if number.value == self._headline_value(numbered[0]):
                return number
        self.marks.append(f"unclear_what_is_counted: {what}")
        return Quantity(null_reason="words_only")

    def _of_level(self, numbered: list[Mention], what: str) -> Quantity:
        """Add up what stands in one sentence; several sentences must agree, or one must be the total."""
        totals = [item for item in numbered if item.is_total]
        by_sentence: dict[int, list[Mention]] = {}
        for item in numbered:
            by_sentence.setdefault(-1 if item.level == "bullet" else item.sentence, []).append(item)
        total_sentences = {-1 if item.level == "bullet" else item.sentence for item in totals}
        if len(by_sentence) > 1 and len(total_sentences) == 1:
            by_sentence = {sentence: by_sentence[sentence] for sentence in total_sentences}
        sums = [self._sum(items) for items in by_sentence.values() if self._adds_up(items)]
        if len(sums) == len(by_sentence) and len({number.value for number in sums}) == 1:
            return sums[0]
        confirmed = [number for number in sums if number.value == self._headline_value(numbered[0])]
        if confirmed:
            return confirmed[0]
        self.marks.append(f"several_numbers: {what}")
        return Quantity(null_reason="words_only", phrase=numbered[0].number.phrase)

    def _adds_up(self, items: list[Mention]) -> bool:
        """Whether the numbers of one sentence are meant to be added: bullets are, and what an "and" or a place joins."""
        return items[0].level == "bullet" or all(item.is_joined for item in items[1:])

    def _headline_value(self, item: Mention) -> int | None:
        """Return what the headline says of the same thing."""
        found = [
            other.number.value
            for other in self.items
            if other.level == "headline" and other.role == item.role and self._key(other) == self._key(item)
        ]
        return found[0] if len(found) == 1 else None

    def _sum(self, items: list[Mention]) -> Quantity:
        numbers = [item.number for item in items if item.number.value is not None]
        if not numbers:
            return items[0].number if items else NOT_STATED
        if len(numbers) == 1:
            return numbers[0]
        qualifiers = {number.qualifier for number in numbers} - {"exact"}
        highs = [number.high for number in numbers]
        return Quantity(
            sum(number.value or 0 for number in numbers),
            next(iter(qualifiers)) if len(qualifiers) == 1 else "about" if qualifiers else "exact",
            sum(number.low or 0 for number in numbers),
            None if None in highs else sum(high or 0 for high in highs),
            None,
            _joined(number.phrase for number in numbers),
        )

    def _intercepted(self, items: list[Mention], launched: Quantity) -> Quantity:
        is_body = any(item.level != "headline" for item in items)
        found = [item for item in items if not is_body or item.level != "headline"]
        numbered = [item for item in found if item.number.value is not None]
        if numbered or not any(item.is_all for item in found):
            return self._chosen(items, "intercepted") if items else self._remaining("intercepted")
        everything = next(item for item in found if item.is_all)
        if launched.value is None or launched.qualifier != "exact":
            return everything.number
        self.marks.append("derived: all that were launched were brought down")
        return quantity(launched.value, "exact", everything.number.phrase)

    def _plausible(self, items: list[Mention], number: Quantity, launched: Quantity) -> Quantity:
        """Take no sum of several numbers that is above what came: one of them is a part of another."""
        numbered = [item for item in items if item.number.value is not None and item.level != "headline"]
        if len(numbered) < 2 or launched.high is None or (number.low or 0) <= launched.high:
            return number
        self.marks.append("several_numbers: intercepted")
        return Quantity(null_reason="words_only", phrase=number.phrase)

    def _out_of(self, mine: list[Mention]) -> Quantity | None:
        """Return the whole of "26 із 33", if it is said the same way throughout."""
        for level in _LEVELS:
            wholes = [item.out_of for item in mine if item.out_of is not None and item.level == level]
            if wholes and len({whole.value for whole in wholes}) == 1:
                return wholes[0]
        return None

    def _share(self, role: str, kind: str) -> Quantity | None:
        found = [s.number for s in self.shares if s.kind == kind and s.of.role == role and s.of.level != "headline"]
        return found[0] if len({number.value for number in found}) == 1 else None

    def _all_targets(self, role: str) -> Quantity | None:
        """Return a number of "targets" as one of drones, where the post tells of nothing else.

        "атакують ударними БпЛА … виявлено 114 повітряних цілей": the sentence before says what the targets are.
        """
        mine = [item for item in self.items if item.role == role and item.level != "headline"]
        totals = [item for item in mine if item.about == "targets" and item.number.value is not None]
        is_only_drones = any(item.about == "drones" for item in mine) and not any(
            item.about in ("missiles", "weapon") for item in self.items
        )
        has_list = any(item.level == "bullet" for item in self.items)
        if len(totals) != 1 or not is_only_drones or has_list:
            return None
        self.marks.append(f"derived: all targets {role} were drones")
        return totals[0].number

    def _remaining(self, role: str) -> Quantity:
        """Return the drones of a number about everything, where all else in it is accounted for.

        "знешкоджено 385 засобів … 172 локаційно втрачені" are drones if as many missiles were shot down as came.
        """
        totals = [item for item in self.items if item.about == "targets" and item.role == role and item.level != "headline"]
        if len(totals) != 1 or totals[0].number.value is None or role != "lost":
            return NOT_STATED
        missiles = {
            side: [m for m in self.items if m.about == "missiles" and m.role == side and m.level != "headline"]
            for side in ("launched", "intercepted")
        }
        sums = {side: self._sum(items).value for side, items in missiles.items()}
        if sums["launched"] is None or sums["launched"] != sums["intercepted"]:
            return NOT_STATED
        self.marks.append("derived: all missiles were shot down, so that what was lost were drones")
        return totals[0].number

    # Sorting.

    def _drop_splits(self) -> None:
        """Leave out how a number of drones brought down is made up: only "знешкоджено" is replaced by its parts."""
        wholes = {(item.sentence, item.about) for item in self.items if item.role == "intercepted" and not item.is_split}
        self.items = [item for item in self.items if not item.is_split or (item.sentence, item.about) not in wholes]

    def _split_neutralised(self) -> None:
        """Make "знешкоджено" what the numbers beside it leave it to be.

        It is the sum of shot down and lost. Where those are given apart it is dropped; what is listed under it was shot down
        if its list adds up to that; else it stands as brought down in whatever way.
        """
        neutralised = [item for item in self.items if item.role == "neutralised"]
        if not neutralised:
            return
        apart = [item for item in self.items if item.role in ("intercepted", "lost") and item.level != "headline"]
        shot = [item.number.value for item in apart if item.role == "intercepted" and item.about == "targets"]
        listed = [item for item in neutralised if item.about in ("drones", "missiles", "weapon")]
        is_shot_list = bool(shot) and sum(item.number.value or 0 for item in listed) == shot[0]
        for item in neutralised:
            has_parts = any(part.about in (item.about, "targets") and part.about == item.about for part in apart)
            if item.level == "headline" and apart:
                item.role = ""
            elif is_shot_list and item in listed:
                item.role, item.wording = "intercepted", "shot_down"
            elif has_parts:
                item.role = ""
            else:
                item.role = "intercepted"

    def _separate_unidentified(self) -> None:
        """Drones of an unknown type are Shahed-type unless the same side counts Shaheds by themselves."""
        named = {
            (item.role, item.sentence)
            for item in self.items
            if item.about == "drones" and item.weapon_ids and item.number.value is not None
        }
        for item in self.items:
            if item.is_unidentified and item.number.value is not None and (item.role, item.sentence) in named:
                item.about, item.weapon_ids = "weapon", ("uav_unidentified",)

    def _is_shahed(self, item: Mention) -> bool:
        return item.about == "drones"

    def _adds(self, key: str) -> set[str]:
        """Return the roles in which missiles without a name are more than the total of those with one.

        They are if they have a number outside the headline, "ракет" alone only where no missile has one in the same role.
        """
        numbered = [item for item in self.items if item.number.value is not None and item.level != "headline"]
        roles = {item.role for item in numbered if self._key(item) == key}
        if key != "missile_unspecified":
            return roles
        return roles - {item.role for item in numbered if item.about == "missiles" and self._key(item) != key}

    def _key(self, item: Mention) -> str | None:
        """Return the weapons of a mention as one id, in the order of the list of weapons."""
        if item.about == "drones":
            return SHAHED
        if item.about not in ("weapon", "missiles") or not item.weapon_ids:
            return None
        return "+".join(sorted(set(item.weapon_ids), key=_order))


def _without_repetitions(numbered: list[Mention]) -> list[Mention]:
    """Leave out a number of something unsaid that is the same as a certain one of another sentence."""
    certain = {(item.number.value, item.sentence) for item in numbered if not item.is_ambiguous}
    return [
        item
        for item in numbered
        if not item.is_ambiguous or not any(value == item.number.value and at != item.sentence for value, at in certain)
    ]


def _country(words: str) -> str | None:
    """Return the one country that some words name; None for none or several."""
    lower = f" {words.lower()}"
    named = {country for stem, country in _COUNTRIES.items() if re.search(rf"\b{stem}", lower)}
    return named.pop() if len(named) == 1 else None


def _is_missile(key: str) -> bool:
    return all(group_of(weapon).endswith("_missile") for weapon in key.split("+"))


def _order(weapon_id: str) -> tuple[int, str]:
    return _positions().get(weapon_id, len(_positions())), weapon_id


@cache
def _positions() -> dict[str, int]:
    return {weapon_id: position for position, weapon_id in enumerate(weapon_groups())}


def _bounded(number: Quantity, launched: Quantity) -> Quantity:
    """No more can be brought down than came: "понад 70" of 76 is 70 to 76."""
    if number.value is not None and number.high is None and launched.high is not None and launched.high >= number.value:
        return replace(number, high=launched.high)
    return number


def _joined(phrases: Iterable[str | None]) -> str:
    words = " … ".join(phrase for phrase in phrases if phrase).split()
    return " ".join(words[:25])
