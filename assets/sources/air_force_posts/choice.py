"""Which number counts where a post says several of one thing: bullets before sentences, sentences before the headline.

What cannot be decided is left without a number, and marked.
"""

from collections.abc import Iterable
from functools import cache

from assets.sources.air_force_posts.report import NOT_STATED, Quantity
from assets.sources.air_force_posts.roles import Mention
from assets.sources.air_force_posts.tokens import weapon_groups

SHAHED = "shahed_136_131"
LEVELS = ("bullet", "sentence", "headline")


class Choice:
    """Chooses among the numbers of one post.

    Attributes:
        items: All that it says in numbers.
        marks: What could not be decided; added to.
    """

    def __init__(self, items: list[Mention], marks: list[str]) -> None:
        self.items, self.marks = items, marks

    def chosen(self, items: list[Mention], what: str) -> Quantity:
        """Return the number that counts: of the best level that has one.

        Args:
            items: What a post says of one thing.
            what: That thing, for the mark where no number can be taken.
        """
        items = self._without_parts(items)
        for level in LEVELS:
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
        for number in (sum_of(numbered), numbered[0].number):
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
        sums = [sum_of(items) for items in by_sentence.values() if self._adds_up(items)]
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
            if other.level == "headline" and other.role == item.role and key_of(other) == key_of(item)
        ]
        return found[0] if len(found) == 1 else None


def sum_of(items: list[Mention]) -> Quantity:
    """Return the sum of the numbers of some mentions, with bounds; what the first says where none has a number."""
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


def key_of(item: Mention) -> str | None:
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


def _order(weapon_id: str) -> tuple[int, str]:
    return _positions().get(weapon_id, len(_positions())), weapon_id


@cache
def _positions() -> dict[str, int]:
    return {weapon_id: position for position, weapon_id in enumerate(weapon_groups())}


def _joined(phrases: Iterable[str | None]) -> str:
    words = " … ".join(phrase for phrase in phrases if phrase).split()
    return " ".join(words[:25])
