"""From all that a post says in numbers to one entry per weapon, and what is said of the attack as a whole.

Which of several numbers counts is the business of `choice`; what is derived from others, or contradicts them, is decided here.
"""

import datetime as dt
import re
from dataclasses import replace

from assets.sources.air_force_posts.choice import LEVELS, SHAHED, Choice, key_of, sum_of
from assets.sources.air_force_posts.mentions import Mentions
from assets.sources.air_force_posts.phrases import UNNAMED_MISSILES, group_of
from assets.sources.air_force_posts.quantities import quantity
from assets.sources.air_force_posts.report import NOT_STATED, Quantity, WeaponCounts
from assets.sources.air_force_posts.roles import Mention
from assets.sources.weapons import shared_group

# From this day on the number of missiles and of drones that hit was withheld (DOMAIN.md, section 2).
WITHHELD_FROM = dt.date(2026, 8, 10)
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
        self.parts = [item for item in mentions.items if item.is_part]
        self.exited = [item for item in mentions.items if item.role == "exited" and item.level != "headline"]
        self.shares = mentions.shares
        self.night_of = night_of
        self.marks: list[str] = []
        self._drop_splits()
        self._split_neutralised()
        self._separate_unidentified()
        self.choice = Choice(self.items, self.marks)

    def weapons(self) -> tuple[WeaponCounts, ...]:
        """Return one entry per weapon, Shahed-type drones first."""
        entries = [self._shaheds()] if any(self._is_shahed(item) for item in self.items if item.role) else []
        others = dict.fromkeys(
            key
            for item in self.items
            if item.role in _COUNTED_ROLES[:3] and (key := key_of(item)) is not None and key != SHAHED
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
        return self.choice.chosen(found, f"{role}_locations") if found else NOT_STATED

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
        launched = self.choice.chosen(roles["launched"], "launched")
        if launched.value is None:
            launched = self._out_of(mine) or self._all_targets("launched") or launched
        intercepted = self._plausible(roles["intercepted"], self._intercepted(roles["intercepted"], launched), launched)
        is_of_part = all(item.is_local for item in roles["launched"] if item.number.value)
        if is_of_part and (intercepted.low or 0) > (launched.value or 0):
            launched = self._out_of(mine) or self._part_only(launched, "launched")
        lost = self.choice.chosen(roles["lost"], "lost") if roles["lost"] else self._remaining("lost")
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
            airborne=self.choice.chosen(roles["airborne"], "airborne"),
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
        return sum_of(items)

    def _part_only(self, number: Quantity, what: str) -> Quantity:
        """Take no number of a part for the whole: fewer came over one region than were brought down in all."""
        if number.value is None:
            return number
        self.marks.append(f"of_a_part_only: {what}")
        return Quantity(null_reason="words_only", phrase=number.phrase)

    def _jets(self, items: list[Mention]) -> Quantity:
        jets = [item for item in items if item.is_jets]
        return self.choice.chosen(jets, "jets") if jets else NOT_STATED

    def _weapon(self, key: str, roles: set[str]) -> WeaponCounts | None:
        mine = [item for item in self.items if key_of(item) == key and item.role in roles]
        numbers = {
            role: self.choice.chosen([item for item in mine if item.role == role], f"{key} {role}")
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
        number = self.choice.chosen(items, "hits")
        if number.value is None and self.night_of >= WITHHELD_FROM and (items or self.locations("hits").value is not None):
            return replace(number, null_reason="withheld")
        return number

    def _intercepted(self, items: list[Mention], launched: Quantity) -> Quantity:
        is_body = any(item.level != "headline" for item in items)
        found = [item for item in items if not is_body or item.level != "headline"]
        numbered = [item for item in found if item.number.value is not None]
        if numbered or not any(item.is_all for item in found):
            return self.choice.chosen(items, "intercepted") if items else self._remaining("intercepted")
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
        for level in LEVELS:
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
        sums = {side: sum_of(items).value for side, items in missiles.items()}
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
                self._withhold_mixture(item)

    def _withhold_mixture(self, item: Mention) -> None:
        """Take no number of drones shot down and lost together whose parts are listed in words that are not understood."""
        parts = [p.number.value or 0 for p in self.parts if p.sentence == item.sentence and p.role == "neutralised"]
        if len(parts) > 1 and sum(parts) == item.number.value:
            item.number = Quantity(null_reason="words_only", phrase=item.number.phrase)
            self.marks.append("unclear_what_is_counted: intercepted")

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
        roles = {item.role for item in numbered if key_of(item) == key}
        if key != "missile_unspecified":
            return roles
        return roles - {item.role for item in numbered if item.about == "missiles" and key_of(item) != key}


def _country(words: str) -> str | None:
    """Return the one country that some words name; None for none or several."""
    lower = f" {words.lower()}"
    named = {country for stem, country in _COUNTRIES.items() if re.search(rf"\b{stem}", lower)}
    return named.pop() if len(named) == 1 else None


def _is_missile(key: str) -> bool:
    return all(group_of(weapon).endswith("_missile") for weapon in key.split("+"))


def _bounded(number: Quantity, launched: Quantity) -> Quantity:
    """No more can be brought down than came: "понад 70" of 76 is 70 to 76."""
    if number.value is not None and number.high is None and launched.high is not None and launched.high >= number.value:
        return replace(number, high=launched.high)
    return number
