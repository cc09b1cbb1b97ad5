"""Labels beside data, keys, and marks of definition breaks, placed so that no text meets another.

Belongs here: where words stand in a panel. What they say comes from `reports/words.py` and the charts.
"""

from collections.abc import Sequence
from datetime import date
from itertools import permutations, product
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.patches import Patch

from reports.axes import height_in_points, lower_top
from reports.style import DPI, LABEL, MARGIN, WIDTH, sheet_of

# Between a break and its label, and between two labels, in pixels.
_GAP = 8.0


def key(axes: Axes, entries: Sequence[tuple[str, str]], columns: int = 4) -> None:
    """Say above a panel what its colours mean, in the order given; its top moves down to make room.

    Args:
        axes: The panel.
        entries: Words and colour of each.
        columns: How many stand beside each other.
    """
    theme, box = sheet_of(axes).theme, axes.get_position()
    legend = axes.legend(
        handles=[Patch(facecolor=colour, label=words) for words, colour in entries],
        loc="upper left",
        bbox_to_anchor=(MARGIN / WIDTH, box.y1),
        bbox_transform=axes.figure.transFigure,
        ncols=columns,
        frameon=False,
        fontsize=LABEL,
        labelcolor=theme.ink,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.0,
        handleheight=0.8,
        handletextpad=0.5,
        columnspacing=1.6,
    )
    lower_top(axes, float(legend.get_window_extent().height) * 72 / DPI + 8)


def label(axes: Axes, words: str, point: tuple[float, float], shift: tuple[float, float], **look: Any) -> None:
    """Write words at a point, shifted by points of 1/72 inch, on a backing that keeps grid lines from crossing them."""
    theme = sheet_of(axes).theme
    backing = {"facecolor": theme.paper, "edgecolor": "none", "pad": 0.8}
    colour = theme.text(look.pop("color", theme.ink))
    settings: dict[str, Any] = {"size": LABEL, "color": colour, "va": "bottom", "bbox": backing, **look}
    axes.annotate(words, point, shift, textcoords="offset points", annotation_clip=False, **settings)


def label_record(axes: Axes, words: str, point: tuple[float, float], is_highest: bool) -> None:
    """Label a point from above, towards the middle of the panel, with a thin line to it; the highest stands close and bold.

    The limits of the x axis must be final.
    """
    theme, is_late = sheet_of(axes).theme, point[0] > sum(axes.get_xlim()) / 2
    axes.annotate(
        words, point, (0, 4 if is_highest else 22), textcoords="offset points", size=LABEL, va="bottom",
        ha="right" if is_late else "left", color=theme.ink, weight="bold" if is_highest else "normal",
        arrowprops=None if is_highest else {"arrowstyle": "-", "color": theme.grey, "linewidth": 0.7, "relpos": (float(is_late), 0)},
    )  # fmt: skip


def label_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Label lines where they end: in the margin if that is near the right edge, else beside the end.

    Args:
        axes: Its limits must be final.
        ends: x, y, words and colour of each line.
    """
    left, right = axes.get_xlim()
    points = height_in_points(axes) / axes.get_ylim()[1]
    late = [end for end in ends if end[0] > right - 0.06 * (right - left)]
    heights = spread([y * points for _, y, _, _ in late], LABEL * 1.5, height_in_points(axes))
    for (_, y, words, colour), height in zip(late, heights, strict=True):
        label(axes, words, (right, y), (8, height - y * points), color=colour, weight="bold", va="center")
    for x, y, words, colour in (end for end in ends if end not in late):
        shift, side = ((6, 6), "left") if x < left + 0.25 * (right - left) else ((-6, 4), "right")
        label(axes, words, (x, y), shift, color=colour, weight="bold", ha=side)


def mark_breaks(axes: Axes, breaks: Sequence[tuple[date, str]]) -> None:
    """Draw a dashed line at each break, with its label in rows above the panel so that it never covers data.

    The limits of the x axis must be final. The top of the panel moves down by the rows that are needed.
    """
    if not breaks:
        return
    grey = sheet_of(axes).theme.grey
    lines = [float(date2num(day)) for day, _ in breaks]
    labels = [
        axes.annotate(words, (line, 1), (0, 0), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
                      size=LABEL - 0.5, color=grey, va="bottom", annotation_clip=False)
        for line, (_, words) in zip(lines, breaks, strict=True)
    ]  # fmt: skip
    anchors = [float(x) for x in axes.transData.transform([(line, 0) for line in lines])[:, 0]]
    widths = [text.get_window_extent().width for text in labels]
    places = place_labels(anchors, widths, axes.get_window_extent().x0, (WIDTH - MARGIN) * DPI)
    step = LABEL * 1.45
    lower_top(axes, step * (1 + max(row for row, _ in places)))
    height = height_in_points(axes)
    for line, text, (row, direction) in zip(lines, labels, places, strict=True):
        text.set_horizontalalignment("left" if direction > 0 else "right")
        text.xyann = (4 * direction, row * step + 3)
        top = 1 + (row * step + 3 + LABEL) / height
        axes.axvline(line, ymax=top, color=grey, linewidth=0.9, dashes=(3, 2.5), clip_on=False, zorder=3)


def place_labels(anchors: Sequence[float], widths: Sequence[float], left: float, right: float) -> list[tuple[int, int]]:
    """Return for each label its row above the panel and its side: 1 to the right of its line, -1 to the left.

    The fewest rows win, then the right side. A label may meet neither another label nor the line of another break, which
    runs from the panel up to the row of its own label. Breaks are few, so every arrangement can be tried.
    """
    sides = [_sides(anchor, width, left, right) for anchor, width in zip(anchors, widths, strict=True)]
    for rows in range(1, min(len(anchors), 4) + 1):
        for places in product(*(product(range(rows), allowed) for allowed in sides)):
            if _is_legible(anchors, widths, places):
                return list(places)
    return [(row, allowed[0]) for row, allowed in enumerate(sides)]


def _sides(anchor: float, width: float, left: float, right: float) -> list[int]:
    """Return the sides with room for a label, or else the one with more."""
    room = {1: right - anchor, -1: anchor - left}
    return [side for side, free in room.items() if free >= width + _GAP] or [max(room, key=lambda side: room[side])]


def _is_legible(anchors: Sequence[float], widths: Sequence[float], places: Sequence[tuple[int, int]]) -> bool:
    labels = [
        (row, *sorted((anchor, anchor + side * (width + _GAP))), anchor)
        for anchor, width, (row, side) in zip(anchors, widths, places, strict=True)
    ]
    return not any(
        (row == other_row and low < other_high and other_low < high) or (row <= other_row and low - _GAP < line < high)
        for (row, low, high, _), (other_row, other_low, other_high, line) in permutations(labels, 2)
    )


def spread(wanted: Sequence[float], gap: float, top: float) -> list[float]:
    """Return positions between zero and the top, near the wanted ones and in their order, at least `gap` apart."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    positions = list(wanted)
    lowest, highest = 0.0, top
    for index in order:
        positions[index] = max(positions[index], lowest)
        lowest = positions[index] + gap
    for index in reversed(order):
        positions[index] = min(positions[index], highest)
        highest = positions[index] - gap
    return positions
