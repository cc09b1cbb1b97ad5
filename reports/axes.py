"""The axes of the panels: how they are stripped, which dates and numbers they name, what a panel is called.

Belongs here: limits, ticks, titles of panels. Labels beside data and marks of breaks are in `reports/labels.py`.
"""

from collections.abc import Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, MonthLocator, date2num, num2date
from matplotlib.ticker import FuncFormatter, MaxNLocator

from reports.style import DPI, LABEL, MARGIN, WIDTH, sheet_of

# Has every day that a year can have.
_LEAP_YEAR = 2000


def strip(axes: Axes, along: str = "y") -> None:
    """Leave a light grid along one axis and the base line; numbers stand in grey without ticks."""
    sheet = sheet_of(axes)
    base = "bottom" if along == "y" else "left"
    for side in {"top", "left", "right", "bottom"} - {base}:
        axes.spines[side].set_visible(False)
    axes.spines[base].set_color(sheet.theme.grey)
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    axes.grid(axis="y" if along == "y" else "x", color=sheet.theme.grid, linewidth=0.7)
    axes.tick_params(axis="both", colors=sheet.theme.grey, labelsize=LABEL, length=0)
    numbers = axes.yaxis if along == "y" else axes.xaxis
    numbers.set_major_formatter(FuncFormatter(lambda value, _: sheet.say.count(value)))
    numbers.set_major_locator(MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))
    if along == "y":
        axes.tick_params(axis="x", color=sheet.theme.grey, length=3)


def from_zero(axes: Axes, highest: float, room: float = 0.08) -> None:
    """Let the axis run from zero to the highest value plus a share of it for labels."""
    axes.set_ylim(0, max(highest, 1.0) * (1 + room))


def percent_axis(axes: Axes) -> None:
    """Let the axis run from nought to a hundred percent."""
    say = sheet_of(axes).say
    axes.set_ylim(0, 100)
    axes.set_yticks(range(0, 101, 25), [say.percent(value) for value in range(0, 101, 25)])


def date_axis(axes: Axes, first: date, last: date, room: float = 0.012, least: int = 0, ticks: int = 9) -> None:
    """Let the axis run over the dates, and name months, and the year at the first tick and in January.

    Args:
        axes: The panel.
        first: First date.
        last: Last date.
        room: What is left free after the last date, as a share of the period.
        least: Days that the axis shows at least, so that a bar of a short period does not fill the page.
        ticks: How many dates a panel of this width can name.
    """
    low, high = date2num(first), max(date2num(last), date2num(first) + least)
    span = high - low
    axes.set_xlim(low - max(span * 0.012, 2), high + max(span * room, 2))
    if span > 500:
        axes.xaxis.set_major_locator(MonthLocator(bymonth=(1,) if span > 330 * ticks else (1, 7)))
    else:
        axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=min(ticks, 9)))
    left, right = axes.get_xlim()
    # The name of a tick at the very edge would reach into the margin.
    places = [tick for tick in axes.get_xticks() if left <= tick <= right - 0.02 * (right - left)]
    axes.set_xticks(places, [_tick_words(axes, places, index) for index in range(len(places))])


def _tick_words(axes: Axes, ticks: Sequence[float], index: int) -> str:
    say, day = sheet_of(axes).say, num2date(ticks[index]).date()
    words = say.short_months[day.month - 1] if day.day == 1 else say.day(day, with_year=False)
    is_new_year = index == 0 or num2date(ticks[index - 1]).year != day.year
    # A second line, if only an empty one, keeps the names of the months at one height.
    return f"{words}\n{day.year if is_new_year else ''}"


def year_axis(axes: Axes, first: date, last: date, short: bool = True) -> None:
    """Let the axis run over the dates of small panels, and name the years alone: `’24`."""
    axes.set_xlim(date2num(first), max(date2num(last), date2num(first) + 60))
    januaries = [date(year, 1, 1) for year in range(first.year, last.year + 1) if date(year, 1, 1) >= first] or [first]
    axes.set_xticks(
        [float(date2num(day)) for day in januaries], [f"’{day:%y}" if short else f"{day.year}" for day in januaries]
    )


def calendar_axis(axes: Axes) -> None:
    """Let the axis run over one year, whichever it is; see `in_one_year`."""
    axes.set_xlim(*(float(date2num(date(_LEAP_YEAR, *day))) for day in ((1, 1), (12, 31))))
    firsts = [float(date2num(date(_LEAP_YEAR, number, 1))) for number in range(1, 13)]
    axes.set_xticks(firsts, sheet_of(axes).say.short_months)


def in_one_year(day: date) -> float:
    """Return where a day stands on the calendar axis."""
    return float(date2num(date(_LEAP_YEAR, day.month, day.day)))


def height_in_points(axes: Axes) -> float:
    """Return the height of a panel in 1/72 inch, the unit of font sizes and of the shift of labels."""
    return float(axes.get_window_extent().height) * 72 / DPI


def lower_top(axes: Axes, points: float) -> None:
    """Take points of 1/72 inch from the top of a panel, for what stands above it."""
    box = axes.get_position()
    share = points / 72 * DPI / axes.figure.bbox.height
    axes.set_position((box.x0, box.y0, box.width, box.height - share))


def panel_title(axes: Axes, words: str, x: float | None = None) -> None:
    """Say above a panel what it shows; its top moves down to make room. It starts at the margin or at a share of the sheet."""
    left = MARGIN / WIDTH if x is None else x
    axes.figure.text(
        left, axes.get_position().y1, words, size=LABEL + 0.5, weight="bold", color=sheet_of(axes).theme.ink, va="top"
    )
    lower_top(axes, LABEL + 8)
