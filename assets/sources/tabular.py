"""Reading CSV files, plain or in a ZIP, as text and in pieces, without trusting them.

A file that cannot be read as a whole is refused with `UnreadableFile`. A line that does not fit the header is kept and
marked, so that rows in = rows out + rejected. What the cells mean is the business of the source modules.
"""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import IO

import polars as pl

BATCH_ROWS = 50_000
# What `batches` says of every line, beside its cells.
MARKS = ("row_number", "malformed", "malformed_line")
# What damaged, encrypted or exotic archives raise while they are read.
ZIP_ERRORS = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error, lzma.LZMAError)
DELIMITERS = (",", ";", "\t", "|")
# A ZIP that unpacks to more than this is taken for a bomb; the real dataset is under 1 MB.
MAX_UNPACKED_BYTES = 1024**3


class UnreadableFile(Exception):
    """A file that cannot be taken in at all; the message says why in words for its owner."""


def column_name(header: str) -> str:
    """Return the name under which a header cell is known in the raw tables: `affected region` is `affected_region`."""
    return re.sub(r"\W+", "_", header.strip().lower()).strip("_")


def header(path: Path) -> list[str]:
    """Return the column names of a CSV file or of the CSV in a ZIP.

    Raises:
        UnreadableFile: The file is empty, binary, not UTF-8, a broken ZIP, or has no header.
    """
    with _open(path) as file:
        return _header(_lines(file))


def batches(path: Path) -> Iterator[pl.DataFrame]:
    """Yield the data rows of a file as text, some 50,000 at a time.

    Args:
        path: A CSV file or a ZIP with one. Cells may be separated by comma, semicolon, tab or bar.

    Yields:
        Frames with `row_number` (the header being row 1), `malformed` (why a line does not fit the header, else null),
        `malformed_line` (that line, else null), and the columns of the header as strings; an empty cell is null.

    Raises:
        UnreadableFile: The file cannot be read.
    """
    with _open(path) as file:
        lines = _lines(file)
        found = _header(lines)
        rows = (row for row in enumerate(lines, start=2) if row[1])
        while batch := list(islice(rows, BATCH_ROWS)):
            yield _frame(batch, found)


def _frame(rows: Sequence[tuple[int, list[str]]], columns: Sequence[str]) -> pl.DataFrame:
    width = len(columns)
    fits = [len(cells) == width for _, cells in rows]
    fitted = [cells if fit else [""] * width for (_, cells), fit in zip(rows, fits, strict=True)]
    frame = pl.DataFrame(fitted, schema=dict.fromkeys(columns, pl.String), orient="row")
    odd = [None if fit else cells for (_, cells), fit in zip(rows, fits, strict=True)]
    return frame.with_columns(pl.all().replace("", None)).with_columns(
        row_number=pl.Series([number for number, _ in rows], dtype=pl.Int64),
        malformed=pl.Series([c and f"{len(c)} cells where the header has {width}" for c in odd], dtype=pl.String),
        malformed_line=pl.Series([c and ",".join(c) for c in odd], dtype=pl.String),
    )


def _header(lines: Iterator[list[str]]) -> list[str]:
    names = [column_name(cell) for cell in next(lines, [])]
    if not any(names):
        raise UnreadableFile("it is empty")
    named = [f"{name or 'column'}_{n}" if name in ("", *MARKS) else name for n, name in enumerate(names, start=1)]
    if repeated := sorted({name for name in named if named.count(name) > 1}):
        raise UnreadableFile(f"repeated columns: {', '.join(repeated)}")
    return named


def _lines(file: IO[bytes]) -> Iterator[list[str]]:
    """Yield the cells of every line; turn what the decoder and the CSV reader complain of into plain words."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    line_number = 0
    try:
        first = next((line for line in text if line.strip()), "")
        reader = csv.reader(chain([first], text), delimiter=_delimiter(first), strict=True)
        for cells in reader:
            line_number = reader.line_num
            yield cells
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"it is not UTF-8 text (after line {line_number})") from error
    except csv.Error as error:
        raise UnreadableFile(f"line {line_number + 1} is not CSV: {error}") from error
    except ZIP_ERRORS as error:
        raise UnreadableFile(f"the ZIP is damaged: {error}") from error


def _delimiter(header_line: str) -> str:
    """Return the separator that splits the header into the most cells."""
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([header_line], delimiter=delimiter), [])))


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic == b"PK\x03\x04" or path.suffix.lower() == ".zip":
            with _open_member(file) as member:
                yield member
        elif b"\x00" in file.read(8192):
            raise UnreadableFile("it is a binary file, not CSV text")
        else:
            file.seek(0)
            yield file


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts


@contextmanager
def _open_member(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Open the attack table of the dataset's archive, or the only CSV of another one."""
    try:
        archive = zipfile.ZipFile(file)
    except (*ZIP_ERRORS, ValueError) as error:
        raise UnreadableFile(f"it is not a readable ZIP: {error}") from error
    with archive:
        # A Mac puts a shadow of every file into a folder __MACOSX.
        members = [member for member in archive.infolist() if not member.filename.startswith("__MACOSX/")]
        if outside := [member.filename for member in members if _leads_outside(member.filename)]:
            raise UnreadableFile(f"the ZIP holds a path that leads outside it: {outside[0]}")
        tables = [member for member in members if member.filename.lower().endswith(".csv")]
        wanted = [member for member in tables if "missile_attacks_daily" in member.filename] or tables
        if len(wanted) != 1:
            names = ", ".join(member.filename for member in members) or "nothing"
            raise UnreadableFile(f"the ZIP must hold one CSV, or missile_attacks_daily.csv; it holds {names}")
        if wanted[0].file_size > MAX_UNPACKED_BYTES:
            raise UnreadableFile(f"the ZIP unpacks to {wanted[0].file_size:,} bytes, more than {MAX_UNPACKED_BYTES:,}")
        try:
            member = archive.open(wanted[0])
        except ZIP_ERRORS as error:
            raise UnreadableFile(f"the ZIP cannot be opened: {error}") from error
        with member:
            yield member
