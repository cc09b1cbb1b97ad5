"""The texts of page and summary: the same ones in every language, with the same blanks, and none that nobody uses."""

import re
import string
import tomllib
from typing import Any

import pytest

from reports.texts import DASH, language, number
from reports.words import LANGUAGES
from warehouse.home import CHECKOUT

REPORTS = CHECKOUT / "reports"
TEXTS: dict[str, dict[str, Any]] = {
    code: {
        f"{section}.{name}": text
        for section, texts in tomllib.loads((REPORTS / "messages" / f"page.{code}.toml").read_text(encoding="utf-8")).items()
        for name, text in texts.items()
    }
    for code in LANGUAGES
}
SOURCES = [REPORTS / "page.py", REPORTS / "summary.py", REPORTS / "templates" / "page.html"]


def blanks(text: str | list[str]) -> list[set[str | None]]:
    lines = [text] if isinstance(text, str) else text
    return [{name for _, name, _, _ in string.Formatter().parse(line)} - {None} for line in lines]


def test_texts_are_the_same_ones_in_every_language() -> None:
    assert list(TEXTS["en"]) == list(TEXTS["uk"])


@pytest.mark.parametrize("name", TEXTS["en"])
def test_text_has_the_same_blanks_in_every_language(name: str) -> None:
    english, ukrainian = TEXTS["en"][name], TEXTS["uk"][name]
    assert english != ukrainian
    assert blanks(english) == blanks(ukrainian)


def test_no_text_is_left_over() -> None:
    """A text is asked for by its name, or by its section and a value of the data."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    asked = set(re.findall(r"[\"'.]([a-z]+\.[a-z_]+)[\"']", code))
    by_section = tuple(re.findall(r"say\(f?\"([a-z]+\.[a-z_]*)(?:\" \+|{)", code))
    assert "rules." in by_section
    lists = {"methodology.methods"}
    assert [name for name in TEXTS["en"] if name not in asked | lists and not name.startswith(by_section)] == []


@pytest.mark.parametrize(
    ("code", "whole", "part"), [("en", "10,970", "91.68"), ("uk", "10\N{NO-BREAK SPACE}970", "91,68")], ids=LANGUAGES
)
def test_a_number_nobody_stated_is_a_dash(code: str, whole: str, part: str) -> None:
    say = language(code)
    assert (number(say, 10970), number(say, 91.68), number(say, 0), number(say, None)) == (whole, part, "0", DASH)
