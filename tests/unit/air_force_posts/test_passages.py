"""Headline, sentences and bullets of a post."""

import pytest

from assets.sources.air_force_posts.passages import Passage, parentheses, passages
from assets.sources.air_force_posts.text import normalise
from assets.sources.air_force_posts.tokens import tokens


def passages_of(text: str) -> tuple[list[Passage], str]:
    normal = normalise(text)
    return passages(tokens(normal), normal), normal


def split(text: str) -> list[tuple[str, str]]:
    """Level and text of every passage, with line breaks as spaces."""
    found, normal = passages_of(text)
    return [(p.level, " ".join(normal[p.tokens[0].start : p.tokens[-1].end].split())) for p in found]


def sentences(text: str) -> list[str]:
    return [words for _, words in split(text)]


def test_parts_of_a_post() -> None:
    text = (
        "⚡️ ЗБИТО 9 БПЛА\n➖➖➖➖➖➖➖➖➖➖\nУ ніч на 5 травня ворог атакував:\n- 12 БпЛА;\n• 4 ракетами.\n\n"
        "💥 Збито 9 БпЛА! Ще 3 БпЛА зникли."
    )
    assert split(text) == [
        ("headline", "⚡ ЗБИТО 9 БПЛА"),
        ("sentence", "У ніч на 5 травня ворог атакував:"),
        ("bullet", "12 БпЛА;"),
        ("bullet", "4 ракетами."),
        ("sentence", "Збито 9 БпЛА!"),
        ("sentence", "Ще 3 БпЛА зникли."),
    ]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("ЗБИТО 9 ВОРОЖИХ БПЛА\nУ ніч на 5 травня збито 9.", ["headline", "sentence"]),
        ("ЗБИТО 9\nВОРОЖИХ ДРОНІВ\nУ ніч на 5 травня збито 9.", ["sentence", "sentence", "sentence"]),
        ("РАКЕТНА АТАКА\nЗБИТО 30 РАКЕТ\nУ ніч на 5 травня.", ["headline", "headline", "sentence"]),
        ("Збито 9 ворожих\n➖➖➖➖\nУ ніч на 5 травня.", ["headline", "sentence"]),
        ("У ніч на 5 травня.\nЗБИТО 9 ВОРОЖИХ БПЛА", ["sentence", "sentence"]),
        ("У ніч на 5 травня збито 9 БпЛА.", ["sentence"]),
        ("➖➖➖➖\nУ ніч на 5 травня.", ["sentence"]),
    ],
    ids=["shouted", "five letters are too few", "two lines", "above the ruler", "at the end", "none", "only a ruler"],
)
def test_headline(text: str, levels: list[str]) -> None:
    assert [level for level, _ in split(text)] == levels


@pytest.mark.parametrize("bullet", ["-", "–", "•", "▪️", "*", "🔹"])
def test_bullets(bullet: str) -> None:
    assert split(f"Збито:\n{bullet} 5 БпЛА;\n{bullet}4 ракети.")[1:] == [("bullet", "5 БпЛА;"), ("bullet", "4 ракети.")]


def test_dash_within_a_line_makes_no_bullet() -> None:
    assert split("Збито 5 - усі над Одещиною") == [("sentence", "Збито 5 - усі над Одещиною")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Збито 8 БпЛА. У повітрі 3.", 2),
        ("Збито 8 БпЛА.У повітрі 3.", 2),
        ("Тримаймо небо! Разом до перемоги! Збито 8?", 3),
        ("Із напрямків: Орел – рф. Збито 8 БпЛА.", 2),
        ("Вранці 5 травня 2024 р. Збито 8 БпЛА.", 2),
        ("11.09 збито 4. 12.09 збито 5", 2),
        ("Летів «Калібр». «Циркон» також.", 2),
        ("Атака триває. 💥 Збито 8", 2),
        ("Атака триває 💥 Збито 8", 2),
        ("У Харківській обл. Збито 8 БпЛА.", 1),
        ("із н.п. Чауда та м. Курськ збито 8", 1),
        ("101 БпЛА (у т.ч. реактивними) збито", 1),
        ("Збито 8 БпЛА (район пуску: Курськ. Орел. Єйськ) на півночі.", 1),
        ("Станом на 9.30 збито 8.5 БпЛА", 1),
        ("збито 8 БпЛА. на півночі", 1),
        ("БпЛА..., Збито", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split(text)) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сьогодні збито шість\nударних БпЛА", ["Сьогодні збито шість ударних БпЛА"]),
        ("противник атакував\n120-ма БпЛА", ["противник атакував 120-ма БпЛА"]),
        ("Сьогодні збито шість\n\nударних БпЛА", ["Сьогодні збито шість", "ударних БпЛА"]),
        ("Атаковано дронами типу\nShahed", ["Атаковано дронами типу Shahed"]),
        ("Сьогодні збито дрон\nУдарних БпЛА 5", ["Сьогодні збито дрон", "Ударних БпЛА 5"]),
        ("Сьогодні збито шість.\nударних БпЛА", ["Сьогодні збито шість.", "ударних БпЛА"]),
        ("Сьогодні збито:\nшість БпЛА", ["Сьогодні збито:", "шість БпЛА"]),
        ("Київ\nзбито шість", ["Київ", "збито шість"]),
    ],
    ids=[
        "lower case",
        "number",
        "empty line",
        "name after its type",
        "capital",
        "full stop",
        "colon",
        "heading",
    ],
)
def test_line_that_breaks_off_goes_on(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_lines_are_numbered_and_open_ends_known() -> None:
    found, _ = passages_of("Атака. Збито:\n- 5 БпЛА;\nУсе.")
    assert [(p.line, p.ends_open) for p in found] == [(0, False), (0, True), (1, False), (2, False)]


def test_parentheses_are_paired() -> None:
    assert parentheses(tokens("а (б (в) г) д (е")) == {1: 7, 3: 5}


@pytest.mark.parametrize("text", ["", "\n\n", " \n ", "➖➖➖➖"])
def test_nothing_to_split(text: str) -> None:
    assert split(text) == []
