"""Ukrainian number words in all cases, up to the thousands. Numbers in digits belong to `tokens`."""

from collections.abc import Iterator, Sequence

_ONE = "один одна одне одно одну одного одної одному одній однієї одним однією одною"
_TWO = "два дві двох двом двома двоє двоїх обидва обидві обоє обидвох обох обом обома обидвома"
# Every case of the numbers from three to ten: the forms that the endings below do not make.
_UNITS = {
    3: "три трьох трьом трьома троє трійко",
    4: "чотири чотирьох чотирьом чотирма четверо",
    5: "п'ять п'яти п'ятьох п'ятьом п'ятьма п'ятьома п'ятеро",
    6: "шість шести шістьох шістьом шістьма шістьома шестеро",
    7: "сім семи сімох сімом сьома сімома семеро",
    8: "вісім восьми вісьмох вісьмом вісьма вісьмома восьмеро",
    9: "дев'ять дев'яти дев'ятьох дев'ятьом дев'ятьма дев'ятьома дев'ятеро",
    10: "десять десяти десятьох десятьом десятьма десятьома десятеро",
}
_TEEN_STEMS = ("оди", "два", "три", "чотир", "п'ят", "шіст", "сім", "вісім", "дев'ят")
_TEN_STEMS = {20: "двадцят", 30: "тридцят"}
_FIFTY_STEMS = {50: "п'ят", 60: "шіст", 70: "сім", 80: "вісім"}
_ENDINGS = ("ь", "и", "ьох", "ьом", "ьма", "ьома")
_HUNDREDS = {
    100: "сто ста",
    200: "двісті двохсот двомстам двомастами двохстах двумастами",
    300: "триста трьохсот трьомстам трьомастами трьохстах",
    400: "чотириста чотирьохсот чотирьомстам чотирмастами чотирьохстах",
    500: "п'ятсот п'ятисот п'ятистам п'ятьмастами п'ятьомастами п'ятистах",
    600: "шістсот шестисот шестистам шістьмастами шістьомастами шестистах",
    700: "сімсот семисот семистам сьомастами сімомастами семистах",
    800: "вісімсот восьмисот восьмистам вісьмастами вісьмомастами восьмистах",
    900: "дев'ятсот дев'ятисот дев'ятистам дев'ятьмастами дев'ятьомастами дев'ятистах",
}
# Words that stand for a number of their own, or multiply the number before them.
_MULTIPLES = {
    10: "десяток десятка десятку десятком",
    100: "сотня сотні сотню сотнею",
    1000: "тисяча тисячі тисячу тисячею",
}
_MULTIPLES_MANY = {10: "десятки десятків десятками десяткам", 100: "сотень сотнями", 1000: "тисяч тисячами"}

_ONE_AND_A_HALF = ("півтора", "півтори")


def _forms() -> Iterator[tuple[str, int]]:
    words = {1: _ONE, 2: _TWO, **_UNITS, **_HUNDREDS, 40: "сорок сорока", 90: "дев'яносто дев'яноста"}
    for value, forms in words.items():
        yield from ((form, value) for form in forms.split())
    for unit, stem in enumerate(_TEEN_STEMS, start=1):
        yield from ((f"{stem}надцят{ending}", 10 + unit) for ending in _ENDINGS)
    for value, stem in _TEN_STEMS.items():
        yield from ((stem + ending, value) for ending in _ENDINGS)
    for value, stem in _FIFTY_STEMS.items():
        yield from ((f"{stem}десят{ending}", value) for ending in ("", *_ENDINGS))


_VALUES = dict(_forms())
_MULTIPLE_VALUES = {
    form: value for table in (_MULTIPLES, _MULTIPLES_MANY) for value, forms in table.items() for form in forms.split()
}
_NEEDS_NUMBER = {form for forms in _MULTIPLES_MANY.values() for form in forms.split()}


def is_number_word(word: str) -> bool:
    """Whether a word in lower case is a number, or part of one."""
    return word in _VALUES or word in _MULTIPLE_VALUES or word == "півсотні" or word in _ONE_AND_A_HALF


def value(words: Sequence[str]) -> tuple[int | None, int]:
    """Read the number that a sequence of words begins with.

    Args:
        words: Words in lower case, with a straight apostrophe.

    Returns:
        The number and how many words it takes: "сто двадцятьма трьома БпЛА" is 123 in three words. A number of unknown size
        ("десятками") is None; without a number the second is 0.
    """
    if words and words[0] == "півсотні":
        return 50, 1
    if len(words) > 1 and words[0] in _ONE_AND_A_HALF and words[1] in _MULTIPLE_VALUES:
        return 3 * _MULTIPLE_VALUES[words[1]] // 2, 2
    total, smallest, used = 0, 10_000, 0
    for word in words:
        if word in _MULTIPLE_VALUES and _MULTIPLE_VALUES[word] > total % 1000:
            if not used and word in _NEEDS_NUMBER:
                return None, 1
            factor = _MULTIPLE_VALUES[word]
            total, smallest, used = (total or 1) * factor, factor, used + 1
            continue
        part = _VALUES.get(word)
        if part is None or part >= smallest:
            break
        total, smallest, used = total + part, _place(part), used + 1
    return (total if used else None), used


def _place(part: int) -> int:
    """Return the size that whatever follows this part must be below: 100 for hundreds, 10 for tens, 1 for the rest."""
    if part >= 100:
        return 100
    return 10 if part >= 20 else 1
