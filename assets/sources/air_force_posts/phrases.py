"""Noun phrases about weapons: "101 ударним БпЛА типу Shahed (в т.ч. реактивними), Гербера" is one, with its number.

What the report says became of them is found out by `mentions`.
"""

import re
from dataclasses import dataclass, field

from assets.sources.air_force_posts.tokens import Token, weapon_groups

# Heads of noun phrases, by what they are about.
HEADS = {"drone", "recon_drone", "missile", "munition", "target", "location", "bomb", "aircraft", "name", "slang"}
_BEFORE_HEAD = {
    "adjective", "jet", "unidentified", "missile_adjective", "recon", "filler", "type", "other_types", "launch_noun", "all"
}  # fmt: skip
_IN_DRONE_LIST = {"adjective", "jet", "unidentified", "type", "other_types", "filler", "drone", "munition", "name"}
_CONJUNCTIONS = {",", "та", "і", "й", "або", "також", "а", "чи", "/", "з"}
_SHAHED_FAMILY = {"shahed_136_131", "jet_shahed", "gerbera", "parodiya"}
_LONGEST_LEAD = 8
# Adjectives and nouns that can only be singular, and such that can only be plural, by their endings.
_SINGULAR = re.compile(
    r"(.*(н|к|ш|ж|ч|т)(ий|ого|ому|им|ою|у|ої)|ракет(ою|у|а)|безпілотник(|ом|а|у)|дрон(|ом|а|у)(-.*)?|шахед(|ом|а|у)"
    r"|боєприпас(|ом|а|у)|апарат(|ом|а|у)|бомб(ою|у|а)|ціль|засіб|один|одн.*)"
)
_PLURAL = re.compile(
    r"(.*(н|к|ш|ж|ч|т)(ими|их|і)|ракет(ами|ам|ах|)|безпілотник(и|ів|ами|ам)|дрон(и|ів|ами|ам)(-.*)?"
    r"|шахед(и|ів|ами|ам)|боєприпас(и|ів|ами)|апарат(и|ів|ами)|бомб(ами|)|цілей|цілі|засоб.*)"
)


