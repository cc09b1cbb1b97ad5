"""Sentences and lists that several shapes share: launch sites, missiles, hits, losses, types of drones."""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from tests.unit.air_force_posts.grammar.nouns import MISSILES, MISSILES_WITH_ENTRIES_OF_THEIR_OWN, STRIKE
from tests.unit.air_force_posts.grammar.numerals import (
    chance,
    draw_counted,
    ends_in_one,
    form,
    maybe,
    numbers,
    numeral,
    pick,
)
from tests.unit.air_force_posts.grammar.spelling import CYRILLIC
from tests.unit.air_force_posts.grammar.written import Count, Missile


def draw_sites(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Where the drones came from, and the names in it; now and then nothing."""
    if chance(draw, 4):
        return "", ()
    home = draw(
        st.lists(
            st.sampled_from(["Курськ", "Орел", "Брянськ", "Міллерово", "Шаталово", "Приморсько-Ахтарськ"]),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    words, names = ", ".join(home) + pick(draw, " – рф", " – рф.", ""), tuple(home)
    if chance(draw):
        words, names = words + ", ТОТ Донецьк", (*names, "Донецьк")
    if chance(draw):
        crimea = pick(draw, "Гвардійське", "Чауда")
        words, names = f"{words}, {crimea} – ТОТ АР Крим", (*names, crimea)
    return f" із напрямків{pick(draw, ':', '')} {words}", names


def draw_missiles(draw: st.DrawFn, *, least: int = 0, may_withhold: bool = False) -> list[tuple[Missile, int | None]]:
    """Missiles and their numbers; None stands for a plural without a number."""
    chosen = draw(
        st.lists(st.sampled_from(MISSILES), min_size=least, max_size=MISSILES_WITH_ENTRIES_OF_THEIR_OWN, unique=True).filter(
            tell_apart
        )
    )
    return [(missile, None if may_withhold and chance(draw) else draw(numbers(1, 60))) for missile in chosen]


def tell_apart(chosen: list[Missile]) -> bool:
    """Whether no two of them share a name, so that one entry for each is the only right reading."""
    parts = [part for missile in chosen for part in re.split(r"[/«» ]+", missile.name.translate(CYRILLIC)) if part]
    return len(parts) == len(set(parts))


def missile_words(draw: st.DrawFn, missile: Missile, number: int | None, case: str) -> str:
    if number is None:
        return f"{missile.noun.instrumental[1]} {missile.name}"
    if number == 1 and case != "genitive" and chance(draw):
        return f"{form(missile.noun, 1, case)} {missile.name}"
    return f"{draw_counted(draw, number, missile.noun, case, may_qualify=False)[0]} {missile.name}"


def origin(draw: st.DrawFn) -> str:
    return maybe(
        draw, " із Курської обл.", " (район пуску – Вологодська обл., рф)", " з акваторії Чорного моря", " із ТОТ АР Крим"
    )


def downed_of(draw: st.DrawFn, missiles: Sequence[tuple[Missile, int | None]]) -> list[tuple[Missile, int]]:
    """Some of the missiles, with how many of them were brought down."""
    downed = [(missile, draw(st.integers(0, number if number is not None else 9))) for missile, number in missiles]
    return [(missile, number) for missile, number in downed if number]


def others_of(
    launched: Sequence[tuple[Missile, int | None]],
    downed: Sequence[tuple[Missile, int]],
    *more: tuple[str, str, int | None],
) -> tuple[tuple[str, str, int | None], ...]:
    rows = [(missile.weapon_group, "launched", number) for missile, number in launched]
    rows += [(missile.weapon_group, "intercepted", number) for missile, number in downed]
    return tuple(sorted([*rows, *more], key=str))


def join(parts: Sequence[str], last: str) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1]


def defenders(draw: st.DrawFn) -> str:
    return maybe(
        draw,
        "\n\nПовітряний напад відбивали зенітні ракетні війська, авіація, підрозділи РЕБ та мобільні вогневі "
        "групи Сил оборони.",
        "\n\nДо відбиття атаки залучалися засоби РЕБ, авіація та 4 мобільні вогневі групи.",
    )


def draw_hits(draw: st.DrawFn, most: int, *, withheld: bool = False) -> tuple[str, int | None, int | None, int | None]:
    """The sentence on hits and debris: its words, drones that hit, places hit, places with debris."""
    if chance(draw, 4):
        return "", None, None, None
    places = draw(numbers(1, 60))
    where = f"на {numeral(draw, places, 'genitive')} локаціях" if not ends_in_one(places) else f"на {places} локації"
    where = where.replace("однієї", "одній")
    drones: int | None = None
    if most and not withheld:
        drones = draw(st.integers(1, most))
        words = f"\n\nЗафіксовано влучання {draw_counted(draw, drones, STRIKE, 'genitive', may_qualify=False)[0]} {where}"
    else:
        words = "\n\nЗафіксовано влучання " + pick(
            draw, "засобів повітряного нападу противника", "ракет та ударних БпЛА", "ворожих дронів"
        )
        words += f" {where}"
    if chance(draw):
        return words + ".", drones, places, None
    debris = draw(numbers(1, 40))
    words += pick(draw, ", а також", " а також", " й") + " падіння " + pick(draw, "збитих (уламки)", "уламків")
    return f"{words} на {debris} {'локації' if ends_in_one(debris) else 'локаціях'}.", drones, places, debris


def closing(draw: st.DrawFn) -> str:
    return maybe(
        draw,
        "\n\n✊ Тримаймо небо!\n🇺🇦 Разом – до перемоги!",
        "\n\nНе ігноруйте сигнали тривоги!",
        "\n\nДякуємо захисникам неба!",
    )


def losses(draw: st.DrawFn, launched: int) -> tuple[int, int]:
    """How many of these were brought down, and how many are left."""
    downed = draw(st.integers(1, launched))
    return downed, launched - downed


def drone_types(draw: st.DrawFn, case: str, *, decoys: bool, jets: bool = False) -> tuple[str, Count | None]:
    """The types after a number of drones, and how many of them have jet engines if that is said."""
    jet: Count | None = None
    share = ""
    if jets:
        number = draw(numbers(2, 90))
        told, qualifier = draw(st.sampled_from([("", "exact"), ("понад ", "over"), ("близько ", "about"), ("до ", "up_to")]))
        share, jet = draw(
            st.sampled_from(
                [
                    (f" ({told}{number} із них – реактивні)", Count(number, qualifier)),
                    (" (в т.ч. реактивними)", None),
                    (" (половина з них реактивні)", None),
                    (" (більша половина – реактивні)", None),
                    (" (близько третини - реактивні)", None),
                    ("", None),
                ]
            )
        )
    if not decoys:
        return f" типу {pick(draw, '«Shahed-136/131»', '«Shahed»', 'Shahed-136', '«Shahed-131/136»')}", None
    ending = "ми" if case == "instrumental" else "в"
    decoy = pick(
        draw,
        f"дрона{ending}-імітатора{ending} типу «Пародія»" if case == "instrumental" else "дронів-імітаторів типу «Пародія»",
        "безпілотниками інших типів" if case == "instrumental" else "безпілотників інших типів",
    )
    return f" типу Shahed{share}, {maybe(draw, 'Гербера ', 'Гербера, Італмас ')}та {decoy}".replace(", та", " та"), jet
