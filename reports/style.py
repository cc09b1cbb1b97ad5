"""The one style of every chart: themes, sizes, the sheet with its texts, panels, and saving.

Belongs here: what the page of every chart looks like. Axes are in `reports/axes.py`, labels in `reports/labels.py`; what a
chart shows is said in `reports/charts/`, how values read in `reports/words.py`. Nothing here knows the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from reports.words import language
from warehouse.files import atomically

DPI = 100
WIDTH, HEIGHT = 9.0, 5.6
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
# In inches: the margin of the sheet, the room for tick labels below an axis and left of it.
MARGIN, _TICKS, _NUMBERS = 0.42, 0.46, 0.5
_LINE = 1.32
_SMALLEST_TITLE = 12.5
# Hinting makes glyphs on a screen wider than their outlines.
_HINTING = 1.035
# What differs from file to file, such as the date, is left out. PNGs are packed at half the usual time, 6 % larger for it.
_FILES: dict[str, dict[str, Any]] = {
    "png": {"dpi": 2 * DPI, "metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}},
    "svg": {"dpi": 72, "metadata": {"Date": None, "Creator": None}},
}


@dataclass(frozen=True)
class Look:
    """How a chart is to be drawn.

    Attributes:
        theme: `light` or `dark`.
        language: One of `reports.words.LANGUAGES`.
    """

    theme: str = "light"
    language: str = "en"


@dataclass(frozen=True)
class Drawing:
    """A drawn chart and its texts.

    Attributes:
        figure: The whole picture, texts included.
        title: What the chart shows.
        subtitle: Unit and period.
        notes: The lines of the footer, not wrapped.
        alt_text: One or two sentences with the main figures, for those who do not see the picture.
    """

    figure: Figure
    title: str
    subtitle: str
    notes: list[str]
    alt_text: str


@dataclass(frozen=True)
class Theme:
    """The colours of a theme. The hues are those of Okabe and Ito, distinct under the common forms of colour blindness.

    Attributes:
        paper: The ground.
        ink: Text that is read first.
        grey: Text that is read second, and lines that mark.
        grid: Grid lines, and what is empty.
        blue: The main colour of a measure; the others are told from it.
        scale: From little to much, for maps and calendars.
        legible: What a colour becomes for text, where it is too pale or too dark for that.
    """

    paper: str
    ink: str
    grey: str
    grid: str
    blue: str
    sky: str
    green: str
    vermilion: str
    orange: str
    purple: str
    scale: tuple[str, ...]
    legible: dict[str, str]

    def text(self, colour: str) -> str:
        """Return the colour in which text belongs to something of a colour."""
        return self.legible.get(colour, colour)


THEMES = {
    "light": Theme(
        paper="#FFFFFF", ink="#1B1B1B", grey="#5F5F5F", grid="#DEDEDE",
        blue="#0072B2", sky="#8CC5EB", green="#009E73", vermilion="#D55E00", orange="#E69F00", purple="#B0589A",
        scale=("#E3EEF6", "#BBD8EB", "#86BADB", "#4A97C6", "#0072B2", "#00497A", "#00243F"),
        legible={"#8CC5EB": "#1F6FA3", "#009E73": "#007556", "#D55E00": "#B54F00", "#E69F00": "#946300", "#B0589A": "#974683"},
    ),
    "dark": Theme(
        paper="#14181D", ink="#F1F1EE", grey="#A9AEB4", grid="#343A41",
        blue="#56B4E9", sky="#2F6F9B", green="#1FBF92", vermilion="#F0803C", orange="#E69F00", purple="#CC79A7",
        scale=("#1C3144", "#1F4B6B", "#246A97", "#2F8BC4", "#56B4E9", "#9AD3F5", "#E2F3FD"),
        legible={"#2F6F9B": "#7FB4D8"},
    ),
}  # fmt: skip


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "#1B1B1B"


class Sheet(Figure):
    """A figure with title, subtitle and footer, and room for panels between them.

    Every text is wrapped at the measured width of the sheet; its height is that of the panels plus what the texts need.
    """

    def __init__(self, look: Look, title: str, subtitle: str, notes: Sequence[str], panels: float = HEIGHT - 1.7) -> None:
        """Set the texts.

        Args:
            look: Theme and language.
            title: What the chart shows.
            subtitle: Unit and period.
            notes: The footer.
            panels: Height in inches that the panels share, tick labels included.
        """
        self.theme, self.say = THEMES[look.theme], language(look.language)
        self.title, self.subtitle, self.notes = title, subtitle, list(notes)
        room = WIDTH - 2 * MARGIN
        # A title a little too long for its line is set smaller rather than left with one word on a second line.
        size = max(TITLE * min(1.0, 0.99 * room / text_width(title, TITLE, "bold")), _SMALLEST_TITLE)
        blocks = [
            (_balanced(title, size, room), size, "bold", self.theme.ink),
            (_wrapped([subtitle], SUBTITLE, "normal", room), SUBTITLE, "normal", self.theme.grey),
        ]
        footer = _wrapped(notes, NOTE, "normal", room)
        heights = [len(lines) * size * _LINE / 72 + 0.05 for lines, size, *_ in blocks]
        self.floor = 0.24 + len(footer) * NOTE * _LINE / 72 + 0.1
        self.ceiling = self.floor + panels
        height = self.ceiling + 0.12 + sum(heights) + 0.3
        super().__init__(figsize=(WIDTH, height), dpi=DPI, facecolor=self.theme.paper)
        top = height - 0.3
        for (lines, size, weight, colour), taken in zip(blocks, heights, strict=True):
            self.write("\n".join(lines), MARGIN, top, size=size, weight=weight, color=colour, va="top", linespacing=_LINE)
            top -= taken
        self.write("\n".join(footer), MARGIN, 0.24, size=NOTE, color=self.theme.grey, va="bottom", linespacing=_LINE)

    def write(self, words: str, x: float, y: float, **look: Any) -> None:
        """Write words at inches from the left and the lower edge of the sheet."""
        self.text(x / WIDTH, y / self.get_figheight(), words, **{"size": LABEL, "color": self.theme.ink, **look})

    def panel(
        self,
        bottom: float = 0.0,
        top: float = 1.0,
        left: float = 0.0,
        right: float = 1.0,
        numbers: float = _NUMBERS,
        ticks: float = _TICKS,
    ) -> Axes:
        """Return axes in a share of the free room, with inches left free for tick labels at their left and below."""
        free_height, free_width = self.ceiling - self.floor, WIDTH - 2 * MARGIN
        x0, x1 = MARGIN + left * free_width + numbers, MARGIN + right * free_width
        y0, y1 = self.floor + bottom * free_height + ticks, self.floor + top * free_height
        height = self.get_figheight()
        return self.add_axes((x0 / WIDTH, y0 / height, (x1 - x0) / WIDTH, (y1 - y0) / height))

    def panel_height(self) -> float:
        """Return the height in inches that the panels share."""
        return self.ceiling - self.floor

    def drawing(self, alt_text: str) -> Drawing:
        """Return the finished chart."""
        return Drawing(self, self.title, self.subtitle, self.notes, alt_text)


def sheet_of(axes: Axes) -> Sheet:
    """Return the sheet on which a panel stands."""
    return cast(Sheet, axes.figure)


def nothing_to_draw(look: Look, name: str, reason: str) -> Drawing:
    """Return a sheet that says that there is nothing to draw, and why."""
    sheet = Sheet(look, name, reason, ["Strike Tally"], panels=2.2)
    middle = (sheet.floor + sheet.ceiling) / 2
    sheet.write(sheet.say("page.no_data"), WIDTH / 2, middle, size=TITLE, color=sheet.theme.grey, ha="center", va="center")
    return sheet.drawing(f"{name}. {reason}")


@cache
def text_width(words: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in inches, on a screen at most."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width) * _HINTING / 72


def _wrapped(texts: Sequence[str], size: float, weight: str, room: float) -> list[str]:
    """Return the lines into which texts break at a width in inches, each text beginning a line of its own."""
    lines: list[str] = []
    for text in texts:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and text_width(longer, size, weight) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _balanced(title: str, size: float, room: float) -> list[str]:
    """Return the lines of a title, about as long as each other."""
    lines = _wrapped([title], size, "bold", room)
    while len(lines) > 1 and len(narrower := _wrapped([title], size, "bold", room * 0.97)) == len(lines):
        lines, room = narrower, room * 0.97
        if room < 1:
            break
    return lines


def save(figure: Figure, path: Path) -> list[Path]:
    """Write `<path>.png` at twice the size and `<path>.svg`, the same bytes for the same figure.

    Returns:
        The paths of the two files.
    """
    paths = []
    for kind, options in _FILES.items():
        file = path.with_name(f"{path.name}.{kind}")
        with matplotlib.rc_context(SETTINGS), atomically(file) as temporary:
            figure.savefig(temporary, format=kind, **options)
        paths.append(file)
    return paths


def preview(figure: Figure, dpi: int = 70) -> bytes:
    """Return the figure as a small PNG: at 70 dots per inch about 50 kB, for the gallery."""
    image = BytesIO()
    with matplotlib.rc_context(SETTINGS):
        figure.savefig(image, format="png", dpi=dpi, metadata=_FILES["png"]["metadata"])
    return image.getvalue()
