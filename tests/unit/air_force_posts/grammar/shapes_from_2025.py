"""Reports as they have been written since spring 2025, and such with missiles."""

import datetime as dt

from hypothesis import strategies as st

from tests.unit.air_force_posts.grammar.nouns import BANDEROL, HOSTILE, STRIKE
from tests.unit.air_force_posts.grammar.numerals import (
    chance,
    draw_counted,
    ends_in_one,
    in_words,
    maybe,
    numbers,
    numeral,
    pick,
)
from tests.unit.air_force_posts.grammar.parts import (
    closing,
    defenders,
    downed_of,
    draw_hits,
    draw_missiles,
    draw_sites,
    drone_types,
    losses,
    missile_words,
    origin,
    others_of,
)
from tests.unit.air_force_posts.grammar.times import at, clock, date_words, days, morning, night, post_time
from tests.unit.air_force_posts.grammar.written import Count, Expected, Window, Written


def transitional_of_2025(draw: st.DrawFn) -> Written:
    """Neutralised, of which shot down and of which lost or suppressed: in one sentence, or as bullets."""
    window = night(draw, dt.date(2025, 6, 1), dt.date(2025, 7, 23), forms=["plain", "start"])
    number = draw(numbers(3, 500))
    words, launched = draw_counted(draw, number, STRIKE, "instrumental")
    sites, names = draw_sites(draw)
    downed, left = losses(draw, number - 1)
    lost = draw(st.integers(1, left + 1))
    told_at = at(window.day, morning(draw))
    as_of = f"💥 {maybe(draw, 'За попередніми даними, станом', 'Станом') or 'Станом'} на {clock(draw, told_at.timetz())}"
    drones = {"launched": launched, "intercepted": Count(downed), "lost": Count(lost)}
    shot = pick(draw, "збито вогневими засобами", "збито вогневими засобами ураження")
    suppressed = pick(draw, "локаційно втрачені/подавлені РЕБ", "локаційно втрачено/подавлено РЕБ", "локаційно втрачені")
    downed_words = draw_counted(draw, downed, HOSTILE, "nominative", may_qualify=False)[0]
    if chance(draw):
        missiles = draw_missiles(draw, least=1)
        down = downed_of(draw, missiles)
        total = number + sum(launched or 0 for _, launched in missiles)
        items = [
            *(missile_words(draw, *one, "instrumental") for one in missiles),
            f"{words} типу Shahed та безпілотниками-імітаторами різних типів{sites}",
        ]
        attack = f"{window.opening} противник атакував {total} засобами повітряного нападу:\n\n- " + ";\n- ".join(items) + "."
        items = [
            f"{downed_words} {shot}, {lost} – {suppressed}",
            *(f"{missile_words(draw, *one, 'nominative')} – збито" for one in down),
        ]
        everything = downed + lost + sum(number for _, number in down)
        text = f"{as_of} знешкоджено {everything} засобів повітряного нападу, із них:\n\n- " + ";\n- ".join(items) + "."
        others = others_of(missiles, down)
    else:
        attack = f"{window.opening} противник атакував {words} типу Shahed та безпілотниками-імітаторами різних типів{sites}."
        text = (
            f"{as_of} знешкоджено {downed + lost} ворожих БпЛА: {numeral(draw, downed, 'nominative')} – "
            f"{shot}, {lost} – {suppressed}."
        )
        others, everything = (), downed + lost
    hits, hit, places, debris = draw_hits(draw, number - downed - lost)
    drones |= {"hits": Count(hit)} if hit is not None else {}
    headline = maybe(draw, f"⚡️ ЗНЕШКОДЖЕНО {everything} ЦІЛЕЙ", f"⚡️ ЗБИТО/ПОДАВЛЕНО {everything} ЦІЛЕЙ")
    expected = Expected("night", window.day, window.start, told_at, drones, others, places, debris, names)
    body = f"{attack}{defenders(draw)}\n\n{text}{hits}{closing(draw)}"
    return Written("transitional_of_2025", headline, body, post_time(draw, window, told_at), expected)


def draw_airborne(draw: st.DrawFn) -> tuple[str, Count | None]:
    """The sentence on drones still in the air."""
    options = [
        ("", None),
        ("Атака триває, в повітряному просторі знаходяться ворожі БпЛА. ", None),
        ("Атака триває, в повітряному просторі декілька ворожих БпЛА. ", None),
        ("Атака триває, в повітряному просторі десятки ворожих БпЛА. ", None),
        ("Атака триває, в повітряному просторі близько десяти ворожих БпЛА. ", Count(10, "about")),
        ("Атака триває, в повітряному просторі понад десять ворожих БпЛА. ", Count(10, "over")),
        ("Атака триває, в повітряному просторі до 15 ворожих БпЛА. ", Count(15, "up_to")),
    ]
    words, count = draw(st.sampled_from(options))
    return f"\n\n{words}Дотримуйтесь правил безпеки!" if words else "", count


