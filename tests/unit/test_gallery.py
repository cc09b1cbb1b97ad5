"""The gallery in the repository: every chart, small, and of nothing but the shipped figures."""

from pathlib import Path

import pytest

from reports import gallery
from reports.charts import CHARTS
from tests.unit.chart_cases import database, stored


def test_the_gallery_shows_every_chart_small() -> None:
    """To renew it: `make gallery`."""
    index = (gallery.FOLDER / "README.md").read_text(encoding="utf-8")
    pictures = {picture.name: picture.stat().st_size for picture in gallery.FOLDER.glob("*.png")}
    assert {f"{name}.png" for name in CHARTS} <= set(pictures)
    assert max(pictures.values()) < 60_000
    assert all(f"]({name})" in index for name in pictures)


def test_data_of_others_is_not_drawn_into_the_repository(tmp_path: Path) -> None:
    with pytest.raises(gallery.NotShippedAlone):
        gallery.write(stored("one_year"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_gallery_is_written_whole_and_without_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "stale.png").write_bytes(b"")
    with database({}) as con:
        con.execute("delete from core.snapshots where source_id = 'daily_attacks'")
        pictures = gallery.write(con, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"README.md", *(picture.name for picture in pictures)}
    assert len(pictures) == len(CHARTS) + 2
