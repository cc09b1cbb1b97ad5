"""One content in every form in which a spreadsheet may save it: the cleaned rows are the same."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from assets.sources import daily_attacks, dates, layouts, tabular
from assets.sources.tabular import DELIMITERS
from tests.dataset import HEADER, ROW
from tests.unit.rows import GROUPS, SEEN_ON

ROWS = [
    ROW | {"not_reach_goal": "12.0", "target": "Kyiv oblast; Sumy oblast", "affected region": "Київ"},
    ROW | {"time_start": "2026-03-03", "time_end": "2026-03-04", "launched": "287.0", "destroyed": ""},
    ROW | {"time_start": "2026-04-12 7:05", "time_end": "2026-04-13 08:00", "source": "PvKPivden/posts/2", "launched": "7"},
    ROW | {"time_start": "2026-05-05 18:00", "time_end": "2026-05-06 03:30", "model": "X-101/X-555, Kalibr"},
    ROW | {"time_start": "2026-05-07", "time_end": "2026-05-06"},
    ROW | {"launched": "many"},
]
Change = Callable[[str, str], str]


def as_they_are(column: str, cell: str) -> str:
    return cell


def rewritten(form: str, clock: str = " {}", *, decimal: str = ".") -> Change:
    """Return a change of the cells: how dates and clock times are written, and which sign stands before decimals."""

    def change(column: str, cell: str) -> str:
        if column in daily_attacks.TIMES:
            day, _, time = cell.partition(" ")
            return dt.date.fromisoformat(day).strftime(form) + (clock.format(time) if time else "")
        return cell.replace(".", decimal) if column in ("launched", "destroyed", "not_reach_goal") else cell

    return change


def read(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the cleaned and the rejected rows of a file, the latter without its own words."""
    raw = pl.concat(map(layouts.layout("daily_attacks").fit, tabular.batches(path))).with_columns(snapshot_id=pl.lit("s"))
    rows, rejected = daily_attacks.clean(raw, SEEN_ON, GROUPS, dates.order([raw], daily_attacks.TIMES))
    return rows, rejected.select("snapshot_id", "row_number")


def write(path: Path, *, delimiter: str = ",", end: str = "\n", mark: str = "", quoting: int = 0, change: Change) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="", delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows({column: change(column, cell) for column, cell in row.items()} for row in ROWS)
    path.write_bytes((mark + text.getvalue()).encode())
    return path


@pytest.fixture
def plain(tmp_path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows, rejected = read(write(tmp_path / "plain.csv", change=as_they_are))
    assert (rows["row_number"].to_list(), rejected["row_number"].to_list()) == ([2, 3, 4, 5], [6, 7])
    return rows, rejected


@pytest.mark.parametrize(
    "change",
    [
        as_they_are,
        rewritten("%d.%m.%Y", decimal=","),
        rewritten("%d/%m/%Y", " {}:00"),
        rewritten("%m/%d/%Y", " {}:00", decimal=","),
        rewritten("%Y-%m-%d", "T{}:00"),
        rewritten("%Y/%m/%d"),
    ],
    ids=["as it is", "German", "British", "American", "ISO with T", "slashes"],
)
@pytest.mark.parametrize("delimiter", DELIMITERS, ids=["comma", "semicolon", "tab", "bar"])
def test_the_same_rows(tmp_path: Path, plain: tuple[pl.DataFrame, pl.DataFrame], delimiter: str, change: Change) -> None:
    path = write(tmp_path / "f.csv", delimiter=delimiter, end="\r\n", mark="\ufeff", change=change)
    for found, expected in zip(read(path), plain, strict=True):
        assert_frame_equal(found, expected)


def test_every_cell_in_quotes(tmp_path: Path, plain: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    path = write(tmp_path / "f.csv", delimiter=";", mark="\ufeff", quoting=csv.QUOTE_ALL, change=rewritten("%d.%m.%Y"))
    for found, expected in zip(read(path), plain, strict=True):
        assert_frame_equal(found, expected)
