"""From tokens to passages: the headline, sentences, and bullets, each with what it stands under.

What is said in them is read elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assets.sources.air_force_posts.text import RULER
from assets.sources.air_force_posts.tokens import Token

_BULLETS = {"-", "•", "*"}
_ENDS = {".", "!", "?"}
# A full stop after these does not end a sentence.
_ABBREVIATIONS = {"обл", "т", "ч", "н", "п", "м", "ім", "р", "рр", "год", "див", "с", "смт", "тис", "рф", "тч"}
_FEW_LETTERS = 6
# What cannot be the last word of a line that is whole.
_OPEN_KINDS = {"adjective", "jet", "missile_adjective", "unidentified", "number", "qualifier", "launched"}
_OPEN_WORDS = {",", "та", "і", "й", "з", "із", "на", "у", "в", "типу", "до", "по"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a post that says one thing.

    Attributes:
        level: `headline`, `sentence` or `bullet`.
        tokens: Its tokens.
        line: Number of its line, joined lines counting as one.
        ends_open: Whether it ends with a colon, so that what follows belongs to it.
    """

    level: str
    tokens: list[Token]
    line: int
    ends_open: bool = False


def passages(tokens: list[Token], text: str) -> list[Passage]:
    """Split a post into passages, in their order."""
    lines = list(_lines(tokens))
    ruler = next((number for number, line in enumerate(lines) if line[0].text == RULER), None)
    found: list[Passage] = []
    is_top = True
    # The sign of a list's items: None outside lists, "?" until its first one.
    sign: str | None = None
    for number, line in enumerate(lines):
        if line[0].text == RULER:
            is_top = False
            continue
        is_top = is_top and (_is_shouted(line, text) or (ruler is not None and number < ruler))
        if is_top:
            found.append(Passage("headline", line, number))
        elif _is_bullet(line):
            sign = line[0].text if sign is not None else None
            found.append(Passage("bullet", line[1:], number))
        elif sign is not None and (item := _item(line, sign)):
            # Some lists have no bullets, or an emoji for one: "збито:", and every line begins with its number.
            sign = line[0].text if item is not line else ""
            found.append(Passage("bullet", item, number))
        else:
            sign = "?" if line[-1].text == ":" else None
            found += [Passage("sentence", sentence, number, sentence[-1].text == ":") for sentence in _sentences(line)]
    return found


def _lines(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the lines of a post; one that breaks off in the middle of a sentence is joined with the next."""
    line: list[Token] = []
    for position, token in enumerate(tokens):
        if token.kind != "newline":
            line.append(token)
            continue
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if line and not (len(token.text) == 1 and following is not None and _goes_on(line, following)):
            yield line
            line = []
    if line:
        yield line


def _goes_on(line: list[Token], following: Token) -> bool:
    words = [token for token in line if token.kind not in ("mark", "number", "break", "dotted")]
    is_heading = all(token.is_capital for token in words)
    is_open = line[-1].text not in _ENDS | {":", ";", RULER} and line[0].text not in _BULLETS and not is_heading
    if is_open and (line[-1].kind in _OPEN_KINDS or line[-1].text in _OPEN_WORDS) and following.kind not in ("mark", "break"):
        return following.text != RULER
    is_middle = following.kind not in ("mark", "break", "number") and not following.is_capital
    is_middle = is_middle or (following.kind == "number" and _lacks_number(line))
    return is_open and is_middle and following.text != RULER


def _lacks_number(line: list[Token]) -> bool:
    """Whether a line tells of an attack and its numbers are still to come: "завдав ракетно-авіаційного удару"."""
    attacks = [position for position, token in enumerate(line) if token.kind == "launched"]
    return bool(attacks) and not any(token.kind == "number" for token in line[attacks[-1] :])


def _is_shouted(line: list[Token], text: str) -> bool:
    """Whether a line is in capitals, as headlines are."""
    letters = [letter for letter in text[line[0].start : line[-1].end] if letter.isalpha()]
    return len(letters) >= _FEW_LETTERS and sum(letter.isupper() for letter in letters) > 0.75 * len(letters)


def _item(line: list[Token], sign: str) -> list[Token]:
    """Return a line as the item of a list, without its sign; nothing if it is none: another sign begins something else."""
    has_sign = len(line) > 1 and line[0].kind in ("mark", "break")
    item = line[1:] if has_sign else line
    is_same = sign in ("?", line[0].text if has_sign else "")
    return item if is_same and item[0].kind in ("number", "qualifier") else []


def _is_bullet(line: list[Token]) -> bool:
    return len(line) > 1 and line[0].text in _BULLETS


def _sentences(line: list[Token]) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    closing = parentheses(line)
    inside_until = -1
    for position, token in enumerate(line):
        inside_until = max(inside_until, closing.get(position, -1))
        if token.kind == "break":
            if sentence:
                yield sentence
            sentence = []
            continue
        sentence.append(token)
        following = line[position + 1] if position + 1 < len(line) else None
        if following is None or token.text not in _ENDS or position <= inside_until:
            continue
        if _ends_sentence(token, line[position - 1], following):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def parentheses(tokens: list[Token]) -> dict[int, int]:
    """Return where each opening parenthesis is closed, by position; one that is never closed is left out."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token.text == "(":
            opened.append(position)
        elif token.text == ")" and opened:
            closing[opened.pop()] = position
    return closing


def _ends_sentence(token: Token, before: Token, following: Token) -> bool:
    if following.text in (")", ",", ";", "-") or following.text in _ENDS:
        return False
    if token.text == "." and before.text in _ABBREVIATIONS - {"рф", "рр", "р", "год"}:
        return False
    return following.is_capital or following.kind in ("number", "break", "dotted") or following.text == '"'
