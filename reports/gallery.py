"""The gallery: small pictures of every chart, drawn from the figures that come with the project, and a page that shows them.

Run `make gallery`. Belongs here: `docs/gallery/`, nothing that a refresh writes. What is drawn must be free to be shown in the
repository: only a published file made of the shipped figures alone may be used.
"""

import sys
from io import BytesIO
from pathlib import Path

import duckdb
from PIL import Image

from reports import catalogue, style
from reports.charts import CHARTS, Look
from warehouse import versions
from warehouse.files import atomically
from warehouse.home import CHECKOUT, Home
from warehouse.queries import one_row

FOLDER = CHECKOUT / "docs" / "gallery"
# Charts that have something to show in the dark, and in Ukrainian, beside the light English one.
_OTHER_LOOKS = {"night_calendar": Look("dark", "en"), "monthly_launches": Look("light", "uk")}
_DPI, _COLOURS = 72, 128


class NotShippedAlone(Exception):
    """The published file also holds data whose licence keeps it out of the repository."""


def write(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Draw every chart into a folder, with an index.

    Args:
        con: A published file of the shipped figures alone.
        folder: Where the pictures go; others in it are deleted.

    Returns:
        The pictures, in the order of the index.

    Raises:
        NotShippedAlone: The published file holds nights of another source.
    """
    (others,) = one_row(
        con, "select count(*) from core.snapshots where source_id not in ('nightly_figures', 'published_figures')"
    )
    if others:
        raise NotShippedAlone("The gallery shows the shipped figures alone; run it with an empty TALLY_HOME.")
    folder.mkdir(parents=True, exist_ok=True)
    pictures, entries = [], []
    for name, chart in CHARTS.items():
        looks = [Look(), *([_OTHER_LOOKS[name]] if name in _OTHER_LOOKS else [])]
        entries.append(f"## {name}\n\n{catalogue.CHARTS[name]}\n")
        for look in looks:
            drawing = chart.draw(con, look)
            file = folder / f"{name}{'' if look == Look() else f'_{look.theme}_{look.language}'}.png"
            _write_bytes(file, _small(style.preview(drawing.figure, _DPI)))
            pictures.append(file)
            entries.append(f"![{drawing.alt_text}]({file.name})\n")
    for stale in set(folder.glob("*.png")) - set(pictures):
        stale.unlink()
    _write_bytes(folder / "README.md", "\n".join([_HEAD, *entries]).encode())
    return pictures


_HEAD = """# Gallery

Every chart of a refresh, small, drawn from the figures that come with the project alone (`make gallery`); a refresh writes
each as PNG of twice the size and as SVG. Charts of places, revisions and most weapons need the dataset or the posts to show
more than they do here. Figures: CC BY-NC-SA 4.0, see `NOTICE`.
"""


def _small(png: bytes) -> bytes:
    """Return a picture in few colours: a third of the bytes, so that the repository stays light.

    Maximum coverage keeps the hues of thin marks, which the median cut mixes: vermilion became brown.
    """
    small = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        small, "png", optimize=True
    )
    return small.getvalue()


def _write_bytes(path: Path, content: bytes) -> None:
    with atomically(path) as temporary:
        temporary.write_bytes(content)


if __name__ == "__main__":
    with versions.open_published(Home.from_environment()) as published:
        try:
            for picture in write(published, FOLDER):
                print(picture)
        except NotShippedAlone as error:
            sys.exit(str(error))
