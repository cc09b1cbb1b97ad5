"""What became of weapons, as verbs and the nouns made of them say it: launched, brought down, lost, gone, hit."""

from dataclasses import dataclass

from assets.sources.air_force_posts.tokens import Token

# How the names of the countries begin to which drones went, in any case.
COUNTRIES = ("білорус", "росі", "рф", "румун", "польщ", "молдов", "придністров")
# What may be a verb, by the kind of its first word or by that word; most words are neither.
_KINDS = {
    "intercepted", "suppressed", "neutralised", "locating", "lost_word", "reached", "by_one", "fell", "launched", "hits",
    "debris", "launch_noun", "exited", "air", "airspace",
}  # fmt: skip
_TOWARDS = {"напрямку", "бік", "територію"}
_AFTER_MISSED = {"цілей", "цілі", "своїх", "свої", "мети", "-", ",", "та", "і"}


@dataclass(slots=True)
class Verb:
    """A word that says what became of the weapons it is about."""

    role: str
    start: int
    end: int
    wording: str | None = None
    is_weak: bool = False
    is_negative: bool = False
    can_follow: bool = False


def verb_at(tokens: list[Token], position: int) -> Verb | None:
    """Return the verb at a position, with the words that belong to it."""
    token = tokens[position]
    if token.kind not in _KINDS and token.text not in _TOWARDS:
        return None
    start, end = position, position + 1
    before = [other.text for other in tokens[max(0, position - 3) : position]]
    is_negative = before[-1:] == ["не"] or (token.text.endswith("ти") and "не" in before)
    if token.kind in ("intercepted", "suppressed", "neutralised"):
        kinds = {token.kind}
        while end + 1 < len(tokens) and tokens[end].text in ("/", "та", "і", "або", "(", "чи") and tokens[end + 1].kind in (
            "intercepted", "suppressed",
        ):  # fmt: skip
            kinds.add(tokens[end + 1].kind)
            end += 2
        if "suppressed" in kinds and len(kinds) > 1:
            return Verb("intercepted", start, end, "shot_down_or_suppressed", is_negative=is_negative)
        if kinds == {"suppressed"}:
            return Verb("lost", start, _with_lost(tokens, end))
        return Verb(token.kind, start, end, str(token.value), is_negative=is_negative)
    if token.kind == "locating":
        return _lost(tokens, position)
    if token.kind == "lost_word":
        is_radar = any(t.kind == "locating" for t in tokens[end : end + 4])
        is_crossing = any(t.text.startswith("перетин") for t in tokens[end : end + 3])
        if is_crossing:
            return Verb("exited", start, end)
        return Verb("lost" if is_radar or token.text.startswith("зник") else "missed", start, end)
    if token.kind == "reached" and is_negative:
        return _missed(tokens, position)
    # What one unit did ("збила") is part of what the report says of all.
    if token.kind == "by_one" and token.value == "shot_down" and before[-1:] in (["ппо"], ["оборона"]):
        return Verb("intercepted", start, end, "shot_down", is_negative=is_negative)
    if token.kind in ("fell", "by_one"):
        return Verb("missed", start, end)
    if token.kind == "launched":
        return Verb("launched", start, end, is_weak=token.value == "weak", is_negative=is_negative)
    if token.kind in ("hits", "debris"):
        return Verb(token.kind, start, end, can_follow=token.text.startswith("влучил"))
    if token.kind == "launch_noun":
        return Verb("launched", start, end)
    if token.kind == "exited" and _leaves(tokens, position):
        return Verb("exited", start, end)
    if token.text in _TOWARDS and _is_towards_country(tokens, position):
        return Verb("exited", start, end)
    if token.kind in ("air", "airspace") and _is_in_air(tokens, position):
        return Verb("airborne", start, end)
    return None


def _missed(tokens: list[Token], position: int) -> Verb:
    """Return "не досягли цілей", which means lost from radar where that follows: "не досягли цілей – локаційно втрачені"."""
    end = position + 1
    while end < len(tokens) and tokens[end].text in _AFTER_MISSED:
        end += 1
    is_lost = end < len(tokens) and tokens[end].kind == "locating" and _lost(tokens, end) is not None
    return Verb("lost", position - 1, _with_lost(tokens, end + 2)) if is_lost else Verb("missed", position - 1, position + 1)


def _lost(tokens: list[Token], position: int) -> Verb | None:
    end = position + 1
    if end < len(tokens) and tokens[end].kind in ("lost_word", "suppressed"):
        return Verb("lost", position, _with_lost(tokens, end + 1))
    return (
        Verb("lost", position, end)
        if tokens[position].text == "локаційно" and position and tokens[position - 1].kind == "lost_word"
        else None
    )


def _with_lost(tokens: list[Token], end: int) -> int:
    """Return where "локаційно втрачені/подавлені" ends."""
    while end + 1 < len(tokens) and tokens[end].text in ("/", "та", "або") and tokens[end + 1].kind in (
        "suppressed", "lost_word", "locating",
    ):  # fmt: skip
        end += 2
    return end


def _leaves(tokens: list[Token], position: int) -> bool:
    """Whether a verb of leaving is about the airspace, the border or a country, and not about, say, trails."""
    after = [token.text for token in tokens[position + 1 : position + 8]]
    if tokens[position].text.startswith("залиш"):
        return any(text.startswith(("простір", "територі", "меж", "україн")) for text in after)
    stems = (*COUNTRIES, "напрямк", "бік", "сторону", "кордон", "назад", "прост", "територі", "окупован", "меж")
    return any(text.startswith(stems) for text in after)


def _is_towards_country(tokens: list[Token], position: int) -> bool:
    """Whether "у напрямку білорусі" says where drones went; "із напрямку" says where they came from."""
    before = tokens[position - 1].text if position else ""
    after = [token.text for token in tokens[position + 1 : position + 3]]
    return before in ("у", "в", "на") and any(text.startswith(COUNTRIES) for text in after)


def _is_in_air(tokens: list[Token], position: int) -> bool:
    if tokens[position].kind == "air":
        return position > 0 and tokens[position - 1].text in ("у", "в")
    near = tokens[max(0, position - 3) : position]
    return any(token.text in ("у", "в") for token in near) and any(token.text.startswith("повітрян") for token in near)
