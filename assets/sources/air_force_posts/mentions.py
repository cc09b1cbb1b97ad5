"""What each number of a post is about: so many of this weapon attacked, were brought down, lost, or are in the air.

Reads a passage from left to right. Which verb a number belongs to is the business of `roles`, which of several numbers counts
that of `tally`.
"""

from dataclasses import dataclass, field

from assets.sources.air_force_posts.beside import PLACE_PREPOSITIONS, has_place, is_about_part, is_joined, is_place
from assets.sources.air_force_posts.passages import Passage, parentheses
from assets.sources.air_force_posts.phrases import Phrase, read_phrase
from assets.sources.air_force_posts.quantities import is_date, is_percent, qualifier_before, skip
from assets.sources.air_force_posts.report import Quantity
from assets.sources.air_force_posts.roles import FOLLOWING, WEAPONS, Context, Mention, Place, assign
from assets.sources.air_force_posts.shares import THEM, Share, Shares
from assets.sources.air_force_posts.verbs import Verb, verb_at
from assets.sources.air_force_posts.wording import Wording

_NOT_QUITE = {"не", "практично", "мало"}
_BEFORE_VERB = {"-", '"', "не", "у", "в", "повітряному", "перебувають", "залишаються"}
_AMONG = {"найбільше", "зокрема", "включно", "включаючи", "числі"}
_ENDS = {".", ",", ";", "!", "та", "і", "й"}
_ATTACKERS = {"противник", "ворог", "окупанти", "окупант", "рашисти", "росіяни", "агресор", "терористи", "загарбники", "рф"}
# Tokens between "усі" and its verb.
_NEAR_ALL = 6
_NAMED = {"drone", "recon_drone", "missile", "munition", "name", "bomb"}
_OF = {
    "уламки", "уламків", "атака", "групи", "група", "падіння", "напрямок", "загроза", "пуски", "рух", "тип", "типу",
    "кількість", "напрямки",
}  # fmt: skip


@dataclass(slots=True)
class Mentions:
    """All that a post says in numbers."""

    items: list[Mention] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)


def find(passages: list[Passage], text: str) -> Mentions:
    """Find all numbers of weapons in a post, with their roles."""
    found = Mentions()
    context = Context()
    line = -1
    for number, passage in enumerate(passages):
        if passage.level != "bullet" and passage.line != line:
            context = Context(subjects=context.subjects)
        line = passage.line
        reader = _PassageReader(passage, number, text, context, found, is_last=number + 1 == len(passages))
        reader.read()
        context = reader.context_after()
    return found


