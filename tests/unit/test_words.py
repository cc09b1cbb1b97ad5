"""The words of the reports: both languages say the same things, with their own numbers, dates and plurals."""

import string
from datetime import date

import pytest

from reports.words import ENGLISH, language
from warehouse import reference_data

UKRAINIAN = language("uk")
MESSAGES = [(section, name) for section, messages in ENGLISH.messages.items() for name in messages if section != "weapons"]


def fields(message: str | list[str]) -> set[str]:
    forms = message if isinstance(message, list) else [message]
    return {field for form in forms for _, field, _, _ in string.Formatter().parse(form) if field}


def test_both_languages_have_the_same_messages() -> None:
    messages = UKRAINIAN.messages.items()
    ukrainian = {
        (section, name)
        for section, texts in messages
        for name in texts
        if section not in ("weapons", "publishers", "source_texts")
    }
    assert ukrainian == set(MESSAGES)


@pytest.mark.parametrize(("section", "name"), MESSAGES)
def test_both_languages_name_the_same_values(section: str, name: str) -> None:
    if section not in ("numbers", "dates"):
        assert fields(ENGLISH.messages[section][name]) == fields(UKRAINIAN.messages[section][name])


def test_every_weapon_has_a_ukrainian_name() -> None:
    assert set(UKRAINIAN.messages["weapons"]) == set(reference_data.read("weapons")["weapon_id"])


def test_every_qualifier_and_break_has_words() -> None:
    qualifiers = {row["qualifier"] for row in reference_data.read("qualifier_tolerances").rows(named=True) if row["in_words"]}
    for words in (ENGLISH, UKRAINIAN):
        assert qualifiers - {"range"} <= set(words.messages["qualifiers"])
    breaks = reference_data.read("definition_breaks")
    assert (breaks["label_en"].str.len_chars() > 0).all()
    assert breaks["label_uk"].str.contains("[а-яіїєґ]").all()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "дрон "),
        (21, "дрон "),
        (2, "дрони "),
        (34, "дрони "),
        (5, "дронів "),
        (11, "дронів "),
        (112, "дронів "),
        (8_152, "дрони "),
    ],
)
def test_ukrainian_plurals(number: int, expected: str) -> None:
    assert expected in UKRAINIAN("monthly_launches.title", n=number, month="у травні 2026")


@pytest.mark.parametrize(("number", "expected"), [(1, "drone "), (2, "drones "), (0, "drones ")])
def test_english_plurals(number: int, expected: str) -> None:
    assert expected in ENGLISH("monthly_launches.title", n=number, month="in May 2026")


def test_numbers_and_dates_are_written_as_the_language_does() -> None:
    day = date(2026, 6, 7)
    assert [ENGLISH.count(10_970), ENGLISH.percent(88.4), ENGLISH.day(day), ENGLISH.in_month(day)] == [
        "10,970", "88%", "7 Jun 2026", "in June 2026",
    ]  # fmt: skip
    assert [UKRAINIAN.count(10_970), UKRAINIAN.percent(88.4), UKRAINIAN.day(day), UKRAINIAN.in_month(day)] == [
        "10\u00a0970", "88\u00a0%", "7 черв. 2026", "у червні 2026",
    ]  # fmt: skip
    assert UKRAINIAN.count(0.5, decimals=1) == "0,5"


@pytest.mark.parametrize(("percent", "expected"), [(24.28, "+24%"), (-0.27, "−0.3%"), (0, "0%"), (5, "+5%"), (-9.96, "−10%")])
def test_differences_have_a_sign(percent: float, expected: str) -> None:
    assert ENGLISH.difference(percent) == expected


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "expected"),
    [
        pytest.param(2_500, None, "just_over", "just over 2,500", id="just_over"),
        pytest.param(11_000, None, "more_than", "more than 11,000", id="more_than"),
        pytest.param(2_000, 2_500, "range", "2,000 to 2,500", id="range"),
        pytest.param(2_000, 2_000, "exact", "2,000", id="exact"),
    ],
)
def test_published_figures_keep_their_qualifier(low: int, high: int | None, qualifier: str, expected: str) -> None:
    assert ENGLISH.published_figure(low, high, qualifier) == expected