def shahed_share(draw: st.DrawFn, launched: int) -> tuple[str, Count | None]:
    if launched < 10 or not chance(draw):
        return "", None
    number = draw(st.integers(5, launched - 1))
    word, qualifier = draw(st.sampled_from([("близько", "about"), ("понад", "over"), ("до", "up_to"), ("майже", "about")]))
    return f", {word} {number} із них{pick(draw, ' – ', '- ')}{pick(draw, '«шахеди»', 'шахеди')}", Count(number, qualifier)


def merged_prose(draw: st.DrawFn) -> Written:
    """Shot down or suppressed in one number; Shahed shares, jets, and Banderols in numbers of their own."""
    window = night(draw, dt.date(2025, 8, 1), dt.date(2026, 9, 30), forms=["plain", "start", "start"])
    is_late = window.day >= dt.date(2026, 8, 12)
    number = draw(numbers(1, 800))
    words, launched = draw_counted(draw, number, STRIKE, "instrumental")
    types, jet = drone_types(draw, "instrumental", decoys=True, jets=number > 100 and window.day >= dt.date(2026, 6, 1))
    sites, names = draw_sites(draw)
    missiles = draw_missiles(draw, may_withhold=is_late) if chance(draw) else []
    down = downed_of(draw, missiles)
    share, shaheds = shahed_share(draw, number) if jet is None and "реактивн" not in types else ("", None)
    items = [missile_words(draw, *one, "instrumental") + origin(draw) for one in missiles]
    more: list[tuple[str, str, int | None]] = []
    down_items = [missile_words(draw, *one, "nominative") for one in down]
    if window.day >= dt.date(2026, 7, 2) and chance(draw, 3):
        sent = draw(numbers(2, 20))
        items.append(draw_counted(draw, sent, BANDEROL, "instrumental", may_qualify=False)[0])
        more.append(("other_attack_drone", "launched", sent))
        if chance(draw):
            stopped = draw(st.integers(1, sent))
            down_items.append(draw_counted(draw, stopped, BANDEROL, "nominative", may_qualify=False)[0])
            more.append(("other_attack_drone", "intercepted", stopped))
    before = ", ".join(items) + pick(draw, ", а також ", " та ") if items else ""
    attack = (
        f"{window.opening} противник {pick(draw, 'атакував', 'атакував Україну', '')} "
        f"{before}{words}{types}{sites}{share}.".replace("  ", " ")
    )
    downed, left = losses(draw, number)
    told_at = at(window.day, morning(draw)) if not chance(draw, 4) else None
    as_of = f", станом на {clock(draw, told_at.timetz())}" if told_at else ""
    shot, intercepted = draw_counted(draw, downed, HOSTILE, "nominative")
    down_words = ", ".join(down_items) + " та " if down_items else ""
    text = f"💥 За попередніми даними{as_of}, протиповітряною обороною збито/подавлено {down_words}{shot}"
    text += (
        maybe(draw, " типу Shahed, Гербера та дронів інших типів") + maybe(draw, " на півночі, півдні та сході країни") + "."
    )
    hits, hit, places, debris = draw_hits(draw, left, withheld=is_late or bool(missiles))
    airborne, flying = draw_airborne(draw)
    drones = {"launched": launched, "intercepted": intercepted}
    for measure, count in [("jet_launched", jet), ("shahed_launched", shaheds), ("airborne", flying)]:
        drones |= {measure: count} if count else {}
    drones |= {"hits": Count(hit)} if hit is not None else {}
    everything = downed + sum(number for _, number in down) + sum(row[2] or 0 for row in more if row[1] == "intercepted")
    is_drones_only = everything == downed
    headline = maybe(draw, f"⚡️ ЗБИТО/ПОДАВЛЕНО {everything} " + ("ВОРОЖИХ БПЛА" if is_drones_only else "ЦІЛЕЙ ПРОТИВНИКА"))
    expected = Expected(
        "night", window.day, window.start, told_at, drones, others_of(missiles, down, *more), places, debris, names
    )
    body = f"{attack}{defenders(draw)}\n\n{text}{hits}{airborne}{closing(draw)}"
    return Written("merged_prose", headline, body, post_time(draw, window, told_at), expected)