class _PassageReader:
    """Reads one passage from left to right."""

    def __init__(self, passage: Passage, number: int, text: str, context: Context, found: Mentions, is_last: bool) -> None:
        # A number at the very end of a post may have been cut off in the middle.
        self.is_last = is_last
        self.passage, self.sentence, self.context, self.found = passage, number, context, found
        self.tokens = passage.tokens
        self.is_local = is_about_part(self.tokens)
        self.closing = parentheses(self.tokens)
        self.verbs: list[Verb] = []
        self.mentions: list[Mention] = []
        self.wording = Wording(self.tokens, text, self.verbs)
        self.shares = Shares(self.wording, self.mentions)
        self.total_at = -1
        self.among_at = -1
        self.colons = 0
        self.whole: Quantity | None = None
        self.whole_phrase: Phrase | None = None
        self.all_at = -10
        self.attacker_at = len(self.tokens)

    # Finding.

    def read(self) -> None:
        position = 0
        while position < len(self.tokens):
            position = self._step(position)
        place = Place(
            self.tokens,
            self.closing,
            self.verbs,
            self.mentions,
            self.context,
            self.total_at,
            self.attacker_at,
            self.passage.level == "bullet",
        )
        self.mentions = assign(place, self.wording.phrase, self.wording.between)
        self.found.items += [*self.shares.splits, *self.mentions]
        self.found.shares += self.shares.found

    def _step(self, position: int) -> int:
        token = self.tokens[position]
        if position in self.closing and not self._is_breakdown(position):
            self.shares.aside(position + 1, self.closing[position])
            return self.closing[position] + 1
        if token.kind == "total":
            self.total_at = position
        elif self.mentions and self._opens_list(position):
            self.colons += 1
        elif self._leads_to_parts(position):
            self.among_at = position
        elif token.text == "також" and position and self.tokens[position - 1].text == "а":
            self.among_at = -1
        elif token.kind == "all":
            self.all_at = position
            self._all_after_verb(position)
        elif token.text in _ATTACKERS:
            self.attacker_at = min(self.attacker_at, position)
        verb = verb_at(self.tokens, position)
        if verb is not None:
            self._add_verb(verb)
            return verb.end
        if token.kind == "number":
            return self._number(position)
        return self._unnumbered(position)

    def _opens_list(self, position: int) -> bool:
        """Whether a colon stands here, or a dash and then a number: "50 БпЛА – 30 на Київщині, 20 на Одещині"."""
        text = self.tokens[position].text
        if text != "-" or self.mentions[-1].end != position:
            return text == ":"
        return position + 1 < len(self.tokens) and self.tokens[position + 1].kind in ("number", "qualifier")

    def _leads_to_parts(self, position: int) -> bool:
        """Whether "зокрема", "із них", "з яких", "у т.ч." stands here."""
        text = self.tokens[position].text
        if text not in THEM and text != "ч":
            return text in _AMONG
        before = self.tokens[position - 1].text if position else ""
        return before == "." if text == "ч" else before in ("з", "із", "серед")

    def _is_breakdown(self, position: int) -> bool:
        """Whether a parenthesis says what a total is made of: "збито 270 (268 ударних БпЛА, 2 крилаті ракети)"."""
        tokens = self.tokens
        last = self.mentions[-1] if self.mentions else None
        is_total = tokens[position - 1].kind == "number" or (
            last is not None and last.end == position and last.about == "targets"
        )
        if not position or not is_total or tokens[position + 1].kind != "number":
            return False
        phrase = read_phrase(tokens, position + 2, self.closing, has_number=True)
        return phrase is not None and phrase.about in WEAPONS - {"targets"}

    def _add_verb(self, verb: Verb) -> None:
        is_seen = any(v.role == "launched" for v in self.verbs) or self._is_launch_verb(verb.end)
        if verb.role == "airborne" and is_seen and not self._mention_near(verb.start):
            return
        self.verbs.append(verb)
        is_all = (
            self.all_at >= 0
            and not self._has_exception(verb.start)
            and verb.role in ("intercepted", "neutralised")
            and not verb.is_negative
        )
        last = self.mentions[-1] if self.mentions else None
        if (
            is_all
            and verb.start - self.all_at <= _NEAR_ALL
            and (last is None or last.number.value is None or last.end <= self.all_at)
        ):
            self._all(verb)

    def _is_launch_verb(self, position: int) -> bool:
        """Whether a verb of launching or seeing follows: "у повітряному просторі України виявлено 100"."""
        following = [verb_at(self.tokens, at) for at in range(position, min(position + 2, len(self.tokens)))]
        return any(verb is not None and verb.role == "launched" for verb in following)

    def _mention_near(self, position: int) -> bool:
        return bool(self.mentions) and position - self.mentions[-1].end <= 3

    def _has_exception(self, verb_at: int) -> bool:
        """Whether "усі" is taken back: "майже всі", "не всі", "усі, крім одного", or is only about a place before the verb."""
        before = self.tokens[max(0, self.all_at - 1) : self.all_at]
        is_weakened = any(token.text in _NOT_QUITE or token.value == "about" for token in before)
        is_local = any(
            token.text == "над" or (token.text == "на" and self.tokens[position + 1].is_capital)
            for position, token in enumerate(self.tokens[: max(0, verb_at - 1)])
        )
        return is_weakened or is_local or any(token.text in ("крім", "окрім") for token in self.tokens)

    def _all_after_verb(self, position: int) -> None:
        """Read "збито всі", unless a number follows."""
        following = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
        verb = self.verbs[-1] if self.verbs else None
        is_last_word = following is None or following.text in {".", "!", ","} or following.kind in ("drone", "adjective")
        if (
            verb is not None
            and not self._has_exception(verb.start)
            and verb.end == position
            and verb.role in ("intercepted", "neutralised")
            and is_last_word
        ):
            self._all(verb)

    def _all(self, verb: Verb) -> None:
        phrase = self.wording.between(min(self.all_at, verb.start), max(self.all_at + 1, verb.end))
        mention = self._mention(
            verb.role,
            "rest",
            Quantity(null_reason="words_only", phrase=phrase),
            (),
            self.all_at,
            max(self.all_at + 1, verb.end),
        )
        mention.is_all, mention.wording = True, verb.wording
        if any(token.kind == "drone" for token in self.tokens[self.all_at : verb.start]):
            mention.about = "drones"
        self.mentions.append(mention)

    def _number(self, position: int) -> int:
        tokens = self.tokens
        start, qualifier = qualifier_before(tokens, position)
        after = position + 1
        if is_percent(tokens, after) or is_date(tokens, position):
            return after
        if after + 1 < len(tokens) and tokens[after].text == "/" and tokens[after + 1].kind == "number":
            return after + 2
        # "1 04" is no number: it begins with a zero.
        value = None if tokens[position].text.startswith("0") and tokens[position].value else tokens[position].value
        number = self.wording.quantity(value, qualifier, start, after)
        out_of, after = self.wording.out_of(after, number)
        if self.shares.reads_share(after):
            return self.shares.share(number, start, after)
        if after + 1 < len(tokens) and tokens[after].text in ("із", "з") and tokens[after + 1].text in THEM:
            self.among_at = after
            after += 2
        phrase = read_phrase(tokens, after, self.closing, has_number=True)
        if phrase is not None and phrase.about == "other":
            return phrase.end
        if phrase is None or phrase.about == "launches":
            return self._bare(number, out_of, start, after if phrase is None else phrase.end, phrase)
        if self._is_whole_of_next(position, phrase):
            self.whole, self.whole_phrase = number, phrase
            return phrase.end
        if out_of is None:
            out_of, phrase.end = self.wording.out_of(phrase.end, number)
        out_of, self.whole = out_of or self.whole, None
        mention = self._mention("", phrase.about, number, phrase.weapon_ids, start, phrase.end)
        mention.out_of, mention.is_jets, mention.is_unidentified = out_of, phrase.is_jets, phrase.is_unidentified
        mention.is_launches, mention.is_ambiguous = phrase.is_launches, self._may_be_part(phrase)
        mention.number = self.wording.requantify(number, start, phrase.head)
        mention.words = self.wording.between(phrase.start, phrase.end)
        self._add(mention, phrase)
        return phrase.end

    def _may_be_part(self, phrase: Phrase) -> bool:
        """Whether a phrase may be about some of the drones before it: "80 БпЛА та 40 реактивних"."""
        has_noun = any(token.kind == "drone" for token in self.tokens[phrase.start : phrase.end])
        is_after_drones = any(mention.about == "drones" and mention.number.value is not None for mention in self.mentions)
        return phrase.is_jets and not has_noun and is_after_drones and self.among_at < 0

    def _is_whole_of_next(self, position: int, phrase: Phrase) -> bool:
        """Whether the number is the whole of the next: "з 38-ми БпЛА 29 знищено"."""
        before = self.tokens[position - 1].text if position else ""
        following = self.tokens[phrase.end] if phrase.end < len(self.tokens) else None
        return before in ("з", "із", "зі") and following is not None and following.kind in ("number", "qualifier")

    def _unnumbered(self, position: int) -> int:
        token = self.tokens[position]
        if token.kind in ("adjective", "jet", "unidentified", "missile_adjective", "recon") or token.kind in _NAMED:
            phrase = read_phrase(self.tokens, position, self.closing, has_number=False)
            if phrase is not None and phrase.end > position:
                if phrase.about in ("drones", "weapon", "missiles") and not self._is_of(position):
                    is_one = phrase.is_singular is True
                    number = (
                        self.wording.quantity(1, "exact", position, phrase.head)
                        if is_one
                        else Quantity(null_reason="words_only")
                    )
                    for weapon_ids in phrase.lists if len(phrase.lists) > 1 and not is_one else [phrase.weapon_ids]:
                        mention = self._mention("", phrase.about, number, weapon_ids, position, phrase.end)
                        mention.is_jets, mention.is_unidentified = phrase.is_jets, phrase.is_unidentified
                        mention.words = self.wording.between(phrase.start, phrase.end)
                        self._add(mention, phrase)
                return phrase.end
        return position + 1

    def _is_of(self, position: int) -> bool:
        """Whether a noun only says whose something is: "уламки БпЛА", "атака ворожих БпЛА", "групи БпЛА"."""
        before = self.tokens[position - 1].text if position else ""
        return before in _OF or self.tokens[position].text in ("безпілотних", "повітряних")

    def _bare(self, number: Quantity, out_of: Quantity | None, start: int, after: int, phrase: Phrase | None) -> int:
        """A number without a noun: kept only where a verb or a place beside it shows that it counts weapons."""
        tokens = self.tokens
        following = skip(tokens, after, _BEFORE_VERB)
        verb = verb_at(tokens, following) if following < len(tokens) else None
        has_verb = verb is not None and verb.role in FOLLOWING
        before = tokens[start - 1] if start else None
        is_cut_off = after >= len(tokens) and self.is_last
        ends = not is_cut_off and (after >= len(tokens) or tokens[after].text in _ENDS)
        is_object = bool(self.verbs) and self.verbs[-1].end >= start - 1 and self.verbs[-1].role in FOLLOWING and ends
        is_local = is_place(self.tokens, after) and (bool(self.mentions) or self.context.role is not None)
        is_all = start - self.all_at <= 1 and not is_cut_off
        last = self.mentions[-1] if self.mentions else None
        if before is not None and before.text == "-" and ends and last is not None and last.end == start - 1:
            if last.number.value is None and not last.is_all:
                last.number, last.end = number, after
        elif before is not None and before.text == "на" and ends and self.verbs and self.verbs[-1].role in ("hits", "debris"):
            self._add(self._mention("", "locations", number, (), start, after), None)
        elif ((phrase is not None or out_of is not None) and not is_cut_off) or has_verb or is_object or is_local or is_all:
            mention = self._mention("", "rest", number, (), start, after)
            mention.out_of, mention.is_launches = out_of or self.whole, phrase is not None
            if self.whole is not None and self.whole_phrase is not None:
                mention.about, mention.weapon_ids = self.whole_phrase.about, self.whole_phrase.weapon_ids
            self.whole = None
            self._add(mention, None)
        elif self._is_left_over(after) and (self.mentions or not is_cut_off):
            mention = self._mention("", "rest", number, (), start, after)
            mention.is_ambiguous = True
            self._add(mention, None)
        return after

    def _is_left_over(self, after: int) -> bool:
        """Whether nothing behind a number says what it counts: it may be a part of what the sentence counts.

        "Одна з наймасованіших атак" counts nothing.
        """
        if after >= len(self.tokens):
            return True
        following = self.tokens[after]
        if self.tokens[after - 1].value == 1 and following.text in ("з", "із"):
            return False
        return following.text in _ENDS | {"-", ":"} | PLACE_PREPOSITIONS or verb_at(self.tokens, after) is not None

    def _add(self, mention: Mention, phrase: Phrase | None) -> None:
        mention.is_total = 0 <= self.total_at < mention.start
        verb_at = self.verbs[-1].start if self.verbs else -1
        mention.after_among = verb_at < self.among_at < mention.end
        mention.colons = self.colons
        before = self.mentions[-1] if self.mentions else None
        mention.has_place = has_place(self.tokens, before.end if before else 0, mention)
        mention.is_local = self.is_local
        mention.is_joined = before is None or mention.colons > 0 or is_joined(self.tokens, before, mention)
        self.mentions.append(mention)
        if mention.after_among and mention.is_jets:
            self.shares.note(mention.number, self.tokens[mention.end - 1], "jet")
        if phrase is not None:
            for start, end in phrase.asides:
                self.shares.aside(start, end)

    def _mention(self, role: str, about: str, number: Quantity, weapon_ids: tuple[str, ...], start: int, end: int) -> Mention:
        passage = self.passage
        return Mention(role, about, number, weapon_ids, passage.level, passage.line, self.sentence, start, end)

    def context_after(self) -> Context:
        """Return what the next passage inherits."""
        subjects = tuple(
            dict.fromkeys(
                (m.about, m.weapon_ids if m.about == "weapon" else ())
                for m in self.mentions
                if m.about in WEAPONS
            )
        ) or self.context.subjects  # fmt: skip
        is_about_hits = any(verb.role in ("hits", "debris") for verb in self.verbs)
        role_verbs = [
            verb
            for verb in self.verbs
            if verb.role in ("launched", "intercepted", "neutralised") and not (verb.is_weak and is_about_hits)
        ]
        if self.passage.level == "bullet":
            return self.context
        if role_verbs:
            verb = role_verbs[0] if self.passage.ends_open else role_verbs[-1]
            return Context(verb.role, verb.wording, subjects, self.mentions)
        if self.verbs and not self.passage.ends_open:
            return Context(subjects=subjects)
        if self.total_at >= 0 and self.passage.ends_open and self.mentions:
            return Context(self.mentions[0].role or "launched", self.mentions[0].wording, subjects)
        return Context(self.context.role, self.context.wording, subjects)
