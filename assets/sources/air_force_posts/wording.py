"""The words of a passage that a number was read from, and the number with them."""

from dataclasses import dataclass

from assets.sources.air_force_posts.quantities import is_date, is_percent, skip
from assets.sources.air_force_posts.quantities import quantity as bounded
from assets.sources.air_force_posts.report import Quantity
from assets.sources.air_force_posts.roles import MOST_WORDS
from assets.sources.air_force_posts.tokens import Token
from assets.sources.air_force_posts.verbs import Verb

# Tokens between a verb and a number whose words it is to stand in.
_NEAR_VERB = 10


@dataclass(frozen=True, slots=True)
class Wording:
    """A passage with the text that it was made from.

    Attributes:
        tokens: Its tokens.
        text: The whole text of the post.
        verbs: Its verbs as far as they have been read; the reader adds to it.
    """

    tokens: list[Token]
    text: str
    verbs: list[Verb]

    def quantity(self, value: object, qualifier: str, start: int, end: int) -> Quantity:
        """Return a number with its words; one without a value where the text has no number that can be meant."""
        phrase = self.phrase(start, end)
        if not isinstance(value, int):
            return Quantity(null_reason="words_only", phrase=phrase)
        return bounded(value, qualifier, phrase)

    def requantify(self, number: Quantity, start: int, end: int) -> Quantity:
        """Return a number with other words: those up to its noun."""
        if number.value is None:
            return number
        return bounded(number.value, number.qualifier, self.phrase(start, end))

    def phrase(self, start: int, end: int) -> str:
        """Return the words of a number from the verb before it, if that is near, 25 at most."""
        begin = start
        if self.verbs and start - self.verbs[-1].start <= _NEAR_VERB:
            begin = self.verbs[-1].start
        for first in (begin, start):
            words = self.between(first, end).split()
            if len(words) <= MOST_WORDS:
                return " ".join(words)
        return " ".join(words[:MOST_WORDS])

    def between(self, start: int, end: int) -> str:
        """Return the text of some tokens, in one line."""
        start, end = max(0, start), min(end, len(self.tokens))
        if start >= end:
            return ""
        return " ".join(self.text[self.tokens[start].start : self.tokens[end - 1].end].split())

    def out_of(self, after: int, part: Quantity) -> tuple[Quantity | None, int]:
        """Read the second number of "26 із 33", which is no smaller than the first."""
        tokens = self.tokens
        quoted_until = skip(tokens, after, {'"'})
        follows = quoted_until + 1 < len(tokens) and tokens[quoted_until].text in ("із", "з", "зі")
        at = quoted_until + 1
        if follows and tokens[at].kind == "number" and not is_date(tokens, at) and not is_percent(tokens, at + 1):
            whole = self.quantity(tokens[at].value, "exact", after - 1, at + 1)
            if whole.value is not None and whole.value >= (part.value or 0):
                return whole, at + 1
        return None, after
