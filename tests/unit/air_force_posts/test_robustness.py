"""Texts that no one would post, and texts that end too early: no exception, no invented number, no more than linear time."""

import datetime as dt
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.air_force_posts.reader import read
from assets.sources.air_force_posts.report import Kind, Reading
from tests.unit.air_force_posts.grammar import in_words

NOON = dt.datetime(2026, 9, 15, 9, 0, tzinfo=dt.UTC)
MEASURES = (
    "launched",
    "intercepted",
    "lost",
    "airborne",
    "exits",
    "hits",
    "jet_launched",
    "jet_intercepted",
    "shahed_launched",
)
MAIN_MEASURES = ("launched", "intercepted", "lost")

# One per shape, written so that every kind of number occurs: digits, endings, words, shares, missiles, places.
SYNTHETIC = {
    "prose of 2022": (
        "2 грудня 2022 року з 21.30 по 24.00 ворог атакував Україну двадцятьма трьома дронами-камікадзе «Shahed-136».\n"
        "Знищено двадцять один дрон-камікадзе."
    ),
    "prose of 2023": (
        "Уночі 17 жовтня 2023 року противник атакував п'ятнадцятьма ударними БпЛА типу «Shahed-136/131» з "
        "напрямку Приморсько-Ахтарськ.\n\n"
        "Знищено 13 із 15 ударних БпЛА. Також знищено 2 розвідувальні БпЛА ZALA."
    ),
    "launches of 2023": (
        "У ніч на 3 грудня 2023 року (з 20.00 по 02.30) російські окупанти атакували Україну ударними БпЛА.\n\n"
        "Усього зафіксовано пуски 128 ударних БпЛА. В результаті бойової роботи знищено 117 ударних БпЛА."
    ),
    "tracked": (
        "⚡️ ЗБИТО 61 УДАРНИЙ БПЛА\nУ ніч на 20 серпня 2024 року (із 20.00 19.08 по 06.00 20.08) виявлено та "
        "здійснено супровід 81-го ударного "
        "БпЛА типу «Shahed» із напрямків: Курськ, Єйськ – рф.\n\nСтаном на 09.00 збито 64 повітряні цілі:\n- 61 ударний БпЛА;\n"
        "- 3 розвідувальні БпЛА «Орлан-10»."
    ),
    "lost": (
        "У ніч на 10 грудня 2024 року (із 19.30 9 грудня) противник атакував 145-ма ударними БпЛА типу Shahed "
        "та безпілотниками-імітаторами.\n\n"
        "💥 Станом на 10.00 підтверджено збиття 71 ударного БпЛА типу Shahed.\n\n58 ворожих безпілотників – "
        "локаційно втрачено (без негативних "
        "наслідків).\n\nЩе 12 БпЛА залишили контрольований повітряний простір України.\n\nЩе 4 БпЛА перебувають у повітрі."
    ),
    "transitional": (
        "У ніч на 18 червня 2025 року (із 20.30 17 червня) противник атакував 232 ударними БпЛА типу Shahed та "
        "безпілотниками-імітаторами.\n\n"
        "💥 Станом на 08.30 знешкоджено 211 ворожих БпЛА: 123 збито вогневими засобами, 88 – локаційно "
        "втрачені/подавлені РЕБ.\n\n"
        "Зафіксовано влучання 21 ударного БпЛА на 12 локаціях."
    ),
    "merged": (
        "⚡️ ЗБИТО/ПОДАВЛЕНО 118 ЦІЛЕЙ\nУ ніч на 11 листопада (з 18:00 10 листопада) противник атакував трьома "
        "балістичними ракетами Іскандер-М, "
        "а також 138 ударними БпЛА типу Shahed, Гербера та безпілотниками інших типів із напрямків: Орел, "
        "Курськ – рф, понад 90 із них – «шахеди».\n\n"
        "💥 За попередніми даними, станом на 09:00, збито/подавлено одну балістичну ракету Іскандер-М та 117 "
        "ворожих БпЛА типу Shahed.\n\n"
        "Зафіксовано влучання 16 ударних БпЛА на 14 локаціях, а також падіння збитих (уламки) на 10 локаціях.\n\n"
        "Атака триває, в повітряному просторі близько 15 ворожих БпЛА."
    ),
    "list": (
        "У ніч на 12 вересня (з 18:00 11 вересня) противник атакував:\n\n- балістичними ракетами "
        "Іскандер-М/С-400 із Курської обл.;\n"
        "- 24 крилатими ракетами Х-101 із Вологодської обл.;\n- 7 баражуючими боєприпасами «Бандероль»;\n"
        "- 229 ударними БпЛА типу Shahed (116 із них – реактивні) та дронами-імітаторами типу «Пародія».\n\n"
        "💥 За попередніми даними, станом на 08:30, збито/подавлено 223 цілі:\n\n- 22 крилаті ракети Х-101;\n- "
        "201 ворожий БпЛА різних типів.\n\n"
        "Зафіксовано влучання засобів повітряного нападу на 21 локації, а також падіння уламків на 11 локаціях."
    ),
    "combined": (
        "У ніч на 14 січня (з 18:00 13 січня) противник завдав комбінованого удару.\n\nУсього зафіксовано 318 "
        "засобів повітряного нападу – "
        "25 ракет і 293 БпЛА:\n\n- 18 балістичних ракет Іскандер-М/С-300;\n- 7 крилатих ракет «Калібр»;\n- 293 "
        "ударні БпЛА типу Shahed.\n\n"
        "💥 Станом на 09:30 збито/подавлено 247 цілей – 7 ракет та 240 безпілотників:\n\n- 2 балістичні ракети "
        "Іскандер-М/С-300;\n"
        "- 5 крилатих ракет «Калібр»;\n- 240 ворожих БпЛА.\n\nЗафіксовано влучання 48 ударних БпЛА на 24 локаціях."
    ),
    "day": (
        "❗️ Протягом дня 13 вересня (із 6.30 до 18.00) противник атакував Україну 151 ударним БпЛА (112 із них "
        "— реактивні).\n\n"
        "За попередніми даними, протягом вказаного періоду збито/подавлено 129 ударних БпЛА (95 із них - реактивні).\n\n"
        "Зафіксовано влучання 11 ударних БпЛА противника.\n\nСтаном на 18.30 у повітряному просторі близько 12 "
        "ударних безпілотників."
    ),
}
POSTED_AT = {
    "merged": dt.datetime(2025, 11, 11, 7, 30, tzinfo=dt.UTC),
    "list": dt.datetime(2026, 9, 12, 6, 0, tzinfo=dt.UTC),
    "combined": dt.datetime(2026, 1, 14, 8, 0, tzinfo=dt.UTC),
    "day": dt.datetime(2026, 9, 13, 16, 0, tzinfo=dt.UTC),
}
REPORT = SYNTHETIC["lost"]
# What "transitional" says as long as the breakdown into shot down and lost does not follow.
SAID_WITHOUT_A_BREAKDOWN = {("shahed_type", "intercepted", 211)}


