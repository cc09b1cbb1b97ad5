"""What each number of a post is about: so many of this weapon, and what became of them."""

import pytest

from assets.sources.air_force_posts import mentions
from assets.sources.air_force_posts.mentions import Mentions
from assets.sources.air_force_posts.roles import Mention
from tests.unit.air_force_posts.test_passages import passages_of

Said = tuple[str, str, int | None]


def mentions_of(text: str) -> Mentions:
    return mentions.find(*passages_of(text))


def said(text: str) -> list[Said]:
    """Role, subject and value of every number, in the order of the text; parts are left out."""
    return [(item.role, item.about, item.number.value) for item in mentions_of(text).items if not item.is_part]


def only(text: str) -> Mention:
    (item,) = mentions_of(text).items
    return item


ONE_ROLE = {
    "Противник атакував 101 ударним БпЛА.": ("launched", "drones", 101),
    "Ворог завдав удару 7 дронами-камікадзе.": ("launched", "drones", 7),
    "Окупанти застосували 12 «шахедів».": ("launched", "drones", 12),
    "Усього виявлено 61 БпЛА.": ("launched", "drones", 61),
    "Здійснено супровід 81-го ударного БпЛА.": ("launched", "drones", 81),
    "Зафіксовано пуски 128 ударних БпЛА.": ("launched", "drones", 128),
    "Збито 20 БпЛА.": ("intercepted", "drones", 20),
    "Знищено двадцять один дрон-камікадзе.": ("intercepted", "drones", 21),
    "Підтверджено збиття 71 ударного БпЛА.": ("intercepted", "drones", 71),
    "13 БпЛА було збито.": ("intercepted", "drones", 13),
    "Усі 30 БпЛА збито.": ("intercepted", "drones", 30),
    "Знешкоджено 211 ворожих БпЛА.": ("neutralised", "drones", 211),
    "22 БпЛА – локаційно втрачено.": ("lost", "drones", 22),
    "22 БпЛА (імітатори) – локаційно втрачені/подавлені РЕБ.": ("lost", "drones", 22),
    "9 БпЛА зникли з локацій радарів.": ("lost", "drones", 9),
    "58 БпЛА не досягли цілей (локаційно втрачені).": ("lost", "drones", 58),
    "3 БпЛА не досягли цілей.": ("missed", "drones", 3),
    "Подавлено 14 БпЛА.": ("lost", "drones", 14),
    "Ще 12 БпЛА у повітрі.": ("airborne", "drones", 12),
    "У повітряному просторі близько 15 БпЛА.": ("airborne", "drones", 15),
    "5 БпЛА залишили контрольований повітряний простір.": ("exited", "drones", 5),
    "2 БпЛА полетіли у бік Білорусі.": ("exited", "drones", 2),
    "Зафіксовано влучання 21 ударного БпЛА.": ("hits", "drones", 21),
    "Зафіксовано влучання на 12 локаціях.": ("hits", "locations", 12),
    "Зафіксовано влучання на 12.": ("hits", "locations", 12),
    "Зафіксовано падіння уламків на 10 локаціях.": ("debris", "locations", 10),
    "Збито 17 цілей.": ("intercepted", "targets", 17),
    "Збито 2 крилаті ракети.": ("intercepted", "missiles", 2),
    "Збито 3 розвідувальні БпЛА.": ("intercepted", "weapon", 3),
    "Атакували балістичною ракетою.": ("launched", "missiles", 1),
    "Атакував реактивною крилатою ракетою.": ("launched", "missiles", 1),
    "Атакував ударними БпЛА.": ("launched", "drones", None),
    "Ударних БпЛА не зафіксовано.": ("launched", "drones", 0),
    "Противник 104-ма ударними БпЛА.": ("launched", "drones", 104),
}