def list_of_2026(draw: st.DrawFn) -> Written:
    """Bullets on both sides; missiles without numbers."""
    window = night(draw, dt.date(2026, 8, 20), dt.date(2026, 10, 31), forms=["start"], year=False)
    number = draw(numbers(1, 800))
    missiles = draw_missiles(draw, least=1, may_withhold=True)
    down = downed_of(draw, missiles)
    words, launched = draw_counted(draw, number, STRIKE, "instrumental")
    types, jet = drone_types(draw, "instrumental", decoys=True, jets=number > 100)
    sites, names = draw_sites(draw)
    items = [missile_words(draw, *one, "instrumental") + origin(draw) for one in missiles]
    more: list[tuple[str, str, int | None]] = []
    if chance(draw, 3):
        items.append(f"S8000 «Бандероль»{maybe(draw, ' із Брянської обл.')}")
        more.append(("other_attack_drone", "launched", None))
    bullet = pick(draw, "- ", "– ", "• ")
    attack = f"{window.opening} противник атакував:\n\n{bullet}" + f";\n{bullet}".join([*items, f"{words}{types}{sites}"]) + "."
    downed, _ = losses(draw, number)
    told_at = at(window.day, morning(draw))
    down_items = [missile_words(draw, *one, "nominative") for one in down]
    stopped = draw(numbers(1, 9)) if more and chance(draw) else 0
    if stopped:
        down_items.append(f"{stopped} S8000 «Бандероль»")
        more.append(("other_attack_drone", "intercepted", stopped))
    shot, intercepted = draw_counted(draw, downed, HOSTILE, "nominative", may_qualify=False)
    total = downed + stopped + sum(number for _, number in down)
    down_items.append(shot + maybe(draw, " типу Shahed, Гербера та дрони інших типів"))
    text = (
        f"💥 За попередніми даними, станом на {clock(draw, told_at.timetz())}, протиповітряною обороною "
        f"збито/подавлено {total} цілей:\n\n"
    )
    text += bullet + f";\n{bullet}".join(down_items) + "."
    hits, _, places, debris = draw_hits(draw, 0)
    airborne, flying = draw_airborne(draw)
    drones = {"launched": launched, "intercepted": intercepted}
    drones |= {"jet_launched": jet} if jet else {}
    drones |= {"airborne": flying} if flying else {}
    headline = maybe(draw, f"⚡️ ЗБИТО/ПОДАВЛЕНО {total} ЦІЛЕЙ ПРОТИВНИКА")
    target = maybe(draw, "\n\n❗️ Основні напрямки удару – Одещина, Київщина.", "\n.\n❗️ Основний напрямок удару – Київщина!")
    expected = Expected(
        "night", window.day, window.start, told_at, drones, others_of(missiles, down, *more), places, debris, names
    )
    body = f"{attack}{target}{defenders(draw)}\n\n{text}{hits}{airborne}{closing(draw)}"
    return Written("list_of_2026", headline, body, post_time(draw, window, told_at), expected)


def combined(draw: st.DrawFn) -> Written:
    """A total of all weapons in front of the bullets; only the bullets count."""
    window = night(draw, dt.date(2025, 8, 1), dt.date(2026, 8, 8), forms=["start", "plain"])
    number = draw(numbers(5, 800))
    missiles = draw_missiles(draw, least=1)
    down = downed_of(draw, missiles)
    rockets = sum(launched or 0 for _, launched in missiles)
    rocket_words = f"{rockets} {'ракета' if ends_in_one(rockets) else 'ракет'}"
    words, launched = draw_counted(draw, number, STRIKE, "nominative", may_qualify=False)
    types, _ = drone_types(draw, "genitive", decoys=True)
    sites, names = draw_sites(draw)
    bullet = pick(draw, "- ", "– ", "• ")
    aims = maybe(draw, "\n\n❗️ Основний напрямок удару – Київ. Також атаковано Сумщину та ще 3 області.")
    verb = pick(draw, "зафіксовано", "виявлено та здійснено супровід")
    attack = (
        f"{window.opening}{maybe(draw, ',')} противник завдав масованого комбінованого удару по Україні "
        f"із застосуванням ударних БпЛА та ракет.{aims}"
    )
    attack += (
        f"\n\nУсього радіотехнічними військами Повітряних Сил {verb} {number + rockets} засобів "
        f"повітряного нападу – {rocket_words} і {number} БпЛА"
    )
    attack += f" різних типів:\n\n{bullet}"
    items = [
        missile_words(draw, *one, "nominative") + maybe(draw, " (район пуску – Вологодська обл., - рф)") for one in missiles
    ]
    attack += f";\n{bullet}".join([*items, f"{words}{types}{f' ({sites.strip()})' if sites else ''}"]) + "."
    downed, left = losses(draw, number)
    shot_rockets = sum(number for _, number in down)
    told_at = at(window.day, morning(draw))
    shot, intercepted = draw_counted(draw, downed, HOSTILE, "nominative", may_qualify=False)
    text = (
        f"💥 За попередніми даними, станом на {clock(draw, told_at.timetz())}, протиповітряною обороною "
        f"збито/подавлено {downed + shot_rockets} цілей"
    )
    text += f" – {shot_rockets} ракет та {downed} безпілотників різних типів" if shot_rockets else ""
    down_items = [*(missile_words(draw, *one, "nominative") for one in down), f"{shot} різних типів"]
    text += f":\n\n{bullet}" + f";\n{bullet}".join(down_items) + "."
    hits, hit, places, debris = draw_hits(draw, left)
    airborne, flying = draw_airborne(draw)
    drones = {"launched": launched, "intercepted": intercepted}
    drones |= {"hits": Count(hit)} if hit is not None else {}
    drones |= {"airborne": flying} if flying else {}
    headline = (
        maybe(draw, f"⚡️ ЗБИТО/ПОДАВЛЕНО {downed + shot_rockets} ЦІЛЕЙ: {shot_rockets} РАКЕТ ТА {downed} ВОРОЖИХ БПЛА")
        if shot_rockets
        else f"⚡️ ЗБИТО/ПОДАВЛЕНО {downed} ВОРОЖИХ БПЛА"
    )
    expected = Expected("night", window.day, window.start, told_at, drones, others_of(missiles, down), places, debris, names)
    body = f"{attack}{defenders(draw)}\n\n{text}{hits}{airborne}{closing(draw)}"
    return Written("combined", headline, body, post_time(draw, window, told_at), expected)


