"""Places: from where attacks were launched and which regions were affected, by region, on a grid of tiles instead of a map.

The grid, `reports/tile_grid.csv`, was laid out for this project: it belongs to nobody else, and a small region is as
visible as a large one.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reports import queries
from reports.axes import panel_title
from reports.queries import rows_of
from reports.style import LABEL, MARGIN, WIDTH, Drawing, Look, Sheet, ink_on, nothing_to_draw, sheet_of, styled
from reports.words import Language, language

_GRID = Path(__file__).parent.parent / "tile_grid.csv"
_TILE = 0.93


@styled
def attack_places(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw two grids of regions, each with its months: how many reports name each as affected, and as a place of launch."""
    say, places = language(look.language), queries.frame(con, "places")
    if places.empty:
        return nothing_to_draw(look, say("attack_places.name"), say("attack_places.nothing"))
    hits, launches = (_by_region(places, role) for role in ("hit", "launch_site"))
    notes = [f"{say('attack_places.note')} {_off_grid(say, hits, launches)}".strip()]
    title = _title(say, hits, launches)
    sheet = Sheet(
        look,
        title,
        say("attack_places.subtitle"),
        [*notes, *queries.footer(con, say)],
        panels=2.75,
    )
    for numbers, left, right, name in ((hits, 0.0, 0.48, "hit"), (launches, 0.52, 1.0, "launch_site")):
        axes = sheet.panel(left=left, right=right, numbers=0, ticks=0.02)
        words = ", ".join(part for part in (say(f"attack_places.{name}"), _months(say, places[places.role == name])) if part)
        panel_title(axes, words, x=(MARGIN + left * (WIDTH - 2 * MARGIN)) / WIDTH)
        _draw_tiles(axes, numbers, is_launch=name == "launch_site")
    return sheet.drawing(say("attack_places.alt", title=title, hit=_top(say, hits), launch_site=_top(say, launches)))


@cache
def tile_grid() -> pd.DataFrame:
    """Return one row per region: its code in ISO 3166-2, its column and row, and its names in either language."""
    return pd.read_csv(_GRID)


def _by_region(places: pd.DataFrame, role: str) -> dict[str, int]:
    """Return the reports per region; those of places outside every region under an empty code."""
    rows = rows_of(places[places.role == role])
    return {row.iso_3166_2 if isinstance(row.iso_3166_2, str) else "": int(row.attacks) for row in rows}


def _draw_tiles(axes: Axes, numbers: Mapping[str, int], is_launch: bool) -> None:
    """Draw the tiles of one role; regions of Russia belong to launches only, and a tile without a report stays pale."""
    theme, say = sheet_of(axes).theme, sheet_of(axes).say
    most = max(numbers.values(), default=0)
    for tile in rows_of(tile_grid()):
        number = numbers.get(tile.iso_3166_2, 0)
        if tile.iso_3166_2.startswith("RU") and not is_launch:
            continue
        # Half the scale is left to the few regions above half of the most.
        colour = theme.scale[1 + min(int(5 * (number / most) ** 0.7), 5)] if number else theme.paper
        edge = theme.grey if tile.iso_3166_2.startswith("RU") else theme.grid
        axes.add_patch(
            Rectangle((tile.column, tile.row), _TILE, _TILE, facecolor=colour, edgecolor=edge, linewidth=0.8, clip_on=False)
        )
        ink = ink_on(colour) if number else theme.grey
        middle = tile.column + _TILE / 2
        name = getattr(tile, f"label_{say.code}")
        axes.text(middle, tile.row + (0.3 if number else 0.47), name, size=LABEL - 1.3, color=ink, ha="center", va="center")
        if number:
            axes.text(
                middle, tile.row + 0.66, say.count(number), size=LABEL, weight="bold", color=ink, ha="center", va="center"
            )
    grid = tile_grid()
    axes.set_xlim(0, grid.column.max() + 1)
    axes.set_ylim(grid.row.max() + 1, grid.row.min())
    axes.set_aspect("equal", anchor="NW")
    axes.set_axis_off()


def _top(say: Language, numbers: Mapping[str, int], most: int = 3) -> str:
    """Return the regions with the most reports and their numbers."""
    names = dict(zip(tile_grid().iso_3166_2, tile_grid()[f"name_{say.code}"], strict=True))
    regions = sorted((item for item in numbers.items() if item[0]), key=lambda item: -item[1])[:most]
    return ", ".join(f"{names.get(code, code)}\u00a0({say.count(number)})" for code, number in regions)


def _title(say: Language, hits: Mapping[str, int], launches: Mapping[str, int]) -> str:
    named = [
        say(f"attack_places.most_{role}", place=_top(say, numbers, 1))
        for role, numbers in (("hit", hits), ("launch_site", launches))
        if any(numbers)
    ]
    return say("attack_places.title", places="; ".join(named)) if named else say("attack_places.name")


def _off_grid(say: Language, hits: Mapping[str, int], launches: Mapping[str, int]) -> str:
    """Say how many mentions the grid does not show: seas, directions, regions further away."""
    shown = set(tile_grid().iso_3166_2)
    missing = sum(number for numbers in (hits, launches) for code, number in numbers.items() if code not in shown)
    missing += sum(number for code, number in hits.items() if code in shown and code.startswith("RU"))
    return say("attack_places.off_grid", n=missing) if missing else ""


def _months(say: Language, places: pd.DataFrame) -> str:
    """Return the months of the reports that name a place in one role; nothing without such a report."""
    if places.empty:
        return ""
    first, last = places.first_month.min(), places.last_month.max()
    return say.month(first) if first == last else say("dates.months", first=say.month(first), last=say.month(last))
