"""What a post is as far as its words tell before its numbers are read; test_not_reports.py has the posts themselves."""

import pytest

from assets.sources.air_force_posts import kinds
from assets.sources.air_force_posts.report import Kind
from tests.unit.air_force_posts.test_passages import passages_of


def kind(text: str) -> Kind | None:
    found, normal = passages_of(text)
    reading = kinds.recognise(normal, found)
    assert reading is None or reading.reason
    return reading.kind if reading else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("У ніч на 5 травня противник атакував 9 БпЛА. Збито 5.", None),
        ("", Kind.OTHER),
        ("В ночь на 5 мая сбито 9 дронов, выполнены задачи.", Kind.OTHER),
        ("Уночі збито 9 БпЛА типу «Мопед».", Kind.SPOOF),
        ("Уточнена інформація: збито 9 БпЛА.", Kind.CLARIFICATION),
        ("❗️ Уточнюємо: збито 9 БпЛА.", Kind.CLARIFICATION),
        ("Збито 9 БпЛА. Втрати уточнюються.", None),
        ("Збито 9 БпЛА.\nПовітряне командування «Південь»", Kind.REGIONAL_REPORT),
        ("Збито 9 БпЛА.\n#ПвК_Схід", Kind.REGIONAL_REPORT),
        ("Силами повітряного командування «Захід» збито 9 БпЛА.", Kind.REGIONAL_REPORT),
        ("Над Україною збито 9 БпЛА, з них 5 – повітряним командуванням «Захід».", None),
        ("Збито 9 БпЛА.\nКомандування Повітряних Сил ЗС України", None),
        ("На відео збито 9 БпЛА.", Kind.CAPTION),
        ("🎥 Відео: збито 9 БпЛА.", Kind.CAPTION),
        ("Збито 9 БпЛА. Відео згодом.", None),
    ],
)
def test_kind(text: str, expected: Kind | None) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("за тиждень збито 870 бпла", True),
        ("за серпень збито 870 бпла", True),
        ("у серпні збито 870 бпла", True),
        ("з початку року збито 870 бпла", True),
        ("за останні дві доби збито 87 бпла", True),
        ("за минулу добу збито 87 бпла", True),
        ("протягом дня збито 87 бпла", False),
        ("у ніч на 5 серпня збито 87 бпла", False),
        ("протягом поточної доби збито 87 бпла", False),
        ("у середньому збито 87 бпла", True),
    ],
)
def test_sentence_about_more_than_one_attack(words: str, expected: bool) -> None:
    assert kinds.is_summary(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Деталі згодом.", True),
        ("Інформація буде пізніше", True),
        ("Очікуйте!", True),
        ("Деталі нічної атаки нижче.", False),
        ("Згодом БпЛА збито.", False),
    ],
)
def test_numbers_that_are_to_come(text: str, expected: bool) -> None:
    assert kinds.is_announced(text) == expected