@pytest.mark.parametrize(("text", "expected"), ONE_ROLE.items(), ids=ONE_ROLE)
def test_role_of_one_number(text: str, expected: Said) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Збито 20 БпЛА, 22 – локаційно втрачено.", [("intercepted", "drones", 20), ("lost", "drones", 22)]),
        ("20 БпЛА збито, 22 БпЛА втрачено локаційно.", [("intercepted", "drones", 20), ("lost", "drones", 22)]),
        ("Збито 20 БпЛА та дві ракети.", [("intercepted", "drones", 20), ("intercepted", "missiles", 2)]),
        (
            "Знешкоджено 211 БпЛА: 123 збито, 88 – локаційно втрачені/подавлені РЕБ.",
            [("neutralised", "drones", 211), ("intercepted", "drones", 123), ("lost", "drones", 88)],
        ),
        (
            "Зафіксовано влучання ракети та 6 ударних БпЛА на 7 локаціях, а також падіння уламків на 9.",
            [("hits", "missiles", None), ("hits", "drones", 6), ("hits", "locations", 7), ("debris", "locations", 9)],
        ),
        ("Атакував 30 БпЛА. Збито 20, ще 4 БпЛА у повітрі.",
         [("launched", "drones", 30), ("intercepted", "drones", 20), ("airborne", "drones", 4)]),
        (
            "Атакував:\n- 5 БпЛА;\n- 7 ракетами.\nЗбито:\n- 4 БпЛА;\n- 6 ракет.",
            [
                ("launched", "drones", 5),
                ("launched", "missiles", 7),
                ("intercepted", "drones", 4),
                ("intercepted", "missiles", 6),
            ],
        ),
    ],
    ids=["verb before, verb after", "both after", "one verb for two", "sum and parts", "hits and debris", "sentences", "lists"],
)  # fmt: skip
def test_roles_of_several_numbers(text: str, expected: list[Said]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Збито 5 БпЛА", "shot_down"),
        ("Збито/подавлено 5 БпЛА", "shot_down_or_suppressed"),
        ("Збито (подавлено) 5 БпЛА", "shot_down_or_suppressed"),
        ("Збито та подавлено 5 БпЛА", "shot_down_or_suppressed"),
        ("5 БпЛА знищено", "shot_down"),
        ("Знешкоджено 5 БпЛА", "shot_down_or_suppressed"),
    ],
)
def test_wording_of_bringing_down(text: str, wording: str) -> None:
    assert only(text).wording == wording


def test_wording_is_inherited_by_bullets() -> None:
    assert {item.wording for item in mentions_of("Збито/подавлено:\n- 5 БпЛА;\n- 2 ракети.").items} == {
        "shot_down_or_suppressed"
    }


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Виявлено 60 БпЛА: 10 – у Сумській, 50 – у Київській області.", [10, 50]),
        ("Знищено 10 шахедів, зокрема 4 шахеди над Одещиною.", [4]),
        ("Збито 18 БпЛА, серед них 3 БпЛА над Києвом.", [3]),
        ("Збито 18 БпЛА, ще 3 БпЛА над Києвом.", []),
        ("15 «шахедів» знищено в Одеській, 3 – у Миколаївській областях.", []),
    ],
    ids=["regions after a colon", "in particular", "among them", "more", "regions beside each other"],
)
def test_parts_are_not_to_be_added(text: str, parts: list[int]) -> None:
    assert [item.number.value for item in mentions_of(text).items if item.is_part] == parts


@pytest.mark.parametrize(
    ("text", "value", "whole"),
    [
        ("Збито 26 із 33 БпЛА.", 26, 33),
        ("Знищено п'ять із семи дронів-камікадзе.", 5, 7),
        ("Знищено 16 з 16.", 16, 16),
        ("Збито 26 з 5 травня.", 26, None),
        ("Збито 26 БпЛА із 72 відсотків.", 26, None),
    ],
)
def test_out_of(text: str, value: int | None, whole: int | None) -> None:
    items = [item for item in mentions_of(text).items if item.number.value is not None]
    assert [(item.number.value, item.out_of and item.out_of.value) for item in items] == ([(value, whole)] if value else [])


