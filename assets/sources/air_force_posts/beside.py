"""What stands beside a number: places, regions, arms of the defence, an "and"; so whether it is a part or comes on top."""

import re

from assets.sources.air_force_posts.quantities import skip
from assets.sources.air_force_posts.roles import Mention
from assets.sources.air_force_posts.tokens import Token
from assets.sources.air_force_posts.verbs import COUNTRIES, verb_at

PLACE_PREPOSITIONS = {"на", "у", "в", "над", "по", "з", "із", "зі"}
_DIRECTIONS = {"півночі", "півдня", "сходу", "заходу", "акваторії", "моря", "півдні", "сході", "заході", "центрі"}
_ANDS = {"та", "і", "й", "також"}

_REGION = re.compile(r"\w+щин(а|і|у|ою|и)|\w+чин(а|і|у|ою|и)|\w+[сцз]ьк(ій|ою)|ки(єв|їв)\w*|одес\w+|столи\w+|харк\w+")
_BEFORE_REGION = {"на", "у", "в", "над", "по", "районі", "небі"}
_ARM = re.compile(r"(?:\w+-)?(груп|перехоплювач|авіаці(?=[яюїє])|зенітник|екіпаж|вертол|гелікоптер|винищувач)\w*")
_REGIONS = {"областях", "регіонах"}
_OTHERS = {"решта", "решту", "найбільше"}


def is_about_part(tokens: list[Token]) -> bool:
    """Whether a sentence is about a part: it names one region, one arm, or sets "the rest" against it."""
    texts = [token.text for token in tokens]
    if not _OTHERS.isdisjoint(texts):
        return True
    regions = [position for position, token in enumerate(tokens) if token.is_capital and _REGION.fullmatch(token.text)]
    is_one_region = len(regions) == 1 and regions[0] > 0 and _leads_to_region(tokens[regions[0] - 1])
    if is_one_region and _REGIONS.isdisjoint(texts) and not any(text.startswith("україн") for text in texts):
        return True
    return len({match[1] for text in texts if (match := _ARM.fullmatch(text))}) == 1


def _leads_to_region(token: Token) -> bool:
    return token.text in _BEFORE_REGION or token.kind == "launched"


def is_place(tokens: list[Token], after: int) -> bool:
    """Whether a place follows: "3 – у Миколаївській", "один – білорусі"."""
    following = skip(tokens, after, {"-", "до"})
    if following >= len(tokens):
        return False
    token = tokens[following]
    if following > after and token.text.startswith(COUNTRIES):
        return True
    place = tokens[following + 1] if following + 1 < len(tokens) else None
    return token.text in PLACE_PREPOSITIONS and place is not None and (place.is_capital or place.text in _DIRECTIONS)


def has_place(tokens: list[Token], begin: int, mention: Mention) -> bool:
    """Whether a place stands before a number, as in "над Одесою збито 2", or after it."""
    is_before = any(
        tokens[position].text in PLACE_PREPOSITIONS and tokens[position + 1].is_capital
        for position in range(begin, mention.start - 1)
    )
    return is_before or is_place(tokens, mention.end) or is_place(tokens, _after_verb(tokens, mention.end))


def _after_verb(tokens: list[Token], position: int) -> int:
    start = skip(tokens, position, {"-", '"'})
    verb = verb_at(tokens, start) if start < len(tokens) else None
    return verb.end if verb is not None else start


def is_joined(tokens: list[Token], before: Mention, mention: Mention) -> bool:
    """Whether an "and" before a number, or places beside it and the one before, say that it is another one."""
    near = [token.text for token in tokens[max(before.end, mention.start - 2) : mention.start]]
    is_and = bool(near) and (near[-1] in _ANDS or (near[-1] == "ще" and near[0] in _ANDS))
    return is_and or (mention.has_place and before.has_place)
