"""Numbers in words and digits, with their qualifiers, and the forms of the nouns that they govern."""

from functools import cache

from hypothesis import strategies as st

from tests.unit.air_force_posts.grammar.written import Count, Noun

NOMINATIVE = {
    1: "один", 2: "два", 3: "три", 4: "чотири", 5: "п'ять", 6: "шість", 7: "сім", 8: "вісім", 9: "дев'ять", 10: "десять",
    11: "одинадцять", 12: "дванадцять", 13: "тринадцять", 14: "чотирнадцять", 15: "п'ятнадцять", 16: "шістнадцять",
    17: "сімнадцять", 18: "вісімнадцять", 19: "дев'ятнадцять", 20: "двадцять", 30: "тридцять", 40: "сорок",
    50: "п'ятдесят", 60: "шістдесят", 70: "сімдесят", 80: "вісімдесят", 90: "дев'яносто", 100: "сто", 200: "двісті",
    300: "триста", 400: "чотириста", 500: "п'ятсот", 600: "шістсот", 700: "сімсот", 800: "вісімсот", 900: "дев'ятсот",
}  # fmt: skip


GENITIVE = {
    1: "одного", 2: "двох", 3: "трьох", 4: "чотирьох", 5: "п'яти", 6: "шести", 7: "семи", 8: "восьми", 9: "дев'яти",
    10: "десяти", 11: "одинадцяти", 12: "дванадцяти", 13: "тринадцяти", 14: "чотирнадцяти", 15: "п'ятнадцяти",
    16: "шістнадцяти", 17: "сімнадцяти", 18: "вісімнадцяти", 19: "дев'ятнадцяти", 20: "двадцяти", 30: "тридцяти",
    40: "сорока", 50: "п'ятдесяти", 60: "шістдесяти", 70: "сімдесяти", 80: "вісімдесяти", 90: "дев'яноста", 100: "ста",
    200: "двохсот", 300: "трьохсот", 400: "чотирьохсот", 500: "п'ятисот", 600: "шестисот", 700: "семисот",
    800: "восьмисот", 900: "дев'ятисот",
}  # fmt: skip


INSTRUMENTAL = {
    1: "одним", 2: "двома", 3: "трьома", 4: "чотирма", 5: "п'ятьма", 6: "шістьма", 7: "сімома", 8: "вісьмома",
    9: "дев'ятьма", 10: "десятьма", 11: "одинадцятьма", 12: "дванадцятьма", 13: "тринадцятьма", 14: "чотирнадцятьма",
    15: "п'ятнадцятьма", 16: "шістнадцятьма", 17: "сімнадцятьма", 18: "вісімнадцятьма", 19: "дев'ятнадцятьма",
    20: "двадцятьма", 30: "тридцятьма", 40: "сорока", 50: "п'ятдесятьма", 60: "шістдесятьма", 70: "сімдесятьма",
    80: "вісімдесятьма", 90: "дев'яноста", 100: "ста", 200: "двомастами", 300: "трьомастами", 400: "чотирмастами",
    500: "п'ятьмастами", 600: "шістьмастами", 700: "сьомастами", 800: "вісьмастами", 900: "дев'ятьмастами",
}  # fmt: skip


WORDS = {"nominative": NOMINATIVE, "genitive": GENITIVE, "instrumental": INSTRUMENTAL}
FEMININE = {
    "nominative": {1: "одну", 2: "дві"},
    "genitive": {1: "однієї", 2: "двох"},
    "instrumental": {1: "однією", 2: "двома"},
}


# Second forms that are as right as the first ones.
VARIANTS = {
    "сімома": "сьома", "вісьмома": "вісьма", "п'ятьма": "п'ятьома", "шістьма": "шістьома", "дев'ятьма": "дев'ятьома",
    "десятьма": "десятьома", "двадцятьма": "двадцятьома", "тридцятьма": "тридцятьома", "семи": "сімох",
    "п'яти": "п'ятьох", "шести": "шістьох",
}  # fmt: skip


QUALIFIERS = {"близько": "about", "біля": "about", "майже": "about", "понад": "over", "більше": "over", "більш ніж": "over",
               "щонайменше": "over", "до": "up_to"}  # fmt: skip


