"""From the text of a post to tokens: numbers, times and the words that reports are made of.

What a word is, is in `vocabulary.csv`. What words mean together belongs to the stages after this one.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assets.sources.air_force_posts import numerals

_VOCABULARY = Path(__file__).with_name("vocabulary.csv")
_TOKEN = re.compile(
    r"""
    (?P<newline>\n+)
    | (?P<dotted>\d{1,4}(?:[.:]\d{1,4})+)
    | (?P<mixed>\d[^\W\d_]\d\d)
    | (?P<number>\d+)(?P<ending>-?[а-яіїєґ']{1,4}(?![^\W_]))?
    | (?P<name>[^\W\d_]+-?\d+[^\W\d_]{0,2}\d?(?:/\d+[^\W\d_]{0,2}\d?)*)
    | (?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Endings that digits are written with in some case, right or wrong: 8-ма, 81-го, 559-ти, 31-м, 20-ї, 33-х.
_ENDING = re.compile(
    r"-?(го|ого|ої|ою|ох|ух|ьох|тьох|ти|та|те|ть|ма|ми|ме|м|му|мома|ома|ьома|тьма|ьма|ьом|[аяіїйеєуюх]|[їиі][мхй])"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_LONGEST_WORD = 40
_GLUED = re.compile(r"(на|у|в|з|із|зі|до|по|о|об|та|і|й|біля|близько|понад|атакував)(\d+)", re.IGNORECASE)
_OPENERS = {"💥", "❗", "⚡", "‼", "➡", "🛵", "🏍", "🚀", "💣", "⚠", "📌", "✊", "🇺"}


@dataclass(slots=True)
class Token:
    """A piece of a text.

    Attributes:
        kind: `number`, `dotted` (18:00, 23.09), `word`, `mark`, `newline`, or a kind of `vocabulary.csv`.
        text: The token in lower case.
        start: Where it begins in the text.
        end: Where it ends.
        value: The number; for a dotted one None; for a word of the vocabulary its value there.
        parts: The numbers of a dotted token.
        is_capital: Whether it begins with a capital letter.
        has_ending: Whether digits carry a case ending.
    """

    kind: str
    text: str
    start: int
    end: int
    value: int | str | None = None
    parts: tuple[int, ...] = ()
    is_capital: bool = False
    has_ending: bool = False


def tokens(text: str) -> list[Token]:
    """Split a normalised text into tokens; number words are joined into one number, digits with their endings too."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word":
            found.append(_word(match.group(), match.start(), match.end()))
        else:
            found.extend(_tokens_of(match))
    return _join_groups(_join_number_words(found))


def _tokens_of(match: re.Match[str]) -> list[Token]:
    start, end, text = match.start(), match.end(), match.group()
    kind = match.lastgroup
    if match["number"] is not None:
        return _number(match)
    if kind == "dotted" and _THOUSANDS.fullmatch(text):
        return [Token("number", text, start, end, value=_digits(text.replace(".", "")))]
    if kind == "dotted":
        return [Token("dotted", text, start, end, parts=tuple(int(part) for part in re.split("[.:]", text)))]
    if kind == "mark":
        return [Token("break" if text in _OPENERS else "mark", text, start, end)]
    if kind == "newline":
        return [Token("newline", text, start, end)]
    glued = _GLUED.fullmatch(text) if kind == "name" else None
    if glued:
        middle = start + len(glued[1])
        return [_word(glued[1], start, middle), Token("number", glued[2], middle, end, value=_digits(glued[2]))]
    return [_word(text, start, end)]


def _number(match: re.Match[str]) -> list[Token]:
    start, end = match.span()
    digits, ending = match["number"], match["ending"] or ""
    middle = start + len(digits)
    number = Token("number", match.group().lower(), start, end, value=_digits(digits), has_ending=bool(ending))
    if ending and not _ENDING.fullmatch(ending.lower()):
        number.text, number.end, number.has_ending = digits, middle, False
        word_start = middle + ending.startswith("-")
        return [number, _word(ending.lstrip("-"), word_start, end)]
    return [number]


def _digits(digits: str) -> int | None:
    """Return a number; None for one that no report can mean."""
    return int(digits) if len(digits) <= 6 else None


def _word(word: str, start: int, end: int) -> Token:
    lower = word.lower()
    kind, value = classify(lower) if len(lower) <= _LONGEST_WORD else ("word", None)
    return Token(kind, lower, start, end, value=value, is_capital=word[0].isupper())


@lru_cache(maxsize=20_000)
def classify(word: str) -> tuple[str, str | None]:
    """Return the kind and the value of a word in lower case; `word` without a value if the vocabulary does not have it."""
    for pattern, kind, value in _vocabulary():
        if pattern.fullmatch(word):
            return kind, value
    if numerals.is_number_word(word):
        return "numeral", None
    return "word", None


@cache
def weapon_groups() -> dict[str, str]:
    """Return the group of every weapon that the vocabulary names, in its order."""
    return {row["value"]: row["weapon_group"] for row in _rows() if row["weapon_group"]}


@cache
def _rows() -> list[dict[str, str]]:
    with _VOCABULARY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _vocabulary() -> list[tuple[re.Pattern[str], str, str | None]]:
    return [(re.compile(row["pattern"]), row["kind"], row["value"] or None) for row in _rows()]


def _join_number_words(found: list[Token]) -> list[Token]:
    joined: list[Token] = []
    position = 0
    while position < len(found):
        token = found[position]
        if token.kind != "numeral":
            joined.append(token)
            position += 1
            continue
        run = position
        while run < len(found) and run < position + 6 and found[run].kind == "numeral":
            run += 1
        value, used = numerals.value([t.text for t in found[position:run]])
        last = found[position + max(used, 1) - 1]
        text = " ".join(t.text for t in found[position : position + max(used, 1)])
        kind = "number" if used else "word"
        joined.append(Token(kind, text, token.start, last.end, value=value, is_capital=token.is_capital, has_ending=True))
        position += max(used, 1)
    return joined


def _join_groups(found: list[Token]) -> list[Token]:
    """Join "1 200" into one number: digits and a group of exactly three, unless a date or another number is near."""
    joined: list[Token] = []
    for token in found:
        before = joined[-1] if joined and token.kind == "number" else None
        if (
            before is not None
            and before.kind == "number"
            and before.text.isdigit()
            and token.text[:3].isdigit()
            and len(token.text.split("-")[0]) == 3
            and token.start == before.end + 1
            and 0 < int(before.text) < 100
            and isinstance(token.value, int)
            and (len(joined) < 2 or joined[-2].kind not in ("dotted", "number", "month"))
        ):
            joined[-1] = Token(
                "number", f"{before.text} {token.text}", before.start, token.end, value=int(before.text) * 1000 + token.value
            )
        else:
            joined.append(token)
    return joined
