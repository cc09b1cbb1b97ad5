"""A document as sections of facts, tables and lines, and how it becomes text for a terminal or Markdown.

Belongs here: layout only. What a document says is decided by whoever makes the sections.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from reports import markdown

Fact = tuple[str, str]
WIDTH = 100
_LABEL = 18
_LEAST_COLUMN = 12


@dataclass(frozen=True)
class Line:
    """A sentence, or several."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Labels with what they say, below a head of their own if there is one; an empty label continues the one before.

    A value that begins with `http` is a link.
    """

    facts: Sequence[Fact]
    head: str | None = None


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        columns: Their heads.
        rows: Cells as text.
        numbers: Columns that are aligned to the right.
        below: A column that a terminal shows on a line of its own below the row, because it is long.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[str] = frozenset()
    below: str | None = None


@dataclass(frozen=True)
class Section:
    """A part of a document under its title."""

    title: str
    blocks: Sequence[Line | Facts | Grid]


def as_text(sections: Sequence[Section]) -> str:
    """Return the document for a terminal of 100 columns; a link is never broken, so that it can be opened."""
    parts = []
    for number, section in enumerate(sections):
        rule = ("=" if number == 0 else "-") * min(len(section.title), WIDTH)
        blocks = ["\n".join(_text_of(block)) for block in section.blocks]
        parts.append("\n".join([*_wrapped(section.title), rule, "\n\n".join(blocks)]))
    return "\n\n".join(parts) + "\n"


def as_markdown(sections: Sequence[Section]) -> str:
    """Return the document as Markdown; the first section's title is that of the document."""
    parts = []
    for number, section in enumerate(sections):
        parts.append(f"{'#' if number == 0 else '##'} {_escaped(section.title)}")
        parts += ["\n".join(_markdown_of(block)) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _text_of(block: Line | Facts | Grid) -> Iterator[str]:
    match block:
        case Line(text):
            yield from _wrapped(text)
        case Facts(facts, head):
            if head:
                yield from _wrapped(head)
            indent = "  " if head else ""
            for label, value in facts:
                yield from _fact(label, value, indent)
        case Grid():
            yield from _grid(block)


def _fact(label: str, value: str, indent: str) -> Iterator[str]:
    for number, line in enumerate(_wrapped(value, WIDTH - _LABEL - len(indent))):
        yield f"{indent}{label if number == 0 else '':{_LABEL - 1}} {line}".rstrip()


def _grid(grid: Grid) -> Iterator[str]:
    """Yield a table; columns of words are wrapped where it would be too wide, numbers are not."""
    shown = [n for n, name in enumerate(grid.columns) if name != grid.below]
    below = next((n for n, name in enumerate(grid.columns) if name == grid.below), None)
    heads = [grid.columns[n] for n in shown]
    widths = _fitting([max(len(row[n]) for row in (grid.columns, *grid.rows)) for n in shown], heads, grid.numbers)
    yield _cells(heads, widths, heads, grid.numbers)
    yield "  ".join("-" * width for width in widths)
    for row in grid.rows:
        wrapped = [_wrapped(row[n], width) for n, width in zip(shown, widths, strict=True)]
        for cells in zip_longest(*wrapped, fillvalue=""):
            yield _cells(cells, widths, heads, grid.numbers)
        if below is not None and row[below]:
            yield from (" " * (widths[0] + 2) + line for line in _wrapped(row[below], WIDTH - widths[0] - 2))


def _fitting(widths: list[int], heads: Sequence[str], numbers: frozenset[str]) -> list[int]:
    """Return the widths of columns with the widest columns of words made narrower until the table fits."""
    widths = list(widths)
    while sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        _, widest = max((width, n) for n, width in enumerate(widths) if heads[n] not in numbers)
        if widths[widest] <= max(len(heads[widest]), _LEAST_COLUMN):
            break
        widths[widest] -= 1
    return widths


def _cells(cells: Sequence[str], widths: Sequence[int], heads: Sequence[str], numbers: frozenset[str]) -> str:
    aligned = (
        f"{cell:>{width}}" if head in numbers else f"{cell:{width}}"
        for cell, width, head in zip(cells, widths, heads, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _wrapped(text: str, width: int = WIDTH) -> list[str]:
    """Return the lines of a text; a link is one, however long."""
    return [text] if _is_link(text) else textwrap.wrap(text, width, break_on_hyphens=False)


def _is_link(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


def _markdown_of(block: Line | Facts | Grid) -> Iterator[str]:
    match block:
        case Line(text):
            yield _escaped(text)
        case Facts(facts, head):
            if head:
                yield f"### {_escaped(head)}"
                yield ""
            for label, value in facts:
                said = f"<{value}>" if _is_link(value) else _escaped(value)
                yield f"- **{label}:** {said}" if label else f"  {said}"
        case Grid(columns, rows):
            yield markdown.table(columns, ([f"<{c}>" if _is_link(c) else _escaped(c) for c in row] for row in rows))


def _escaped(text: str) -> str:
    """Return text whose characters mean nothing to Markdown, but for code between backticks; bars are left to the table.

    A backtick within a word is an apostrophe.
    """
    pattern = r"(?P<code>(?<!\w)`[^`]+`(?!\w))|[\\`*\[\]<>]|(?<!\w)_|_(?!\w)|^#"
    return re.sub(pattern, lambda found: found["code"] or "\\" + found.group(), text)