Numbers = set[tuple[str, str, int]]


def numbers_in(reading: Reading) -> Numbers:
    """Every number that a reading gives, by weapon group and measure, but totals of missiles: bullets take their place."""
    report = reading.report
    if report is None:
        return set()
    named = [weapon for weapon in report.weapons if weapon.weapon_id != "missile_unspecified"]
    found = [(weapon.weapon_group, measure, getattr(weapon, measure)) for weapon in named for measure in MEASURES]
    found += [("places", "hit", report.hit_locations), ("places", "debris", report.debris_locations)]
    return {(of, measure, quantity.value) for of, measure, quantity in found if quantity.value is not None}


def drones_in(reading: Reading) -> Numbers:
    """The main numbers of the main drone group."""
    drones = reading.report and reading.report.of("shahed_type")
    values = [("shahed_type", measure, getattr(drones, measure).value) for measure in MAIN_MEASURES] if drones else []
    return {(of, measure, value) for of, measure, value in values if value is not None}


def invented(text: str, lengths: Iterable[int], read_numbers: Callable[[str], Numbers]) -> dict[str, Numbers]:
    """The numbers that prefixes of these lengths give and the whole text does not, by the end of the prefix."""
    whole = read_numbers(text)
    wrong = {f"{length}: …{text[max(0, length - 40) : length]!r}": read_numbers(text[:length]) - whole for length in lengths}
    return {end: extra for end, extra in wrong.items() if extra}


@given(text=st.text(max_size=400))
@settings(deadline=None, derandomize=True, print_blob=True, max_examples=200)
def test_any_text_is_read_and_is_no_report(text: str) -> None:
    assert read(text, NOON).kind != Kind.REPORT


