"""Reports as they were written until July 2025, when what was shot down and what was lost were told apart."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from tests.unit.air_force_posts.grammar.nouns import HOSTILE, HOSTILE_UNMANNED, KAMIKAZE, RECON, STRIKE, UNMANNED
from tests.unit.air_force_posts.grammar.numerals import chance, draw_counted, form, maybe, numbers, numeral, pick
from tests.unit.air_force_posts.grammar.parts import (
    closing,
    defenders,
    draw_missiles,
    draw_sites,
    drone_types,
    join,
    losses,
    missile_words,
    origin,
    others_of,
)
from tests.unit.air_force_posts.grammar.times import at, clock, date_words, days, morning, night, post_time
from tests.unit.air_force_posts.grammar.written import Count, Expected, Window, Written


def prose_of_2023(draw: st.DrawFn) -> Written:
    """Shaheds only; destroyed out of launched, often in words."""
    window = night(
        draw, dt.date(2022, 12, 1), dt.date(2024, 1, 31), forms=["plain", "in_the_night", "start_and_end", "from_to"], year=True
    )
    noun = draw(st.sampled_from([STRIKE, UNMANNED, KAMIKAZE]))
    number = draw(numbers(1, 120))
    who = pick(draw, "противник атакував", "ворог атакував", "російські окупанти атакували")
    types = drone_types(draw, "instrumental", decoys=False)[0]
    sites, names = draw_sites(draw)
    missiles = draw_missiles(draw) if chance(draw, 3) else []
    if chance(draw):
        words, launched = draw_counted(draw, number, noun, "instrumental")
        attack = f"{window.opening} {who} {pick(draw, 'Україну ', '')}{words}{types}{sites}."
    else:
        words, launched = draw_counted(draw, number, noun, "genitive")
        attack = (
            f"{window.opening} {who} Україну "
            f"{noun.instrumental[1]}{types}{sites}.\n\n{pick(draw, 'Усього', 'Загалом')} зафіксовано пуски {words}."
        )
    if missiles:
        attack += f" Також ворог атакував {join([missile_words(draw, *one, 'instrumental') for one in missiles], ' та ')}."
    downed, _ = losses(draw, number)
    others = others_of(missiles, [])
    if launched.qualifier == "exact" and chance(draw):
        text = (
            f"{pick(draw, 'Знищено', 'Усього знищено')} {numeral(draw, downed, 'nominative')} із "
            f"{numeral(draw, number, 'genitive')}"
        )
        # Without its noun the number could be of the missiles in the sentence before.
        counted = f" {form(noun, number, 'genitive')}"
        text, intercepted = text + (counted if missiles else maybe(draw, counted)) + ".", Count(downed)
    else:
        words, intercepted = draw_counted(draw, downed, noun, "nominative")
        text = f"В результаті бойової роботи силами протиповітряної оборони знищено {words}."
        if chance(draw, 4):
            seen = draw(numbers(1, 6))
            words = draw_counted(draw, seen, draw(st.sampled_from(RECON)), "nominative", may_qualify=False)[0]
            text += f" Також знищено {words}."
            others = others_of(missiles, [], ("reconnaissance_drone", "intercepted", seen))
    body = f"{attack}\n\n{text}{closing(draw)}"
    headline = maybe(draw, f"⚡️ ЗНИЩЕНО {downed} ВОРОЖИХ БПЛА")
    expected = Expected(
        "night", window.day, window.start, window.end, {"launched": launched, "intercepted": intercepted}, others
    )
    return Written("prose_of_2023", headline, body, post_time(draw, window, None), replace(expected, launch_sites=names))


def evening_of_2022(draw: st.DrawFn) -> Written:
    """A few hours before midnight; the end at 24.00 makes it the next day's night."""
    day = draw(days(dt.date(2022, 9, 30), dt.date(2022, 12, 31)))
    started = draw(st.sampled_from([dt.time(21, 0), dt.time(22, 0), dt.time(23, 0)]))
    number = draw(numbers(5, 50))
    if number % 10 == 0 and number > 10 and chance(draw):
        tens = {20: "двома", 30: "трьома", 40: "чотирма", 50: "п'ятьма"}[number]
        words, launched = f"понад {tens} десятками дронів-камікадзе", Count(number, "over")
    else:
        words, launched = draw_counted(draw, number, KAMIKAZE, "instrumental")
    downed, _ = losses(draw, number)
    downed_words, intercepted = draw_counted(draw, downed, KAMIKAZE, "nominative", may_qualify=False)
    date = date_words(draw, day, year=chance(draw))
    window = Window(
        "", "evening", day + dt.timedelta(1), at(day, started), at(day + dt.timedelta(1), dt.time(0)), "року" in date
    )
    body = (
        f"{date} з {clock(draw, started)} по 24{pick(draw, '.', ':')}00 ворог атакував Україну {words} "
        f"«Shahed-136».\n{pick(draw, 'Знищено', 'Збито')} {downed_words}."
    )
    expected = Expected(
        "evening", window.day, window.start, window.end, {"launched": launched, "intercepted": intercepted}, launch_sites=()
    )
    return Written("evening_of_2022", "", body, post_time(draw, window, None), expected)


