"""The words of a post about time, in order: dates, hours, "from", "to", "on the night to", "as of".

Which period they make belongs to `periods`.
"""

import datetime as dt
from dataclasses import dataclass

from assets.sources.air_force_posts.tokens import Token

_FROM = {"з", "із", "зі", "від", "починаючи"}
_TO = {"до", "по"}
_PREPOSITIONS = _FROM | _TO | {"на", "о", "об"}
_WEEKDAYS = {
    "понеділок", "вівторок", "середу", "четвер", "п'ятницю", "суботу", "неділю", "понеділка", "вівторка", "середи", "четверга",
    "п'ятниці", "суботи", "неділі",
}  # fmt: skip
# Parts of the day, as kinds of the vocabulary, and the period they stand for.
_PARTS = {"night": "night", "day": "day", "morning": "morning", "evening": "evening"}
_MOST_HOURS = 24
_YEARS = range(2014, 2101)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as printed; month and year may be missing."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One word, or a few, about time.

    Attributes:
        kind: `date`, `time`, `part` (of the day), `from`, `to`, `on`, `at`, `as_of`, `began` or `lasted`.
        sentence: Number of the passage it stands in.
        date: The date.
        hour: Hour of a time, 0 to 24.
        minute: Its minute.
        part: Part of the day.
        words: The words.
    """

    kind: str
    sentence: int
    date: Date | None = None
    hour: int | None = None
    minute: int = 0
    part: str | None = None
    words: str = ""


def moments(tokens: list[Token], sentence: int) -> list[Moment]:
    """Find the moments of a passage; "18:00 6 березня - 08:00 7 березня" is from the one to the other."""
    found: list[Moment] = []
    position = 0
    while position < len(tokens):
        moment, after = _moment(tokens, position, sentence, found)
        if moment is not None:
            found.append(moment)
        position = after
    return _with_ends(found)


def _with_ends(found: list[Moment]) -> list[Moment]:
    """Say which of two times that a dash joins is the start and which the end; other dashes mean nothing."""
    ended: list[Moment] = []
    for position, moment in enumerate(found):
        if moment.kind != "dash":
            ended.append(moment)
            continue
        start = next((at for at in range(len(ended) - 1, -1, -1) if ended[at].kind == "time"), None)
        is_time_next = position + 1 < len(found) and found[position + 1].kind == "time"
        if start is None or len(ended) - start > 2 or not is_time_next:
            continue
        if not start or ended[start - 1].kind not in ("from", "to", "as_of", "at"):
            ended.insert(start, Moment("from", moment.sentence))
        ended.append(Moment("to", moment.sentence))
    return ended


def _moment(tokens: list[Token], position: int, sentence: int, found: list[Moment]) -> tuple[Moment | None, int]:
    token = tokens[position]
    if token.kind in ("word", "mark") and token.text not in _PREPOSITIONS and token.text != "-":
        return None, position + 1
    before = found[-1] if found else None
    if token.kind == "dotted":
        return _dotted(token, sentence, before, _text_before(tokens, position)), position + 1
    if token.kind == "number" and isinstance(token.value, int):
        return _number(tokens, position, sentence, before)
    if token.kind == "as_of":
        is_on = position + 1 < len(tokens) and tokens[position + 1].text == "на"
        return Moment("as_of", sentence), position + 1 + is_on
    if token.kind in _PARTS:
        words = f"{_text_before(tokens, position)} {token.text}"
        return Moment("part", sentence, part=_PARTS[token.kind], words=words), position + 1
    if token.kind == "new_year":
        return Moment("date", sentence, date=Date(1, 1), words=token.text), position + 1
    if token.kind in ("night_word", "day_word") and _is_named_part(tokens, position):
        words = f"{_text_before(tokens, position)} {token.text}"
        return Moment("part", sentence, part=token.kind.removesuffix("_word"), words=words), position + 1
    if token.kind in ("midnight", "noon"):
        hour = 0 if token.kind == "midnight" else 12
        return Moment("time", sentence, hour=hour, words=token.text), position + 1
    if token.kind in ("evening_word", "morning_word") and before is not None and before.kind == "from":
        return Moment("part_start", sentence, part=token.kind.removesuffix("_word"), words=token.text), position + 1
    if token.kind in ("began", "lasted"):
        return Moment(token.kind, sentence), position + 1
    if token.text == "-" and before is not None and before.kind in ("time", "date") and _leads_to_time(tokens, position):
        return Moment("dash", sentence), position + 1
    if token.text in _PREPOSITIONS and _leads_to_time(tokens, position):
        kind = "from" if token.text in _FROM else "to" if token.text in _TO else "on" if token.text == "на" else "at"
        return Moment(kind, sentence), position + 1
    return None, position + 1


def _text_before(tokens: list[Token], position: int) -> str:
    return tokens[position - 1].text if position else ""


def _leads_to_time(tokens: list[Token], position: int) -> bool:
    """Whether a date, an hour or a part of the day follows a preposition, a parenthesis at most between them."""
    following = position + 1
    while following < len(tokens) and (
        tokens[following].text in {"(", "близько", "приблизно"} or tokens[following].text in _WEEKDAYS
    ):
        following += 1
    if following >= len(tokens):
        return False
    token = tokens[following]
    if token.kind in ("midnight", "noon", "evening_word", "morning_word", "dotted", "part"):
        return True
    if token.kind != "number" or not isinstance(token.value, int) or token.value > 31:
        return False
    after = tokens[following + 1] if following + 1 < len(tokens) else None
    if after is None:
        return False
    if after.text == "," and following + 2 < len(tokens):
        after = tokens[following + 2]
    is_dated = (
        after.kind in ("month", "hour", "morning_word", "evening_word", "night_word", "day_word") or after.text == "числа"
    )
    return is_dated or after.text in {"на", "по", "до"} or (token.has_ending and after.kind not in _WEAPONS)


_WEAPONS = {
    "adjective", "drone", "missile", "missile_adjective", "jet", "munition", "name", "target", "location", "unidentified",
    "recon", "launch_noun",
}  # fmt: skip


def _is_named_part(tokens: list[Token], position: int) -> bool:
    """Whether "ночі" or "дня" names the time of an attack: "протягом ночі", "цієї ночі", "протягом поточної доби"."""
    near = [token.text for token in tokens[max(0, position - 2) : position]]
    if "минулої" in near and tokens[position].text == "доби":
        return False
    return any(text in _DURING for text in near)


# "32 жовтня" is a misprinted date, which is to be refused as such; "100 жовтня" is none.
_MOST_DIGITS = 99
_DURING = {"протягом", "упродовж", "впродовж", "цієї", "минулої", "сьогоднішньої", "цілого", "поточної"}


def _dotted(token: Token, sentence: int, before: Moment | None, text_before: str) -> Moment | None:
    parts = token.parts
    if len(parts) == 3 and _is_day(parts[0], parts[1]):
        year = parts[2] + 2000 if parts[2] < 100 else parts[2]
        if year not in _YEARS:
            return None
        return Moment("date", sentence, date=Date(parts[0], parts[1], year), words=token.text)
    if len(parts) != 2 or not _has_two_digits(token.text):
        return None
    is_date_place = before is not None and (before.kind == "time" or (before.kind == "on" and text_before == "на"))
    if is_date_place and "." in token.text and _is_day(*parts):
        return Moment("date", sentence, date=Date(*parts), words=token.text)
    if (parts[0] < _MOST_HOURS and parts[1] < 60) or parts == (24, 0):
        return Moment("time", sentence, hour=parts[0], minute=parts[1], words=token.text)
    return None


def _has_two_digits(text: str) -> bool:
    """Whether the part after the point has the two digits of minutes or of a month: a torn-off "08:3" is no time."""
    return len(text.replace(".", ":").split(":")[1]) == 2


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _number(tokens: list[Token], position: int, sentence: int, before: Moment | None) -> tuple[Moment | None, int]:
    value = tokens[position].value
    assert isinstance(value, int)
    after = position + 1
    if after < len(tokens) and tokens[after].text == ",":
        after += 1
    following = tokens[after] if after < len(tokens) else None
    if following is not None and following.kind == "month" and 1 <= value <= _MOST_DIGITS:
        year, end = _year(tokens, after + 1)
        return Moment("date", sentence, date=Date(value, int(str(following.value)), year), words=tokens[position].text), end
    next_token = tokens[position + 1] if position + 1 < len(tokens) else None
    if next_token is not None and next_token.kind in ("hour", "morning_word", "evening_word") and value <= _MOST_HOURS:
        hour = value + 12 if next_token.kind == "evening_word" and value < 12 else value
        minute, end = _minute(tokens, position + 2)
        return Moment("time", sentence, hour=hour, minute=minute, words=tokens[position].text), end
    if before is not None and before.kind == "from" and value <= _MOST_HOURS and _is_hour_of_pair(tokens, position):
        return Moment("time", sentence, hour=value, words=tokens[position].text), position + 1
    is_partial = before is not None and before.kind in ("from", "to", "time", "part_start") and 1 <= value <= 31
    if is_partial and (next_token is None or next_token.kind not in _WEAPONS) and _is_bare_day(tokens, position):
        return Moment("date", sentence, date=Date(value), words=tokens[position].text), position + 1
    return None, position + 1


def _minute(tokens: list[Token], position: int) -> tuple[int, int]:
    """Read the minutes of "19 годин 30 хвилин"; return them with the position behind."""
    number, word = (*tokens[position : position + 2], None, None)[:2]
    if number is None or word is None or not word.text.startswith("хв") or not isinstance(number.value, int):
        return 0, position
    return number.value % 60, position + 2


def _is_hour_of_pair(tokens: list[Token], position: int) -> bool:
    """Whether a number is the hour of "з 6 до 9 ранку"."""
    pair = tokens[position + 1 : position + 4]
    if len(pair) < 3 or pair[0].text not in _TO or pair[1].kind != "number":
        return False
    return pair[2].kind in ("morning_word", "evening_word", "hour")


def _is_bare_day(tokens: list[Token], position: int) -> bool:
    """Whether a number is a day whose month stands with the other end: "з 22 на 23 жовтня"."""
    following = tokens[position + 1 : position + 3]
    is_listed = position > 0 and tokens[position - 1].text == "-"
    return bool(following) and not is_listed and following[0].text in {"на", "по", "до", "числа", ")"}


def _year(tokens: list[Token], position: int) -> tuple[int | None, int]:
    if position < len(tokens) and tokens[position].kind == "number":
        value = tokens[position].value
        if value in _YEARS and isinstance(value, int) and tokens[position].text.isdigit():
            return value, position + 1
    return None, position


def to_time(moment: Moment) -> tuple[dt.time, int]:
    """Return the clock time of a moment and how many days later it is: 24:00 is 0:00 of the next day."""
    assert moment.hour is not None
    return dt.time(moment.hour % 24, moment.minute), moment.hour // 24
