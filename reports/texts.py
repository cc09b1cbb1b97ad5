"""The texts of page and summary in one language, on top of the numbers, dates and texts of the charts.

Belongs here: finding `reports/messages/page.<language>.toml`. How a language writes a number or a date is said in
`reports/words.py`.
"""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path

from reports import words
from reports.words import Language

# A number that nobody stated.
DASH = "\N{EN DASH}"
_MESSAGES = Path(__file__).parent / "messages"


@cache
def language(code: str) -> Language:
    """Return one of `words.LANGUAGES` with the messages of page and summary."""
    own = tomllib.loads((_MESSAGES / f"page.{code}.toml").read_text(encoding="utf-8"))
    return Language(code, words.language(code).messages | own)


def number(say: Language, value: float | None) -> str:
    """Return `10,970`, or a dash for a number that nobody stated; two decimals where it has any."""
    return DASH if value is None else say.count(value, 0 if float(value).is_integer() else 2)


def period(say: Language, granularity: str, start: dt.date) -> str:
    """Return a year, month or night in words."""
    return {"year": str(start.year), "month": say.month(start), "night": say.day(start)}[granularity]