def tracked_of_2024(draw: st.DrawFn) -> Written:
    """Detected and tracked; recon drones among the bullets of what was shot down."""
    window = night(draw, dt.date(2024, 2, 1), dt.date(2024, 9, 30), forms=["plain", "start", "numeric"], year=True)
    number = draw(numbers(1, 150))
    words, launched = draw_counted(draw, number, STRIKE, "genitive")
    sites, names = draw_sites(draw)
    types = maybe(draw, drone_types(draw, "genitive", decoys=False)[0])
    attack = (
        f"{window.opening} {maybe(draw, 'радіотехнічними військами Повітряних Сил ')}виявлено та "
        f"здійснено супровід {words}{types}{sites}."
    )
    downed, _ = losses(draw, number)
    told_at = at(window.day, morning(draw)) if chance(draw) else None
    as_of = f"Станом на {clock(draw, told_at.timetz())} " if told_at else "В результаті протиповітряного бою "
    others: tuple[tuple[str, str, int | None], ...] = ()
    if chance(draw, 3):
        seen = draw(numbers(1, 9))
        strike, intercepted = draw_counted(draw, downed, STRIKE, "nominative", may_qualify=False)
        recon = draw_counted(draw, seen, draw(st.sampled_from(RECON)), "nominative", may_qualify=False)[0]
        text = f"{as_of}збито {downed + seen} повітряних цілей:\n- {strike};\n- {recon}."
        others = others_of([], [], ("reconnaissance_drone", "intercepted", seen))
    else:
        strike, intercepted = draw_counted(draw, downed, draw(st.sampled_from([STRIKE, HOSTILE])), "nominative")
        text = f"{as_of}збито {strike}{maybe(draw, ' на Одещині та Сумщині', ' у межах 9 областей')}."
    headline = maybe(draw, f"⚡️ ЗБИТО {downed} УДАРНИХ БПЛА")
    drones = {"launched": launched, "intercepted": intercepted}
    expected = Expected("night", window.day, window.start, window.end or told_at, drones, others, launch_sites=names)
    return Written(
        "tracked_of_2024", headline, f"{attack}\n\n{text}{closing(draw)}", post_time(draw, window, told_at), expected
    )


def lost_of_2024_and_2025(draw: st.DrawFn) -> Written:
    """Confirmed kills, lost from radar as a third number, exits over the border, drones still airborne."""
    window = night(draw, dt.date(2024, 10, 6), dt.date(2025, 5, 24), forms=["plain", "start"], year=chance(draw))
    number = draw(numbers(3, 300))
    words, launched = draw_counted(draw, number, draw(st.sampled_from([STRIKE, UNMANNED])), "instrumental")
    types = pick(
        draw, "безпілотниками невстановленого типу", "безпілотниками-імітаторами різних типів", "безпілотниками-імітаторами"
    )
    sites, names = draw_sites(draw)
    missiles = draw_missiles(draw) if chance(draw, 4) else []
    with_missiles = (
        join([missile_words(draw, *one, "instrumental") + origin(draw) for one in missiles], ", ") + ", а також "
        if missiles
        else ""
    )
    attack = (
        f"{window.opening} противник атакував {with_missiles}{words} типу {pick(draw, '«Shahed»', 'Shahed')} та {types}{sites}."
    )
    downed, left = losses(draw, number)
    told_at = at(window.day, morning(draw)) if chance(draw) else None
    as_of = f"💥 Станом на {clock(draw, told_at.timetz())} підтверджено збиття" if told_at else "💥 Підтверджено збиття"
    shot, intercepted = draw_counted(draw, downed, STRIKE, "genitive", may_qualify=False)
    text = (
        f"{as_of} {shot} типу «Shahed» та {pick(draw, 'безпілотників', 'дронів')} інших "
        f"типів{maybe(draw, ' у Київській, Сумській та Одеській областях')}."
    )
    drones = {"launched": launched, "intercepted": intercepted}
    if left and not chance(draw, 5):
        lost = draw(st.integers(1, left))
        left -= lost
        lost_words, drones["lost"] = draw_counted(draw, lost, HOSTILE_UNMANNED, "nominative")
        text += (
            f"\n\n{lost_words} – локаційно {pick(draw, 'втрачено', 'втрачені')}{maybe(draw, ' (без негативних наслідків)')}."
        )
    if left and chance(draw):
        gone = draw(st.integers(1, left))
        left -= gone
        drones["exits"] = Count(gone)
        where = pick(
            draw,
            "залишили контрольований повітряний простір України",
            "полетіли в напрямку Білорусі",
            "полетіли в бік росії",
            "залишили повітряний простір України (у напрямку Білорусі)",
        )
        text += f"\n\nЩе {numeral(draw, gone, 'nominative')} БпЛА {where}."
    if left and chance(draw):
        flying = draw(st.integers(1, left))
        drones["airborne"] = Count(flying)
        text += (
            f"\n\nЩе {numeral(draw, flying, 'nominative')} БпЛА "
            f"{pick(draw, 'перебувають у повітрі', 'перебуває у повітрі')}, бойова робота триває."
        )
    headline = maybe(draw, f"⚡️ ЗБИТО {downed} ВОРОЖИХ БПЛА", f"⚡️ ЗБИТО {downed} БПЛА, ІНШІ БПЛА – ЛОКАЦІЙНО ВТРАЧЕНІ")
    expected = Expected("night", window.day, window.start, told_at, drones, others_of(missiles, []), launch_sites=names)
    return Written(
        "lost_of_2024_and_2025",
        headline,
        f"{attack}{defenders(draw)}\n\n{text}{closing(draw)}",
        post_time(draw, window, told_at),
        expected,
    )
