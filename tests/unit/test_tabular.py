"""Reading CSV files that nobody promised would be well made."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from assets.sources import tabular
from assets.sources.tabular import UnreadableFile

COLUMNS = ["night", "place", "launched"]
GOOD = "night,place,launched\n2026-03-02,Kyiv,7\n"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path) -> pl.DataFrame:
    return pl.concat(tabular.batches(path))


def cells(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return frame.select(COLUMNS).rows()


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (GOOD, [("2026-03-02", "Kyiv", "7")]),
        ("\ufeff" + GOOD, [("2026-03-02", "Kyiv", "7")]),
        (GOOD.replace("\n", "\r\n"), [("2026-03-02", "Kyiv", "7")]),
        (GOOD.rstrip("\n"), [("2026-03-02", "Kyiv", "7")]),
        ("launched,night,place\n7,2026-03-02,Kyiv\n", [("2026-03-02", "Kyiv", "7")]),
        (" Night ,PLACE,Launched\n2026-03-02,Kyiv,7\n", [("2026-03-02", "Kyiv", "7")]),
        ('night,place,launched\n2026-03-02,"Kyiv,\n""Lviv""",7\n', [("2026-03-02", 'Kyiv,\n"Lviv"', "7")]),
        ("night,place,launched\n2026-03-02,,7\n", [("2026-03-02", None, "7")]),
        ("night,place,launched\n2026-03-02, Kyiv ,7.0\n", [("2026-03-02", " Kyiv ", "7.0")]),
        ("night,place,launched\n2026-03-02,Харків,7\n", [("2026-03-02", "Харків", "7")]),
    ],
    ids=[
        "plain", "byte order mark", "CRLF", "no newline at the end", "columns in another order", "header in capitals",
        "quoted newline, comma and quote", "empty cell is null", "text is left as it stands", "Cyrillic",
    ],
)  # fmt: skip
def test_reads(tmp_path: Path, content: str, rows: list[tuple[object, ...]]) -> None:
    frame = read(write(tmp_path / "f.csv", content))
    assert cells(frame) == rows
    assert frame["malformed"].to_list() == [None]


@pytest.mark.parametrize(
    ("header", "name"),
    [("affected region", "affected_region"), (" Launched ", "launched"), ("not-reach.goal", "not_reach_goal")],
)
def test_column_name(header: str, name: str) -> None:
    assert tabular.column_name(header) == name


def test_ragged_lines_are_kept_and_marked(tmp_path: Path) -> None:
    frame = read(write(tmp_path / "f.csv", GOOD + "2026-03-03,Kyiv\n2026-03-04,Kyiv,8,extra\n2026-03-05,Kyiv,9\n"))
    assert frame.select("row_number", "malformed").rows() == [
        (2, None),
        (3, "2 cells where the header has 3"),
        (4, "4 cells where the header has 3"),
        (5, None),
    ]
    assert frame["malformed_line"].to_list() == [None, "2026-03-03,Kyiv", "2026-03-04,Kyiv,8,extra", None]
    assert cells(frame)[1:3] == 2 * [(None, None, None)]


def test_blank_lines_are_no_rows_but_count_for_row_numbers(tmp_path: Path) -> None:
    frame = read(write(tmp_path / "f.csv", GOOD + "\n\n2026-03-03,Lviv,8\n\n"))
    assert frame.select("row_number", "place").rows() == [(2, "Kyiv"), (5, "Lviv")]


def test_line_of_empty_cells_is_a_row(tmp_path: Path) -> None:
    """Only the source can say whether a row without a single cell may be dropped; silently losing it would hide it."""
    assert cells(read(write(tmp_path / "f.csv", GOOD + ",,\n")))[1] == (None, None, None)