@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(REPORT.split(" ")),
            st.sampled_from(
                ["ударними", "БпЛА", "збито", "і", "з", "на", "(", ")", "«", "»", "–", "-", "/", ".", ";", ":", "\n", "близько"]
            ),
            st.integers(0, 10**12).map(str),
            st.integers(1, 999).map(lambda number: in_words(number, "genitive")),
            st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
            st.times().map(lambda time: f"{time:%H:%M}"),
        ),
        max_size=60,
    ),
    posted_at=st.one_of(st.none(), st.datetimes(timezones=st.just(dt.UTC))),
)
@settings(deadline=None, derandomize=True, print_blob=True, max_examples=300)
def test_words_of_reports_in_any_order_are_read(parts: list[str], posted_at: dt.datetime | None) -> None:
    reading = read(" ".join(parts), posted_at)
    assert reading.kind != Kind.REPORT or reading.report is not None
    assert reading.kind == Kind.REPORT or reading.reason
    assert all(number >= 0 for *_, number in numbers_in(reading))


@given(cuts=st.lists(st.tuples(st.integers(0, len(REPORT)), st.characters()), min_size=1, max_size=12))
@settings(deadline=None, derandomize=True, print_blob=True, max_examples=150)
def test_characters_in_the_middle_of_a_report_break_nothing(cuts: list[tuple[int, str]]) -> None:
    text = REPORT
    for place, character in cuts:
        text = text[:place] + character + text[place:]
    assert isinstance(read(text, NOON), Reading)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(REPORT.replace("\n", "<br/>").replace("71", "<b>71</b>"), id="HTML"),
        pytest.param("<!DOCTYPE html><script>alert('БпЛА 5')</script>&nbsp;&#1090;", id="page"),
        pytest.param("\x00" + REPORT.replace(" ", "\x00", 5), id="NUL"),
        pytest.param(REPORT[:60] + "\ud800" + REPORT[60:] + "\udfff", id="lone surrogates"),
        pytest.param("\udcff" * 100, id="only surrogates"),
        pytest.param("(" * 10_000 + REPORT + ")" * 10_000, id="parentheses around it"),
        pytest.param(REPORT.replace("(", "(" * 10_000), id="parentheses never closed"),
        pytest.param(REPORT + "«" * 10_000 + "»" * 10_000, id="quotes"),
        pytest.param("«(" * 10_000 + "5 БпЛА" + ")»" * 10_000, id="quotes and parentheses"),
        pytest.param("атакував 9" * 10_000, id="attacks without end"),
        pytest.param("атакував " + "9" * 10_000 + " ударними БпЛА у ніч на 5 травня 2024 року", id="number of 10,000 digits"),
        pytest.param(
            "У ніч на 99 травня 9999 року (з 77:99 0 травня) противник атакував 5 ударними БпЛА. Збито 3.", id="no such date"
        ),
        pytest.param("У ніч на 29 лютого 2025 року противник атакував 5 ударними БпЛА. Збито 3.", id="no leap year"),
        pytest.param("У ніч на 1 січня 0001 року (з 18:00 31 грудня) противник атакував 5 ударними БпЛА.", id="year 1"),
        pytest.param("У ніч на 31.12.9999 (з 23:00 по 24:00) противник атакував 5 ударними БпЛА.", id="year 9999"),
        pytest.param("У ніч на ²³ травня 2024 року противник атакував ٣ ударними БпЛА, збито Ⅳ", id="digits of other scripts"),
    ],
)
def test_odd_text_is_read(text: str) -> None:
    assert isinstance(read(text, NOON), Reading)
    assert isinstance(read(text, None), Reading)


@pytest.mark.parametrize(
    "posted_at", [dt.datetime(1970, 1, 1), dt.datetime(2999, 12, 31), dt.datetime(2026, 9, 15)], ids=["epoch", "far", "year"]
)
@pytest.mark.parametrize("shape", ["lost", "merged"])
def test_odd_time_of_posting_is_survived(shape: str, posted_at: dt.datetime) -> None:
    assert isinstance(read(SYNTHETIC[shape], posted_at), Reading)
    assert isinstance(read(SYNTHETIC[shape], posted_at.replace(tzinfo=dt.UTC)), Reading)


@pytest.mark.parametrize(
    "mark",
    ["\u200e", "\u200f", "\u202b", "\u200b", "\u2060", "\ufeff", "\u00ad"],
    ids=["left-to-right", "right-to-left", "embedding", "zero-width space", "word joiner", "byte order mark", "soft hyphen"],
)
def test_invisible_characters_change_no_number(mark: str) -> None:
    """Copied texts carry them between the words."""
    plain = read(REPORT, None)
    assert numbers_in(plain), plain.reason
    marked = mark + REPORT.replace(" ", mark + " ")
    assert numbers_in(read(marked, None)) == numbers_in(plain)


