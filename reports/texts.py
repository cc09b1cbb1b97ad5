"""The page's and summary's texts in one language, and how numbers and dates read in them.

Belongs here: looking texts up in `reports/texts.yml` and filling them in. Words of the charts are in `reports/words.py`.
"""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup, escape

LANGUAGES = ("en", "uk")
MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"
# Separators of thousands and decimals.
_SEPARATORS = {"en": (",", "."), "uk": ("\N{NO-BREAK SPACE}", ",")}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
}
_DAY_MONTHS = {
    "en": _MONTHS["en"],
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}


@cache
def _texts() -> dict[str, dict[str, Any]]:
    text: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return text


class Texts:
    """The texts of one language. `texts("as_of", night=…)` is a text filled in, safe in HTML whatever is put in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._thousands, self._decimal = _SEPARATORS[language]

    def __call__(self, name: str, **values: object) -> Markup:
        return escape(_texts()[name][self.language]).format(**values)

    def plain(self, name: str, **values: object) -> str:
        """Return a text filled in, for other places than HTML."""
        return str(_texts()[name][self.language]).format(**values)

    def list(self, name: str) -> list[str]:
        """Return a text that is a list."""
        return list(_texts()[name][self.language])

    def count(self, value: float | None) -> str:
        """Return `10,970`, or a dash for a number that nobody stated."""
        return DASH if value is None else f"{value:,.0f}".replace(",", self._thousands).replace("-", MINUS)

    def percent(self, value: float | None) -> str:
        """Return `91.7 %`, or a dash."""
        return DASH if value is None else f"{self._decimals(value)}\N{NO-BREAK SPACE}%"

    def signed(self, value: float, unit: str = "") -> str:
        """Return a change with its sign: `+23.8 %`, `−1.2`."""
        sign = "+" if value > 0 else MINUS if value < 0 else "±"
        return sign + self._decimals(abs(value)) + (f"\N{NO-BREAK SPACE}{unit}" if unit else "")

    def day(self, when: dt.date) -> str:
        """Return `7 June 2026`."""
        return f"{when.day} {_DAY_MONTHS[self.language].split()[when.month - 1]} {when.year}"

    def month(self, when: dt.date) -> str:
        """Return `June 2026`."""
        return f"{_MONTHS[self.language].split()[when.month - 1]} {when.year}"

    def period(self, granularity: str, start: dt.date) -> str:
        """Return a year, month or night in words."""
        return {"year": str(start.year), "month": self.month(start), "night": self.day(start)}[granularity]

    def _decimals(self, value: float) -> str:
        return f"{value:.1f}".replace(".", self._decimal).replace("-", MINUS)
