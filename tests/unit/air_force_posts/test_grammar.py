"""What the grammar writes is what the reader reads, whatever stands around it and however it is typed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.sources.air_force_posts.reader import read
from assets.sources.air_force_posts.report import Kind, Quantity, Reading, Report, WeaponCounts
from tests.unit.air_force_posts import grammar
from tests.unit.air_force_posts.grammar import KYIV, SHAPES, Count, Spelling, Written, in_words, reports, words_of

settings.register_profile(
    "grammar", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
GRAMMAR = settings.get_profile("grammar")
MEASURES = tuple(item.name for item in fields(WeaponCounts) if item.type is Quantity)
NAMED = [pytest.param(shape, id=shape.__name__) for shape in SHAPES]
ANY_OF = st.data()


def count_of(quantity: Quantity) -> Count | None:
    return None if quantity.value is None else Count(quantity.value, quantity.qualifier)


def other_weapons(report: Report) -> tuple[tuple[str, str, int | None], ...]:
    """The numbers of all weapons but the main drone group, in the form of `Expected.others`."""
    rows = []
    for weapon in report.weapons:
        for measure in ("launched", "intercepted"):
            quantity: Quantity = getattr(weapon, measure)
            is_said = quantity.value is not None or quantity.null_reason in ("withheld", "words_only")
            if weapon.weapon_group != "shahed_type" and is_said:
                rows.append((weapon.weapon_group, measure, quantity.value))
    return tuple(sorted(rows, key=str))


def stated(reading: Reading) -> dict[str, Any]:
    """What a reading says, by the names of the fields of `Expected`."""
    report = reading.report
    if report is None:
        return {"kind": reading.kind, "reason": reading.reason}
    drones = report.of("shahed_type") or WeaponCounts("none", "shahed_type", "")
    return {
        "kind": reading.kind,
        "period_kind": report.period.kind,
        "night_of": report.period.night_of,
        "start": report.period.start,
        "end": report.period.end,
        "drones": {measure: count for measure in MEASURES if (count := count_of(getattr(drones, measure)))},
        "others": other_weapons(report),
        "hit_locations": report.hit_locations.value,
        "debris_locations": report.debris_locations.value,
        "launch_sites": sorted({" ".join(words_of(site)) for site in report.launch_sites}),
    }


def written_in(written: Written) -> dict[str, Any]:
    """What a generated report says, in the form of `stated`."""
    sites = sorted({" ".join(words_of(site)) for site in written.expected.launch_sites or ()})
    return {item.name: getattr(written.expected, item.name) for item in fields(written.expected)} | {"launch_sites": sites}


def facts(reading: Reading) -> Any:
    """All that a reading says but the words it was read from, the headline and the remarks."""
    if reading.report is None:
        return reading.kind
    report = reading.report
    weapons = [
        replace(weapon, **{measure: replace(getattr(weapon, measure), phrase=None) for measure in MEASURES})
        for weapon in report.weapons
    ]
    places = [replace(quantity, phrase=None) for quantity in (report.hit_locations, report.debris_locations)]
    return reading.kind, report.period, weapons, places, report.launch_sites, report.exits, report.interception_wording


def quantities(report: Report) -> list[Quantity]:
    of_weapons = [getattr(weapon, measure) for weapon in report.weapons for measure in MEASURES]
    return [*of_weapons, report.hit_locations, report.debris_locations, report.headline_total]


def numbers_of(report: Report) -> dict[tuple[str, str], Count]:
    """All numbers of a report by weapon and measure."""
    named = {(weapon.weapon_id, measure): getattr(weapon, measure) for weapon in report.weapons for measure in MEASURES}
    named |= {("places", "hit"): report.hit_locations, ("places", "debris"): report.debris_locations}
    return {name: count for name, quantity in named.items() if (count := count_of(quantity))}


@pytest.mark.parametrize("shape", NAMED)
@given(data=ANY_OF)
@settings(GRAMMAR, max_examples=100)
def test_what_was_written_is_read(shape: Callable[[st.DrawFn], Written], data: st.DataObject) -> None:
    written = data.draw(reports([shape]))
    reading = read(written.text, written.posted_at)
    said, wanted = stated(reading), written_in(written)
    for name, value in wanted.items():
        assert said.get(name) == value, (
            f"{name}: read {said.get(name)!r}, written {value!r}; {reading.kind}, {reading.reason}; "
            f"posted at {written.posted_at}:\n{written.text}"
        )


@given(written=reports())
@settings(GRAMMAR, max_examples=80)
def test_times_are_in_kyiv_and_bounds_hold_the_value(written: Written) -> None:
    report = read(written.text, written.posted_at).report
    assert report is not None, written.text
    times = [time for time in (report.period.start, report.period.end, report.period.as_of) if time is not None]
    assert [str(time.tzinfo) for time in times] == [str(KYIV)] * len(times), written.text
    for quantity in quantities(report):
        if quantity.value is None:
            assert quantity.null_reason in ("not_stated", "withheld", "words_only"), f"{quantity} in:\n{written.text}"
            continue
        assert quantity.null_reason is None, f"{quantity} in:\n{written.text}"
        bounds = {"exact": (quantity.value, quantity.value), "over": (quantity.value, None), "up_to": (0, quantity.value)}
        assert (quantity.low or 0) <= quantity.value <= (quantity.high or quantity.value), f"{quantity} in:\n{written.text}"
        if quantity.qualifier == "exact":
            assert (quantity.low, quantity.high) == bounds["exact"], f"{quantity} in:\n{written.text}"
        if quantity.qualifier == "over":
            assert quantity.low == quantity.value, f"{quantity} in:\n{written.text}"
        if quantity.qualifier == "up_to":
            assert quantity.high == quantity.value, f"{quantity} in:\n{written.text}"


@given(written=reports())
@settings(GRAMMAR, max_examples=80)
def test_number_comes_from_words_of_the_text(written: Written) -> None:
    report = read(written.text, written.posted_at).report
    assert report is not None, written.text
    known = set(words_of(written.text))
    read_numbers = [quantity for quantity in quantities(report) if quantity.value is not None]
    assert read_numbers, written.text
    for quantity in read_numbers:
        assert quantity.phrase, f"{quantity} without its words in:\n{written.text}"
        assert len(quantity.phrase.split()) <= 25, f"{quantity.phrase!r} is too long; in:\n{written.text}"
        assert set(words_of(quantity.phrase)) <= known, f"{quantity.phrase!r} is not in:\n{written.text}"


@pytest.mark.parametrize(
    "headline",
    [
        "",
        "⚡️ ЗБИТО/ПОДАВЛЕНО 777 ВОРОЖИХ БПЛА",
        "⚡️ ЗБИТО 777 УДАРНИХ БПЛА, 666 БПЛА – ЛОКАЦІЙНО ВТРАЧЕНО",
        "⚡️ ЗБИТО/ПОДАВЛЕНО 777 ЦІЛЕЙ: 111 РАКЕТ ТА 666 ВОРОЖИХ БПЛА",
        "⚡️ ЗБИТО/ПОДАВЛЕНО РАКЕТУ Х-59 ТА 777 ВОРОЖИХ БПЛА",
        "НАЙБІЛЬША АТАКА: ЗНЕШКОДЖЕНО 777 ЦІЛЕЙ ПРОТИВНИКА",
    ],
    ids=["none", "drones", "drones and lost", "all weapons", "missile without a number", "neutralised"],
)
@given(written=reports())
@settings(GRAMMAR, max_examples=25)
def test_headline_never_changes_the_numbers_of_the_body(headline: str, written: Written) -> None:
    """It is a fallback: what the body leaves out may come from it, what the body says never does."""
    without = replace(written, headline="")
    with_headline = replace(written, headline=headline)
    before, after = (read(one.text, one.posted_at) for one in (without, with_headline))
    assert before.report is not None, f"{before.reason}; {without.text}"
    assert after.report is not None, f"{after.reason}; {with_headline.text}"
    assert after.report.period == before.report.period, with_headline.text
    said_below, said_in_all = numbers_of(before.report), numbers_of(after.report)
    assert {name: said_in_all.get(name) for name in said_below} == said_below, with_headline.text


@pytest.mark.parametrize(
    "addition",
    [
        "🛵 БпЛА курсом на Полтаву.",
        "🛵 Чернігівщина: 5 БпЛА ➡️ курсом на Ніжин.",
        "🚀 2 ракети в напрямку Черкащини!",
        "💣 Пуски КАБ на Сумщину.",
        "🔥🔥🔥 💪 🇺🇦",
        "✊ Тримаймо небо!\n🇺🇦 Разом – до перемоги!",
        "👉 Підписатися на канал: t.me/kpszsu",
        "На жаль, є наслідки: пошкоджено 12 будинків, поранено 7 людей, серед них двоє дітей.",
        "Внаслідок падіння уламків горіли 3 автомобілі, 14 осіб отримали допомогу.",
        "❗️ Основний напрямок удару – Київщина, атаковано ще 5 областей.",
    ],
    ids=[
        "alert", "alert with a number", "missile alert with a number", "bomb alert", "emojis", "closing formula", "link",
        "hit paragraph", "debris paragraph", "targets",
    ],
)  # fmt: skip
@given(written=reports())
@settings(GRAMMAR, max_examples=20)
def test_what_stands_beside_a_report_changes_nothing(addition: str, written: Written) -> None:
    before = read(written.text, written.posted_at)
    assert before.kind == Kind.REPORT, f"{before.reason}; {written.text}"
    longer = f"{written.text}\n\n{addition}"
    assert facts(read(longer, written.posted_at)) == facts(before), longer


@given(
    written=reports([grammar.prose_of_2023, grammar.tracked_of_2024, grammar.lost_of_2024_and_2025]),
    places=grammar.numbers(1, 90),
)
@settings(GRAMMAR, max_examples=30)
def test_hit_sentence_says_only_how_many_places_were_hit(written: Written, places: int) -> None:
    before = read(written.text, written.posted_at).report
    text = f"{written.text}\n\nЗафіксовано влучання засобів ураження на {places} локаціях."
    after = read(text, written.posted_at).report
    assert before is not None, written.text
    assert after is not None, text
    assert before.hit_locations.value is None, written.text
    assert (after.hit_locations.value, after.debris_locations.value) == (places, None), text
    for measure in MEASURES:
        old, new = (count_of(getattr(one.of("shahed_type"), measure)) for one in (before, after))
        assert new == old, f"{measure} of:\n{text}"


@given(written=reports(), spelling=grammar.SPELLINGS)
@settings(GRAMMAR, max_examples=60)
def test_spelling_changes_nothing_but_the_words(written: Written, spelling: Spelling) -> None:
    plain = read(written.text, written.posted_at)
    assert plain.kind == Kind.REPORT, f"{plain.reason}; {written.text}"
    retyped = spelling.apply(written.text)
    after = stated(read(retyped, written.posted_at))
    assert after == stated(plain), retyped


@pytest.mark.parametrize("hours", [-10, 0, 2, 12])
@given(written=reports())
@settings(GRAMMAR, max_examples=20)
def test_zone_of_the_post_time_changes_nothing(hours: int, written: Written) -> None:
    if written.posted_at is None:
        return
    there = written.posted_at.astimezone(dt.timezone(dt.timedelta(hours=hours)))
    here = read(written.text, written.posted_at)
    assert here.kind == Kind.REPORT, f"{here.reason}; {written.text}"
    assert read(written.text, there) == here, written.text


@pytest.mark.parametrize("hours", [-10, 0, 2, 12])
def test_year_is_that_of_the_post_in_kyiv(hours: int) -> None:
    """Half an hour into the new year in Kyiv it is still the old one in UTC, by which posts are dated."""
    posted_at = dt.datetime(2025, 12, 31, 22, 30, tzinfo=dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=hours)))
    text = (
        "У ніч на 1 січня (з 18:00 31 грудня) противник атакував 20 ударними БпЛА. Станом на 00:20 "
        "збито/подавлено 14 ворожих БпЛА."
    )
    report = read(text, posted_at).report
    assert report is not None
    assert report.period.night_of == dt.date(2026, 1, 1)
    assert report.period.start == dt.datetime(2025, 12, 31, 18, 0, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("case", "template", "measure"),
    [
        ("instrumental", "У ніч на 5 травня 2024 року противник атакував {} ударними БпЛА.", "launched"),
        ("genitive", "У ніч на 5 травня 2024 року противник атакував. Зафіксовано пуски {} ударних БпЛА.", "launched"),
        ("nominative", "У ніч на 5 травня 2024 року противник атакував ударними БпЛА. Знищено {} ворожих БпЛА.", "intercepted"),
    ],
    ids=["instrumental", "genitive", "nominative"],
)
@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"], ids=["straight", "curly", "letter"])
def test_every_number_in_words_is_read(case: str, template: str, measure: str, apostrophe: str) -> None:
    wrong = {}
    for number in range(1, 1000):
        text = template.format(in_words(number, case)).replace("'", apostrophe)
        report = read(text, None).report
        drones = report and report.of("shahed_type")
        found = getattr(drones, measure).value if drones else None
        if found != number:
            wrong[in_words(number, case)] = found
    assert not wrong
