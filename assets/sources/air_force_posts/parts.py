"""Whether a sentence tells only of a part of an attack: of one region, or of what one arm of the defence did."""

import re

from assets.sources.air_force_posts.tokens import Token

_REGION = re.compile(r"\w+щин(а|і|у|ою|и)|\w+чин(а|і|у|ою|и)|\w+[сцз]ьк(ій|ою)|ки(єв|їв)\w*|одес\w+|столи\w+|харк\w+")
_BEFORE_REGION = {"на", "у", "в", "над", "по", "районі", "небі"}
_ARM = re.compile(r"(?:\w+-)?(груп|перехоплювач|авіаці(?=[яюїє])|зенітник|екіпаж|вертол|гелікоптер|винищувач)\w*")
_OTHERS = {"решта", "решту", "найбільше"}


def is_about_part(tokens: list[Token]) -> bool:
    """Whether a sentence is about a part: it names one region, one arm, or sets "the rest" against it."""
    regions = {
        token.text
        for position, token in enumerate(tokens)
        if token.is_capital and _REGION.fullmatch(token.text) and position and _leads_to_region(tokens[position - 1])
    }
    is_list = any(token.text in ("областях", "регіонах") for token in tokens)
    is_country = any(token.text.startswith("україн") for token in tokens)
    arms = {match[1] for token in tokens if (match := _ARM.fullmatch(token.text))}
    return (not is_country and not is_list and len(regions) == 1) or len(arms) == 1 or any(t.text in _OTHERS for t in tokens)


def _leads_to_region(token: Token) -> bool:
    return token.text in _BEFORE_REGION or token.kind == "launched"
