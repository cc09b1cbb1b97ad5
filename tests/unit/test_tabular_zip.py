"""Reading the CSV in a ZIP, and refusing what a ZIP can do wrong."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from assets.sources import tabular
from assets.sources.tabular import UnreadableFile

COLUMNS = ["a", "b"]
CSV = "a,b\n1,2\n"


def write_zip(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def read(path: Path) -> list[tuple[object, ...]]:
    return pl.concat(tabular.batches(path)).select(COLUMNS).rows()


@pytest.mark.parametrize(
    ("members", "file_name"),
    [
        ({"anything.csv": CSV}, "f.zip"),
        ({"ANYTHING.CSV": CSV}, "f.zip"),
        ({"anything.csv": CSV}, "f.csv"),
        ({"readme.txt": "x", "deep/inside.csv": CSV}, "f.zip"),
        ({"missiles_and_uavs.csv": "other\n", "missile_attacks_daily.csv": CSV}, "f.zip"),
        ({"missile_attacks_daily-2026-05-18.csv": CSV, "b.csv": "other\n"}, "f.zip"),
    ],
    ids=["one CSV", "capitals", "a ZIP under another name", "beside other files", "the dataset", "a dated dataset"],
)
def test_reads_the_right_member(tmp_path: Path, members: dict[str, str], file_name: str) -> None:
    assert read(write_zip(tmp_path / file_name, members)) == [("1", "2")]


@pytest.mark.parametrize(
    ("members", "held"),
    [
        ({}, "it holds nothing"),
        ({"readme.txt": "x"}, "it holds readme.txt"),
        ({"one.csv": CSV, "two.csv": CSV}, "it holds one.csv, two.csv"),
        ({"missile_attacks_daily.csv": CSV, "old/missile_attacks_daily.csv": CSV}, "it holds missile_attacks_daily.csv, old/"),
    ],
    ids=["nothing", "no CSV", "two CSVs", "the dataset twice"],
)
def test_refuses_to_guess_the_member(tmp_path: Path, members: dict[str, str], held: str) -> None:
    with pytest.raises(UnreadableFile, match=held):
        read(write_zip(tmp_path / "f.zip", members))


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "a/../../evil.csv"])
def test_member_path_is_never_followed(tmp_path: Path, name: str) -> None:
    home = tmp_path / "a" / "b"
    home.mkdir(parents=True)
    path = write_zip(home / "f.zip", {name: CSV})
    with pytest.raises(UnreadableFile, match="leads outside"):
        read(path)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(UnreadableFile, match=r"unpacks to 1,002 bytes, more than 100"):
        read(write_zip(tmp_path / "f.zip", {"a.csv": "a\n" + "0" * 1_000}))


def test_text_called_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.zip").write_text(CSV)
    with pytest.raises(UnreadableFile, match="not a readable ZIP"):
        read(tmp_path / "f.zip")


def noise() -> str:
    numbers = random.Random(1)
    return "a,b\n" + "".join(f"{numbers.random()},{numbers.random()}\n" for _ in range(2_000))


def truncate(content: bytearray) -> None:
    del content[len(content) // 2 :]


def break_checksum(content: bytearray) -> None:
    directory = content.rfind(b"PK\x01\x02")
    content[14] ^= 0xFF
    content[directory + 16] ^= 0xFF


def break_data(content: bytearray) -> None:
    content[200] ^= 0xFF
    content[201] ^= 0xFF


def encrypt(content: bytearray) -> None:
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1


def use_unknown_method(content: bytearray) -> None:
    directory = content.rfind(b"PK\x01\x02")
    content[8:10] = content[directory + 10 : directory + 12] = struct.pack("<H", 99)


def rename_in_one_place(content: bytearray) -> None:
    content[30] = ord("y")


@pytest.mark.parametrize("damage", [truncate, break_checksum, break_data, encrypt, use_unknown_method, rename_in_one_place])
def test_damaged_zip_is_refused_in_words(tmp_path: Path, damage: Callable[[bytearray], None]) -> None:
    path = write_zip(tmp_path / "f.zip", {"x.csv": noise()})
    assert len(read(path)) == 2_000
    content = bytearray(path.read_bytes())
    damage(content)
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="ZIP"):
        read(path)
