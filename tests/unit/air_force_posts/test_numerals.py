"""Number words in the cases in which reports use them; they are written down here once more, and not taken from the reader."""

import pytest

from assets.sources.air_force_posts.numerals import is_number_word, value
from assets.sources.air_force_posts.tokens import tokens

UNITS = {
    "nominative": "один два три чотири п'ять шість сім вісім дев'ять",
    "genitive": "одного двох трьох чотирьох п'яти шести семи восьми дев'яти",
    "instrumental": "одним двома трьома чотирма п'ятьма шістьма сьома вісьма дев'ятьма",
    "nominative, feminine": "одна дві три чотири п'ять шість сім вісім дев'ять",
    "genitive, longer": "одної двох трьох чотирьох п'ятьох шістьох сімох вісьмох дев'ятьох",
    "instrumental, longer": "однією двома трьома чотирма п'ятьома шістьома сімома вісьмома дев'ятьома",
}
TEN_TO_NINETEEN = {
    "nominative": (
        "десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять"
    ),
    "genitive": (
        "десяти одинадцяти дванадцяти тринадцяти чотирнадцяти п'ятнадцяти шістнадцяти сімнадцяти вісімнадцяти дев'ятнадцяти"
    ),
    "instrumental": (
        "десятьма одинадцятьма дванадцятьма тринадцятьма чотирнадцятьма п'ятнадцятьма шістнадцятьма сімнадцятьма "
        "вісімнадцятьма дев'ятнадцятьма"
    ),
    "genitive, longer": (
        "десятьох одинадцятьох дванадцятьох тринадцятьох чотирнадцятьох п'ятнадцятьох шістнадцятьох сімнадцятьох "
        "вісімнадцятьох дев'ятнадцятьох"
    ),
    "instrumental, longer": (
        "десятьома одинадцятьома дванадцятьома тринадцятьома чотирнадцятьома п'ятнадцятьома шістнадцятьома сімнадцятьома "
        "вісімнадцятьома дев'ятнадцятьома"
    ),
}
TENS = {
    "nominative": "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
    "genitive": "двадцяти тридцяти сорока п'ятдесяти шістдесяти сімдесяти вісімдесяти дев'яноста",
    "instrumental": "двадцятьма тридцятьма сорока п'ятдесятьма шістдесятьма сімдесятьма вісімдесятьма дев'яноста",
    "genitive, longer": "двадцятьох тридцятьох сорока п'ятдесятьох шістдесятьох сімдесятьох вісімдесятьох дев'яноста",
    "instrumental, longer": (
        "двадцятьома тридцятьома сорока п'ятдесятьома шістдесятьома сімдесятьома вісімдесятьома дев'яноста"
    ),
}
HUNDREDS = {
    "nominative": "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот",
    "genitive": "ста двохсот трьохсот чотирьохсот п'ятисот шестисот семисот восьмисот дев'ятисот",
    "instrumental": ("ста двомастами трьомастами чотирмастами п'ятьмастами шістьмастами сьомастами вісьмастами дев'ятьмастами"),
    "instrumental, longer": (
        "ста двомастами трьомастами чотирмастами п'ятьомастами шістьомастами сімомастами вісьмомастами дев'ятьомастами"
    ),
}


def words(number: int, case: str) -> list[str]:
    """Write a number below 1000 in a case; a table without that variant of the case gives the plain one."""

    def form(table: dict[str, str], position: int) -> str:
        return table.get(case, table[case.split(",")[0]]).split()[position]

    hundreds, rest = divmod(number, 100)
    found = [form(HUNDREDS, hundreds - 1)] if hundreds else []
    if 10 <= rest < 20:
        return [*found, form(TEN_TO_NINETEEN, rest - 10)]
    tens, units = divmod(rest, 10)
    found += [form(TENS, tens - 2)] if tens else []
    return [*found, form(UNITS, units - 1)] if units else found


@pytest.mark.parametrize("case", UNITS)
def test_every_number_below_a_thousand(case: str) -> None:
    read = {number: value(words(number, case)) for number in range(1, 1000)}
    assert read == {number: (number, len(words(number, case))) for number in range(1, 1000)}


@pytest.mark.parametrize("case", UNITS)
def test_every_number_below_a_thousand_in_a_text(case: str) -> None:
    """As a token with what follows it left alone: "сто двадцятьма трьома БпЛА"."""
    for number in range(1, 1000):
        found = tokens(f"{' '.join(words(number, case))} БпЛА")
        assert [(token.kind, token.value) for token in found] == [("number", number), ("drone", "strike")]


@pytest.mark.parametrize(
    ("text", "number", "used"),
    [
        ("обидва дрони", 2, 1),
        ("обидві ракети", 2, 1),
        ("обома ракетами", 2, 1),
        ("обох", 2, 1),
        ("двоє", 2, 1),
        ("одну ракету", 1, 1),
        ("два десятки", 20, 2),
        ("чотирма десятками", 40, 2),
        ("п'ять десятків", 50, 2),
        ("десяток дронів", 10, 1),
        ("сотня", 100, 1),
        ("двома сотнями", 200, 2),
        ("півсотні", 50, 1),
        ("тисячу", 1000, 1),
        ("тисяча двісті", 1200, 2),
        ("дві тисячі сто п'ять", 2105, 4),
        ("чотири тисячі", 4000, 2),
        ("десятками", None, 1),
        ("десятки", None, 1),
        ("сотнями", None, 1),
        ("тисяч", None, 1),
        ("БпЛА", None, 0),
        ("", None, 0),
        ("декілька", None, 0),
    ],
)
def test_multiples_and_what_is_no_number(text: str, number: int | None, used: int) -> None:
    assert value(text.split()) == (number, used)


@pytest.mark.parametrize(
    ("text", "number", "used"),
    [
        ("двадцять двадцять", 20, 1),
        ("двадцять одинадцять", 20, 1),
        ("п'ять шість", 5, 1),
        ("п'ять двадцять", 5, 1),
        ("сто двісті", 100, 1),
        ("сто двадцять тридцять", 120, 2),
        ("сто п'ять шість", 105, 2),
        ("десять п'ять", 10, 1),
        ("тринадцять один", 13, 1),
    ],
)
def test_two_numbers_side_by_side_stay_two(text: str, number: int, used: int) -> None:
    assert value(text.split()) == (number, used)


@pytest.mark.parametrize("word", ["перший", "двадцятого", "п'ятий", "трійка", "одиниця", "стовп", "жоден", "нуль"])
def test_ordinals_and_other_words_are_no_numbers(word: str) -> None:
    assert not is_number_word(word)
