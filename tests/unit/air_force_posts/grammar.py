"""Reports of the Air Force as they could have been written: hypothesis strategies that know what they wrote.

Each shape of DOMAIN.md section 2 is one function that returns the text together with the numbers in it. The words for the
numbers are written down here once more: a table shared with the reader would hide its errors. No assertions belong here.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from assets.sources.air_force_posts.report import Kind

KYIV = ZoneInfo("Europe/Kyiv")
_RULER = "➖" * 10
_MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip
_LATIN = str.maketrans("аіосерхАІОСЕРХМНКТВ", "aiocepxAIOCEPXMHKTB")
_CYRILLIC = str.maketrans("aiocepxyAIOCEPXMHKTB", "аіосерхуАІОСЕРХМНКТВ")


@dataclass(frozen=True)
class Count:
    """A printed number: its value and the qualifier that stands before it."""

    value: int
    qualifier: str = "exact"


@dataclass(frozen=True)
class Expected:
    """What a report says.

    Attributes:
        period_kind: Kind of the period.
        night_of: The night, dated by its morning; None by day.
        start: When it starts, Kyiv time, if an hour is printed.
        end: When it ends: the printed hour, else the time as of which it speaks.
        drones: Numbers of the main drone group by measure; a measure that is not here has no number.
        others: `(weapon_group, measure, value)` of every other weapon, sorted; value None where the number is withheld.
        hit_locations: Number of places hit.
        debris_locations: Number of places with debris.
        launch_sites: Places from which drones came.
        kind: Kind of the post.
    """

    period_kind: str
    night_of: dt.date | None
    start: dt.datetime | None
    end: dt.datetime | None
    drones: dict[str, Count]
    others: tuple[tuple[str, str, int | None], ...] = ()
    hit_locations: int | None = None
    debris_locations: int | None = None
    launch_sites: tuple[str, ...] | None = None
    kind: Kind = Kind.REPORT


@dataclass(frozen=True)
class Written:
    """A report, its headline apart from its body, and what it says."""

    shape: str
    headline: str
    body: str
    posted_at: dt.datetime | None
    expected: Expected

    @property
    def text(self) -> str:
        """The whole post."""
        return f"{self.headline}\n{_RULER}\n{self.body}" if self.headline else self.body


@dataclass(frozen=True)
class _Noun:
    """Forms that go with numbers: instrumental (1, more), nominative (1, 2-4, more), genitive (1, more)."""

    instrumental: tuple[str, str]
    nominative: tuple[str, str, str]
    genitive: tuple[str, str]
    feminine: bool = False


@dataclass(frozen=True)
class _Missile:
    """A missile: its nouns, the name under which it is reported, its weapon group."""

    noun: _Noun
    name: str
    weapon_group: str


@dataclass(frozen=True)
class _Window:
    """The words with which a report begins, and the time they mean."""

    opening: str
    kind: str
    day: dt.date
    start: dt.datetime | None
    end: dt.datetime | None
    has_year: bool


def _adjectives(stems: Sequence[str]) -> _Noun:
    def form(ending: str, noun: str) -> str:
        return " ".join([*(stem + ending for stem in stems), noun])

    return _Noun(
        instrumental=(form("ою", "ракетою"), form("ими", "ракетами")),
        nominative=(form("у", "ракету"), form("і", "ракети"), form("их", "ракет")),
        genitive=(form("ої", "ракети"), form("их", "ракет")),
        feminine=True,
    )


_STRIKE = _Noun(
    ("ударним БпЛА", "ударними БпЛА"), ("ударний БпЛА", "ударні БпЛА", "ударних БпЛА"), ("ударного БпЛА", "ударних БпЛА")
)
_HOSTILE = _Noun(
    ("ворожим БпЛА", "ворожими БпЛА"), ("ворожий БпЛА", "ворожі БпЛА", "ворожих БпЛА"), ("ворожого БпЛА", "ворожих БпЛА")
)
_UNMANNED = _Noun(
    ("ударним безпілотником", "ударними безпілотниками"),
    ("ударний безпілотник", "ударні безпілотники", "ударних безпілотників"),
    ("ударного безпілотника", "ударних безпілотників"),
)
_KAMIKAZE = _Noun(
    ("дроном-камікадзе", "дронами-камікадзе"),
    ("дрон-камікадзе", "дрони-камікадзе", "дронів-камікадзе"),
    ("дрона-камікадзе", "дронів-камікадзе"),
)
_HOSTILE_UNMANNED = _Noun(
    ("ворожим безпілотником", "ворожими безпілотниками"),
    ("ворожий безпілотник", "ворожі безпілотники", "ворожих безпілотників"),
    ("ворожого безпілотника", "ворожих безпілотників"),
)
_BANDEROL = _Noun(
    ("баражуючим боєприпасом «Бандероль»", "баражуючими боєприпасами «Бандероль»"),
    ("баражуючий боєприпас «Бандероль»", "баражуючі боєприпаси «Бандероль»", "баражуючих боєприпасів «Бандероль»"),
    ("баражуючого боєприпасу «Бандероль»", "баражуючих боєприпасів «Бандероль»"),
)
_RECON = (
    _Noun(
        ("розвідувальним БпЛА", "розвідувальними БпЛА"),
        ("розвідувальний БпЛА", "розвідувальні БпЛА", "розвідувальних БпЛА"),
        ("розвідувального БпЛА", "розвідувальних БпЛА"),
    ),
    _Noun(
        ("БпЛА ОТР «Орлан-10»",) * 2,
        ("БпЛА ОТР «Орлан-10»",) * 3,
        ("БпЛА ОТР «Орлан-10»",) * 2,
    ),
    _Noun(
        ("розвідувальним БпЛА «Supercam»", "розвідувальними БпЛА «Supercam»"),
        ("розвідувальний БпЛА «Supercam»", "розвідувальні БпЛА «Supercam»", "розвідувальних БпЛА «Supercam»"),
        ("розвідувального БпЛА «Supercam»", "розвідувальних БпЛА «Supercam»"),
    ),
)
_BALLISTIC = _adjectives(["балістичн"])
_CRUISE = _adjectives(["крилат"])
_ANTI_SHIP = _adjectives(["протикорабельн"])
_ANTI_RADIATION = _adjectives(["протирадіолокаційн"])
_GUIDED = _adjectives(["керован", "авіаційн"])
_MISSILES = (
    _Missile(_BALLISTIC, "Іскандер-М", "ballistic_missile"),
    _Missile(_BALLISTIC, "Іскандер-М/С-400", "ballistic_missile"),
    _Missile(_BALLISTIC, "Іскандер-М/С-400/KN-23", "ballistic_missile"),
    _Missile(_adjectives(["зенітн", "керован"]), "С-300/С-400", "ballistic_missile"),
    _Missile(_adjectives(["аеробалістичн"]), "Х-47М2 «Кинджал»", "ballistic_missile"),
    _Missile(_CRUISE, "Х-101", "cruise_missile"),
    _Missile(_CRUISE, "X-101/X-555", "cruise_missile"),
    _Missile(_CRUISE, "«Калібр»", "cruise_missile"),
    _Missile(_CRUISE, "Х-22/32", "cruise_missile"),
    _Missile(_ANTI_SHIP, "3М22 «Циркон»", "cruise_missile"),
    _Missile(_ANTI_SHIP, "Циркон/Онікс", "cruise_missile"),
    _Missile(_GUIDED, "Х-59/69", "cruise_missile"),
    _Missile(_ANTI_RADIATION, "Х-31П", "other_missile"),
    _Missile(_ANTI_SHIP, "Х-35", "other_missile"),
)
_MISSILES_WITH_ENTRIES_OF_THEIR_OWN = 3

# Numbers in words.

_NOMINATIVE = {
    1: "один", 2: "два", 3: "три", 4: "чотири", 5: "п'ять", 6: "шість", 7: "сім", 8: "вісім", 9: "дев'ять", 10: "десять",
    11: "одинадцять", 12: "дванадцять", 13: "тринадцять", 14: "чотирнадцять", 15: "п'ятнадцять", 16: "шістнадцять",
    17: "сімнадцять", 18: "вісімнадцять", 19: "дев'ятнадцять", 20: "двадцять", 30: "тридцять", 40: "сорок",
    50: "п'ятдесят", 60: "шістдесят", 70: "сімдесят", 80: "вісімдесят", 90: "дев'яносто", 100: "сто", 200: "двісті",
    300: "триста", 400: "чотириста", 500: "п'ятсот", 600: "шістсот", 700: "сімсот", 800: "вісімсот", 900: "дев'ятсот",
}  # fmt: skip
_GENITIVE = {
    1: "одного", 2: "двох", 3: "трьох", 4: "чотирьох", 5: "п'яти", 6: "шести", 7: "семи", 8: "восьми", 9: "дев'яти",
    10: "десяти", 11: "одинадцяти", 12: "дванадцяти", 13: "тринадцяти", 14: "чотирнадцяти", 15: "п'ятнадцяти",
    16: "шістнадцяти", 17: "сімнадцяти", 18: "вісімнадцяти", 19: "дев'ятнадцяти", 20: "двадцяти", 30: "тридцяти",
    40: "сорока", 50: "п'ятдесяти", 60: "шістдесяти", 70: "сімдесяти", 80: "вісімдесяти", 90: "дев'яноста", 100: "ста",
    200: "двохсот", 300: "трьохсот", 400: "чотирьохсот", 500: "п'ятисот", 600: "шестисот", 700: "семисот",
    800: "восьмисот", 900: "дев'ятисот",
}  # fmt: skip
_INSTRUMENTAL = {
    1: "одним", 2: "двома", 3: "трьома", 4: "чотирма", 5: "п'ятьма", 6: "шістьма", 7: "сімома", 8: "вісьмома",
    9: "дев'ятьма", 10: "десятьма", 11: "одинадцятьма", 12: "дванадцятьма", 13: "тринадцятьма", 14: "чотирнадцятьма",
    15: "п'ятнадцятьма", 16: "шістнадцятьма", 17: "сімнадцятьма", 18: "вісімнадцятьма", 19: "дев'ятнадцятьма",
    20: "двадцятьма", 30: "тридцятьма", 40: "сорока", 50: "п'ятдесятьма", 60: "шістдесятьма", 70: "сімдесятьма",
    80: "вісімдесятьма", 90: "дев'яноста", 100: "ста", 200: "двомастами", 300: "трьомастами", 400: "чотирмастами",
    500: "п'ятьмастами", 600: "шістьмастами", 700: "сьомастами", 800: "вісьмастами", 900: "дев'ятьмастами",
}  # fmt: skip
_WORDS = {"nominative": _NOMINATIVE, "genitive": _GENITIVE, "instrumental": _INSTRUMENTAL}
_FEMININE = {
    "nominative": {1: "одну", 2: "дві"},
    "genitive": {1: "однієї", 2: "двох"},
    "instrumental": {1: "однією", 2: "двома"},
}
# Second forms that are as right as the first ones.
_VARIANTS = {
    "сімома": "сьома", "вісьмома": "вісьма", "п'ятьма": "п'ятьома", "шістьма": "шістьома", "дев'ятьма": "дев'ятьома",
    "десятьма": "десятьома", "двадцятьма": "двадцятьома", "тридцятьма": "тридцятьома", "семи": "сімох",
    "п'яти": "п'ятьох", "шести": "шістьох",
}  # fmt: skip
_QUALIFIERS = {"близько": "about", "біля": "about", "майже": "about", "понад": "over", "більше": "over", "більш ніж": "over",
               "щонайменше": "over", "до": "up_to"}  # fmt: skip
_GOVERN_GENITIVE = {"близько", "біля", "більше", "до"}


def in_words(number: int, case: str, *, feminine: bool = False) -> str:
    """Write a number from 1 to 999 in words.

    Args:
        number: The number.
        case: `nominative` (also accusative), `genitive` or `instrumental`.
        feminine: Whether it counts something feminine.
    """
    last = number % 100 if number % 100 in range(10, 20) else number % 10
    tens = number % 100 - last
    parts = [number - number % 100, tens, last]
    words = _WORDS[case] | (_FEMININE[case] if feminine else {})
    return " ".join(words[part] for part in parts if part)


def numbers(smallest: int = 1, largest: int = 999) -> st.SearchStrategy[int]:
    """Draw numbers, those with forms of their own more often."""
    special = [
        n for n in (1, 2, 4, 5, 7, 8, 11, 12, 14, 21, 31, 40, 81, 90, 100, 101, 111, 121, 500) if smallest <= n <= largest
    ]
    wide = st.integers(smallest, largest)
    near = st.integers(smallest, min(largest, smallest + 60))
    return st.one_of(st.sampled_from(special), near, wide) if special else wide


def _pick(draw: st.DrawFn, *options: str) -> str:
    return draw(st.sampled_from(options))


def _maybe(draw: st.DrawFn, *options: str) -> str:
    return draw(st.sampled_from(["", *options]))


def _chance(draw: st.DrawFn, one_in: int = 2) -> bool:
    return draw(st.integers(1, one_in)) == 1


def _ends_in_one(number: int) -> bool:
    return number % 10 == 1 and number % 100 != 11


def _form(noun: _Noun, number: int, case: str) -> str:
    if case == "instrumental":
        return noun.instrumental[not _ends_in_one(number)]
    if case == "genitive":
        return noun.genitive[not _ends_in_one(number)]
    is_few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return noun.nominative[0 if _ends_in_one(number) else 1 if is_few else 2]


def _ending(draw: st.DrawFn, number: int, case: str) -> str:
    """A case ending after digits, about every third one wrong, as printed."""
    if case == "instrumental":
        return _pick(draw, "-м" if _ends_in_one(number) else "-ма", "-м" if _ends_in_one(number) else "-ма", "-та", "-ти")
    right = "-го" if _ends_in_one(number) else "-х" if number % 10 in (2, 3, 4) else "-ми" if number % 10 in (7, 8) else "-ти"
    return _pick(draw, right, right, "-ти", "-х")


def _numeral(draw: st.DrawFn, number: int, case: str, *, feminine: bool = False) -> str:
    style = _pick(draw, "digits", "digits", "digits", "ending", "words")
    if style == "digits" or (style == "ending" and case == "nominative"):
        return str(number)
    if style == "ending":
        return str(number) + _ending(draw, number, case)
    words = in_words(number, case, feminine=feminine)
    head, _, last = words.rpartition(" ")
    return f"{head} {_pick(draw, last, _VARIANTS.get(last, last))}".strip()


def _counted(draw: st.DrawFn, number: int, noun: _Noun, case: str, *, may_qualify: bool = True) -> tuple[str, Count]:
    """Write a number and what it counts; returns the words and the number they give."""
    if not may_qualify or number < 5 or not _chance(draw, 5):
        return f"{_numeral(draw, number, case, feminine=noun.feminine)} {_form(noun, number, case)}", Count(number)
    word = _pick(draw, *_QUALIFIERS)
    count = Count(number, _QUALIFIERS[word])
    if word not in _GOVERN_GENITIVE:
        return f"{word} {_numeral(draw, number, case, feminine=noun.feminine)} {_form(noun, number, case)}", count
    if case == "instrumental":
        return f"{word} {number} {noun.instrumental[1]}", count
    return f"{word} {_numeral(draw, number, 'genitive', feminine=noun.feminine)} {_form(noun, number, 'genitive')}", count


# Dates and times.


def _days(first: dt.date, last: dt.date) -> st.SearchStrategy[dt.date]:
    """Draw days, those at the ends of months and years and those on which the clocks change more often."""
    edges = [dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    edges += [dt.date(year, 1, 1) for year in range(first.year, last.year + 1)] * 6
    for year in range(first.year, last.year + 1):
        for month in (3, 10):
            change = dt.date(year, month, 31)
            edges += [change - dt.timedelta((change.weekday() + 1) % 7)] * 6
    edges += [dt.date(2024, 2, 29), dt.date(2024, 3, 1)]
    inside = [day for day in edges if first <= day <= last]
    anywhere = st.dates(first, last)
    return st.one_of(anywhere, st.sampled_from(inside)) if inside else anywhere


def _date_words(draw: st.DrawFn, day: dt.date, *, year: bool) -> str:
    number = _pick(draw, str(day.day), f"{day.day:02}")
    return f"{number} {_MONTHS[day.month - 1]}" + (f" {day.year} року" if year else "")


def _clock(draw: st.DrawFn, time: dt.time) -> str:
    return _pick(draw, f"{time:%H}", str(time.hour)) + _pick(draw, ".", ":") + f"{time:%M}"


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, KYIV)


def _evening(draw: st.DrawFn) -> dt.time:
    return draw(
        st.sampled_from([dt.time(18, 0), dt.time(18, 30), dt.time(19, 0), dt.time(20, 0), dt.time(21, 30), dt.time(23, 50)])
    )


def _morning(draw: st.DrawFn) -> dt.time:
    return draw(
        st.sampled_from([dt.time(7, 30), dt.time(8, 0), dt.time(8, 30), dt.time(9, 0), dt.time(10, 0), dt.time(11, 30)])
    )


def _night(draw: st.DrawFn, first: dt.date, last: dt.date, *, forms: Sequence[str], year: bool | None = None) -> _Window:
    """The opening of a report of a night, in one of these forms: `plain`, `start`, `start_and_end`, `from_to`, `numeric`."""
    day = draw(_days(first, last))
    eve = day - dt.timedelta(1)
    has_year = _chance(draw) if year is None else year
    form = _pick(draw, *forms)
    date = _date_words(draw, day, year=has_year)
    opening = _pick(draw, "У ніч на", "У ніч на", "У ніч на", "В ніч на") + " " + date
    preposition = _pick(draw, "з", "із")
    started = _evening(draw)
    start = _at(eve, started)
    if form == "plain":
        return _Window(opening, "night", day, None, None, has_year)
    if form == "in_the_night":
        return _Window(f"Уночі {date}", "night", day, None, None, has_year)
    if form == "start":
        eve_words = _date_words(draw, eve, year=has_year and (eve.year != day.year) and _chance(draw))
        return _Window(f"{opening} ({preposition} {_clock(draw, started)} {eve_words})", "night", day, start, None, has_year)
    ended = draw(st.sampled_from([dt.time(2, 30), dt.time(4, 30), dt.time(5, 0), dt.time(6, 0)]))
    end = _at(day, ended)
    if form == "start_and_end":
        words = f"{opening} ({preposition} {_clock(draw, started)} по {_clock(draw, ended)})"
    elif form == "numeric":
        words = f"{opening} ({preposition} {_clock(draw, started)} {eve:%d.%m} по {_clock(draw, ended)} {day:%d.%m})"
    else:
        words = f"Із {_clock(draw, started)} {_date_words(draw, eve, year=False)} по {_clock(draw, ended)} {date}"
    return _Window(words, "night", day, start, end, has_year)


def _post_time(draw: st.DrawFn, window: _Window, told_at: dt.datetime | None) -> dt.datetime | None:
    """A time of posting from which the year follows: soon after, up to ten minutes before the as-of time, or late that day."""
    if window.has_year and _chance(draw, 4):
        return None
    basis = told_at or window.end or _at(window.day, dt.time(7, 30))
    minutes = draw(st.one_of(st.integers(3, 90), st.integers(3, 700), st.integers(-10, 0) if told_at else st.just(3)))
    return basis.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)


# Parts of reports.


def _sites(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Where the drones came from, and the names in it; now and then nothing."""
    if _chance(draw, 4):
        return "", ()
    home = draw(
        st.lists(
            st.sampled_from(["Курськ", "Орел", "Брянськ", "Міллерово", "Шаталово", "Приморсько-Ахтарськ"]),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    words, names = ", ".join(home) + _pick(draw, " – рф", " – рф.", ""), tuple(home)
    if _chance(draw):
        words, names = words + ", ТОТ Донецьк", (*names, "Донецьк")
    if _chance(draw):
        crimea = _pick(draw, "Гвардійське", "Чауда")
        words, names = f"{words}, {crimea} – ТОТ АР Крим", (*names, crimea)
    return f" із напрямків{_pick(draw, ':', '')} {words}", names


def _missiles(draw: st.DrawFn, *, least: int = 0, may_withhold: bool = False) -> list[tuple[_Missile, int | None]]:
    """Missiles and their numbers; None stands for a plural without a number."""
    chosen = draw(
        st.lists(st.sampled_from(_MISSILES), min_size=least, max_size=_MISSILES_WITH_ENTRIES_OF_THEIR_OWN, unique=True).filter(
            _tell_apart
        )
    )
    return [(missile, None if may_withhold and _chance(draw) else draw(numbers(1, 60))) for missile in chosen]


def _tell_apart(chosen: list[_Missile]) -> bool:
    """Whether no two of them share a name, so that one entry for each is the only right reading."""
    parts = [part for missile in chosen for part in re.split(r"[/«» ]+", missile.name.translate(_CYRILLIC)) if part]
    return len(parts) == len(set(parts))


def _missile_words(draw: st.DrawFn, missile: _Missile, number: int | None, case: str) -> str:
    if number is None:
        return f"{missile.noun.instrumental[1]} {missile.name}"
    if number == 1 and case != "genitive" and _chance(draw):
        return f"{_form(missile.noun, 1, case)} {missile.name}"
    return f"{_counted(draw, number, missile.noun, case, may_qualify=False)[0]} {missile.name}"


def _origin(draw: st.DrawFn) -> str:
    return _maybe(
        draw, " із Курської обл.", " (район пуску – Вологодська обл., рф)", " з акваторії Чорного моря", " із ТОТ АР Крим"
    )


def _downed_of(draw: st.DrawFn, missiles: Sequence[tuple[_Missile, int | None]]) -> list[tuple[_Missile, int]]:
    """Some of the missiles, with how many of them were brought down."""
    downed = [(missile, draw(st.integers(0, number if number is not None else 9))) for missile, number in missiles]
    return [(missile, number) for missile, number in downed if number]


def _others(
    launched: Sequence[tuple[_Missile, int | None]],
    downed: Sequence[tuple[_Missile, int]],
    *more: tuple[str, str, int | None],
) -> tuple[tuple[str, str, int | None], ...]:
    rows = [(missile.weapon_group, "launched", number) for missile, number in launched]
    rows += [(missile.weapon_group, "intercepted", number) for missile, number in downed]
    return tuple(sorted([*rows, *more], key=str))


def _join(parts: Sequence[str], last: str) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1]


def _defenders(draw: st.DrawFn) -> str:
    return _maybe(
        draw,
        "\n\nПовітряний напад відбивали зенітні ракетні війська, авіація, підрозділи РЕБ та мобільні вогневі "
        "групи Сил оборони.",
        "\n\nДо відбиття атаки залучалися засоби РЕБ, авіація та 4 мобільні вогневі групи.",
    )


def _hits(draw: st.DrawFn, most: int, *, withheld: bool = False) -> tuple[str, int | None, int | None, int | None]:
    """The sentence on hits and debris: its words, drones that hit, places hit, places with debris."""
    if _chance(draw, 4):
        return "", None, None, None
    places = draw(numbers(1, 60))
    where = f"на {_numeral(draw, places, 'genitive')} локаціях" if not _ends_in_one(places) else f"на {places} локації"
    where = where.replace("однієї", "одній")
    drones: int | None = None
    if most and not withheld:
        drones = draw(st.integers(1, most))
        words = f"\n\nЗафіксовано влучання {_counted(draw, drones, _STRIKE, 'genitive', may_qualify=False)[0]} {where}"
    else:
        words = "\n\nЗафіксовано влучання " + _pick(
            draw, "засобів повітряного нападу противника", "ракет та ударних БпЛА", "ворожих дронів"
        )
        words += f" {where}"
    if _chance(draw):
        return words + ".", drones, places, None
    debris = draw(numbers(1, 40))
    words += _pick(draw, ", а також", " а також", " й") + " падіння " + _pick(draw, "збитих (уламки)", "уламків")
    return f"{words} на {debris} {'локації' if _ends_in_one(debris) else 'локаціях'}.", drones, places, debris


def _closing(draw: st.DrawFn) -> str:
    return _maybe(
        draw,
        "\n\n✊ Тримаймо небо!\n🇺🇦 Разом – до перемоги!",
        "\n\nНе ігноруйте сигнали тривоги!",
        "\n\nДякуємо захисникам неба!",
    )


def _losses(draw: st.DrawFn, launched: int) -> tuple[int, int]:
    """How many of these were brought down, and how many are left."""
    downed = draw(st.integers(1, launched))
    return downed, launched - downed


def _drone_types(draw: st.DrawFn, case: str, *, decoys: bool, jets: bool = False) -> tuple[str, Count | None]:
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
        return f" типу {_pick(draw, '«Shahed-136/131»', '«Shahed»', 'Shahed-136', '«Shahed-131/136»')}", None
    ending = "ми" if case == "instrumental" else "в"
    decoy = _pick(
        draw,
        f"дрона{ending}-імітатора{ending} типу «Пародія»" if case == "instrumental" else "дронів-імітаторів типу «Пародія»",
        "безпілотниками інших типів" if case == "instrumental" else "безпілотників інших типів",
    )
    return f" типу Shahed{share}, {_maybe(draw, 'Гербера ', 'Гербера, Італмас ')}та {decoy}".replace(", та", " та"), jet


# Shapes.


def prose_of_2023(draw: st.DrawFn) -> Written:
    """Shaheds only; destroyed out of launched, often in words."""
    window = _night(
        draw, dt.date(2022, 12, 1), dt.date(2024, 1, 31), forms=["plain", "in_the_night", "start_and_end", "from_to"], year=True
    )
    noun = draw(st.sampled_from([_STRIKE, _UNMANNED, _KAMIKAZE]))
    number = draw(numbers(1, 120))
    who = _pick(draw, "противник атакував", "ворог атакував", "російські окупанти атакували")
    types = _drone_types(draw, "instrumental", decoys=False)[0]
    sites, names = _sites(draw)
    missiles = _missiles(draw) if _chance(draw, 3) else []
    if _chance(draw):
        words, launched = _counted(draw, number, noun, "instrumental")
        attack = f"{window.opening} {who} {_pick(draw, 'Україну ', '')}{words}{types}{sites}."
    else:
        words, launched = _counted(draw, number, noun, "genitive")
        attack = (
            f"{window.opening} {who} Україну "
            f"{noun.instrumental[1]}{types}{sites}.\n\n{_pick(draw, 'Усього', 'Загалом')} зафіксовано пуски {words}."
        )
    if missiles:
        attack += f" Також ворог атакував {_join([_missile_words(draw, *one, 'instrumental') for one in missiles], ' та ')}."
    downed, _ = _losses(draw, number)
    others = _others(missiles, [])
    if launched.qualifier == "exact" and _chance(draw):
        text = (
            f"{_pick(draw, 'Знищено', 'Усього знищено')} {_numeral(draw, downed, 'nominative')} із "
            f"{_numeral(draw, number, 'genitive')}"
        )
        # Without its noun the number could be of the missiles in the sentence before.
        counted = f" {_form(noun, number, 'genitive')}"
        text, intercepted = text + (counted if missiles else _maybe(draw, counted)) + ".", Count(downed)
    else:
        words, intercepted = _counted(draw, downed, noun, "nominative")
        text = f"В результаті бойової роботи силами протиповітряної оборони знищено {words}."
        if _chance(draw, 4):
            seen = draw(numbers(1, 6))
            words = _counted(draw, seen, draw(st.sampled_from(_RECON)), "nominative", may_qualify=False)[0]
            text += f" Також знищено {words}."
            others = _others(missiles, [], ("reconnaissance_drone", "intercepted", seen))
    body = f"{attack}\n\n{text}{_closing(draw)}"
    headline = _maybe(draw, f"⚡️ ЗНИЩЕНО {downed} ВОРОЖИХ БПЛА")
    expected = Expected(
        "night", window.day, window.start, window.end, {"launched": launched, "intercepted": intercepted}, others
    )
    return Written("prose_of_2023", headline, body, _post_time(draw, window, None), replace(expected, launch_sites=names))


def evening_of_2022(draw: st.DrawFn) -> Written:
    """A few hours before midnight; the end at 24.00 makes it the next day's night."""
    day = draw(_days(dt.date(2022, 9, 30), dt.date(2022, 12, 31)))
    started = draw(st.sampled_from([dt.time(21, 0), dt.time(22, 0), dt.time(23, 0)]))
    number = draw(numbers(5, 50))
    if number % 10 == 0 and number > 10 and _chance(draw):
        tens = {20: "двома", 30: "трьома", 40: "чотирма", 50: "п'ятьма"}[number]
        words, launched = f"понад {tens} десятками дронів-камікадзе", Count(number, "over")
    else:
        words, launched = _counted(draw, number, _KAMIKAZE, "instrumental")
    downed, _ = _losses(draw, number)
    downed_words, intercepted = _counted(draw, downed, _KAMIKAZE, "nominative", may_qualify=False)
    date = _date_words(draw, day, year=_chance(draw))
    window = _Window(
        "", "evening", day + dt.timedelta(1), _at(day, started), _at(day + dt.timedelta(1), dt.time(0)), "року" in date
    )
    body = (
        f"{date} з {_clock(draw, started)} по 24{_pick(draw, '.', ':')}00 ворог атакував Україну {words} "
        f"«Shahed-136».\n{_pick(draw, 'Знищено', 'Збито')} {downed_words}."
    )
    expected = Expected(
        "evening", window.day, window.start, window.end, {"launched": launched, "intercepted": intercepted}, launch_sites=()
    )
    return Written("evening_of_2022", "", body, _post_time(draw, window, None), expected)


def tracked_of_2024(draw: st.DrawFn) -> Written:
    """Detected and tracked; recon drones among the bullets of what was shot down."""
    window = _night(draw, dt.date(2024, 2, 1), dt.date(2024, 9, 30), forms=["plain", "start", "numeric"], year=True)
    number = draw(numbers(1, 150))
    words, launched = _counted(draw, number, _STRIKE, "genitive")
    sites, names = _sites(draw)
    types = _maybe(draw, _drone_types(draw, "genitive", decoys=False)[0])
    attack = (
        f"{window.opening} {_maybe(draw, 'радіотехнічними військами Повітряних Сил ')}виявлено та "
        f"здійснено супровід {words}{types}{sites}."
    )
    downed, _ = _losses(draw, number)
    told_at = _at(window.day, _morning(draw)) if _chance(draw) else None
    as_of = f"Станом на {_clock(draw, told_at.timetz())} " if told_at else "В результаті протиповітряного бою "
    others: tuple[tuple[str, str, int | None], ...] = ()
    if _chance(draw, 3):
        seen = draw(numbers(1, 9))
        strike, intercepted = _counted(draw, downed, _STRIKE, "nominative", may_qualify=False)
        recon = _counted(draw, seen, draw(st.sampled_from(_RECON)), "nominative", may_qualify=False)[0]
        text = f"{as_of}збито {downed + seen} повітряних цілей:\n- {strike};\n- {recon}."
        others = _others([], [], ("reconnaissance_drone", "intercepted", seen))
    else:
        strike, intercepted = _counted(draw, downed, draw(st.sampled_from([_STRIKE, _HOSTILE])), "nominative")
        text = f"{as_of}збито {strike}{_maybe(draw, ' на Одещині та Сумщині', ' у межах 9 областей')}."
    headline = _maybe(draw, f"⚡️ ЗБИТО {downed} УДАРНИХ БПЛА")
    drones = {"launched": launched, "intercepted": intercepted}
    expected = Expected("night", window.day, window.start, window.end or told_at, drones, others, launch_sites=names)
    return Written(
        "tracked_of_2024", headline, f"{attack}\n\n{text}{_closing(draw)}", _post_time(draw, window, told_at), expected
    )


def lost_of_2024_and_2025(draw: st.DrawFn) -> Written:
    """Confirmed kills, lost from radar as a third number, exits over the border, drones still airborne."""
    window = _night(draw, dt.date(2024, 10, 6), dt.date(2025, 5, 24), forms=["plain", "start"], year=_chance(draw))
    number = draw(numbers(3, 300))
    words, launched = _counted(draw, number, draw(st.sampled_from([_STRIKE, _UNMANNED])), "instrumental")
    types = _pick(
        draw, "безпілотниками невстановленого типу", "безпілотниками-імітаторами різних типів", "безпілотниками-імітаторами"
    )
    sites, names = _sites(draw)
    missiles = _missiles(draw) if _chance(draw, 4) else []
    with_missiles = (
        _join([_missile_words(draw, *one, "instrumental") + _origin(draw) for one in missiles], ", ") + ", а також "
        if missiles
        else ""
    )
    attack = (
        f"{window.opening} противник атакував {with_missiles}{words} типу "
        f"{_pick(draw, '«Shahed»', 'Shahed')} та {types}{sites}."
    )
    downed, left = _losses(draw, number)
    told_at = _at(window.day, _morning(draw)) if _chance(draw) else None
    as_of = f"💥 Станом на {_clock(draw, told_at.timetz())} підтверджено збиття" if told_at else "💥 Підтверджено збиття"
    shot, intercepted = _counted(draw, downed, _STRIKE, "genitive", may_qualify=False)
    text = (
        f"{as_of} {shot} типу «Shahed» та {_pick(draw, 'безпілотників', 'дронів')} інших "
        f"типів{_maybe(draw, ' у Київській, Сумській та Одеській областях')}."
    )
    drones = {"launched": launched, "intercepted": intercepted}
    if left and not _chance(draw, 5):
        lost = draw(st.integers(1, left))
        left -= lost
        lost_words, drones["lost"] = _counted(draw, lost, _HOSTILE_UNMANNED, "nominative")
        text += (
            f"\n\n{lost_words} – локаційно {_pick(draw, 'втрачено', 'втрачені')}{_maybe(draw, ' (без негативних наслідків)')}."
        )
    if left and _chance(draw):
        gone = draw(st.integers(1, left))
        left -= gone
        drones["exits"] = Count(gone)
        where = _pick(
            draw,
            "залишили контрольований повітряний простір України",
            "полетіли в напрямку Білорусі",
            "полетіли в бік росії",
            "залишили повітряний простір України (у напрямку Білорусі)",
        )
        text += f"\n\nЩе {_numeral(draw, gone, 'nominative')} БпЛА {where}."
    if left and _chance(draw):
        flying = draw(st.integers(1, left))
        drones["airborne"] = Count(flying)
        text += (
            f"\n\nЩе {_numeral(draw, flying, 'nominative')} БпЛА "
            f"{_pick(draw, 'перебувають у повітрі', 'перебуває у повітрі')}, бойова робота триває."
        )
    headline = _maybe(draw, f"⚡️ ЗБИТО {downed} ВОРОЖИХ БПЛА", f"⚡️ ЗБИТО {downed} БПЛА, ІНШІ БПЛА – ЛОКАЦІЙНО ВТРАЧЕНІ")
    expected = Expected("night", window.day, window.start, told_at, drones, _others(missiles, []), launch_sites=names)
    return Written(
        "lost_of_2024_and_2025",
        headline,
        f"{attack}{_defenders(draw)}\n\n{text}{_closing(draw)}",
        _post_time(draw, window, told_at),
        expected,
    )


def transitional_of_2025(draw: st.DrawFn) -> Written:
    """Neutralised, of which shot down and of which lost or suppressed: in one sentence, or as bullets."""
    window = _night(draw, dt.date(2025, 6, 1), dt.date(2025, 7, 23), forms=["plain", "start"])
    number = draw(numbers(3, 500))
    words, launched = _counted(draw, number, _STRIKE, "instrumental")
    sites, names = _sites(draw)
    downed, left = _losses(draw, number - 1)
    lost = draw(st.integers(1, left + 1))
    told_at = _at(window.day, _morning(draw))
    as_of = f"💥 {_maybe(draw, 'За попередніми даними, станом', 'Станом') or 'Станом'} на {_clock(draw, told_at.timetz())}"
    drones = {"launched": launched, "intercepted": Count(downed), "lost": Count(lost)}
    shot = _pick(draw, "збито вогневими засобами", "збито вогневими засобами ураження")
    suppressed = _pick(draw, "локаційно втрачені/подавлені РЕБ", "локаційно втрачено/подавлено РЕБ", "локаційно втрачені")
    downed_words = _counted(draw, downed, _HOSTILE, "nominative", may_qualify=False)[0]
    if _chance(draw):
        missiles = _missiles(draw, least=1)
        down = _downed_of(draw, missiles)
        total = number + sum(launched or 0 for _, launched in missiles)
        items = [
            *(_missile_words(draw, *one, "instrumental") for one in missiles),
            f"{words} типу Shahed та безпілотниками-імітаторами різних типів{sites}",
        ]
        attack = f"{window.opening} противник атакував {total} засобами повітряного нападу:\n\n- " + ";\n- ".join(items) + "."
        items = [
            f"{downed_words} {shot}, {lost} – {suppressed}",
            *(f"{_missile_words(draw, *one, 'nominative')} – збито" for one in down),
        ]
        everything = downed + lost + sum(number for _, number in down)
        text = f"{as_of} знешкоджено {everything} засобів повітряного нападу, із них:\n\n- " + ";\n- ".join(items) + "."
        others = _others(missiles, down)
    else:
        attack = f"{window.opening} противник атакував {words} типу Shahed та безпілотниками-імітаторами різних типів{sites}."
        text = (
            f"{as_of} знешкоджено {downed + lost} ворожих БпЛА: {_numeral(draw, downed, 'nominative')} – "
            f"{shot}, {lost} – {suppressed}."
        )
        others, everything = (), downed + lost
    hits, hit, places, debris = _hits(draw, number - downed - lost)
    drones |= {"hits": Count(hit)} if hit is not None else {}
    headline = _maybe(draw, f"⚡️ ЗНЕШКОДЖЕНО {everything} ЦІЛЕЙ", f"⚡️ ЗБИТО/ПОДАВЛЕНО {everything} ЦІЛЕЙ")
    expected = Expected("night", window.day, window.start, told_at, drones, others, places, debris, names)
    body = f"{attack}{_defenders(draw)}\n\n{text}{hits}{_closing(draw)}"
    return Written("transitional_of_2025", headline, body, _post_time(draw, window, told_at), expected)


def _airborne(draw: st.DrawFn) -> tuple[str, Count | None]:
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


def _shahed_share(draw: st.DrawFn, launched: int) -> tuple[str, Count | None]:
    if launched < 10 or not _chance(draw):
        return "", None
    number = draw(st.integers(5, launched - 1))
    word, qualifier = draw(st.sampled_from([("близько", "about"), ("понад", "over"), ("до", "up_to"), ("майже", "about")]))
    return f", {word} {number} із них{_pick(draw, ' – ', '- ')}{_pick(draw, '«шахеди»', 'шахеди')}", Count(number, qualifier)


def merged_prose(draw: st.DrawFn) -> Written:
    """Shot down or suppressed in one number; Shahed shares, jets, and Banderols in numbers of their own."""
    window = _night(draw, dt.date(2025, 8, 1), dt.date(2026, 9, 30), forms=["plain", "start", "start"])
    is_late = window.day >= dt.date(2026, 8, 12)
    number = draw(numbers(1, 800))
    words, launched = _counted(draw, number, _STRIKE, "instrumental")
    types, jet = _drone_types(draw, "instrumental", decoys=True, jets=number > 100 and window.day >= dt.date(2026, 6, 1))
    sites, names = _sites(draw)
    missiles = _missiles(draw, may_withhold=is_late) if _chance(draw) else []
    down = _downed_of(draw, missiles)
    share, shaheds = _shahed_share(draw, number) if jet is None and "реактивн" not in types else ("", None)
    items = [_missile_words(draw, *one, "instrumental") + _origin(draw) for one in missiles]
    more: list[tuple[str, str, int | None]] = []
    down_items = [_missile_words(draw, *one, "nominative") for one in down]
    if window.day >= dt.date(2026, 7, 2) and _chance(draw, 3):
        sent = draw(numbers(2, 20))
        items.append(_counted(draw, sent, _BANDEROL, "instrumental", may_qualify=False)[0])
        more.append(("other_attack_drone", "launched", sent))
        if _chance(draw):
            stopped = draw(st.integers(1, sent))
            down_items.append(_counted(draw, stopped, _BANDEROL, "nominative", may_qualify=False)[0])
            more.append(("other_attack_drone", "intercepted", stopped))
    before = ", ".join(items) + _pick(draw, ", а також ", " та ") if items else ""
    attack = (
        f"{window.opening} противник {_pick(draw, 'атакував', 'атакував Україну', '')} "
        f"{before}{words}{types}{sites}{share}.".replace("  ", " ")
    )
    downed, left = _losses(draw, number)
    told_at = _at(window.day, _morning(draw)) if not _chance(draw, 4) else None
    as_of = f", станом на {_clock(draw, told_at.timetz())}" if told_at else ""
    shot, intercepted = _counted(draw, downed, _HOSTILE, "nominative")
    down_words = ", ".join(down_items) + " та " if down_items else ""
    text = f"💥 За попередніми даними{as_of}, протиповітряною обороною збито/подавлено {down_words}{shot}"
    text += (
        _maybe(draw, " типу Shahed, Гербера та дронів інших типів") + _maybe(draw, " на півночі, півдні та сході країни") + "."
    )
    hits, hit, places, debris = _hits(draw, left, withheld=is_late or bool(missiles))
    airborne, flying = _airborne(draw)
    drones = {"launched": launched, "intercepted": intercepted}
    for measure, count in [("jet_launched", jet), ("shahed_launched", shaheds), ("airborne", flying)]:
        drones |= {measure: count} if count else {}
    drones |= {"hits": Count(hit)} if hit is not None else {}
    everything = downed + sum(number for _, number in down) + sum(row[2] or 0 for row in more if row[1] == "intercepted")
    is_drones_only = everything == downed
    headline = _maybe(draw, f"⚡️ ЗБИТО/ПОДАВЛЕНО {everything} " + ("ВОРОЖИХ БПЛА" if is_drones_only else "ЦІЛЕЙ ПРОТИВНИКА"))
    expected = Expected(
        "night", window.day, window.start, told_at, drones, _others(missiles, down, *more), places, debris, names
    )
    body = f"{attack}{_defenders(draw)}\n\n{text}{hits}{airborne}{_closing(draw)}"
    return Written("merged_prose", headline, body, _post_time(draw, window, told_at), expected)


def list_of_2026(draw: st.DrawFn) -> Written:
    """Bullets on both sides; missiles without numbers."""
    window = _night(draw, dt.date(2026, 8, 20), dt.date(2026, 10, 31), forms=["start"], year=False)
    number = draw(numbers(1, 800))
    missiles = _missiles(draw, least=1, may_withhold=True)
    down = _downed_of(draw, missiles)
    words, launched = _counted(draw, number, _STRIKE, "instrumental")
    types, jet = _drone_types(draw, "instrumental", decoys=True, jets=number > 100)
    sites, names = _sites(draw)
    items = [_missile_words(draw, *one, "instrumental") + _origin(draw) for one in missiles]
    more: list[tuple[str, str, int | None]] = []
    if _chance(draw, 3):
        items.append(f"S8000 «Бандероль»{_maybe(draw, ' із Брянської обл.')}")
        more.append(("other_attack_drone", "launched", None))
    bullet = _pick(draw, "- ", "– ", "• ")
    attack = f"{window.opening} противник атакував:\n\n{bullet}" + f";\n{bullet}".join([*items, f"{words}{types}{sites}"]) + "."
    downed, _ = _losses(draw, number)
    told_at = _at(window.day, _morning(draw))
    down_items = [_missile_words(draw, *one, "nominative") for one in down]
    stopped = draw(numbers(1, 9)) if more and _chance(draw) else 0
    if stopped:
        down_items.append(f"{stopped} S8000 «Бандероль»")
        more.append(("other_attack_drone", "intercepted", stopped))
    shot, intercepted = _counted(draw, downed, _HOSTILE, "nominative", may_qualify=False)
    total = downed + stopped + sum(number for _, number in down)
    down_items.append(shot + _maybe(draw, " типу Shahed, Гербера та дрони інших типів"))
    text = (
        f"💥 За попередніми даними, станом на {_clock(draw, told_at.timetz())}, протиповітряною обороною "
        f"збито/подавлено {total} цілей:\n\n"
    )
    text += bullet + f";\n{bullet}".join(down_items) + "."
    hits, _, places, debris = _hits(draw, 0)
    airborne, flying = _airborne(draw)
    drones = {"launched": launched, "intercepted": intercepted}
    drones |= {"jet_launched": jet} if jet else {}
    drones |= {"airborne": flying} if flying else {}
    headline = _maybe(draw, f"⚡️ ЗБИТО/ПОДАВЛЕНО {total} ЦІЛЕЙ ПРОТИВНИКА")
    target = _maybe(draw, "\n\n❗️ Основні напрямки удару – Одещина, Київщина.", "\n.\n❗️ Основний напрямок удару – Київщина!")
    expected = Expected(
        "night", window.day, window.start, told_at, drones, _others(missiles, down, *more), places, debris, names
    )
    body = f"{attack}{target}{_defenders(draw)}\n\n{text}{hits}{airborne}{_closing(draw)}"
    return Written("list_of_2026", headline, body, _post_time(draw, window, told_at), expected)


def combined(draw: st.DrawFn) -> Written:
    """A total of all weapons in front of the bullets; only the bullets count."""
    window = _night(draw, dt.date(2025, 8, 1), dt.date(2026, 8, 8), forms=["start", "plain"])
    number = draw(numbers(5, 800))
    missiles = _missiles(draw, least=1)
    down = _downed_of(draw, missiles)
    rockets = sum(launched or 0 for _, launched in missiles)
    rocket_words = f"{rockets} {'ракета' if _ends_in_one(rockets) else 'ракет'}"
    words, launched = _counted(draw, number, _STRIKE, "nominative", may_qualify=False)
    types, _ = _drone_types(draw, "genitive", decoys=True)
    sites, names = _sites(draw)
    bullet = _pick(draw, "- ", "– ", "• ")
    aims = _maybe(draw, "\n\n❗️ Основний напрямок удару – Київ. Також атаковано Сумщину та ще 3 області.")
    verb = _pick(draw, "зафіксовано", "виявлено та здійснено супровід")
    attack = (
        f"{window.opening}{_maybe(draw, ',')} противник завдав масованого комбінованого удару по Україні "
        f"із застосуванням ударних БпЛА та ракет.{aims}"
    )
    attack += (
        f"\n\nУсього радіотехнічними військами Повітряних Сил {verb} {number + rockets} засобів "
        f"повітряного нападу – {rocket_words} і {number} БпЛА"
    )
    attack += f" різних типів:\n\n{bullet}"
    items = [
        _missile_words(draw, *one, "nominative") + _maybe(draw, " (район пуску – Вологодська обл., - рф)") for one in missiles
    ]
    attack += f";\n{bullet}".join([*items, f"{words}{types}{f' ({sites.strip()})' if sites else ''}"]) + "."
    downed, left = _losses(draw, number)
    shot_rockets = sum(number for _, number in down)
    told_at = _at(window.day, _morning(draw))
    shot, intercepted = _counted(draw, downed, _HOSTILE, "nominative", may_qualify=False)
    text = (
        f"💥 За попередніми даними, станом на {_clock(draw, told_at.timetz())}, протиповітряною обороною "
        f"збито/подавлено {downed + shot_rockets} цілей"
    )
    text += f" – {shot_rockets} ракет та {downed} безпілотників різних типів" if shot_rockets else ""
    down_items = [*(_missile_words(draw, *one, "nominative") for one in down), f"{shot} різних типів"]
    text += f":\n\n{bullet}" + f";\n{bullet}".join(down_items) + "."
    hits, hit, places, debris = _hits(draw, left)
    airborne, flying = _airborne(draw)
    drones = {"launched": launched, "intercepted": intercepted}
    drones |= {"hits": Count(hit)} if hit is not None else {}
    drones |= {"airborne": flying} if flying else {}
    headline = (
        _maybe(draw, f"⚡️ ЗБИТО/ПОДАВЛЕНО {downed + shot_rockets} ЦІЛЕЙ: {shot_rockets} РАКЕТ ТА {downed} ВОРОЖИХ БПЛА")
        if shot_rockets
        else f"⚡️ ЗБИТО/ПОДАВЛЕНО {downed} ВОРОЖИХ БПЛА"
    )
    expected = Expected("night", window.day, window.start, told_at, drones, _others(missiles, down), places, debris, names)
    body = f"{attack}{_defenders(draw)}\n\n{text}{hits}{airborne}{_closing(draw)}"
    return Written("combined", headline, body, _post_time(draw, window, told_at), expected)


def day_of_2026(draw: st.DrawFn) -> Written:
    """An attack by day: both hours are printed, and the as-of time is about the drones in the air."""
    day = draw(_days(dt.date(2026, 8, 1), dt.date(2026, 10, 31)))
    number = draw(numbers(3, 800))
    started = draw(st.sampled_from([dt.time(6, 30), dt.time(7, 0), dt.time(8, 0)]))
    ended = draw(st.sampled_from([dt.time(18, 0), dt.time(18, 30), dt.time(19, 0)]))
    words, launched = _counted(draw, number, _STRIKE, "instrumental")
    downed, left = _losses(draw, number)
    shot, intercepted = _counted(draw, downed, _STRIKE, "nominative")
    drones = {"launched": launched, "intercepted": intercepted}
    with_jets, with_jets_down = "", ""
    if number > 20 and _chance(draw):
        jets = draw(st.integers(1, number))
        drones["jet_launched"] = Count(jets)
        with_jets = f" ({jets} із них — реактивні)"
        if downed > 1 and _chance(draw):
            jets_down = draw(st.integers(1, min(jets, downed)))
            drones["jet_intercepted"] = Count(jets_down)
            with_jets_down = f" ({jets_down} із них - реактивні)"
    more: list[tuple[str, str, int | None]] = []
    before = ""
    if _chance(draw, 4):
        sent = draw(numbers(2, 12))
        before = f"{in_words(sent, 'instrumental')} S8000 «Бандероль» та "
        more.append(("other_attack_drone", "launched", sent))
    date = _date_words(draw, day, year=_chance(draw))
    join = _pick(draw, "до", "по")
    body = f"❗️ Протягом дня {date} ({_pick(draw, 'із', 'з')} {_clock(draw, started)} {join} {_clock(draw, ended)})"
    body += (
        " противник атакував Україну "
        f"{before}{words}{with_jets}.{_maybe(draw, ' Більшість дронів ворог спрямував у бік столиці.')}"
    )
    body += (
        "\n\nЗа попередніми даними, протиповітряною обороною протягом "
        f"{_pick(draw, 'дня', 'вказаного періоду')} збито/подавлено {shot}{with_jets_down}."
    )
    if left and _chance(draw):
        hit = draw(st.integers(1, left))
        drones["hits"] = Count(hit)
        body += f"\n\nЗафіксовано влучання {_counted(draw, hit, _STRIKE, 'genitive', may_qualify=False)[0]} противника."
    told_at = _at(day, ended) + dt.timedelta(minutes=draw(st.sampled_from([0, 20, 30])))
    if _chance(draw):
        flying = draw(numbers(2, 90))
        word, qualifier = draw(st.sampled_from([("близько", "about"), ("до", "up_to"), ("понад", "over")]))
        drones["airborne"] = Count(flying, qualifier)
        jet = _maybe(draw, "реактивних ")
        body += (
            f"\n\nСтаном на {_clock(draw, told_at.timetz())} у повітряному просторі "
            f"{_maybe(draw, 'спостерігається ')}{word} {flying} ударних {jet}безпілотників."
        )
        body += _maybe(draw, " Також заходять нові групи БпЛА.")
    body += "\n\nНе ігноруйте тривогу!"
    window = _Window("", "day", day, _at(day, started), _at(day, ended), "року" in date)
    expected = Expected("day", None, window.start, window.end, drones, _others([], [], *more), launch_sites=())
    return Written("day_of_2026", "", body, _post_time(draw, window, told_at), expected)


SHAPES: tuple[Callable[[st.DrawFn], Written], ...] = (
    prose_of_2023,
    evening_of_2022,
    tracked_of_2024,
    lost_of_2024_and_2025,
    transitional_of_2025,
    merged_prose,
    list_of_2026,
    combined,
    day_of_2026,
)


# The same text, spelled in the ways in which the channel spells it.


@dataclass(frozen=True)
class Spelling:
    """One way of typing a text.

    Attributes:
        apostrophe: Character for apostrophes.
        dash: Character for dashes between words.
        quotes: Opening and closing quotation mark.
        hard_spaces: Every how manyth space is a no-break space; 0 for none.
        double_spaces: Every how manyth space is doubled; 0 for none.
        latin: Every how manyth Cyrillic letter with a Latin twin is Latin; 0 for none.
    """

    apostrophe: str = "'"
    dash: str = "–"
    quotes: str = "«»"
    hard_spaces: int = 0
    double_spaces: int = 0
    latin: int = 0

    def apply(self, text: str) -> str:
        """Type a text in this way."""
        text = text.replace("'", self.apostrophe).replace(" – ", f" {self.dash} ")
        text = text.replace("«", self.quotes[0]).replace("»", self.quotes[1])
        text = _every(self.double_spaces, " ", "  ", text)
        text = _every(self.hard_spaces, " ", "\u00a0", text)
        return _latinised(text, self.latin)


def _every(nth: int, old: str, new: str, text: str) -> str:
    if not nth:
        return text
    seen = iter(range(1, len(text) + 1))
    return re.sub(re.escape(old), lambda found: found[0] if next(seen) % nth else new, text)


def _latinised(text: str, nth: int) -> str:
    """Swap letters inside words; every word keeps a letter that only Cyrillic has."""
    if not nth:
        return text
    twins = set("аіосерхАІОСЕРХМНКТВ")
    letters = iter(range(1, len(text) + 1))

    def swap(word: re.Match[str]) -> str:
        if len(word[0]) < 3 or all(letter in twins for letter in word[0]):
            return word[0]
        return "".join(
            letter.translate(_LATIN) if letter in twins and not next(letters) % nth else letter for letter in word[0]
        )

    return re.sub(r"[а-яіїєґА-ЯІЇЄҐ]+", swap, text)


SPELLINGS: st.SearchStrategy[Spelling] = st.one_of(
    st.just(Spelling()),
    st.builds(
        Spelling,
        apostrophe=st.sampled_from(["'", "’", "ʼ", "`"]),
        dash=st.sampled_from(["–", "—", "-"]),
        quotes=st.sampled_from(["«»", "“”", '""', "„“"]),
        hard_spaces=st.sampled_from([0, 2, 7]),
        double_spaces=st.sampled_from([0, 5, 11]),
        latin=st.sampled_from([0, 3, 10]),
    ),
)


@st.composite
def reports(draw: st.DrawFn, shapes: Sequence[Callable[[st.DrawFn], Written]] = SHAPES) -> Written:
    """Draw a report of one of these shapes, in one of the spellings."""
    written = draw(st.sampled_from(shapes))(draw)
    spelling = draw(SPELLINGS)
    return replace(written, headline=spelling.apply(written.headline), body=spelling.apply(written.body))


def words_of(text: str) -> list[str]:
    """The words and numbers of a text with its letters in one script, to compare texts whatever their spelling."""
    return re.findall(r"\w+", re.sub("[’ʼ`]", "'", text).translate(_CYRILLIC).casefold())
