"""Reports of the Air Force as they could have been written: hypothesis strategies that know what they wrote.

Each shape of DOMAIN.md section 2 is one function that returns the text together with the numbers in it. The words for the
numbers are written down here once more: a table shared with the reader would hide its errors. No assertions belong here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from tests.unit.air_force_posts.grammar.numerals import in_words, numbers
from tests.unit.air_force_posts.grammar.shapes_from_2025 import (
    combined,
    day_of_2026,
    list_of_2026,
    merged_prose,
    transitional_of_2025,
)
from tests.unit.air_force_posts.grammar.shapes_to_2025 import (
    evening_of_2022,
    lost_of_2024_and_2025,
    prose_of_2023,
    tracked_of_2024,
)
from tests.unit.air_force_posts.grammar.spelling import SPELLINGS, Spelling, words_of
from tests.unit.air_force_posts.grammar.written import KYIV, Count, Expected, Written

__all__ = [
    "KYIV",
    "SHAPES",
    "SPELLINGS",
    "Count",
    "Expected",
    "Spelling",
    "Written",
    "in_words",
    "lost_of_2024_and_2025",
    "numbers",
    "prose_of_2023",
    "reports",
    "tracked_of_2024",
    "words_of",
]

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


@st.composite
def reports(draw: st.DrawFn, shapes: Sequence[Callable[[st.DrawFn], Written]] = SHAPES) -> Written:
    """Draw a report of one of these shapes, in one of the spellings."""
    written = draw(st.sampled_from(shapes))(draw)
    spelling = draw(SPELLINGS)
    return replace(written, headline=spelling.apply(written.headline), body=spelling.apply(written.body))