def day_of_2026(draw: st.DrawFn) -> Written:
    """An attack by day: both hours are printed, and the as-of time is about the drones in the air."""
    day = draw(days(dt.date(2026, 8, 1), dt.date(2026, 10, 31)))
    number = draw(numbers(3, 800))
    started = draw(st.sampled_from([dt.time(6, 30), dt.time(7, 0), dt.time(8, 0)]))
    ended = draw(st.sampled_from([dt.time(18, 0), dt.time(18, 30), dt.time(19, 0)]))
    words, launched = draw_counted(draw, number, STRIKE, "instrumental")
    downed, left = losses(draw, number)
    shot, intercepted = draw_counted(draw, downed, STRIKE, "nominative")
    drones = {"launched": launched, "intercepted": intercepted}
    with_jets, with_jets_down = "", ""
    if number > 20 and chance(draw):
        jets = draw(st.integers(1, number))
        drones["jet_launched"] = Count(jets)
        with_jets = f" ({jets} із них — реактивні)"
        if downed > 1 and chance(draw):
            jets_down = draw(st.integers(1, min(jets, downed)))
            drones["jet_intercepted"] = Count(jets_down)
            with_jets_down = f" ({jets_down} із них - реактивні)"
    more: list[tuple[str, str, int | None]] = []
    before = ""
    if chance(draw, 4):
        sent = draw(numbers(2, 12))
        before = f"{in_words(sent, 'instrumental')} S8000 «Бандероль» та "
        more.append(("other_attack_drone", "launched", sent))
    date = date_words(draw, day, year=chance(draw))
    join = pick(draw, "до", "по")
    body = f"❗️ Протягом дня {date} ({pick(draw, 'із', 'з')} {clock(draw, started)} {join} {clock(draw, ended)})"
    body += (
        " противник атакував Україну "
        f"{before}{words}{with_jets}.{maybe(draw, ' Більшість дронів ворог спрямував у бік столиці.')}"
    )
    body += (
        "\n\nЗа попередніми даними, протиповітряною обороною протягом "
        f"{pick(draw, 'дня', 'вказаного періоду')} збито/подавлено {shot}{with_jets_down}."
    )
    if left and chance(draw):
        hit = draw(st.integers(1, left))
        drones["hits"] = Count(hit)
        body += f"\n\nЗафіксовано влучання {draw_counted(draw, hit, STRIKE, 'genitive', may_qualify=False)[0]} противника."
    told_at = at(day, ended) + dt.timedelta(minutes=draw(st.sampled_from([0, 20, 30])))
    if chance(draw):
        flying = draw(numbers(2, 90))
        word, qualifier = draw(st.sampled_from([("близько", "about"), ("до", "up_to"), ("понад", "over")]))
        drones["airborne"] = Count(flying, qualifier)
        jet = maybe(draw, "реактивних ")
        body += (
            f"\n\nСтаном на {clock(draw, told_at.timetz())} у повітряному просторі "
            f"{maybe(draw, 'спостерігається ')}{word} {flying} ударних {jet}безпілотників."
        )
        body += maybe(draw, " Також заходять нові групи БпЛА.")
    body += "\n\nНе ігноруйте тривогу!"
    window = Window("", "day", day, at(day, started), at(day, ended), "року" in date)
    expected = Expected("day", None, window.start, window.end, drones, others_of([], [], *more), launch_sites=())
    return Written("day_of_2026", "", body, post_time(draw, window, told_at), expected)
