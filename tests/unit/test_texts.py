"""The texts of page and summary: the same ones in every language, with the same blanks, and none that nobody uses."""

import datetime as dt
import re
import string

import pytest
import yaml

from reports.texts import LANGUAGES, Texts
from warehouse.home import CHECKOUT

REPORTS = CHECKOUT / "reports"
TEXTS = yaml.safe_load((REPORTS / "texts.yml").read_text(encoding="utf-8"))
SOURCES = [*REPORTS.glob("*.py"), *REPORTS.glob("templates/*.html")]


def blanks(text: str | list[str]) -> set[str | None]:
    lines = [text] if isinstance(text, str) else text
    return {name for line in lines for _, name, _, _ in string.Formatter().parse(line)} - {None}


@pytest.mark.parametrize("name", TEXTS)
def test_text_stands_in_every_language_with_the_same_blanks(name: str) -> None:
    text = TEXTS[name]
    assert tuple(text) == LANGUAGES
    assert blanks(text["en"]) == blanks(text["uk"])
    if isinstance(text["en"], list):
        assert len(text["en"]) == len(text["uk"])
    assert "".join(text["en"]) != "".join(text["uk"])


def test_no_text_is_left_over() -> None:
    """A text is asked for by its name, or by the beginning of its name and a row's value."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    named = set(re.findall(r'"([a-z_]+)"', code))
    built = tuple(re.findall(r'say\("([a-z_]+_)" \+', code))
    weapon_groups = {"cruise_missile", "ballistic_missile"}
    assert {name for name in TEXTS if name not in named | weapon_groups and not name.startswith(built)} == set()


@pytest.mark.parametrize(
    ("language", "count", "percent", "growth", "day", "month"),
    [
        ("en", "10,970", "91.7 %", "+23.8 %", "7 June 2026", "June 2026"),
        ("uk", "10\u00a0970", "91,7 %", "+23,8 %", "7 червня 2026", "червень 2026"),
    ],
)
def test_numbers_and_dates(language: str, count: str, percent: str, growth: str, day: str, month: str) -> None:
    say, when = Texts(language), dt.date(2026, 6, 7)
    assert say.count(10970) == count
    assert say.count(None) == "–"
    assert say.percent(91.68).replace("\u00a0", " ") == percent
    assert say.signed(23.83, "%").replace("\u00a0", " ") == growth
    assert say.signed(-23.83, "%") == growth.replace("+", "−").replace(" ", "\u00a0")
    assert say.day(when) == day
    assert say.month(when) == month


def test_what_is_filled_in_is_escaped() -> None:
    assert Texts("en")("headline_month", period="<b>") == "launched in &lt;b&gt;"
    assert Texts("en").plain("headline_month", period="<b>") == "launched in <b>"
