"""Reading Python list and dictionary literals that stand in cells, some of them broken. What the names mean is not said here.

Nothing is evaluated, and no text raises. A broken literal is repaired where what was meant is beyond doubt: a quote or an
outer bracket is missing, a comma is doubled, the quotes are curly, a name stands bare. Every other one is None.
"""

import re

_QUOTED = r"""(?:'[^']*+'|"[^"]*+")"""
_QUOTED_KEY = r"""(?:'[^':]*+'|"[^":]*+")"""
# A name that lacks quotes can hold nothing that has a meaning in a literal.
_UNQUOTED = r"""(?:['"]?[^'"\[\]{},:]++['"]?)"""
_SOUND_NAMES = re.compile(rf"\s*+(?:{_QUOTED}\s*+(?:,\s*+|$))*+")
# No name has a colon: in `{'south: 16, east': 3}` two quotes are missing.
_ENTRY = re.compile(rf"\s*+({_QUOTED_KEY}|{_UNQUOTED})\s*+:\s*+([^\s,]++)\s*+(?:,[\s,]*+|$)")
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0*)?")
_NO_NUMBER = ("NaN", "nan", "None")
_STRAIGHT = str.maketrans("‘’‚‛“”„‟", "''''" + '""""')


def names(text: str) -> list[str] | None:
    """Read a list of names: `['Kharkiv oblast', 'Donetsk oblast']`.

    Text that is no literal at all is one name, as it stands. In a broken list a comma with a quote on neither side is in
    doubt, for it may belong to a name: `['Chauda, Crimea', Kursk oblast']` is None.
    """
    straight = _straighten(text)
    if not re.search(r"""[\[\]{}'"]""", straight):
        return [text.strip()] if text.strip() else []
    body = _unwrap(straight, "[", "]")
    if body is None:
        return None
    if _SOUND_NAMES.fullmatch(body):
        return [name[1:-1].strip() for name in re.findall(_QUOTED, body) if name[1:-1].strip()]
    return _repair([piece.strip() for piece in body.split(",") if piece.strip()])


def counts(text: str) -> dict[str, int | None] | None:
    """Read a dictionary of counts: `{'south': 16, 'east': NaN}`, where NaN is a name without a number, None here.

    Names without any number, fractions, negative numbers, and two different numbers for one name are None as a whole.
    """
    body = _unwrap(_straighten(text), "{", "}")
    if body is None:
        return None
    found: dict[str, int | None] = {}
    position = 0
    while position < len(body):
        entry = _ENTRY.match(body, position)
        if entry is None:
            return None
        name, number = entry[1].strip("'\" \t\r\n"), whole_number(entry[2])
        is_readable = name and (number is not None or entry[2] in _NO_NUMBER)
        if not is_readable or found.setdefault(name, number) != number:
            return None
        position = entry.end()
    return found


def whole_number(text: str) -> int | None:
    """Read a whole number of at most nine digits: `16` or `16.0`."""
    found = _WHOLE.fullmatch(text.strip())
    return int(found[1]) if found else None


def _straighten(text: str) -> str:
    """Make curly quotes straight. An apostrophe within a word is no quote; it becomes a curly one, which nothing else is."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text.translate(_STRAIGHT)).strip()


def _unwrap(text: str, opening: str, closing: str) -> str | None:
    """Return what stands between the brackets, of which one may be missing; None where nothing would be left."""
    body = text.removeprefix(opening).removesuffix(closing).strip()
    has_both = text.startswith(opening) and text.endswith(closing) and len(text) > 1
    return body if body or has_both or not text else None


def _repair(pieces: list[str]) -> list[str] | None:
    """Read what stands between the commas of a broken list."""
    opens = [piece[0] in "'\"" for piece in pieces]
    closes = [piece[-1] in "'\"" for piece in pieces]
    is_in_doubt = any(not closed and not opened for closed, opened in zip(closes, opens[1:], strict=False))
    if is_in_doubt or not all(re.fullmatch(_UNQUOTED, piece) for piece in pieces):
        return None
    return [piece.strip("'\" ") for piece in pieces]
