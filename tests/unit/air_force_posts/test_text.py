"""One spelling of every dash, quote, apostrophe, space and alphabet."""

import pytest

from assets.sources.air_force_posts.text import RULER, normalise


@pytest.mark.parametrize("dash", list("‐‑‒–—―−﹣－-➖"))
def test_one_dash(dash: str) -> None:
    assert normalise(f"Донецьк {dash} ТОТ") == "Донецьк - ТОТ"


@pytest.mark.parametrize("quotes", ["«»", "“”", "„“", '""', "‟”", "‹›", "＂＂", "″″", "❝❞"])
def test_one_pair_of_quotes(quotes: str) -> None:
    assert normalise(f"типу {quotes[0]}Пародія{quotes[1]}.") == 'типу "Пародія".'


@pytest.mark.parametrize("apostrophe", list("’ʼ`´‘′ʹ＇'"))
def test_one_apostrophe(apostrophe: str) -> None:
    assert normalise(f"п{apostrophe}ятьма") == "п'ятьма"


@pytest.mark.parametrize("apostrophe", list("’ʼ`´‘′"))
def test_apostrophe_outside_a_word_is_a_quote(apostrophe: str) -> None:
    assert normalise(f"{apostrophe}Калібр{apostrophe} летить") == '"Калібр" летить'


@pytest.mark.parametrize("bullet", list("•▪▫●◦‣∙·■□◾◽🔹🔸"))
def test_one_bullet(bullet: str) -> None:
    assert normalise(f"{bullet} 7 БпЛА") == "• 7 БпЛА"


@pytest.mark.parametrize("space", ["\u00a0", "\t", "\u2009", "\u202f", "\u3000", "  ", " \u00a0 "])
def test_one_space(space: str) -> None:
    assert normalise(f"31{space}БпЛА") == "31 БпЛА"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\u2029", "\u0085", "\v", "\f"])
def test_one_end_of_line(end: str) -> None:
    assert normalise(f"збито:{end}тринадцять") == "збито:\nтринадцять"


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200e", "\u2060", "\ufe0f", "\ufeff", "\0", "\ud800"])
def test_what_cannot_be_seen_is_gone(mark: str) -> None:
    assert normalise(f"Бп{mark}ЛА {mark}12") == "БпЛА 12"


@pytest.mark.parametrize("ruler", ["➖" * 10, "➖" * 4, "—" * 12, "─" * 6, "_" * 5, "=" * 8])
def test_ruler(ruler: str) -> None:
    assert normalise(f"ЗБИТО 9\n{ruler}\nУ ніч") == f"ЗБИТО 9\n\n{RULER}\n\nУ ніч"


@pytest.mark.parametrize("dashes", ["–––", "___", "- - - -"])
def test_few_dashes_are_no_ruler(dashes: str) -> None:
    assert RULER not in normalise(f"ЗБИТО 9\n{dashes}\nУ ніч")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ударниx", "ударних"),
        ("БпЛA", "БпЛА"),
        ("МiГ-31К", "МіГ-31К"),
        ("Кaлібр", "Калібр"),
        ("Shаhеd", "Shahed"),
        ("2-мa", "2-ма"),
        ("a", "а"),
        ("Ланцет Lancet", "Ланцет Lancet"),
        ("KN-23", "KN-23"),
        ("X-101", "X-101"),
        ("B", "В"),
        ("F", "F"),
    ],
    ids=["x", "A", "i", "a", "Cyrillic in a Latin word", "ending", "letter alone", "two alphabets", "KN", "X", "B", "no twin"],
)
def test_one_alphabet_in_a_word(typed: str, meant: str) -> None:
    """Latin letters that look Cyrillic, and the other way, are typed in one word now and then (DOMAIN.md section 4, no. 12)."""
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("Іскандер- М", "Іскандер-М"),
        ("Іскандер -М", "Іскандер-М"),
        ("Іскандер – К", "Іскандер-К"),
        ("Приморсько- Ахтарськ", "Приморсько-Ахтарськ"),
        ("Приморсько-\nАхтарськ", "Приморсько-Ахтарськ"),
        ("Х- 101", "Х-101"),
        ("С -300", "С-300"),
        ("Ту- 95МС", "Ту-95МС"),
        ("Shahed- 136", "Shahed-136"),
        ("«Дань- Т»", '"Дань-Т"'),
    ],
)
def test_torn_name_is_joined(torn: str, whole: str) -> None:
    assert normalise(torn) == whole


@pytest.mark.parametrize("text", ["Курськ - рф", "Бєлгород - ТОТ", "Орел, Гвардійське - ТОТ АР Крим", "С - рф"])
def test_dash_between_words_stays(text: str) -> None:
    assert normalise(text) == text


def test_dots_and_colons_in_one_sign() -> None:
    assert normalise("Збито 9…\nСтаном на 18：00") == "Збито 9.\nСтаном на 18:00"


@pytest.mark.parametrize("text", ["", "   ", "\n", "Збито 5 БпЛА.", '"', "\u200b"])
def test_normal_text_is_normal(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
