"""Labels beside data, keys, and marks of definition breaks, placed so that no text meets another.

Belongs here: where words stand in a panel. What they say comes from `reports/words.py` and the charts.
"""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.patches import Patch
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from reports.axes import height_in_points, lower_top
from reports.style import DPI, LABEL, MARGIN, WIDTH, sheet_of

# Between a break and its label, and between two labels, in pixels.
_GAP = 8.0
# How far above its point the label of a record may stand, in points.
_RECORD_SHIFTS = (14, 26, 38, 50, 62)
# The row of a label above the panel, and its side.
Place = tuple[int, int]


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


def label(axes: Axes, words: str, point: tuple[float, float], shift: tuple[float, float], **look: Any) -> Annotation:
    """Write words at a point, shifted by points of 1/72 inch, on a backing against grid lines, and return them."""
    theme = sheet_of(axes).theme
    backing = {"facecolor": theme.paper, "edgecolor": "none", "pad": 0.8}
    colour = theme.text(look.pop("color", theme.ink))
    settings: dict[str, Any] = {"size": LABEL, "color": colour, "va": "bottom", "bbox": backing, **look}
    return axes.annotate(words, point, shift, textcoords="offset points", annotation_clip=False, **settings)


def label_records(
    axes: Axes, records: Sequence[tuple[float, float, str]], data: Sequence[tuple[float, float]], lines: Sequence[float]
) -> None:
    """Label high points from above, with a thin line to each; the first is set bold.

    A label that would meet one before it, a line or data stands higher, on the other side of its point, or in more lines; if it
    meets one there too, the point stays without. The limits and the place of the axes must be final.

    Args:
        axes: The panel.
        records: x, y and words of each, the most important first; a line may end where a line feed stands.
        data: x and y of all points; none may be covered.
        lines: Where vertical lines stand on the x axis.
    """
    theme, points = sheet_of(axes).theme, height_in_points(axes) / axes.get_ylim()[1]
    shown, walls = axes.transData.transform(data), _walls(axes, lines)
    for index, (x, y, words) in enumerate(records):
        sides = [("left", 3), ("right", -3)][:: -1 if x > sum(axes.get_xlim()) / 2 else 1]
        # The first label stands close to its point, where the panel has left room for it.
        shifts = _RECORD_SHIFTS if index else (4,)
        # In one line, in two, or in three of which the last is the last word, for a point close to a wall.
        layouts = (words.replace("\n", ", "), words, "\n".join(words.rsplit(" ", 1)))
        for written, shift, (side, aside) in product(layouts, shifts, sides):
            look = {"ha": side, "weight": "normal" if index else "bold", "linespacing": 1.15, "zorder": 6}
            text = label(axes, written, (x, y), (aside, shift), **look)
            box = text.get_window_extent()
            if _is_free(axes, box, shown) and not any(box.overlaps(other) for other in walls):
                axes.plot((x, x), (y, y + (shift + LABEL) / points), color=theme.grey, linewidth=0.7, clip_on=False, zorder=5)
                axes.plot(x, y, "o", color=theme.ink, markersize=3, zorder=5)
                walls.append(box)
                break
            text.remove()


def _walls(axes: Axes, lines: Sequence[float]) -> list[Bbox]:
    """Return where vertical lines of a panel stand on the sheet, a little wider than they are."""
    places = [axes.transData.transform((line, 0))[0] for line in lines]
    return [Bbox.from_extents(x - 2, axes.bbox.y0, x + 2, axes.bbox.y1) for x in places]


def _is_free(axes: Axes, box: Bbox, shown: np.ndarray) -> bool:
    """Whether a box lies within the panel and above the data at its place."""
    beneath = shown[(shown[:, 0] > box.x0) & (shown[:, 0] < box.x1), 1]
    is_within = axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 and box.y1 <= axes.bbox.y1 + LABEL
    return is_within and bool(beneath.size == 0 or beneath.max() <= box.y0)


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


def place_labels(anchors: Sequence[float], widths: Sequence[float], left: float, right: float) -> list[Place]:
    """Return for each label its row above the panel and its side: 1 to the right of its line, -1 to the left.

    The fewest rows win, then the lower row and the right side of the first labels. A label may meet neither another label nor
    the line of another break, which runs from the panel up to the row of its own label.
    """
    sides = [_sides(anchor, width, left, right) for anchor, width in zip(anchors, widths, strict=True)]
    for rows in range(1, len(anchors) + 1):
        choices = [[(row, side) for row in range(rows) for side in allowed] for allowed in sides]
        places = _first_legible(anchors, widths, choices, [])
        if places is not None:
            return places
    return [(row, allowed[0]) for row, allowed in enumerate(sides)]


def _first_legible(
    anchors: Sequence[float], widths: Sequence[float], choices: Sequence[Sequence[Place]], placed: list[Place]
) -> list[Place] | None:
    """Return the first choice for every label after the placed ones with which all are legible, if there is one."""
    if len(placed) == len(anchors):
        return placed
    for place in choices[len(placed)]:
        longer = [*placed, place]
        if all(_is_legible(anchors, widths, longer, index) for index in range(len(placed))):
            found = _first_legible(anchors, widths, choices, longer)
            if found is not None:
                return found
    return None


def _sides(anchor: float, width: float, left: float, right: float) -> list[int]:
    """Return the sides with room for a label, or else the one with more."""
    room = {1: right - anchor, -1: anchor - left}
    return [side for side, free in room.items() if free >= width + _GAP] or [max(room, key=lambda side: room[side])]


def _is_legible(anchors: Sequence[float], widths: Sequence[float], places: Sequence[Place], index: int) -> bool:
    """Whether the last label and the one at an index neither meet nor are crossed by each other's line."""
    last = len(places) - 1
    one, other = (
        (places[number][0], *sorted((anchors[number], anchors[number] + places[number][1] * (widths[number] + _GAP))))
        for number in (index, last)
    )
    meet = one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
    crosses = one[0] <= other[0] and one[1] - _GAP < anchors[last] < one[2]
    is_crossed = other[0] <= one[0] and other[1] - _GAP < anchors[index] < other[2]
    return not (meet or crosses or is_crossed)


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
