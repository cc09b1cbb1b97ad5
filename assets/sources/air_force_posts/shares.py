"""Parts of a number that are printed beside it: "46 із них - реактивні", "(139 – збито, 127 – втрачено)"."""

from dataclasses import dataclass, field

from assets.sources.air_force_posts.quantities import is_percent, qualifier_before, skip
from assets.sources.air_force_posts.report import Quantity
from assets.sources.air_force_posts.roles import Mention
from assets.sources.air_force_posts.tokens import Token
from assets.sources.air_force_posts.verbs import verb_at
from assets.sources.air_force_posts.wording import Wording

THEM = {"них", "яких", "цих", "ними"}
_PART_OF = {"них", "числі", "ч"}
_BEFORE_SHARE = {"-", '"', "були", "було", "типу"}
_SHAHEDS = {"shahed", "shahed_136_131"}
# How many numbers back the whole of a share is looked for.
_NEAR_WHOLE = 12


@dataclass(slots=True)
class Share:
    """A part of a number that is printed beside it: "46 із них - реактивні"."""

    of: Mention
    kind: str
    number: Quantity


@dataclass(slots=True)
class Shares:
    """Reads the parts of the numbers of one passage.

    Attributes:
        wording: The passage.
        mentions: Its numbers as far as they have been read; the reader adds to it.
        found: What are parts of them.
        splits: What became of parts of them.
    """

    wording: Wording
    mentions: list[Mention]
    found: list[Share] = field(default_factory=list)
    splits: list[Mention] = field(default_factory=list)

    def reads_share(self, after: int) -> bool:
        """Whether "із них" follows and then what they are, not what became of them."""
        tokens = self.wording.tokens
        if after + 1 >= len(tokens) or tokens[after].text not in ("із", "з") or tokens[after + 1].text not in THEM:
            return False
        following = skip(tokens, after + 2, _BEFORE_SHARE)
        return following < len(tokens) and tokens[following].kind in ("jet", "drone", "name", "missile")

    def share(self, number: Quantity, start: int, after: int) -> int:
        """Note a share and return the position behind what it is about."""
        following = skip(self.wording.tokens, after + 2, _BEFORE_SHARE)
        self.note(self.wording.requantify(number, start, following + 1), self.wording.tokens[following])
        return following + 1

    def note(self, number: Quantity, noun: Token, known: str | None = None) -> None:
        """Note a part of the drones before it, by what the noun says they are; `known` where that is certain already."""
        named = [mention for mention in reversed(self.mentions[-_NEAR_WHOLE:]) if mention.about == "drones"]
        drones = next((mention for mention in named if not mention.after_among), named[0] if named else None)
        if drones is None:
            return
        if known is not None:
            self.found.append(Share(drones, known, number))
            return
        kind = "jet" if noun.kind == "jet" or noun.value == "jet_shahed" else "shahed"
        if noun.kind == "jet" or noun.value in {*_SHAHEDS, "jet_shahed"}:
            self.found.append(Share(drones, kind, number))

    def aside(self, start: int, end: int) -> None:
        """Read a parenthesis: a share of the number before it, or that the drones before it were lost from radar."""
        is_among = False
        for position in range(start, end):
            token = self.wording.tokens[position]
            is_among = is_among or token.text in _PART_OF
            if token.kind == "number" and not is_percent(self.wording.tokens, position + 1):
                self._aside_number(position, end, is_among)
            elif token.kind == "locating" and self.wording.verbs and self.wording.verbs[-1].role == "missed":
                self.wording.verbs[-1].role = "lost"

    def _aside_number(self, position: int, end: int, is_among: bool) -> None:
        first, qualifier = qualifier_before(self.wording.tokens, position)
        number = self.wording.quantity(self.wording.tokens[position].value, qualifier, first, position + 1)
        if self.reads_share(position + 1):
            noun_at = skip(self.wording.tokens, position + 3, _BEFORE_SHARE)
            self.note(self.wording.requantify(number, first, noun_at + 1), self.wording.tokens[noun_at])
            return
        following = skip(self.wording.tokens, position + 1, {"-", '"'})
        if following < end:
            if self._splits(number, following):
                return
            noun = self.wording.tokens[following]
            number = self.wording.requantify(number, first, following + 1)
            if noun.kind == "jet" or (noun.kind in ("drone", "name") and (is_among or noun.value in _SHAHEDS)):
                self.note(number, noun)

    def _splits(self, number: Quantity, following: int) -> bool:
        """Note what became of a part, if that is what a parenthesis says: "266 БпЛА (139 – збито, 127 – втрачено)"."""
        verb = verb_at(self.wording.tokens, following)
        if verb is None or verb.role not in ("intercepted", "lost") or not self.mentions:
            return False
        whole = self.mentions[-1]
        part = Mention(verb.role, whole.about, number, whole.weapon_ids, whole.level, whole.line, whole.sentence)
        part.wording, part.is_split = verb.wording, True
        self.splits.append(part)
        return True
