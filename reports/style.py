"""The one style of every chart: page, colours, axes, labels, break markers, and saving.

Belongs here: whatever two charts must do alike. What a chart shows is said in `reports/charts.py`, where its figures
come from in `reports/queries.py`, how values read in `reports/words.py`. Nothing here knows the tables.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import permutations, product
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, MonthLocator, date2num, num2date
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from reports import words as say
from warehouse.files import atomically

# Okabe and Ito's palette, distinct under the common forms of colour blindness; purple is darkened to be legible as text.
BLUE, GREEN, VERMILION, PURPLE = "#0072B2", "#009E73", "#D55E00", "#A8518A"
PALE_BLUE = "#A9CDE3"
INK, GREY, PALE_GREY = "#1B1B1B", "#5F5F5F", "#DEDEDE"

DPI = 100
WIDTH, HEIGHT, TALL = 9.0, 5.4, 7.3
TITLE, SUBTITLE, LABEL, NOTE = 14.5, 9.5, 8.5, 7.3
# The salt makes the ids in an SVG a function of its content; glyphs as paths make it look alike without the font.
SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": LABEL,
    "hatch.linewidth": 1.2,
    "svg.fonttype": "path",
    "svg.hashsalt": "strike-tally",
}
styled = matplotlib.rc_context(SETTINGS)
# In inches: the margins, the room for tick labels below an axis and left of it.
_MARGIN, _TICKS, _NUMBERS = 0.42, 0.46, 0.5
_LINE = 1.32
_SUBTITLE_CHARACTERS, _NOTE_CHARACTERS = 116, 156
# Between a break and its label, and between two labels, in pixels.
_GAP = 8.0
# Has every day that a year can have.
_LEAP_YEAR = 2000
_FILE_DPI = {"png": 2 * DPI, "svg": 72}
_METADATA: dict[str, dict[str, str | None]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}


@dataclass(frozen=True)
class Page:
    """A figure with title, subtitle and footer, and the heights in inches between which panels may stand."""

    figure: Figure
    floor: float
    ceiling: float

    def panel(self, bottom: float = 0.0, top: float = 1.0, right: float = 0.0) -> Axes:
        """Return axes between two shares of the free height, with room for tick labels, and inches free to the right."""
        height, width = self.figure.get_figheight(), self.figure.get_figwidth()
        free = self.ceiling - self.floor
        low, high = self.floor + bottom * free + _TICKS, self.floor + top * free
        left, edge = _MARGIN + _NUMBERS, width - _MARGIN - right
        axes = self.figure.add_axes((left / width, low / height, (edge - left) / width, (high - low) / height))
        _strip(axes)
        return axes


def page(title: str, subtitle: str, footer: Sequence[str], height: float = HEIGHT) -> Page:
    """Return a page with left-aligned texts; subtitle and footer are wrapped, a long title is set smaller."""
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    x = _MARGIN / WIDTH
    y = height - 0.34
    heading = figure.text(x, y / height, title, size=TITLE, weight="bold", color=INK, va="top")
    widest = (WIDTH - 2 * _MARGIN) * figure.dpi
    heading.set_fontsize(TITLE * min(1.0, widest / heading.get_window_extent().width))
    y -= TITLE * _LINE / 72 + 0.04
    under = textwrap.wrap(subtitle, _SUBTITLE_CHARACTERS)
    figure.text(x, y / height, "\n".join(under), size=SUBTITLE, color=GREY, va="top", linespacing=_LINE)
    ceiling = y - len(under) * SUBTITLE * _LINE / 72 - 0.14
    lines = [line for note in footer for line in textwrap.wrap(note, _NOTE_CHARACTERS)]
    figure.text(x, 0.26 / height, "\n".join(lines), size=NOTE, color=GREY, va="bottom", linespacing=_LINE)
    return Page(figure, 0.26 + len(lines) * NOTE * _LINE / 72 + 0.08, ceiling)


def _strip(axes: Axes) -> None:
    """Leave a light horizontal grid and the base line; numbers stand in grey without ticks."""
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=PALE_GREY, linewidth=0.7)
    axes.tick_params(axis="both", colors=GREY, labelsize=LABEL, length=0)
    axes.tick_params(axis="x", color=GREY, length=3)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say.count(value)))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))


def from_zero(axes: Axes, highest: float, room: float = 0.08) -> None:
    """Let the axis run from zero to the highest value plus a share of it for labels."""
    axes.set_ylim(0, max(highest, 1.0) * (1 + room))


def date_axis(axes: Axes, first: date, last: date, room: float = 0.012, least: int = 0) -> None:
    """Let the axis run over the dates, and name months, and the year at the first tick and in January.

    Args:
        axes: The panel.
        first: First date.
        last: Last date.
        room: What is left free after the last date, as a share of the period.
        least: Days that the axis shows at least, so that a bar of a short period does not fill the page.
    """
    low, high = date2num(first), max(date2num(last), date2num(first) + least)
    span = high - low
    axes.set_xlim(low - max(span * 0.012, 2), high + max(span * room, 2))
    if span > 500:
        axes.xaxis.set_major_locator(MonthLocator(bymonth=(1,) if span > 3000 else (1, 7)))
    else:
        axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=9))
    ticks = [tick for tick in axes.get_xticks() if axes.get_xlim()[0] <= tick <= axes.get_xlim()[1]]
    axes.set_xticks(ticks, [_tick_words(ticks, index) for index in range(len(ticks))])


def _tick_words(ticks: Sequence[float], index: int) -> str:
    day = num2date(ticks[index]).date()
    words = say.MONTHS[day.month - 1] if day.day == 1 else say.day(day, with_year=False)
    is_new_year = index == 0 or num2date(ticks[index - 1]).year != day.year
    # A second line, if only an empty one, keeps the names of the months at one height.
    return f"{words}\n{day.year if is_new_year else ''}"


def calendar_axis(axes: Axes) -> None:
    """Let the axis run over one year, whichever it is; see `in_one_year`."""
    axes.set_xlim(*(float(date2num(date(_LEAP_YEAR, *day))) for day in ((1, 1), (12, 31))))
    axes.set_xticks([float(date2num(date(_LEAP_YEAR, number, 1))) for number in range(1, 13)], say.MONTHS)


def in_one_year(day: date) -> float:
    """Return where a day stands on the calendar axis."""
    return float(date2num(date(_LEAP_YEAR, day.month, day.day)))


def height_in_points(axes: Axes) -> float:
    """Return the height of a panel in 1/72 inch, the unit of font sizes and of the shift of labels."""
    return float(axes.get_window_extent().height) * 72 / DPI


def panel_title(axes: Axes, words: str) -> None:
    """Say above a panel what it shows; its top moves down to make room."""
    figure, top = axes.figure, axes.get_position().y1
    figure.text(_MARGIN / WIDTH, top, words, size=LABEL + 0.5, weight="bold", color=INK, va="top")
    _lower_top(axes, LABEL + 8)


def key(axes: Axes) -> None:
    """Say above a panel what its colours mean; its top moves down to make room."""
    box = axes.get_position()
    legend = axes.legend(
        loc="upper left",
        bbox_to_anchor=(_MARGIN / WIDTH, box.y1),
        bbox_transform=axes.figure.transFigure,
        ncols=4,
        frameon=False,
        fontsize=LABEL,
        labelcolor=INK,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.4,
    )
    for handle in filter(None, legend.legend_handles):
        handle.set(linewidth=3)
    _lower_top(axes, LABEL + 10)


def label(axes: Axes, words: str, point: tuple[float, float], shift: tuple[float, float], **look: Any) -> None:
    """Write words at a point, shifted by points of 1/72 inch, on a backing that keeps grid lines from crossing them."""
    backing = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    settings: dict[str, Any] = {"size": LABEL, "color": INK, "va": "bottom", "bbox": backing, **look}
    axes.annotate(words, point, shift, textcoords="offset points", annotation_clip=False, **settings)


def label_peak(axes: Axes, words: str, point: tuple[float, float]) -> None:
    """Label the highest point from above, towards the middle of the panel; the limits of the x axis must be final."""
    is_late = point[0] > sum(axes.get_xlim()) / 2
    label(axes, words, point, (0, 3), weight="bold", ha="right" if is_late else "left")


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
    lines = [float(date2num(day)) for day, _ in breaks]
    labels = [
        axes.annotate(words, (line, 1), (0, 0), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
                      size=LABEL - 0.5, color=GREY, va="bottom", annotation_clip=False)
        for line, (_, words) in zip(lines, breaks, strict=True)
    ]  # fmt: skip
    anchors = [float(x) for x in axes.transData.transform([(line, 0) for line in lines])[:, 0]]
    widths = [text.get_window_extent().width for text in labels]
    places = place_labels(anchors, widths, axes.get_window_extent().x0, (WIDTH - _MARGIN) * DPI)
    step = LABEL * 1.45
    _lower_top(axes, step * (1 + max(row for row, _ in places)))
    height = height_in_points(axes)
    for line, text, (row, direction) in zip(lines, labels, places, strict=True):
        text.set_horizontalalignment("left" if direction > 0 else "right")
        text.xyann = (4 * direction, row * step + 3)
        top = 1 + (row * step + 3 + LABEL) / height
        axes.axvline(line, ymax=top, color=GREY, linewidth=0.9, dashes=(3, 2.5), clip_on=False, zorder=3)


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


def _lower_top(axes: Axes, points: float) -> None:
    box = axes.get_position()
    share = points / 72 * DPI / axes.figure.bbox.height
    axes.set_position((box.x0, box.y0, box.width, box.height - share))


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


def no_data(title: str) -> Figure:
    """Return a page that says that there is nothing to draw."""
    figure = page(title, "There is no counted report of Shahed-type drones yet.", ["Strike Tally"]).figure
    figure.text(0.5, 0.5, "No data", size=TITLE, color=GREY, ha="center", va="center")
    return figure


def save(figure: Figure, directory: Path, name: str) -> list[Path]:
    """Write `<name>.png` at twice the size and `<name>.svg`, the same bytes for the same figure.

    Returns:
        The paths of the two files.
    """
    paths = []
    for kind, dpi in _FILE_DPI.items():
        path = directory / f"{name}.{kind}"
        with matplotlib.rc_context(SETTINGS), atomically(path) as temporary:
            figure.savefig(temporary, format=kind, dpi=dpi, metadata=_METADATA[kind])
        paths.append(path)
    return paths


def preview(figure: Figure) -> bytes:
    """Return the figure as a PNG of about 50 kB, small enough to be kept with every run in Dagster."""
    image = BytesIO()
    with matplotlib.rc_context(SETTINGS):
        figure.savefig(image, format="png", dpi=70)
    return image.getvalue()
