"""Which number counts where a post gives several, and when there is none (DOMAIN.md section 4, nos. 3, 6, 8 to 11)."""

import datetime as dt

import pytest

from assets.sources.air_force_posts.report import Quantity, WeaponCounts
from assets.sources.air_force_posts.tally import WITHHELD_FROM, Tally
from tests.unit.air_force_posts.test_mentions import mentions_of

NIGHT = dt.date(2025, 11, 11)
ATTACKED = "Противник атакував "
HEADLINE = "ЗБИТО/ПОДАВЛЕНО 50 ЦІЛЕЙ ПРОТИВНИКА\n➖➖➖➖\n"


def tally(text: str, night_of: dt.date = NIGHT) -> Tally:
    return Tally(mentions_of(text), night_of)


def drones(text: str, night_of: dt.date = NIGHT) -> WeaponCounts:
    (found,) = (weapon for weapon in tally(text, night_of).weapons() if weapon.weapon_group == "shahed_type")
    return found


def value(quantity: Quantity) -> tuple[int | None, str | None]:
    return quantity.value, quantity.null_reason


def launched(text: str, night_of: dt.date = NIGHT) -> dict[str, tuple[int | None, str | None]]:
    """Number and reason of each weapon."""
    return {weapon.weapon_id: value(weapon.launched) for weapon in tally(text, night_of).weapons()}


@pytest.mark.parametrize(
    ("text", "intercepted"),
    [
        (HEADLINE + "Збито/подавлено 44 БпЛА.", 44),
        (HEADLINE + "Збито/подавлено 44 БпЛА:\n- 38 БпЛА;\n- 6 ракет.", 38),
        ("ЗБИТО/ПОДАВЛЕНО 50 БПЛА\n➖➖➖➖\n" + ATTACKED + "60 БпЛА.", 50),
        ("ЗБИТО/ПОДАВЛЕНО 50 БПЛА\n➖➖➖➖\nЗбито всі БпЛА, які атакували.", None),
        (HEADLINE + ATTACKED + "60 БпЛА.", None),
    ],
    ids=["sentence before headline", "bullets before sentence", "headline alone", "words before headline", "targets"],
)
def test_best_level_counts(text: str, intercepted: int | None) -> None:
    assert drones(text).intercepted.value == intercepted


def test_headline_counts_everything_brought_down() -> None:
    assert tally(HEADLINE + "Збито/подавлено 44 БпЛА.").headline_total().value == 50
    assert tally("ЗБИТО 44 БПЛА ТА 6 РАКЕТ\n➖➖➖➖\nУ ніч").headline_total().value == 50
    assert tally("Збито 44 БпЛА.").headline_total().value is None


@pytest.mark.parametrize(
    ("text", "intercepted", "marks"),
    [
        ("Збито 60 БпЛА. Збито 60 БпЛА.", 60, []),
        ("Збито 60 БпЛА. Збито 70 БпЛА.", None, ["several_numbers: intercepted"]),
        ("Збито 60 БпЛА. Усього збито 70 БпЛА.", 70, []),
        ("Збито 60 БпЛА. Усього збито 70 БпЛА. Загалом збито 80 БпЛА.", None, ["several_numbers: intercepted"]),
        ("Збито 60 БпЛА та 5 дронів-імітаторів.", 65, []),
        ("Збито:\n- 60 БпЛА;\n- 5 дронів-імітаторів.", 65, []),
    ],
    ids=["same twice", "two", "a total", "two totals", "in one sentence", "bullets"],
)
def test_several_numbers(text: str, intercepted: int | None, marks: list[str]) -> None:
    found = tally(text)
    (weapon,) = found.weapons()
    assert (weapon.intercepted.value, found.marks) == (intercepted, marks)