_LETTERS = ["а", "і", "х", "X", "1", "9", ".", "-", "(", "«", "’", "\n", " ", "\u00a0", "➖", "⚡️"]
_WORDS = [
    "ціль ",
    "– ",
    "із ",
    "1 1 ",
    "- ",
    "БпЛА ",
    "5 БпЛА, ",
    "двадцять ",
    "близько ",
    "12:30 ",
    "5 травня ",
    "Х-101/",
    "збито/",
]


@pytest.mark.parametrize("unit", [*_LETTERS, *_WORDS])
def test_hundred_thousand_characters_of_one_kind_are_read(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert isinstance(read(text, NOON), Reading)
    assert isinstance(read(REPORT + " " + text, None), Reading)


@pytest.mark.parametrize(
    "unit",
    [
        "\n\n" + REPORT,
        " " + REPORT,
        "БпЛА 5 – ",
        " із 5",
        "(" * 50,
        " двадцять",
        "\n",
        " ",
        "\u00a0",
        "- ",
        "ціль ",
        "5 травня ",
        "\n- 5 БпЛА;",
    ],
    ids=[
        "report",
        "one line",
        "dashes",
        "of",
        "parentheses",
        "words",
        "lines",
        "spaces",
        "hard spaces",
        "marks",
        "aims",
        "dates",
        "bullets",
    ],
)
def test_time_is_linear_in_length(unit: str) -> None:
    """Ten times the length may take thirty times as long, which no pattern that backtracks does."""

    def seconds(length: int) -> float:
        text = (REPORT + unit * (length // len(unit)))[:length]
        runs = []
        for _ in range(2):
            begin = time.process_time()
            read(text, None)
            runs.append(time.process_time() - begin)
        return min(runs)

    assert seconds(20_000) < 30 * max(seconds(2_000), 0.001)
    assert seconds(200_000) < 30 * max(seconds(20_000), 0.001)


@pytest.mark.parametrize("shape", SYNTHETIC)
def test_prefix_of_a_report_invents_no_number(shape: str) -> None:
    text, posted_at = SYNTHETIC[shape], POSTED_AT.get(shape)
    whole = read(text, posted_at)
    assert whole.kind == Kind.REPORT, whole.reason
    assert ("shahed_type", "launched") in {(of, measure) for of, measure, _ in drones_in(whole)}
    wrong = invented(text, range(len(text)), lambda part: numbers_in(read(part, posted_at)) - SAID_WITHOUT_A_BREAKDOWN)
    assert not wrong


@pytest.fixture(scope="module")
def posts(real_data: Path) -> list[dict[str, Any]]:
    """The real posts, and those composed from reported numbers."""
    lines = (real_data / "reports" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_prefix_of_a_real_report_invents_no_number(posts: list[dict[str, Any]]) -> None:
    real = [post for post in posts if post["fidelity"] == "real" and post["kind"] == "report"]
    assert len(real) > 20
    wrong: dict[str, Any] = {}
    for place, post in enumerate(real):
        posted_at = dt.datetime.fromisoformat(post["posted_at"])
        text = post["text"]
        assert drones_in(read(text, posted_at)), post["post"]
        lengths = range(len(text)) if place % (len(real) // 5) == 0 else range(place % 7, len(text), 7)
        wrong |= {f"{post['post']} {end}": extra for end, extra in _invented_drones(text, lengths, posted_at).items()}
    assert not wrong


def _invented_drones(text: str, lengths: Iterable[int], posted_at: dt.datetime) -> dict[str, Numbers]:
    return invented(text, lengths, lambda part: drones_in(read(part, posted_at)))


def test_real_posts_that_are_no_reports_are_refused(posts: list[dict[str, Any]]) -> None:
    others = [post for post in posts if post["kind"] == "not_report"]
    assert len(others) > 20
    taken = [post["text"][:120] for post in others if _is_counted(post)]
    assert not taken


def _is_counted(post: dict[str, Any]) -> bool:
    """Whether a post is read as a report, with its own time of posting or any other."""
    posted_at = post["posted_at"] and dt.datetime.fromisoformat(post["posted_at"])
    return any(read(post["text"], time).kind == Kind.REPORT for time in {posted_at, NOON, None})
