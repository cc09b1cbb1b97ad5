"""Where labels stand: beside each other, never on one another."""

import pytest

from reports import labels
from reports.style import DPI, TITLE, Look, Sheet, text_width


@pytest.mark.parametrize(
    ("anchors", "expected"),
    [
        pytest.param([100, 600], [(0, 1), (0, 1)], id="room_for_both"),
        pytest.param([100, 150], [(1, 1), (0, 1)], id="close_at_the_left_edge"),
        pytest.param([300, 350], [(0, -1), (0, 1)], id="close_in_the_middle"),
        pytest.param([800, 850], [(0, -1), (1, -1)], id="close_at_the_right_edge"),
    ],
)
def test_break_labels_avoid_each_other_and_the_edge(anchors: list[float], expected: list[tuple[int, int]]) -> None:
    assert labels.place_labels(anchors, [200.0] * len(anchors), 40, 860) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param([5, 0, 60], [10, 0, 60], id="upwards_from_zero"),
        pytest.param([99, 100, 60], [90, 100, 60], id="downwards_from_the_top"),
    ],
)
def test_labels_of_line_ends_are_spread_within_the_panel(wanted: list[float], expected: list[float]) -> None:
    assert labels.spread(wanted, gap=10, top=100) == expected


@pytest.mark.parametrize("text", ["short", "a title that is a good deal longer than the room that there is for it on one line"])
def test_text_is_measured_at_least_as_wide_as_it_is_drawn(text: str) -> None:
    """What is wrapped by its measured width must fit when it is drawn."""
    sheet = Sheet(Look(), "title", "subtitle", [])
    sheet.write(text, 0, 0, size=TITLE, weight="bold")
    assert sheet.texts[-1].get_window_extent().width <= text_width(text, TITLE, "bold") * DPI