@pytest.mark.parametrize(
    ("text", "total", "qualifier", "low", "high"),
    [
        ("Збито 60 БпЛА та 5 дронів-імітаторів.", 65, "exact", 65, 65),
        ("Збито понад 60 БпЛА та 5 дронів-імітаторів.", 65, "over", 65, None),
        ("Збито до 60 БпЛА та 5 дронів-імітаторів.", 65, "up_to", 5, 65),
        ("Збито до 60 БпЛА та понад 5 дронів-імітаторів.", 65, "about", 5, None),
    ],
)
def test_sum_keeps_the_bounds_of_its_parts(text: str, total: int, qualifier: str, low: int, high: int | None) -> None:
    number = drones(text).intercepted
    assert (number.value, number.qualifier, number.low, number.high) == (total, qualifier, low, high)


@pytest.mark.parametrize(
    ("text", "intercepted", "is_derived"),
    [
        ("12 БпЛА. Усіх збито.", 12, True),
        ("12 БпЛА. Усі 12 збито.", 12, False),
        ("12 БпЛА. Усіх збито. Збито 11 БпЛА.", 11, False),
        ("понад 12 БпЛА. Усіх збито.", None, False),
        ("ударними БпЛА. Усіх збито.", None, False),
    ],
    ids=["all", "all with a number", "all and a number", "all of more than", "all of unknown"],
)
def test_all_were_brought_down(text: str, intercepted: int | None, is_derived: bool) -> None:
    """A number that the post does not print may be used only if that is said (DOMAIN.md section 3.2)."""
    found = tally(ATTACKED + text)
    (weapon,) = found.weapons()
    assert weapon.intercepted.value == intercepted
    assert found.marks == (["derived: all that were launched were brought down"] if is_derived else [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Збито 26 із 33 БпЛА.", 33),
        (ATTACKED + "ударними БпЛА. Збито 26 із 33.", 33),
        (ATTACKED + "34 БпЛА. Збито 26 із 33.", 34),
        ("Збито 26 із 33 БпЛА. Збито 26 із 34 БпЛА.", None),
    ],
    ids=["alone", "words only", "launched stated", "two wholes"],
)
def test_whole_of_a_part_is_what_was_launched(text: str, number: int | None) -> None:
    assert drones(text).launched.value == number


def test_targets_are_drones_where_nothing_else_attacked() -> None:
    text = ATTACKED + "ударними БпЛА. Виявлено 114 повітряних цілей."
    assert drones(text).launched.value == 114
    assert tally(text + " Збито 2 ракети.").weapons()[0].launched.value is None


@pytest.mark.parametrize(
    ("night_of", "reason"), [(WITHHELD_FROM, "withheld"), (WITHHELD_FROM - dt.timedelta(days=1), "words_only")]
)
def test_missiles_without_a_number_are_withheld_since_august_2026(night_of: dt.date, reason: str) -> None:
    assert dt.date(2026, 8, 10) == WITHHELD_FROM
    found = launched(ATTACKED + "балістичними ракетами Іскандер-М та 90 БпЛА.", night_of)
    assert found == {"shahed_136_131": (90, None), "iskander_m": (None, reason)}


def test_one_missile_is_one_and_drones_without_a_number_are_not_withheld() -> None:
    assert launched(ATTACKED + "ракетою Іскандер-М та ударними БпЛА.", WITHHELD_FROM) == {
        "shahed_136_131": (None, "words_only"),
        "iskander_m": (1, None),
    }


@pytest.mark.parametrize(
    ("text", "night_of", "expected"),
    [
        ("Зафіксовано влучання 6 БпЛА на 5 локаціях.", WITHHELD_FROM, (6, None)),
        ("Зафіксовано влучання засобів нападу на 5 локаціях.", WITHHELD_FROM, (None, "withheld")),
        ("Зафіксовано влучання засобів нападу на 5 локаціях.", NIGHT, (None, "not_stated")),
        ("Падіння уламків на 5 локаціях.", WITHHELD_FROM, (None, "not_stated")),
    ],
    ids=["number", "places since August 2026", "places before", "debris only"],
)
def test_number_of_hits(text: str, night_of: dt.date, expected: tuple[int | None, str | None]) -> None:
    assert value(drones(ATTACKED + "90 БпЛА. " + text, night_of).hits) == expected


