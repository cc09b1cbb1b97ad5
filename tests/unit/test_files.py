"""Writing files so that nobody meets half of one."""

import stat
from pathlib import Path

import pytest

from warehouse.files import atomically, point


def test_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.txt"
    with atomically(path, mode=0o444) as temporary:
        temporary.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert list(path.parent.iterdir()) == [path]


def test_old_content_stays_when_the_block_raises(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old")

    def fail() -> None:
        with atomically(path) as temporary:
            temporary.write_text("half of the n")
            raise RuntimeError("out of ideas")

    with pytest.raises(RuntimeError, match="out of ideas"):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_read_only_file_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    for text in ("one", "two"):
        with atomically(path, mode=0o444) as temporary:
            temporary.write_text(text)
    assert path.read_text() == "two"


def test_link_is_relative_and_can_be_switched(tmp_path: Path) -> None:
    """A home that is moved or mounted elsewhere must keep working."""
    versions = tmp_path / "home" / "versions"
    versions.mkdir(parents=True)
    link = tmp_path / "home" / "current"
    for name in ("1", "2"):
        (versions / name).write_text(name)
        point(link, versions / name)
    assert str(link.readlink()) == "versions/2"
    (tmp_path / "home").rename(tmp_path / "moved")
    assert (tmp_path / "moved" / "current").read_text() == "2"
    assert {p.name for p in (tmp_path / "moved").iterdir()} == {"versions", "current"}
