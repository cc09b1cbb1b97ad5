"""Tables as Markdown, for people who paste them somewhere."""

from collections.abc import Iterable, Sequence
from typing import Any


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as a Markdown table; a missing number is an empty cell."""
    head = [_line(columns), _line(["---"] * len(columns))]
    return "\n".join([*head, *(_line(row) for row in rows)])


def _line(cells: Sequence[Any]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).replace("|", "\\|").split())
