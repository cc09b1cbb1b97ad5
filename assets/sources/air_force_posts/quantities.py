"""Numbers with their qualifiers, and what looks like a number of weapons but is a date or a share in percent."""

from assets.sources.air_force_posts.report import Quantity
from assets.sources.air_force_posts.tokens import Token

_ABOUT_PERCENT = 5


def quantity(value: int, qualifier: str, phrase: str | None) -> Quantity:
    """Return a number with the bounds that its qualifier sets.

    "About" allows five percent either way; "over" sets no upper bound, "up to" no lower one (DOMAIN: 0 to 17 for "до 17").
    """
    low: int | None
    high: int | None
    low, high = value, value
    if qualifier == "about":
        low, high = value * (100 - _ABOUT_PERCENT) // 100, -(-value * (100 + _ABOUT_PERCENT) // 100)
    elif qualifier == "over":
        high = None
    elif qualifier == "up_to":
        low = 0
    return Quantity(value, qualifier, low, high, None, phrase)


def qualifier_before(tokens: list[Token], position: int) -> tuple[int, str]:
    """Return where a number begins with its qualifier, and which that is: "не менше ніж 20" is `over`."""
    start = position
    while start and tokens[start - 1].text in ("ніж", "як", "за", "аніж"):
        start -= 1
    if not start or tokens[start - 1].kind not in ("qualifier", "word"):
        return position, "exact"
    before = tokens[start - 1]
    if before.kind == "qualifier":
        is_negated = start >= 2 and tokens[start - 2].text == "не" and before.text in ("більше", "більш")
        return (start - 2, "up_to") if is_negated else (start - 1, str(before.value))
    if before.text in ("менше", "менш") and start >= 2 and tokens[start - 2].text == "не":
        return start - 2, "over"
    return position, "exact"


def skip(tokens: list[Token], position: int, texts: set[str]) -> int:
    while position < len(tokens) and tokens[position].text in texts:
        position += 1
    return position


def is_percent(tokens: list[Token], position: int) -> bool:
    return position < len(tokens) and (tokens[position].kind == "percent" or tokens[position].text == "%")


def is_date(tokens: list[Token], position: int) -> bool:
    following = skip(tokens, position + 1, {","})
    if following < len(tokens) and tokens[following].kind in ("month", "year", "hour", "morning_word", "evening_word"):
        return tokens[following].kind != "month" or following <= position + 2
    return False
