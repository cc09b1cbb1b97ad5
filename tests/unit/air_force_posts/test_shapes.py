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
        "У ночі на 4 і на 5 листопада ворог атакував 90 БпЛА. Збито 80 БпЛА.",
        "У Польщі в ніч на 5 листопада збито 4 БпЛА.",
        "Як працює ППО? У ніч на 5 листопада ворог запустив 90 БпЛА.",
        "Ворог готує масовану атаку: завезено 90 ударних БпЛА. 5 листопада.",
    ],
    ids=["unit", "region", "somebody", "since", "later", "update", "so far", "two nights", "abroad", "explainer", "warning"],
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
    assert reading.kind is Kind.UNREADABLE


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("10 БпЛА збито авіацією, 3 – зенітниками.", (20, None)),
        ("Збито на Київщині 10, Одещині 3 та Сумщині 2 БпЛА.", (20, None)),
        ("Станом на 06:00 збито 6, станом на 09:00 – 8.", (20, None)),
        ("Усі цілі на Київщині збито.", (20, None)),
        ("Збито 12 БпЛА та 4 реактивних.", (20, None)),
        ("Збито 12 БпЛА та 4 реактивних БпЛА.", (20, 16)),
        ("ППО збила 12 БпЛА, на Київщині збито 5 БпЛА.", (20, None)),
    ],
    ids=["arms", "regions", "two times", "all of one region", "jets or a part", "jets beside others", "all and a region"],
)
def test_number_that_is_not_read_empties_the_sum(said: str, numbers: tuple[int | None, int | None]) -> None:
    found = shaheds("У ніч на 5 листопада противник атакував 20 ударними БпЛА. " + said)
    assert (found.launched.value, found.intercepted.value) == numbers


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("противник атакував 33 ударними БпЛА. Над Київщиною збито 20 БпЛА.", (33, 28)),
        ("противник атакував 33 ударними БпЛА. Найбільше – 15 «шахедів» – збито на Одещині.", (33, 28)),
        ("противник атакував 33 ударними БпЛА. Мобільні вогневі групи знищили 15 «шахедів».", (33, 28)),
        ("противник атакував 33 ударними БпЛА. Збито 20 БпЛА.", (33, 20)),
        ("противник атакував ударними БпЛА. На Одещину запустив 10 БпЛА.", (None, 28)),
    ],
    ids=["one region", "most of them", "one arm", "a text that contradicts its headline", "launched at one region"],
)
def test_part_of_an_attack_is_not_taken_for_the_whole(body: str, numbers: tuple[int | None, int | None]) -> None:
    found = shaheds(f"ЗНИЩЕНО 28 «ШАХЕДІВ»\nУ ніч на 5 листопада {body}")
    assert (found.launched.value, found.intercepted.value) == numbers


def test_whole_of_the_headline_stands_where_the_text_has_a_part() -> None:
    found = shaheds("ЗНИЩЕНО 28 «ШАХЕДІВ» ІЗ 33\nУ ніч на 5 листопада 10 «шахедів» атакували Одещину.")
    assert (found.launched.value, found.intercepted.value) == (33, 28)


def test_number_of_a_bullet_is_not_that_of_the_verb_after_it() -> None:
    text = "У ніч на 5 листопада ворог атакував:\n- ударні БпЛА – 20, збито – 15;\n- ракети Х-101 – 3, збито – 2."
    found = shaheds(text)
    assert (found.launched.value, found.intercepted.value) == (20, 15)


def test_what_became_of_them_is_of_those_that_it_adds_up_to() -> None:
    found = shaheds(
        "У ніч на 5 листопада противник атакував 60 ударними БпЛА та 5 крилатими ракетами Х-101.\n"
        "Знешкоджено 4 крилаті ракети та 50 ударних БпЛА. Із них 30 – збито вогневими засобами, 20 – локаційно втрачено."
    )
    assert (found.launched.value, found.intercepted.value, found.lost.value) == (60, 30, 20)


@pytest.mark.parametrize(
    ("said", "hit", "debris"),
    [
        ("На 7 локаціях зафіксовано влучання, ще на 3 локаціях – падіння уламків.", 7, 3),
        ("Влучання на 7 локаціях, падіння уламків на 3 локаціях.", 7, 3),
    ],
)
def test_places_hit_are_not_those_of_debris(said: str, hit: int | None, debris: int | None) -> None:
    reading = read(NIGHT + said, POSTED)
    assert reading.report is not None
    assert reading.report.hit_locations.value == hit
    assert reading.report.debris_locations.value == debris


def test_drones_seen_in_the_airspace_are_not_still_there() -> None:
    found = shaheds("У ніч на 5 листопада у повітряному просторі помічено 90 БпЛА. Збито 80 БпЛА.")
    assert (found.launched.value, found.airborne.value) == (90, None)


@pytest.mark.parametrize("time", ["20-30", "20 : 30", "20. 30", "20;30"])
def test_torn_times(time: str) -> None:
    reading = read(f"У ніч на 5 листопада (із {time} 4 листопада) противник атакував 9 БпЛА.", POSTED)
    assert reading.report is not None
    assert reading.report.period.start == dt.datetime(2024, 11, 4, 20, 30, tzinfo=KYIV)


def test_from_twenty_to_thirty_drones_is_no_time() -> None:
    reading = read("У ніч на 5 листопада противник атакував із 20-30 БпЛА. Збито 7 БпЛА.", POSTED)
    assert reading.report is not None
    assert reading.report.period.start is None


def test_date_of_the_headline_where_no_other_is_given() -> None:
    reading = read("АТАКА У НІЧ НА 5 ЛИСТОПАДА\nПротивник атакував Україну 20 ударними БпЛА.", POSTED)
    assert reading.report is not None
    assert reading.report.period.night_of == dt.date(2024, 11, 5)


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
