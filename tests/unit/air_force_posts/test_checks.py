"""What does not fit together in a report is marked, and stays as it is printed (DOMAIN.md section 9, rule 7)."""

import datetime as dt

import pytest

from assets.sources.air_force_posts.reader import read
from assets.sources.air_force_posts.report import Report

POSTED = dt.datetime(2026, 1, 15, 8, 0, tzinfo=dt.UTC)
OPENING = "У ніч на 15 січня (з 18:00 14 січня) противник атакував "
SHAHEDS = ": shahed_type"


def report(text: str, headline: str = "") -> Report:
    top = f"{headline}\n➖➖➖➖➖➖\n" if headline else ""
    reading = read(f"{top}{OPENING}{text}", POSTED)
    assert reading.report is not None, reading.reason
    return reading.report


@pytest.mark.parametrize(
    ("fits", "exceeds"),
    [
        ("100 БпЛА. Збито 100 БпЛА.", "100 БпЛА. Збито 101 БпЛА."),
        ("100 БпЛА. Збито 60 БпЛА, 40 – локаційно втрачено.", "100 БпЛА. Збито 60 БпЛА, 41 – локаційно втрачено."),
        ("100 БпЛА. Збито 60 БпЛА. Ще 40 БпЛА у повітрі.", "100 БпЛА. Збито 60 БпЛА. Ще 41 БпЛА у повітрі."),
        ("100 БпЛА. Збито 60 БпЛА. Ще 40 БпЛА полетіли в росію.", "100 БпЛА. Збито 60 БпЛА. Ще 41 БпЛА полетіли в росію."),
        ("близько 100 БпЛА. Збито 105 БпЛА.", "близько 100 БпЛА. Збито 106 БпЛА."),
        ("100 БпЛА. Збито близько 105 БпЛА.", "100 БпЛА. Збито близько 107 БпЛА."),
        ("до 100 БпЛА. Збито 100 БпЛА.", "до 100 БпЛА. Збито 101 БпЛА."),
        ("понад 100 БпЛА. Збито 300 БпЛА.", "100 БпЛА. Збито понад 300 БпЛА."),
        ("100 БпЛА. Збито до 300 БпЛА.", "100 БпЛА. Збито 300 БпЛА."),
        ("ударними БпЛА. Збито 300 БпЛА.", "1 БпЛА. Збито 300 БпЛА."),
    ],
    ids=["down", "lost", "airborne", "left", "about, whole", "about, part", "up to", "over", "up to, part", "unknown"],
)  # fmt: skip
def test_outcomes_beyond_what_was_launched(fits: str, exceeds: str) -> None:
    assert report(fits).marks == ()
    assert report(exceeds).marks == (f"outcomes_exceed_launched{SHAHEDS}",)


@pytest.mark.parametrize(
    ("fits", "exceeds", "mark"),
    [
        (
            "100 БпЛА. Збито 20 БпЛА. Зафіксовано влучання 100 БпЛА на 5 локаціях.",
            "100 БпЛА. Збито 20 БпЛА. Зафіксовано влучання 101 БпЛА на 5 локаціях.",
            "hits_exceed_launched",
        ),
        (
            "100 БпЛА, 100 із них – реактивні. Збито 20 БпЛА.",
            "100 БпЛА, 101 із них – реактивні. Збито 20 БпЛА.",
            "share_exceeds_total",
        ),
        (
            "100 БпЛА, близько 105 із них – «шахеди». Збито 20 БпЛА.",
            "100 БпЛА, близько 107 із них – «шахеди». Збито 20 БпЛА.",
            "share_exceeds_total",
        ),
        (
            "100 БпЛА. Збито 20 БпЛА (20 із них – реактивні).",
            "100 БпЛА. Збито 20 БпЛА (21 із них – реактивні).",
            "share_exceeds_total",
        ),
    ],
    ids=["hits", "jets", "Shaheds", "jets brought down"],
)
def test_hits_and_shares_beyond_the_whole(fits: str, exceeds: str, mark: str) -> None:
    assert report(fits).marks == ()
    assert report(exceeds).marks == (mark + SHAHEDS,)


def test_each_weapon_is_checked_by_itself() -> None:
    found = report("100 БпЛА та 7 ракетами Х-101. Збито 20 БпЛА та 8 ракет Х-101.")
    assert found.marks == ("outcomes_exceed_launched: cruise_missile",)


@pytest.mark.parametrize(
    ("total", "bullets", "is_marked"),
    [
        ("107 засобами", ("100 БпЛА", "7 ракетами Х-101"), False),
        ("108 засобами", ("100 БпЛА", "7 ракетами Х-101"), True),
        ("близько 108 засобами", ("100 БпЛА", "7 ракетами Х-101"), False),
        ("108 засобами", ("100 БпЛА", "ракетами Х-101"), False),
    ],
    ids=["sum", "not the sum", "about", "no number in a bullet"],
)
def test_bullets_against_their_header(total: str, bullets: tuple[str, ...], is_marked: bool) -> None:
    found = report(f"{total}:\n" + ";\n".join(f"- {bullet}" for bullet in bullets) + ".\nЗбито 20 БпЛА.")
    assert found.marks == (("bullets_differ_from_header: launched",) if is_marked else ())


@pytest.mark.parametrize(
    ("text", "is_marked"),
    [
        ("Збито/подавлено 26 цілей:\n- 20 БпЛА;\n- 6 ракет Х-101.", False),
        ("Збито/подавлено 27 цілей:\n- 20 БпЛА;\n- 6 ракет Х-101.", True),
        ("Знешкоджено 26 цілей:\n- 20 БпЛА збито;\n- 6 БпЛА локаційно втрачено.", False),
    ],
    ids=["sum", "not the sum", "lost are part of the sum"],
)
def test_bullets_of_what_was_brought_down(text: str, is_marked: bool) -> None:
    found = report("100 БпЛА та 7 ракетами Х-101.\n" + text)
    assert found.marks == (("bullets_differ_from_header: intercepted",) if is_marked else ())


@pytest.mark.parametrize(
    ("headline", "marks"),
    [
        ("ЗБИТО/ПОДАВЛЕНО 95 ВОРОЖИХ БПЛА", ()),
        ("ЗБИТО/ПОДАВЛЕНО 96 ЦІЛЕЙ ПРОТИВНИКА", ()),
        ("ЗБИТО/ПОДАВЛЕНО 94 ЦІЛІ ПРОТИВНИКА", ("headline_below_body",)),
        ("", ()),
    ],
    ids=["the same", "missiles too", "less", "none"],
)
def test_headline_below_the_drones(headline: str, marks: tuple[str, ...]) -> None:
    assert report("100 БпЛА.\nЗбито/подавлено 95 ворожих БпЛА.", headline).marks == marks


def test_numbers_that_do_not_fit_stay_as_printed() -> None:
    found = report("100 БпЛА. Збито 120 БпЛА.").of("shahed_type")
    assert found is not None
    assert (found.launched.value, found.intercepted.value) == (100, 120)
