"""Drawing every chart of a set, in processes of their own.

Belongs here: how charts become files and what is kept of each beside them. What a chart shows is in `reports/charts.py`.
Each process opens the same version of the published file, read-only. Processes are spawned and not forked: whoever calls
may have threads, and a database open.
"""

import multiprocessing
import os
import threading
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from warehouse import versions

THEMES = ("light", "dark")
# Pixels of the longer side. Dagster keeps three copies of a preview with every run: twelve of 17 kB are 0.8 MB a run.
_PREVIEW_SIZE = 640


class DrawingFailed(Exception):
    """A chart could not be drawn; the message names it, `details` is the traceback from the process that drew it."""

    def __init__(self, name: str, reason: str, details: str) -> None:
        super().__init__(name, reason, details)
        self.name, self.reason, self.details = name, reason, details

    def __str__(self) -> str:
        return f"the chart {self.name} could not be drawn: {self.reason}"


class Drawn(NamedTuple):
    """One chart in one theme, as it was saved.

    Attributes:
        name: Name of the chart, that of its asset.
        theme: `light` or `dark`.
        title: What the chart shows.
        alt_text: The same for those who do not see it.
        files: PNG and SVG.
    """

    name: str
    theme: str
    title: str
    alt_text: str
    files: list[Path]

    def file(self, kind: str) -> Path:
        """Return the file of a kind, `png` or `svg`."""
        (path,) = (path for path in self.files if path.suffix == f".{kind}")
        return path


@dataclass(frozen=True)
class _Order:
    """One chart to draw: its name, theme and language, from which version, and where to."""

    name: str
    theme: str
    language: str
    database: Path
    folder: Path


def draw_all(names: Sequence[str], language: str, database: Path, folder: Path) -> list[Drawn]:
    """Draw charts in every theme.

    Args:
        names: Names of charts.
        language: Language of the captions, `en` or `uk`.
        database: A version of the published file.
        folder: Where to save them: `<name>.svg`, and `<name>-dark.svg` for those on a dark page.

    Returns:
        The charts by name and theme, in the given order.

    Raises:
        DrawingFailed: A chart could not be drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    orders = [_Order(name, theme, language, database, folder) for name in names for theme in THEMES]
    workers = min(os.cpu_count() or 1, len(orders))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        drawings = pool.map(_draw, orders)
        return list(_collected(orders, drawings))


def preview(png: Path) -> bytes:
    """Return a chart as a small WebP picture, for the asset in Dagster."""
    data = BytesIO()
    with Image.open(png) as image:
        small = image.convert("RGB")
    small.thumbnail((_PREVIEW_SIZE, _PREVIEW_SIZE), Image.Resampling.LANCZOS)
    small.save(data, "webp", quality=50, method=6)
    return data.getvalue()


def _collected(orders: Sequence[_Order], drawings: Iterator[Drawn | DrawingFailed]) -> Iterator[Drawn]:
    for order in orders:
        try:
            drawn = next(drawings)
        except Exception as error:
            raise DrawingFailed(order.name, f"its process ended ({error})", traceback.format_exc()) from None
        if isinstance(drawn, DrawingFailed):
            raise drawn
        yield drawn


def _draw(order: _Order) -> Drawn | DrawingFailed:
    """Draw one chart; a failure is returned, since a raised one would come without the name of the chart."""
    from reports import style
    from reports.charts import CHARTS, Look

    try:
        with versions.open_version(order.database) as con:
            drawing = CHARTS[order.name].draw(con, Look(order.theme, order.language))
        suffix = "" if order.theme == THEMES[0] else f"-{order.theme}"
        files = style.save(drawing.figure, order.folder / f"{order.name}{suffix}")
    except Exception as error:
        return DrawingFailed(order.name, f"{type(error).__name__}: {error}", traceback.format_exc())
    return Drawn(order.name, order.theme, drawing.title, drawing.alt_text, files)


def _end_with_parent() -> None:
    """End this process when the one that started it is killed; it would otherwise wait for work for ever."""

    def wait() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