@pytest.mark.parametrize(
    ("text", "intercepted", "lost", "wording"),
    [
        ("Знешкоджено 90 БпЛА.", 90, None, "shot_down_or_suppressed"),
        ("Знешкоджено 90 БпЛА: 60 збито, 30 – локаційно втрачено.", 60, 30, "shot_down"),
        ("Збито 60 БпЛА, 30 БпЛА – локаційно втрачено.", 60, 30, "shot_down"),
        ("Збито/подавлено 90 БпЛА.", 90, None, "shot_down_or_suppressed"),
        ("ЗНЕШКОДЖЕНО 95 ЦІЛЕЙ\n➖➖➖➖\nЗбито 60 БпЛА.", 60, None, "shot_down"),
        ("Повітряний напад відбито.", None, None, None),
    ],
    ids=["sum alone", "sum and parts", "parts", "merged wording", "headline", "nothing"],
)
def test_neutralised(text: str, intercepted: int | None, lost: int | None, wording: str | None) -> None:
    """ "Знешкоджено" is shot down plus lost; it is never added to its parts (DOMAIN.md section 2, June 2025)."""
    text = text if text.startswith("ЗНЕШ") else ATTACKED + "100 БпЛА. " + text
    found = drones(text)
    assert (found.intercepted.value, found.lost.value, tally(text).wording()) == (intercepted, lost, wording)


def test_over_is_bounded_by_what_was_launched() -> None:
    """Downed "понад 70" of 76 is 70 to 76 (DOMAIN.md section 4, no. 4)."""
    number = drones(ATTACKED + "76 БпЛА. Збито понад 70 БпЛА.").intercepted
    assert (number.value, number.low, number.high) == (70, 70, 76)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ATTACKED + "7 ракетами Х-101 та 5 «Калібр».", {"kh_101_555": 7, "kalibr": 5}),
        (ATTACKED + "7 балістичними ракетами Іскандер-М/С-400.", {"iskander_m+s300_s400": 7}),
        (ATTACKED + "7 балістичними ракетами.", {"ballistic_unspecified": 7}),
        (ATTACKED + "90 БпЛА та 7 S8000 «Бандероль».", {"shahed_136_131": 90, "banderol_dan_t": 7}),
        (ATTACKED + "90 БпЛА та 3 розвідувальними БпЛА.", {"shahed_136_131": 90, "recon_unspecified": 3}),
        (ATTACKED + "90 БпЛА типу Shahed, Гербера, Італмас та дронами інших типів.", {"shahed_136_131": 90}),
        (ATTACKED + "76 реактивними БпЛА.", {"jet_shahed": 76}),
        (ATTACKED + "20 ракетами:\n- 12 Х-101;\n- 8 «Калібр».", {"kh_101_555": 12, "kalibr": 8}),
    ],
    ids=["named", "group", "unnamed", "own number", "reconnaissance", "one number", "jets", "total over a list"],
)
def test_one_entry_per_weapon(text: str, expected: dict[str, int]) -> None:
    assert {weapon: number for weapon, (number, _) in launched(text).items()} == expected


def test_parts_are_not_added() -> None:
    assert drones("Виявлено 60 БпЛА: 10 – у Сумській, 50 – у Київській області.").launched.value == 60


def test_shares_and_exits_by_country() -> None:
    text = ATTACKED + "100 БпЛА (46 із них – реактивні). Збито 80 БпЛА. 5 БпЛА полетіли у росію, 3 БпЛА полетіли у Білорусь."
    found = drones(text)
    assert (found.launched.value, found.jet_launched.value, found.exits.value) == (100, 46, 8)
    assert tally(text).exits() == {"росія": 5, "Білорусь": 3}


def test_places() -> None:
    found = tally("Зафіксовано влучання 6 БпЛА на 5 локаціях, а також падіння уламків на 9 локаціях.")
    assert (found.locations("hits").value, found.locations("debris").value) == (5, 9)
    assert value(tally("Збито 5 БпЛА.").locations("hits")) == (None, "not_stated")


def test_number_of_which_nobody_can_say_what_it_counts_is_none() -> None:
    found = tally(ATTACKED + "30 БпЛА та 5 ракетами. Збито 20.")
    assert [weapon.intercepted.value for weapon in found.weapons()] == [None, None]
    assert found.marks == ["unclear_what_is_counted: intercepted"]
