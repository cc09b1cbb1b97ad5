"""What each number of a post is about: so many of this weapon attacked, were brought down, lost, or are in the air.

Reads a passage from left to right. Which verb a number belongs to is the business of `roles`, which of several numbers counts
that of `tally`.
"""

from dataclasses import dataclass, field

from assets.sources.air_force_posts.parts import is_about_part
from assets.sources.air_force_posts.passages import Passage, parentheses
from assets.sources.air_force_posts.phrases import Phrase, read_phrase
from assets.sources.air_force_posts.quantities import is_date, is_percent, qualifier_before, quantity, skip
from assets.sources.air_force_posts.report import Quantity
from assets.sources.air_force_posts.roles import FOLLOWING, MOST_WORDS, WEAPONS, Context, Mention, Place, assign
from assets.sources.air_force_posts.tokens import Token
from assets.sources.air_force_posts.verbs import COUNTRIES, Verb, verb_at

_THEM = {"них", "яких", "цих", "ними"}
_PART_OF = {"них", "числі", "ч"}
_BEFORE_SHARE = {"-", '"', "були", "було", "типу"}
_NOT_QUITE = {"не", "практично", "мало"}
_BEFORE_VERB = {"-", '"', "не", "у", "в", "повітряному", "перебувають", "залишаються"}
_SHAHEDS = {"shahed", "shahed_136_131"}
_AMONG = {"найбільше", "зокрема", "включно", "включаючи", "числі"}
_ANDS = {"та", "і", "й", "також"}
_ENDS = {".", ",", ";", "!", "та", "і", "й"}
_DIRECTIONS = {"півночі", "півдня", "сходу", "заходу", "акваторії", "моря", "півдні", "сході", "заході", "центрі"}
_PLACE_PREPOSITIONS = {"на", "у", "в", "над", "по", "з", "із", "зі"}
_ATTACKERS = {"противник", "ворог", "окупанти", "окупант", "рашисти", "росіяни", "агресор", "терористи", "загарбники", "рф"}
# How many numbers back the whole of a share is looked for.
_NEAR_WHOLE = 12
# Tokens between "усі" and its verb.
_NEAR_ALL = 6
_NAMED = {"drone", "recon_drone", "missile", "munition", "name", "bomb"}
_OF = {
    "уламки", "уламків", "атака", "групи", "група", "падіння", "напрямок", "загроза", "пуски", "рух", "тип", "типу",
    "кількість", "напрямки",
}  # fmt: skip


