"""Digits with case endings, glued words, designations with digits, times and dates (DOMAIN.md section 4, nos. 1, 7, 12, 13)."""

import pytest

from assets.sources.air_force_posts.text import normalise
from assets.sources.air_force_posts.tokens import Token, classify, tokens


def found(text: str) -> list[tuple[str, object]]:
    """Kind and value of every token; the text where a token has no value, the parts of a time or date."""
    return [(token.kind, token.parts or (token.text if token.value is None else token.value)) for token in all_of(text)]


def all_of(text: str) -> list[Token]:
    return tokens(normalise(text))


# What stands before the hyphen is the number, whatever the ending, and be it the wrong one.
ENDINGS = {
    "8-ма": 8, "50-ма": 50, "81-го": 81, "31-м": 31, "559-ти": 559, "181-м": 181, "118-та": 118, "20-ї": 20, "33-х": 33,
    "1-ою": 1, "1-им": 1, "4-ох": 4, "10-тьма": 10, "6-ть": 6, "2-ух": 2, "5-те": 5, "40-а": 40, "7ма": 7, "25-ти": 25,
    "3-ьома": 3, "12-му": 12, "101-ої": 101,
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), ENDINGS.items(), ids=ENDINGS)
def test_case_ending_belongs_to_the_number(text: str, number: int) -> None:
    (token,) = all_of(text)
    assert (token.kind, token.value, token.has_ending) == ("number", number, True)


@pytest.mark.parametrize("text", ["15-річний", "2-мільйонний", "3-поверховий", "100-кілограмовий", "5-кутний"])
def test_word_after_a_hyphen_is_no_ending(text: str) -> None:
    number, *rest = all_of(text)
    assert (number.value, number.text, number.has_ending) == (int(text.split("-")[0]), text.split("-")[0], False)
    assert [token.kind for token in rest] == ["mark", "word"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Х-101", "name", "kh_101_555"),
        ("X-101", "name", "kh_101_555"),
        ("Х-59/69", "name", "kh_59_69"),
        ("Х-22/32", "name", "kh_22_32"),
        ("Х-47М2", "name", "kinzhal"),
        ("Х-31П", "name", "kh_31"),
        ("Х-35", "name", "kh_35"),
        ("3М22", "name", "zircon"),
        ("С-300", "name", "s300_s400"),
        ("C-400", "name", "s300_s400"),
        ("S8000", "name", "banderol_dan_t"),
        ("S-8000", "name", "banderol_dan_t"),
        ("KN-23", "name", "kn_23"),
        ("KN-23/24", "name", "kn_23"),
        ("П-800", "name", "oniks"),
        ("Shahed-136/131", "name", "shahed_136_131"),
        ("Shahed-238", "name", "jet_shahed"),
        ("Герань-2", "name", "shahed_136_131"),
        ("Герань-3", "name", "jet_shahed"),
        ("Орлан-10", "name", "orlan_10"),
        ("Орлан-30", "name", "orlan_30"),
        ("Ту-22М3", "aircraft", None),
        ("Ту-95МС", "aircraft", None),
        ("МіГ-31К", "aircraft", None),
        ("Су-34", "aircraft", None),
        ("А-50", "aircraft", None),
    ],
)
def test_designation_with_digits_is_a_name_not_a_number(text: str, kind: str, value: str | None) -> None:
    (token,) = all_of(text)
    assert (token.kind, token.value) == (kind, value)


def test_names_parted_by_a_slash_hold_no_number() -> None:
    assert all(kind != "number" for kind, _ in found("Іскандер-М/С-400, Х-101/Х-555, «Бандероль»/«Дань-Т»"))


@pytest.mark.parametrize(
    ("text", "word", "number"),
    [
        ("на11 локаціях", "на", 11),
        ("на 11 локаціях", "на", 11),
        ("з18 вересня", "з", 18),
        ("до20 дронів", "до", 20),
        ("понад50 БпЛА", "понад", 50),
        ("атакував97 дронами", "атакував", 97),
    ],
)
def test_word_glued_to_a_number_is_parted(text: str, word: str, number: int) -> None:
    first, second, third = all_of(text)
    assert (first.text, second.kind, second.value) == (word, "number", number)
    assert (first.end, second.start) == (len(word), len(word) + (" " in text[: len(word) + 1]))
    assert third.kind != "number"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("18:00", (18, 0)),
        ("18.00", (18, 0)),
        ("24.00", (24, 0)),
        ("6.30", (6, 30)),
        ("23.09", (23, 9)),
        ("24.03.23", (24, 3, 23)),
        ("1.09.2026", (1, 9, 2026)),
        ("18：00", (18, 0)),
    ],
)
def test_times_and_dates_are_no_numbers(text: str, parts: tuple[int, ...]) -> None:
    (token,) = all_of(text)
    assert (token.kind, token.parts, token.value) == ("dotted", parts, None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 200 БпЛА", [1200]),
        ("1\u00a0200 БпЛА", [1200]),
        ("12 345 БпЛА", [12345]),
        ("1 200-ма БпЛА", [1200]),
        ("5 травня 123 БпЛА", [5, 123]),
        ("о 18:00 123 БпЛА", [123]),
        ("100 200 БпЛА", [100, 200]),
        ("0 200 БпЛА", [0, 200]),
        ("1 20 БпЛА", [1, 20]),
        ("1, 200 БпЛА", [1, 200]),
        ("3 5 200 БпЛА", [3, 5, 200]),
        ("5-ма 200 БпЛА", [5, 200]),
    ],
)
def test_groups_of_three_digits(text: str, values: list[int]) -> None:
    assert [token.value for token in all_of(text) if token.kind == "number"] == values


def test_number_that_no_report_can_mean_has_no_value() -> None:
    (token,) = all_of("1234567")
    assert (token.kind, token.value) == ("number", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("двадцятьма трьома БпЛА", [("number", 23), ("drone", "strike")]),
        ("п’ятьма шахедами", [("number", 5), ("drone", "shahed")]),
        ("десятки БпЛА", [("number", "десятки"), ("drone", "strike")]),
        ("сто, двадцять", [("number", 100), ("mark", ","), ("number", 20)]),
    ],
    ids=["compound", "apostrophe", "of unknown size", "comma"],
)
def test_number_words_become_one_token(text: str, expected: list[tuple[str, object]]) -> None:
    assert found(text) == expected


def test_token_knows_its_place_in_the_text() -> None:
    text = "Збито сто двадцять три\nударні БпЛА, 5-ма!"
    assert [text[token.start : token.end].lower() for token in tokens(text)] == [token.text for token in tokens(text)]


@pytest.mark.parametrize("mark", ["💥", "❗️", "⚡️", "‼️", "✊", "🇺🇦"])
def test_picture_that_opens_a_part_breaks(mark: str) -> None:
    assert all_of(mark)[0].kind == "break"


def test_capital_is_noted_and_case_ignored() -> None:
    first, second = all_of("ЗБИТО Збито")
    assert (first.kind, first.text, first.is_capital) == (second.kind, second.text, second.is_capital)
    assert not all_of("збито")[0].is_capital


@pytest.mark.parametrize("word", ["київ", "сонце", "екіпажі", "збірка", "дронт", "ракетник", "шахтар"])
def test_other_words_are_words(word: str) -> None:
    assert classify(word) == ("word", None)
