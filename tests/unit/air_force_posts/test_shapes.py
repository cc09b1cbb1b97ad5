"""Turns of phrase that were once read wrongly, each with what it says. The texts are made up; the turns are the period's."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from assets.sources.air_force_posts.reader import read
from assets.sources.air_force_posts.report import Kind, WeaponCounts

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = "У ніч на 5 листопада 2024 року противник атакував 70-ма ударними БпЛА. "
POSTED = dt.datetime(2024, 11, 5, 10, tzinfo=KYIV)


def shaheds(text: str, posted_at: dt.datetime | None = POSTED) -> WeaponCounts:
    reading = read(text, posted_at)
    assert reading.report is not None, reading
    found = reading.report.of("shahed_type")
    assert found is not None, reading
    return found


@pytest.mark.parametrize(
    ("text", "intercepted", "lost", "airborne", "exits"),
    [
        (
            "Збито 30 БпЛА. 25 не досягли цілей (локаційно втрачені), ще два БпЛА – у повітряному просторі.",
            *(30, 25, 2, None),
        ),
        (
            "Збито 30 БпЛА. П'ять БпЛА локаційно втрачені, ще три безпілотники залишаються в повітряному просторі.",
            *(30, 5, 3, None),
        ),
        ("Збито 30 БпЛА, п'ять БпЛА вийшли з контрольованого повітряного простору.", 30, None, None, 5),
        ("Збито 30 БпЛА. 20 БпЛА – локаційно втрачено в різних регіонах, один БпЛА у напрямку білорусі.", 30, 20, None, 1),
        ("Збито 30 БпЛА. Шість БпЛА впали (локаційно втрачені).", 30, 6, None, None),
        ("Збито 30 БпЛА. 22 – не досягли цілей (локаційно втрачені).", 30, 22, None, None),
        ("Збито 30 БпЛА. 22 БпЛА не досягли цілей – локаційно втрачені.", 30, 22, None, None),
        ("Збито 30 БпЛА. Два БпЛА полетіли в напрямку росії та один – білорусі.", 30, None, None, 3),
    ],
    ids=["in the air", "remain", "left", "towards", "fell", "bare", "dash", "two countries"],
)
def test_last_clause_is_about_something_else(
    text: str, intercepted: int, lost: int | None, airborne: int | None, exits: int | None
) -> None:
    """The clause after the last comma was added to the number before it."""
    found = shaheds(NIGHT + text)
    assert (found.intercepted.value, found.lost.value, found.airborne.value, found.exits.value) == (
        intercepted, lost, airborne, exits,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Збито 40 БпЛА, з них 15 – на Одещині.",
        "Збито 40 БпЛА, зокрема 15 – на Одещині та 14 – на Київщині.",
        "Збито 40 БпЛА, із них 14 – над Києвом.",
        "Збито 40 БпЛА, у т.ч. 14 – на Київщині.",
        "Збито 40 БпЛА: 26 – на Одещині, 14 – на Київщині.",
        "Збито 42 БпЛА: 40 ударних «Shahed» та 2 розвідувальних.",
    ],
    ids=["of them", "among others", "of them over", "incl.", "regions after a colon", "kinds after a colon"],
)
def test_part_is_not_added_to_its_whole(text: str) -> None:
    assert shaheds(NIGHT + text).intercepted.value == 40


@pytest.mark.parametrize(
    ("attack", "launched", "jets"),
    [
        ("атакував 120 ударними БпЛА типу Shahed, в т.ч. 30 реактивними, Гербера", 120, 30),
        ("атакував 6-ма крилатими ракетами Калібр та 78-ма БпЛА: шістьма «Калібрами» та 78-ма «Shahed»", 78, None),
        ("атакував 8 ударними БпЛА з Чауди, 5 ударними БпЛА з Курська", 13, None),
        ("атакував 8 ударними БпЛА, 5 ударними БпЛА", None, None),
    ],
    ids=["jets", "said twice", "two places", "nobody knows"],
)
def test_launched_adds_up_only_what_is_joined(attack: str, launched: int | None, jets: int | None) -> None:
    found = shaheds(f"У ніч на 5 листопада 2024 року противник {attack}. Збито 4 БпЛА.")
    assert (found.launched.value, found.jet_launched.value) == (launched, jets)


@pytest.mark.parametrize(
    ("text", "intercepted", "launched"),
    [
        ("З 38-ми БпЛА 29 знищено.", 29, 38),
        ("29 дронів із 38 знищено.", 29, 38),
        ("Знищено 29 із 38 БпЛА.", 29, 38),
        ("Противник атакував 38 БпЛА. 29 з яких знищено.", 29, 38),
        ("Противник атакував 38 БпЛА. Збито 29 з них.", 29, 38),
    ],
    ids=["of M N", "N noun of M", "N of M noun", "of which", "of them"],
)
def test_so_many_of_so_many(text: str, intercepted: int, launched: int) -> None:
    found = shaheds(f"У ніч на 5 листопада 2024 року ворог завдав удару по Україні. {text}")
    assert (found.intercepted.value, found.launched.value) == (intercepted, launched)


@pytest.mark.parametrize(
    ("text", "intercepted", "lost"),
    [
        (
            "знешкоджено 90 БпЛА:\n- 50 БпЛА типу Shahed – збито вогневими засобами, 40 – локаційно втрачено/подавлено РЕБ.",
            *(50, 40),
        ),
        (
            "знешкоджено 97 засобів, 57 збито, 40 – локаційно втрачено:\n"
            "- 50 БпЛА, 7 крилатих ракет Х-101 – збито;\n- 40 БпЛА локаційно втрачено.",
            *(50, 40),
        ),
        ("знешкоджено 90 ворожих БпЛА (50 – збито вогневими засобами, 40 – локаційно втрачено).", 50, 40),
        (
            "знешкоджено 97 засобів:\n- збито 57 (50 ударних БпЛА, 7 крилатих ракет);\n- локаційно втрачено – 40 БпЛА.",
            *(50, 40),
        ),
    ],
    ids=["one bullet", "shared verb", "parenthesis", "broken down"],
)
def test_neutralised_is_split(text: str, intercepted: int, lost: int) -> None:
    found = shaheds(
        "У ніч на 5 липня противник атакував 120 ударними БпЛА. Протиповітряною обороною " + text,
        dt.datetime(2025, 7, 5, 10, tzinfo=KYIV),
    )
    assert (found.intercepted.value, found.lost.value) == (intercepted, lost)


def test_list_without_bullets_is_a_list() -> None:
    found = shaheds(
        "У ніч на 5 листопада 2024 року виявлено 103 засоби нападу – 3 ракети та 100 БпЛА:\n\n3 крилаті ракети Х-101;\n"
        "100 ударних БпЛА.\n\nЗбито 62 цілі:\n2 крилаті ракети Х-101;\n60 ударних БпЛА."
    )
    assert (found.launched.value, found.intercepted.value) == (100, 60)


@pytest.mark.parametrize(
    ("period", "night_of", "start"),
    [
        ("Увечері 4 листопада та у ніч на 5 листопада", (2024, 11, 5), None),
        ("Протягом 4 листопада та в ніч на 5 листопада", (2024, 11, 5), None),
        ("4 листопада з 22.00 до 02.00", (2024, 11, 5), (4, 22)),
        ("Із вечора 4 листопада", (2024, 11, 5), None),
        ("Цієї ночі", (2024, 11, 5), None),
        ("Протягом ночі (з 00:10 5 листопада)", (2024, 11, 5), (5, 0)),
    ],
    ids=["evening and night", "day and night", "over midnight", "since the evening", "this night", "after midnight"],
)
def test_night_of(period: str, night_of: tuple[int, int, int], start: tuple[int, int] | None) -> None:
    reading = read(f"{period} противник атакував 9 ударними БпЛА. Збито 7 БпЛА.", POSTED)
    assert reading.report is not None, reading
    found = reading.report.period
    assert found.night_of == dt.date(*night_of)
    assert (found.start and (found.start.day, found.start.hour)) == start


@pytest.mark.parametrize(
    "text",
    [
        "У ніч на 5 листопада воїни 999 бригади збили 5 ударних БпЛА.",
        "У ніч на 5 листопада у Полтавській області збито 7 БпЛА.",
        "Ігнат: у ніч на 5 листопада ворог запустив 29 БпЛА, збито 28.",
        "З 20:00 4 листопада зафіксовано пуски 12 ударних БпЛА.",
        "У ніч на 5 листопада ворог застосував понад 90 БпЛА. Повна інформація буде оприлюднена згодом.",
        "Оновлена інформація: у ніч на 5 листопада збито 60 БпЛА.",
        "У ніч на 5 листопада збито вже 12 БпЛА, бойова робота триває.",
    ],
    ids=["unit", "region", "somebody", "since", "later", "update", "so far"],
)
def test_what_is_no_national_report_is_not_counted(text: str) -> None:
    assert read(text, POSTED).kind is not Kind.REPORT


def test_attack_by_ukraine_is_none_on_ukraine() -> None:
    text = "У ніч на 5 листопада Сили оборони України атакували об'єкти рф 50 ударними БпЛА. Уражено склад."
    assert read(text, POSTED).kind is Kind.OTHER


def test_midnight_of_a_night_lies_within_it() -> None:
    """“До 24:00” was taken for the midnight after the morning, and the night for the next one."""
    reading = read("У ніч на 5 листопада (з 20:00 4 листопада до 24:00) противник атакував 17 ударними БпЛА.", POSTED)
    assert reading.report is not None
    assert reading.report.period.end == dt.datetime(2024, 11, 5, tzinfo=KYIV)
    assert reading.report.period.night_of == dt.date(2024, 11, 5)


@pytest.mark.parametrize("date", ["25 жовтня", "32 жовтня"], ids=["long before", "no such day"])
def test_report_whose_date_cannot_be_is_unreadable(date: str) -> None:
    reading = read(f"У ніч на {date} противник атакував 60-ма ударними БпЛА. Збито 50 БпЛА.", POSTED)
    assert reading.kind is (Kind.UNREADABLE if date.startswith("25") else Kind.OTHER)


def test_stated_zero_beside_missiles() -> None:
    found = shaheds(
        "У ніч на 5 листопада противник атакував 8-ма ракетами «Калібр». Ударних БпЛА не зафіксовано. Збито 7 ракет."
    )
    assert (found.launched.value, found.launched.phrase) == (0, "Ударних БпЛА не зафіксовано")


def test_exits_to_two_countries() -> None:
    reading = read(NIGHT + "21 БпЛА залишили повітряний простір: 10 – у бік білорусі, 11 – рф.", POSTED)
    assert reading.report is not None
    assert reading.report.exits == {"Білорусь": 10, "росія": 11}


def test_comparison_with_other_nights_does_not_hide_the_report() -> None:
    found = shaheds("У ніч на 5 листопада противник завдав наймасованішого з початку вторгнення удару: 90 ударними БпЛА.")
    assert found.launched.value == 90