def test_batches_number_the_rows_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "BATCH_ROWS", 2)
    body = "".join(f"2026-03-0{day},Kyiv,{day}\n" for day in range(1, 6))
    batches = list(tabular.batches(write(tmp_path / "f.csv", "night,place,launched\n" + body)))
    assert [batch["row_number"].to_list() for batch in batches] == [[2, 3], [4, 5], [6]]
    assert pl.concat(batches)["launched"].to_list() == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("night,place,launched,launched", "repeated columns: launched"),
        ("night,place,Place,launched, NIGHT ", "repeated columns: night, place"),
        ("night;place;night", "repeated columns: night"),
    ],
    ids=["one", "two, spelled in two ways", "semicolons"],
)
def test_repeated_columns_are_refused(tmp_path: Path, header: str, words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(write(tmp_path / "f.csv", header + "\n"))
    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("night,place,launched", ["night", "place", "launched"]),
        ("night;place;launched", ["night", "place", "launched"]),
        ("night\tplace\tlaunched", ["night", "place", "launched"]),
        ("night|place|launched", ["night", "place", "launched"]),
        ("night", ["night"]),
        ('"night, local";"place|oblast";launched', ["night_local", "place_oblast", "launched"]),
        ('night,"place;oblast",launched', ["night", "place_oblast", "launched"]),
        ("night,,launched", ["night", "column_2", "launched"]),
        ("\n\nnight;place", ["night", "place"]),
        ('"night, local, Kyiv";place', ["night_local_kyiv", "place"]),
        ('\ufeff"night, local",place', ["night_local", "place"]),
    ],
    ids=["comma", "semicolon", "tab", "bar", "one column", "others in quotes", "another in quotes", "no name",
         "blank lines before", "more of another in quotes",
         "byte order mark and quotes"],
)  # fmt: skip
def test_delimiter_of_the_header(tmp_path: Path, header: str, names: list[str]) -> None:
    assert tabular.header(write(tmp_path / "f.csv", header + "\n")) == names


@pytest.mark.parametrize("delimiter", tabular.DELIMITERS, ids=["comma", "semicolon", "tab", "bar"])
def test_every_delimiter_reads_the_same(tmp_path: Path, delimiter: str) -> None:
    others = "".join(other for other in tabular.DELIMITERS if other != delimiter)
    rows = [COLUMNS, ["2026-03-02", f"Kyiv{others}Lviv", "7"], ["2026-03-03", f'"{delimiter}"', "287,0".strip(delimiter)]]
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter).writerows(rows)
    assert cells(read(write(tmp_path / "f.csv", lines.getvalue()))) == [tuple(row) for row in rows[1:]]


def test_header_decides_the_delimiter_not_the_rows(tmp_path: Path) -> None:
    """A cell with commas in a file with semicolons is one cell."""
    assert cells(read(write(tmp_path / "f.csv", "night;place;launched\n1;a,b,c,d,e;2\n"))) == [("1", "a,b,c,d,e", "2")]


@pytest.mark.parametrize("name", ["row_number", "malformed", "malformed_line"])
def test_columns_named_like_the_marks_are_not_lost(tmp_path: Path, name: str) -> None:
    frame = read(write(tmp_path / "f.csv", f"night,{name},launched\n2026-03-02,cell,7\n"))
    assert "cell" in [cell for cell in frame.row(0) if cell is not None]


def test_header_alone_has_no_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", "night,place,launched\n")
    assert tabular.header(path) == COLUMNS
    assert list(tabular.batches(path)) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (GOOD.encode("utf-16"), "binary"),
        ("night,place,launched\n2026-03-02,Харків,7\n".encode("cp1251"), "not UTF-8"),
        (GOOD.encode() + b'2026-03-03,"Kyiv,8\n2026-03-04,Lviv,9\n', "is not CSV"),
        (b'night,place,launched\n2026-03-02,"Kyiv"x,7\n', "line 2 is not CSV"),
    ],
    ids=["empty", "byte order mark alone", "picture", "UTF-16", "another encoding", "quote never closed", "text after a quote"],
)
def test_refuses(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(write(tmp_path / "f.csv", content))


def test_error_late_in_a_long_file_is_found(tmp_path: Path) -> None:
    """The decoder reads ahead: the bad byte here lies far behind the first rows."""
    path = write(tmp_path / "f.csv", GOOD.encode() + b"2026-03-03,Kyiv,8\n" * 5_000 + b"2026-03-04,\xff,9\n")
    assert tabular.header(path) == COLUMNS
    with pytest.raises(UnreadableFile, match="not UTF-8"):
        read(path)
