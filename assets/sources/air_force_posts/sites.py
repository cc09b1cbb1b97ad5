"""Places in a post: from where drones were launched, and which regions were attacked. Launch places of missiles are left out.

Names are returned as written; `assets.sources.places` knows what they mean.
"""

import re

from assets.sources.air_force_posts.passages import Passage, parentheses
from assets.sources.air_force_posts.phrases import group_of
from assets.sources.air_force_posts.tokens import Token

_FROM = {"з", "із", "зі", "за"}
_LAUNCH_WORDS = {
    "пуску",
    "пусків",
    "запуску",
    "запусків",
    "безпілотників",
    "бпла",
    "ударних",
    "дронів",
    ":",
    "-",
    "міст",
    "аеродромів",
}
_SEPARATORS = re.compile(r"[,;]|\s(?:та|і|й|а також)\s|[.]\s*(?=ТОТ)")
_PARTS = re.compile(r"\s+-\s*|\s*-\s+")
# What says whose a place is, not which.
_OWNERS = re.compile(r"^(рф|російськ\w+ федераці\w+|росі[яії]|російськ\w+|тот|ар крим|тот ар крим|тот ар|крим)$", re.IGNORECASE)
_LEAD = re.compile(r"^(тот|н\.п\.|м\.|аеродром\w*|район\w*|тимчасово окупован\w+|російськ\w+)\s+", re.IGNORECASE)
_MOST_WORDS = 6
# How the words begin that may lead to places.
_TRIGGERS = ("напрямк", "район")


def launch_sites(passages: list[Passage], text: str) -> tuple[str, ...]:
    """Return the places from which drones came, in their order."""
    found: list[str] = []
    for passage in passages:
        if passage.level != "headline":
            found += _sites_in(passage.tokens, text)
    return tuple(dict.fromkeys(found))


def targets(passages: list[Passage], text: str) -> tuple[str, ...]:
    """Return the regions at which a post says that the attack was aimed."""
    found: list[str] = []
    for passage in passages:
        tokens = passage.tokens
        for position, token in enumerate(tokens[:-2]):
            is_aim = token.text in ("напрямок", "напрямки") and tokens[position + 1].text == "удару"
            is_attacked = token.kind == "attacked" and position <= 2
            if is_aim or is_attacked:
                start = position + 2 if is_aim else position + 1
                found += _names(_slice(tokens, start, len(tokens), text), keeps_owners=False)
    return tuple(dict.fromkeys(found))


def _sites_in(tokens: list[Token], text: str) -> list[str]:
    found: list[str] = []
    read_until = 0
    for position, token in enumerate(tokens):
        if position < read_until or not token.text.startswith(_TRIGGERS):
            continue
        start = _after_trigger(tokens, position)
        if start is None:
            continue
        closing = parentheses(tokens)
        end = _end(tokens, start, closing)
        if start in closing:
            start, end = start + 1, closing[start]
        found += _names(_slice(tokens, start, end, text), keeps_owners=True)
        read_until = end
    return found


def _after_trigger(tokens: list[Token], position: int) -> int | None:
    """Return where the names begin after "із напрямків:" or "(район пуску безпілотників -"; None if no drones are meant."""
    token = tokens[position]
    is_direction = token.text.startswith("напрямк") and any(t.text in _FROM for t in tokens[max(0, position - 2) : position])
    is_district = token.text in ("район", "райони", "району", "районів")
    if not is_direction and not is_district:
        return None
    start = position + 1
    while start < len(tokens) and tokens[start].text in _LAUNCH_WORDS:
        start += 1
    names_drones = any(t.kind == "drone" for t in tokens[position:start])
    if not names_drones and _last_weapon(tokens[:position]) == "missile":
        return None
    is_launch = is_direction or names_drones or any(t.kind == "launch_noun" for t in tokens[position:start])
    is_from = is_district and position > 0 and tokens[position - 1].text in _FROM
    return start if is_launch or is_from else None


def _last_weapon(tokens: list[Token]) -> str | None:
    for token in reversed(tokens):
        if token.kind in ("missile", "bomb"):
            return "missile"
        if token.kind == "name" and group_of(str(token.value)).endswith("_missile"):
            return "missile"
        if token.kind in ("drone", "munition", "name"):
            return "drone"
    return None


def _end(tokens: list[Token], start: int, closing: dict[int, int]) -> int:
    """Return where a list of places ends: at a number, a verb, a parenthesis or the end of the sentence."""
    for position in range(start, len(tokens)):
        token = tokens[position]
        if token.kind in ("number", "qualifier", "launched", "intercepted", "drone", "missile", "break", "share", "dotted"):
            return position
        if token.text in ("(", ")", '"', "!") or (token.text == "." and _is_sentence_end(tokens, position)):
            return position
    return len(tokens)


def _is_sentence_end(tokens: list[Token], position: int) -> bool:
    return position + 1 >= len(tokens)


def _slice(tokens: list[Token], start: int, end: int, text: str) -> str:
    return text[tokens[start].start : tokens[end - 1].end] if start < end else ""


def _names(listed: str, *, keeps_owners: bool) -> list[str]:
    found = []
    for item in _SEPARATORS.split(listed):
        parts = [part.strip(" .,:!-\n") for part in _PARTS.split(item)]
        own = [part for part in parts if part and not _OWNERS.match(part)]
        owners = [part for part in parts if part and _OWNERS.match(part) and "крим" in part.lower()]
        name = own[0] if own else owners[0] if owners and keeps_owners else ""
        name = _clean(_LEAD.sub("", name))
        if name and len(name.split()) <= _MOST_WORDS and name[0].isalpha():
            found.append(name)
    return found


def _clean(name: str) -> str:
    name = re.sub(r"-?\s*рф\.?$", "", name).strip(" .,:-")
    return "" if name.lower() in ("обл", "область", "рф", "також", "ін", "інших") else name
