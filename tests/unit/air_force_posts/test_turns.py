"""Turns that rules trip over: lines without a full stop, signs for bullets, ranges of hours, other days and places."""

import datetime as dt

import pytest

from assets.sources.air_force_posts.reader import read
from assets.sources.air_force_posts.report import Kind, Period, WeaponCounts
from tests.unit.air_force_posts.grammar import KYIV

POSTED = dt.datetime(2025, 6, 20, 9, tzinfo=KYIV)
HEADLINE = "⚡️ ЗБИТО 80 БПЛА\n➖➖➖➖➖➖➖➖\n"
ATTACK = "У ніч на 20 червня (із 20:30 19 червня) противник атакував 104 ударними БпЛА типу Shahed.\n"


def drones(text: str) -> WeaponCounts:
    reading = read(text, POSTED)
    assert reading.report is not None, reading
    found = reading.report.of("shahed_type")
    assert found is not None, reading.report.weapons
    return found


def period(text: str) -> Period:
    reading = read(text, POSTED)
    assert reading.report is not None, reading
    return reading.report.period


@pytest.mark.parametrize(
    "lines",
    [
        "Збито 60 БпЛА\n39 БпЛА локаційно втрачені\n12 ударних БпЛА – влучання на 3 локаціях",
        "60 БпЛА – збито\n39 БпЛА – локаційно втрачені\n5 БпЛА – наслідки уточнюються",
        "Збито 60 БпЛА, 39 – локаційно втрачені\n3 БпЛА залишили повітряний простір України",
    ],
)
def test_line_without_a_full_stop_ends_all_the_same(lines: str) -> None:
    found = drones(ATTACK + lines)
    assert (found.launched.value, found.intercepted.value, found.lost.value) == (104, 60, 39)


@pytest.mark.parametrize("sign", ["✅", "🔻", "🚀", "💥", "☠️", "➤", "▪️", "-", ""])
def test_any_sign_makes_a_bullet_under_a_colon(sign: str) -> None:
    listed = f"Збито/подавлено 86 цілей:\n{sign} 80 ударних БпЛА;\n{sign} 6 ракет Х-101.\n\nЗокрема, на Київщині збито 12 БпЛА."
    assert drones(ATTACK + listed).intercepted.value == 80


def test_list_after_its_own_total_is_not_added_to_it() -> None:
    text = "У ніч на 20 червня ворог атакував 123 засобами – 19 ракет та 104 БпЛА: 104 ударних БпЛА, 19 ракет Х-101."
    assert drones(text).launched.value == 104


@pytest.mark.parametrize(
    "opening",
    [
        "Протягом ночі (20:30 19 червня – 08:00 20 червня) ",
        "У ніч на 20 червня (20:30-08:00) ",
        "За ніч (20:30 19.06 - 08:00 20.06) ",
    ],
)
def test_range_of_hours_without_a_preposition(opening: str) -> None:
    found = period(opening + "противник атакував 104 ударними БпЛА. Збито 80 БпЛА.")
    assert found.night_of == dt.date(2025, 6, 20)
    assert found.start == dt.datetime(2025, 6, 19, 20, 30, tzinfo=KYIV)
    assert found.end == dt.datetime(2025, 6, 20, 8, tzinfo=KYIV)


@pytest.mark.parametrize(
    "text",
    [
        "Зранку 20 червня, з 05:00 до 07:00 ворог атакував ракетами. А вночі, з 19:00 19 червня, – 9-ма БпЛА. Збито 3.",
        "У ніч на 20 червня (з 19:00 19 червня) ворог атакував 9-ма БпЛА, а зранку, з 05:00 до 07:00 – ракетами. Збито 3.",
    ],
    ids=["before", "after"],
)
def test_hours_of_missiles_are_not_those_of_drones(text: str) -> None:
    found = period(text)
    assert found.start == dt.datetime(2025, 6, 19, 19, tzinfo=KYIV)
    assert found.end is None


@pytest.mark.parametrize(
    "said",
    ["Вчора було збито 66 «шахедів».", "Один БпЛА збито над Польщею.", "Попередній рекорд – 145 БпЛА у ніч на 1 червня."],
    ids=["yesterday", "abroad", "record before"],
)
def test_what_happened_elsewhere_is_not_of_this_night(said: str) -> None:
    found = drones(HEADLINE + ATTACK + said)
    assert (found.launched.value, found.intercepted.value) == (104, 80)


@pytest.mark.parametrize(
    ("said", "intercepted"),
    [
        ("Знешкоджено 99 БпЛА: 57 – вогневими засобами, 42 – РЕБ.", None),
        ("Знешкоджено 99 БпЛА: 57 – збито, 42 – локаційно втрачено.", 57),
        ("Станом на 07:00 збито 82 БпЛА. Оновлено станом на 08:30 – 90 БпЛА.", None),
    ],
)
def test_mixtures_and_later_counts(said: str, intercepted: int | None) -> None:
    assert drones(ATTACK + said).intercepted.value == intercepted


@pytest.mark.parametrize(
    ("attack", "launched"),
    [
        ("1О4 ударними БпЛА", 104),
        ("1 04 ударними БпЛА", None),
        ("20 реактивними та 84 гвинтовими БпЛА", 104),
        ("126-ма ударними БпЛА із 4 напрямків", 126),
    ],
)
def test_misprinted_and_unusual_numbers(attack: str, launched: int | None) -> None:
    assert drones(f"У ніч на 20 червня противник атакував {attack}. Збито 80 БпЛА.").launched.value == launched


def test_number_in_parentheses_is_no_day() -> None:
    found = period(ATTACK + "Станом на 08:00 збито: БпЛА – 80, ракет – 19 (Циркон - 2, Х-101 - 11, Калібр - 6).")
    assert found.end == dt.datetime(2025, 6, 20, 8, tzinfo=KYIV)
    assert found.marks == ()


@pytest.mark.parametrize(
    "text",
    [
        HEADLINE + "(оновлено)\n" + ATTACK,
        "(оновлено)\n" + HEADLINE + ATTACK,
        HEADLINE + ATTACK + "Повітряним командуванням «Схід» збито 7 БпЛА.",
    ],
    ids=["updated below the headline", "updated above", "what a command did"],
)
def test_report_stays_one(text: str) -> None:
    assert read(text, POSTED).kind is Kind.REPORT


@pytest.mark.parametrize(
    "text",
    [
        "У ніч на 20 червня, станом на 05:00, збито/подавлено вже 120 БпЛА. Атака триває.",
        "Збито 92 БпЛА: як ППО відбивала удар у ніч на 20 червня. Фоторепортаж",
        "19 листопада росія випустила 476 дронів. 442 дрони збито. Не забудемо.",
        "За вихідні, 14-15 червня, ворог випустив 310 БпЛА. Збито 285.",
        "14 та 15 червня ворог випустив 310 БпЛА. Збито 285.",
        "Ізраїль: за ніч на 20 червня перехоплено 20 іранських БпЛА.",
        "У ніч на 20 червня над Молдовою зафіксовано 2 ударних БпЛА.",
        "Увага, фейк! Пишуть, що у ніч на 20 червня збито 0 із 50 Shahed.",
        "Дрони СБУ у ніч на 20 червня атакували Енгельс: 20 БпЛА.",
        "Мобільні вогневі групи в ніч на 20 червня знищили 22 «шахеди»!",
    ],
    ids=["so far", "pictures", "memorial", "weekend", "two days", "Israel", "Moldova", "fake", "by Ukraine", "one arm"],
)
def test_what_else_the_channel_posts_is_not_counted(text: str) -> None:
    assert read(text, POSTED).kind is not Kind.REPORT