@dataclass(slots=True)
class Share:
    """A part of a number that is printed beside it: "46 із них - реактивні"."""

    of: Mention
    kind: str
    number: Quantity


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
        self.passage, self.sentence, self.text, self.context, self.found = passage, number, text, context, found
        self.tokens = passage.tokens
        self.is_local = is_about_part(self.tokens)
        self.closing = parentheses(self.tokens)
        self.verbs: list[Verb] = []
        self.mentions: list[Mention] = []
        self.total_at = -1
        self.among_at = self.colon_at = -1
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
        self.mentions = assign(place, self._phrase, self._words)
        self.found.items += self.mentions

    def _step(self, position: int) -> int:
        token = self.tokens[position]
        if position in self.closing and not self._is_breakdown(position):
            self._aside(position + 1, self.closing[position])
            return self.closing[position] + 1
        if token.kind == "total":
            self.total_at = position
        elif self.mentions and self._opens_list(position):
            self.colon_at = position
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
        following = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
        is_dash = self.tokens[position].text == "-" and following is not None and following.kind in ("number", "qualifier")
        return self.tokens[position].text == ":" or (is_dash and self.mentions[-1].end == position)

    def _leads_to_parts(self, position: int) -> bool:
        """Whether "зокрема", "із них", "з яких", "у т.ч." stands here."""
        text = self.tokens[position].text
        before = self.tokens[position - 1].text if position else ""
        return text in _AMONG or (text in _THEM and before in ("з", "із", "серед")) or (text == "ч" and before == ".")

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
        phrase = self._words(min(self.all_at, verb.start), max(self.all_at + 1, verb.end))
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
        number = self._quantity(tokens[position].value, qualifier, start, after)
        out_of, after = self._out_of(after)
        if self._reads_share(after):
            return self._share(number, start, after)
        if after + 1 < len(tokens) and tokens[after].text in ("із", "з") and tokens[after + 1].text in _THEM:
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
            out_of, phrase.end = self._out_of(phrase.end)
        out_of, self.whole = out_of or self.whole, None
        mention = self._mention("", phrase.about, number, phrase.weapon_ids, start, phrase.end)
        mention.out_of, mention.is_jets, mention.is_unidentified = out_of, phrase.is_jets, phrase.is_unidentified
        mention.is_launches, mention.is_ambiguous = phrase.is_launches, self._may_be_part(phrase)
        mention.number = self._requantify(number, start, phrase.head)
        mention.words = self._words(phrase.start, phrase.end)
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
                    number = self._quantity(1, "exact", position, phrase.head) if is_one else Quantity(null_reason="words_only")
                    for weapon_ids in phrase.lists if len(phrase.lists) > 1 and not is_one else [phrase.weapon_ids]:
                        mention = self._mention("", phrase.about, number, weapon_ids, position, phrase.end)
                        mention.is_jets, mention.is_unidentified = phrase.is_jets, phrase.is_unidentified
                        mention.words = self._words(phrase.start, phrase.end)
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
        is_place = self._is_place(after) and (bool(self.mentions) or self.context.role is not None)
        is_all = start - self.all_at <= 1 and not is_cut_off
        last = self.mentions[-1] if self.mentions else None
        if before is not None and before.text == "-" and ends and last is not None and last.end == start - 1:
            if last.number.value is None and not last.is_all:
                last.number, last.end = number, after
        elif before is not None and before.text == "на" and ends and self.verbs and self.verbs[-1].role in ("hits", "debris"):
            self._add(self._mention("", "locations", number, (), start, after), None)
        elif ((phrase is not None or out_of is not None) and not is_cut_off) or has_verb or is_object or is_place or is_all:
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
        return following.text in _ENDS | {"-", ":"} | _PLACE_PREPOSITIONS or verb_at(self.tokens, after) is not None

    def _is_place(self, after: int) -> bool:
        """Whether a place follows: "3 – у Миколаївській", "один – білорусі"."""
        following = skip(self.tokens, after, {"-", "до"})
        if following >= len(self.tokens):
            return False
        token = self.tokens[following]
        if following > after and token.text.startswith(COUNTRIES):
            return True
        place = self.tokens[following + 1] if following + 1 < len(self.tokens) else None
        return token.text in _PLACE_PREPOSITIONS and place is not None and (place.is_capital or place.text in _DIRECTIONS)

    def _add(self, mention: Mention, phrase: Phrase | None) -> None:
        mention.is_total = 0 <= self.total_at < mention.start
        verb_at = self.verbs[-1].start if self.verbs else -1
        mention.after_among = verb_at < self.among_at < mention.end
        mention.after_colon = 0 <= self.colon_at < mention.start
        before = self.mentions[-1] if self.mentions else None
        mention.has_place = self._has_place(before.end if before else 0, mention)
        mention.is_local = self.is_local
        mention.is_joined = before is None or mention.after_colon or self._is_joined(before, mention)
        self.mentions.append(mention)
        if mention.after_among and mention.is_jets:
            self._note_share(mention.number, self.tokens[mention.end - 1], "jet")
        if phrase is not None:
            for start, end in phrase.asides:
                self._aside(start, end)

    def _has_place(self, begin: int, mention: Mention) -> bool:
        """Whether a place stands before a number, as in "над Одесою збито 2", or after it."""
        tokens = self.tokens
        is_before = any(
            tokens[position].text in _PLACE_PREPOSITIONS and tokens[position + 1].is_capital
            for position in range(begin, mention.start - 1)
        )
        return is_before or self._is_place(mention.end) or self._is_place(self._after_verb(mention.end))

    def _after_verb(self, position: int) -> int:
        start = skip(self.tokens, position, {"-", '"'})
        verb = verb_at(self.tokens, start) if start < len(self.tokens) else None
        return verb.end if verb is not None else start

    def _is_joined(self, before: Mention, mention: Mention) -> bool:
        """Whether an "and" before a number, or places beside it and the one before, say that it is another one."""
        near = [token.text for token in self.tokens[max(before.end, mention.start - 2) : mention.start]]
        is_and = bool(near) and (near[-1] in _ANDS or (near[-1] == "ще" and near[0] in _ANDS))
        return is_and or (mention.has_place and before.has_place)

    def _mention(self, role: str, about: str, number: Quantity, weapon_ids: tuple[str, ...], start: int, end: int) -> Mention:
        passage = self.passage
        return Mention(role, about, number, weapon_ids, passage.level, passage.line, self.sentence, start, end)

    # Numbers.

    def _quantity(self, value: object, qualifier: str, start: int, end: int) -> Quantity:
        phrase = self._phrase(start, end)
        if not isinstance(value, int):
            return Quantity(null_reason="words_only", phrase=phrase)
        return quantity(value, qualifier, phrase)

    def _requantify(self, number: Quantity, start: int, end: int) -> Quantity:
        if number.value is None:
            return number
        return quantity(number.value, number.qualifier, self._phrase(start, end))

    def _phrase(self, start: int, end: int) -> str:
        """Return the words of a number from the verb before it, if that is near, 25 at most."""
        begin = start
        if self.verbs and start - self.verbs[-1].start <= 10:
            begin = self.verbs[-1].start
        for first in (begin, start):
            words = self._words(first, end).split()
            if len(words) <= MOST_WORDS:
                return " ".join(words)
        return " ".join(words[:MOST_WORDS])

    def _words(self, start: int, end: int) -> str:
        start, end = max(0, start), min(end, len(self.tokens))
        if start >= end:
            return ""
        return " ".join(self.text[self.tokens[start].start : self.tokens[end - 1].end].split())

    def _out_of(self, after: int) -> tuple[Quantity | None, int]:
        """Read the second number of "26 із 33"."""
        tokens = self.tokens
        quoted_until = skip(tokens, after, {'"'})
        follows = quoted_until + 1 < len(tokens) and tokens[quoted_until].text in ("із", "з", "зі")
        at = quoted_until + 1
        if follows and tokens[at].kind == "number" and not is_date(tokens, at) and not is_percent(tokens, at + 1):
            return self._quantity(tokens[at].value, "exact", after - 1, at + 1), at + 1
        return None, after

    # Parts of a number.

    def _reads_share(self, after: int) -> bool:
        """Whether "із них" follows and then what they are, not what became of them."""
        tokens = self.tokens
        if after + 1 >= len(tokens) or tokens[after].text not in ("із", "з") or tokens[after + 1].text not in _THEM:
            return False
        following = skip(tokens, after + 2, _BEFORE_SHARE)
        return following < len(tokens) and tokens[following].kind in ("jet", "drone", "name", "missile")

    def _share(self, number: Quantity, start: int, after: int) -> int:
        following = skip(self.tokens, after + 2, _BEFORE_SHARE)
        self._note_share(number, self.tokens[following])
        return following + 1

    def _note_share(self, number: Quantity, noun: Token, known: str | None = None) -> None:
        named = [mention for mention in reversed(self.mentions[-_NEAR_WHOLE:]) if mention.about == "drones"]
        drones = next((mention for mention in named if not mention.after_among), named[0] if named else None)
        if drones is None:
            return
        if known is not None:
            self.found.shares.append(Share(drones, known, number))
            return
        kind = "jet" if noun.kind == "jet" or noun.value == "jet_shahed" else "shahed"
        if noun.kind == "jet" or noun.value in {*_SHAHEDS, "jet_shahed"}:
            self.found.shares.append(Share(drones, kind, number))

    def _aside(self, start: int, end: int) -> None:
        """Read a parenthesis: a share of the number before it, or that the drones before it were lost from radar."""
        is_among = False
        for position in range(start, end):
            token = self.tokens[position]
            is_among = is_among or token.text in _PART_OF
            if token.kind == "number" and not is_percent(self.tokens, position + 1):
                self._aside_number(position, end, is_among)
            elif token.kind == "locating" and self.verbs and self.verbs[-1].role == "missed":
                self.verbs[-1].role = "lost"

    def _aside_number(self, position: int, end: int, is_among: bool) -> None:
        first, qualifier = qualifier_before(self.tokens, position)
        number = self._quantity(self.tokens[position].value, qualifier, first, position + 1)
        if self._reads_share(position + 1):
            self._note_share(number, self.tokens[skip(self.tokens, position + 3, _BEFORE_SHARE)])
            return
        following = skip(self.tokens, position + 1, {"-", '"'})
        if following < end:
            if self._splits(number, first, following):
                return
            noun = self.tokens[following]
            if noun.kind == "jet" or (noun.kind in ("drone", "name") and (is_among or noun.value in _SHAHEDS)):
                self._note_share(number, noun)

    def _splits(self, number: Quantity, start: int, following: int) -> bool:
        """Note what became of a part, if that is what a parenthesis says: "266 БпЛА (139 – збито, 127 – втрачено)"."""
        verb = verb_at(self.tokens, following)
        if verb is None or verb.role not in ("intercepted", "lost") or not self.mentions:
            return False
        whole = self.mentions[-1]
        mention = self._mention(verb.role, whole.about, number, whole.weapon_ids, start, following)
        mention.wording, mention.is_split = verb.wording, True
        self.found.items.append(mention)
        return True

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