@dataclass(slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        about: `drones`, `weapon`, `missiles`, `targets`, `locations` or `other`.
        weapon_ids: The canonical weapons it names.
        start: Position of its first token.
        end: Position after its last token.
        head: Position after its head, where its names begin.
        is_singular: Whether its words can only mean one; None if they do not tell.
        is_jets: Whether it is about jet drones.
        is_launches: Whether it counts launches ("17 пусків").
        is_unidentified: Whether it is about drones of a type that was not established.
        asides: Start and end of the parentheses in it.
        lists: The missiles it names, those apart that a comma or an "and" parts: "Іскандер-М/С-400, Онікс" are two.
    """

    about: str
    weapon_ids: tuple[str, ...]
    start: int
    end: int
    head: int
    is_singular: bool | None = None
    is_jets: bool = False
    is_launches: bool = False
    is_unidentified: bool = False
    asides: list[tuple[int, int]] = field(default_factory=list)
    lists: list[tuple[str, ...]] = field(default_factory=list)


def read_phrase(tokens: list[Token], start: int, closing: dict[int, int], has_number: bool) -> Phrase | None:
    """Read the noun phrase that begins at a position.

    Args:
        tokens: Tokens of a passage.
        start: Where to begin: after the number, if there is one.
        closing: Where parentheses are closed.
        has_number: Whether a number precedes; only then an adjective can stand for its noun.

    Returns:
        The phrase; None if no weapon, target or place is named there.
    """
    lead: list[Token] = []
    position = start
    while position < min(len(tokens), start + _LONGEST_LEAD):
        token = tokens[position]
        if token.kind in HEADS:
            return _with_head(tokens, start, position, closing, lead)
        if token.kind in _BEFORE_HEAD or (token.text == '"' and lead + tokens[position + 1 : position + 2]):
            lead.append(token)
        elif (token.text != "/" or not lead) and not _is_unknown_adjective(tokens, position):
            break
        position += 1
    adjectives = [token for token in lead if token.kind == "missile_adjective"]
    ends_list = position >= len(tokens) or tokens[position].text in {",", "та", "і", "й", ";", "."}
    if has_number and adjectives and adjectives[-1] is lead[-1] and ends_list:
        return Phrase("missiles", (_unnamed_missile(lead),), start, position, position)
    if has_number and lead and ends_list and lead[-1].text.startswith("ударн"):
        return Phrase("drones", (), start, position, position)
    if has_number and lead and ends_list and lead[-1].kind == "recon":
        return Phrase("weapon", ("recon_unspecified",), start, position, position)
    if has_number and lead and any(token.kind == "launch_noun" for token in lead):
        return Phrase("launches", (), start, position, position, is_launches=True)
    if (
        has_number
        and lead
        and all(token.kind in ("jet", "adjective") for token in lead)
        and ends_list
        and lead[-1].kind == "jet"
    ):
        return Phrase("drones", (), start, position, position, is_jets=True)
    return None


def _is_unknown_adjective(tokens: list[Token], position: int) -> bool:
    """Whether an unknown word can only be an adjective of the noun behind it: "84 гвинтовими БпЛА"."""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    is_plural = tokens[position].kind == "word" and tokens[position].text.endswith(("ими", "их"))
    return is_plural and following is not None and following.kind in ("drone", "missile")


def _with_head(tokens: list[Token], start: int, head: int, closing: dict[int, int], lead: list[Token]) -> Phrase:
    token = tokens[head]
    words = [
        t.text for t in (*lead, token) if t.kind not in ("filler", "type", "mark", "name", "launch_noun", "other_types", "all")
    ]
    singular = any(_SINGULAR.fullmatch(word) for word in words)
    plural = any(_PLURAL.fullmatch(word) for word in words)
    phrase = Phrase(
        _ABOUT.get(token.kind, "other"),
        (),
        start,
        head + 1,
        head + 1,
        is_singular=None if singular == plural else singular,
        is_jets=any(t.kind == "jet" for t in lead),
        is_launches=any(t.kind == "launch_noun" for t in lead),
        is_unidentified=any(t.kind == "unidentified" for t in lead),
    )
    if token.kind in ("drone", "recon_drone", "munition", "name"):
        is_recon = token.kind == "recon_drone" or any(t.kind == "recon" for t in lead)
        _read_drones(tokens, phrase, closing, is_recon, token)
    elif token.kind == "missile":
        _read_missiles(tokens, phrase, lead, token)
    elif token.kind == "bomb":
        phrase.about, phrase.weapon_ids = "weapon", ("glide_bomb",)
    return phrase


_ABOUT = {
    "drone": "drones",
    "recon_drone": "weapon",
    "missile": "missiles",
    "munition": "weapon",
    "target": "targets",
    "location": "locations",
    "bomb": "weapon",
    "name": "weapon",
}


def _read_drones(tokens: list[Token], phrase: Phrase, closing: dict[int, int], is_recon: bool, head: Token) -> None:
    """Follow a list of drones to its end; what it names without a number of its own belongs to it."""
    named = [str(head.value)] if head.kind == "name" else []
    own = list(named)
    if head.kind == "name" and group_of(named[0]) in _MISSILE_GROUPS:
        _read_names(tokens, phrase, named)
        phrase.about, phrase.weapon_ids = "missiles", tuple(dict.fromkeys(named))
        return
    is_family = head.kind == "drone" or bool(set(named) & _SHAHED_FAMILY)
    position = phrase.end
    is_attached = True
    while position < len(tokens):
        token = tokens[position]
        if position in closing:
            phrase.asides.append((position + 1, closing[position]))
            position = closing[position] + 1
            phrase.end = position if position <= len(tokens) else len(tokens)
            continue
        if token.text == '"' or token.text == "/":
            position += 1
            continue
        if token.kind == "name":
            weapon = str(token.value)
            if group_of(weapon) in _MISSILE_GROUPS or (not is_attached and not is_family and weapon not in named):
                break
            if not is_attached and is_family and group_of(weapon) == "reconnaissance_drone":
                break
            named.append(weapon)
            if is_attached or head.kind != "drone":
                own.append(weapon)
            is_family = is_family or weapon in _SHAHED_FAMILY
        elif token.kind == "recon":
            is_recon = is_recon or is_attached
            if not is_attached:
                break
        elif token.kind in ("jet", "unidentified") and not _leads_on(tokens, position):
            phrase.is_unidentified = phrase.is_unidentified or (token.kind == "unidentified" and is_attached)
        elif token.kind in _IN_DRONE_LIST or (token.kind == "type" and position == phrase.end):
            if token.kind in ("drone", "munition") and (is_recon or not is_family):
                break
            if token.kind == "unidentified" and is_attached:
                phrase.is_unidentified = True
        elif token.text in _CONJUNCTIONS:
            following = _after_conjunctions(tokens, position)
            if following is None:
                break
            position, is_attached = following, False
            continue
        else:
            break
        position += 1
        phrase.end = position
    _classify(phrase, own, is_recon, head)
    if phrase.about == "drones":
        phrase.weapon_ids = tuple(dict.fromkeys(named))


def _leads_on(tokens: list[Token], position: int) -> bool:
    return position + 1 < len(tokens) and tokens[position + 1].kind in _IN_DRONE_LIST


def _after_conjunctions(tokens: list[Token], position: int) -> int | None:
    """Return where a list of drones goes on after a comma or an "and"; None if it does not."""
    while position < len(tokens) and (tokens[position].text in _CONJUNCTIONS or tokens[position].text == '"'):
        if tokens[position].text == "з":
            return None
        position += 1
    if position >= len(tokens) or tokens[position].kind not in _IN_DRONE_LIST:
        return None
    if tokens[position].text == "інші" and tokens[position - 1].text == ",":
        return None
    ahead = position
    while ahead < min(len(tokens), position + 6) and tokens[ahead].kind in {*_BEFORE_HEAD, "jet"}:
        ahead += 1
    is_list = ahead < len(tokens) and tokens[ahead].kind in ("drone", "munition", "name")
    return position if is_list or tokens[position].kind in ("other_types", "type") else None


def _classify(phrase: Phrase, named: list[str], is_recon: bool, head: Token) -> None:
    others = [weapon for weapon in named if weapon not in _SHAHED_FAMILY]
    if is_recon or (named and all(group_of(weapon) == "reconnaissance_drone" for weapon in named)):
        names = [weapon for weapon in named if weapon != "recon_unspecified"] or ["recon_unspecified"]
        phrase.about, phrase.weapon_ids = "weapon", tuple(dict.fromkeys(names))
    elif named and len(others) == len(named):
        phrase.about, phrase.weapon_ids = "weapon", tuple(dict.fromkeys(named))
    elif head.kind == "munition":
        phrase.about, phrase.weapon_ids = "weapon", ("banderol_dan_t",) if not named else tuple(dict.fromkeys(named))
    else:
        phrase.about, phrase.weapon_ids = "drones", tuple(dict.fromkeys(named))
        phrase.is_jets = phrase.is_jets or set(named) == {"jet_shahed"}
    phrase.is_unidentified = phrase.is_unidentified and not named


def _read_missiles(tokens: list[Token], phrase: Phrase, lead: list[Token], head: Token) -> None:
    named: list[str] = []
    _read_names(tokens, phrase, named)
    phrase.weapon_ids = tuple(dict.fromkeys(named)) or (_unnamed_missile([*lead, head]),)


def _read_names(tokens: list[Token], phrase: Phrase, named: list[str]) -> None:
    """Collect the names of missiles that follow; a comma joins them only where no number or noun comes with the next."""
    lists = [list(named)]
    position = phrase.end
    while position < len(tokens):
        token = tokens[position]
        if _is_missile_name(token):
            before = tokens[position - 1].text if tokens[position - 1].text != '"' else tokens[position - 2].text
            if before in {",", "та", "і"}:
                lists.append([])
            named.append(str(token.value))
            lists[-1].append(str(token.value))
            phrase.end = position + 1
        elif not _leads_to_name(tokens, position):
            break
        position += 1
    phrase.lists = [tuple(dict.fromkeys(names)) for names in lists if names]


def _leads_to_name(tokens: list[Token], position: int) -> bool:
    """Whether a token may stand before the name of a missile: "типу", a slash, "повітряного базування"."""
    token = tokens[position]
    if token.text in {'"', "/"} or token.kind in ("type", "filler"):
        return True
    if token.kind in ("adjective", "basing"):
        return position + 1 < len(tokens) and tokens[position + 1].kind == "filler"
    is_bridge = token.text in {",", "та", "і", ":", "-", "("} or token.kind == "missile_adjective"
    following = position + 1
    while following < len(tokens) and tokens[following].text == '"':
        following += 1
    return is_bridge and following < len(tokens) and _is_missile_name(tokens[following])


def _is_missile_name(token: Token) -> bool:
    return token.kind == "name" and group_of(str(token.value)) in _MISSILE_GROUPS


_MISSILE_GROUPS = {"cruise_missile", "ballistic_missile", "other_missile", "mixed_missile"}
# An adjective says what an unnamed missile is; the first of these that is among them.
UNNAMED_MISSILES = (
    "irbm_21nov2024", "ballistic_unspecified", "cruise_unspecified", "s300_s400", "guided_air_unspecified",
    "missile_unspecified",
)  # fmt: skip


def _unnamed_missile(lead: list[Token]) -> str:
    values = {str(token.value) for token in lead if token.value is not None}
    return next((weapon for weapon in UNNAMED_MISSILES if weapon in values), "missile_unspecified")


def group_of(weapon_id: str) -> str:
    """Return the group of a weapon of the vocabulary."""
    return weapon_groups()[weapon_id]