GOVERN_GENITIVE = {"близько", "біля", "більше", "до"}


def in_words(number: int, case: str, *, feminine: bool = False) -> str:
    """Write a number from 1 to 999 in words.

    Args:
        number: The number.
        case: `nominative` (also accusative), `genitive` or `instrumental`.
        feminine: Whether it counts something feminine.
    """
    last = number % 100 if number % 100 in range(10, 20) else number % 10
    tens = number % 100 - last
    parts = [number - number % 100, tens, last]
    words = WORDS[case] | (FEMININE[case] if feminine else {})
    return " ".join(words[part] for part in parts if part)


@cache
def numbers(smallest: int = 1, largest: int = 999) -> st.SearchStrategy[int]:
    """Draw numbers, those with forms of their own more often."""
    special = [
        n for n in (1, 2, 4, 5, 7, 8, 11, 12, 14, 21, 31, 40, 81, 90, 100, 101, 111, 121, 500) if smallest <= n <= largest
    ]
    wide = st.integers(smallest, largest)
    near = st.integers(smallest, min(largest, smallest + 60))
    return st.one_of(st.sampled_from(special), near, wide) if special else wide


@cache
def _one_of(*options: str) -> st.SearchStrategy[str]:
    """Draw one of these; made once, because making a strategy costs more than drawing."""
    return st.sampled_from(options)


def pick(draw: st.DrawFn, *options: str) -> str:
    return draw(_one_of(*options))


def maybe(draw: st.DrawFn, *options: str) -> str:
    return draw(_one_of("", *options))


def chance(draw: st.DrawFn, one_in: int = 2) -> bool:
    return draw(st.integers(1, one_in)) == 1


def ends_in_one(number: int) -> bool:
    return number % 10 == 1 and number % 100 != 11


def form(noun: Noun, number: int, case: str) -> str:
    if case == "instrumental":
        return noun.instrumental[not ends_in_one(number)]
    if case == "genitive":
        return noun.genitive[not ends_in_one(number)]
    is_few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return noun.nominative[0 if ends_in_one(number) else 1 if is_few else 2]


def ending(draw: st.DrawFn, number: int, case: str) -> str:
    """A case ending after digits, about every third one wrong, as printed."""
    if case == "instrumental":
        return pick(draw, "-м" if ends_in_one(number) else "-ма", "-м" if ends_in_one(number) else "-ма", "-та", "-ти")
    right = "-го" if ends_in_one(number) else "-х" if number % 10 in (2, 3, 4) else "-ми" if number % 10 in (7, 8) else "-ти"
    return pick(draw, right, right, "-ти", "-х")


def numeral(draw: st.DrawFn, number: int, case: str, *, feminine: bool = False) -> str:
    style = pick(draw, "digits", "digits", "digits", "ending", "words")
    if style == "digits" or (style == "ending" and case == "nominative"):
        return str(number)
    if style == "ending":
        return str(number) + ending(draw, number, case)
    words = in_words(number, case, feminine=feminine)
    head, _, last = words.rpartition(" ")
    return f"{head} {pick(draw, last, VARIANTS.get(last, last))}".strip()


def draw_counted(draw: st.DrawFn, number: int, noun: Noun, case: str, *, may_qualify: bool = True) -> tuple[str, Count]:
    """Write a number and what it counts; returns the words and the number they give."""
    if not may_qualify or number < 5 or not chance(draw, 5):
        return f"{numeral(draw, number, case, feminine=noun.feminine)} {form(noun, number, case)}", Count(number)
    word = pick(draw, *QUALIFIERS)
    count = Count(number, QUALIFIERS[word])
    if word not in GOVERN_GENITIVE:
        return f"{word} {numeral(draw, number, case, feminine=noun.feminine)} {form(noun, number, case)}", count
    if case == "instrumental":
        return f"{word} {number} {noun.instrumental[1]}", count
    return f"{word} {numeral(draw, number, 'genitive', feminine=noun.feminine)} {form(noun, number, 'genitive')}", count