@pytest.mark.parametrize(
    ("text", "kind", "value", "qualifier", "role"),
    [
        ("Атакував 101 БпЛА (46 із них – реактивні).", "jet", 46, "exact", "launched"),
        ("Атакував 101 БпЛА (в т.ч. 46 реактивних).", "jet", 46, "exact", "launched"),
        ("Атакував 101 БпЛА, понад 70 із них – реактивні.", "jet", 70, "over", "launched"),
        ("Атакував 324 БпЛА, близько 250 із них – «шахеди».", "shahed", 250, "about", "launched"),
        ("Атакував 324 БпЛА, до 160 із них «Shahed».", "shahed", 160, "up_to", "launched"),
        ("Збито 129 БпЛА (95 із них - реактивні).", "jet", 95, "exact", "intercepted"),
    ],
)
def test_share_is_no_number_of_its_own(text: str, kind: str, value: int, qualifier: str, role: str) -> None:
    found = mentions_of(text)
    (share,) = found.shares
    assert (share.kind, share.number.value, share.number.qualifier, share.of.role) == (kind, value, qualifier, role)
    assert len(found.items) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Збито 72 відсотки БпЛА",
        "Збито 72 % БпЛА",
        "Атакував 101 БпЛА (72 % із них – реактивні)",
        "Атакував 101 БпЛА (половина – реактивні)",
        "Атакував 101 БпЛА (пуск о 5 ранку)",
        "Атакував 101 БпЛА 5 травня",
        "Атакував 101 БпЛА о 18 годині",
        "Злетіли 6 літаків Ту-95МС та 101 БпЛА атакував",
    ],
)
def test_percent_dates_and_aircraft_are_no_drones(text: str) -> None:
    found = mentions_of(text)
    assert {item.number.value for item in found.items} <= {101, None}
    assert found.shares == []


@pytest.mark.parametrize("text", ["Збито 17", "Знищено 16 з 16", "Усіх 17", "Зафіксовано влучання на 17"])
def test_bare_number_at_the_very_end_may_be_cut_off(text: str) -> None:
    """Of "збито 171 БпЛА" a cut text may leave "збито 17"."""
    assert mentions_of(text).items == []
    assert [item.number.value for item in mentions_of(f"Атакували БпЛА. {text}.").items if item.number.value] != []


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("Збито 20 БпЛА", 20, 20, 20),
        ("Збито близько 60 БпЛА", 60, 57, 63),
        ("Збито майже 60 БпЛА", 60, 57, 63),
        ("Збито понад 70 БпЛА", 70, 70, None),
        ("Збито більш ніж 70 БпЛА", 70, 70, None),
        ("Збито не менше ніж 70 БпЛА", 70, 70, None),
        ("Збито щонайменше 70 БпЛА", 70, 70, None),
        ("Збито до 17 БпЛА", 17, 0, 17),
        ("Збито не більше 17 БпЛА", 17, 0, 17),
        ("Атакував понад двома десятками БпЛА", 20, 20, None),
    ],
)
def test_qualifier_sets_bounds(text: str, value: int, low: int, high: int | None) -> None:
    number = only(text).number
    assert (number.value, number.low, number.high) == (value, low, high)


def test_marks_of_a_mention() -> None:
    assert only("Усього збито 20 БпЛА").is_total
    assert not only("Збито 20 БпЛА").is_total
    assert only("Збито 20 реактивних БпЛА").is_jets
    assert only("Збито 2 БпЛА невстановленого типу").is_unidentified
    assert only("Усіх збито").is_all
    assert only("Здійснено 17 пусків.").is_launches
    assert only("Збито 17.").is_ambiguous
    assert not mentions_of("Атакували БпЛА. Збито 17.").items[-1].is_ambiguous


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("3 БпЛА полетіли в напрямку Білорусі.", "Білорусі"),
        ("3 БпЛА повернулись на територію рф.", "рф"),
        ("3 БпЛА перетнули кордон з Румунією, ще 2 зникли з радарів.", "Румунією"),
    ],
)
def test_where_drones_left_to(text: str, where: str) -> None:
    item = next(item for item in mentions_of(text).items if item.role == "exited")
    assert (item.number.value, where in item.where) == (3, True)


@pytest.mark.parametrize(
    "text", ["У ніч на 5 травня.", "Уламки БпЛА впали.", "Загроза БпЛА для Сум.", "Дякуємо 96-й бригаді!", ""]
)
def test_nothing_is_counted(text: str) -> None:
    assert [item for item in mentions_of(text).items if item.number.value is not None] == []


def test_phrase_holds_the_number_in_its_words() -> None:
    assert only("Станом на 8:30 збито не менше ніж 20 ударних БпЛА типу Shahed.").number.phrase == (
        "збито не менше ніж 20 ударних БпЛА"
    )


def test_phrase_is_25_words_at_most() -> None:
    adjectives = " ".join(["ударними"] * 7)
    number = only(f"Атакував сто двадцять три {adjectives} БпЛА").number
    assert number.phrase is not None
    assert 3 <= len(number.phrase.split()) <= 25
