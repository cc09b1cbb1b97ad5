"""Reading single cells: counts, dates, clock times, and what makes a window unusable."""

import datetime as dt
import json
from typing import Any

import polars as pl
import pytest

from assets.sources import cells
from tests.unit.rows import SEEN_ON, raw


def read(expression: pl.Expr, **texts: str | None) -> Any:
    return pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)).select(expression).item()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("12.0", 12), ("0", 0), ("0.0", 0), (" 7 ", 7), ("999999999", 999_999_999),
        ("287,0", 287), ("287,00", 287), ("0,0", 0), ("287,", 287),
    ],
)  # fmt: skip
def test_count_reads_whole_numbers(text: str, number: int) -> None:
    assert read(cells.count("n"), n=text) == number


@pytest.mark.parametrize(
    "text",
    [
        "-1", "1.5", "287,5", "twelve", "1234567890", "1e3", "NaN", "+5", "5 drones", "0x10", ",0", "1.0,0", "1,000,000",
        "1,000", "11,000", "12.000",
    ],
)  # fmt: skip
def test_what_is_no_count_is_a_problem(text: str) -> None:
    ((is_bad, reason),) = cells.bad_counts("n")
    assert isinstance(reason, pl.Expr)
    assert read(cells.count("n"), n=text) is None
    assert read(is_bad, n=text)
    assert text in read(reason, n=text)


def test_digits_of_another_script_are_no_count() -> None:
    """One cell with Arabic digits would end the whole refresh with a traceback."""
    assert read(cells.count("n"), n="١٢") is None


@pytest.mark.parametrize("text", ["", "   ", None], ids=["empty", "blank", "null"])
def test_empty_cell_is_null_and_no_problem(text: str | None) -> None:
    ((is_bad, _),) = cells.bad_counts("n")
    assert read(cells.text("n"), n=text) is None
    assert read(cells.count("n"), n=text) is None
    assert read(is_bad, n=text) is False


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-16", dt.date(2026, 5, 16)),
        ("2026-05-16 18:00", dt.date(2026, 5, 16)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("2025-02-29", None),
        ("16.05.2026", None),
        ("2026-05", None),
        ("2026-05-161", None),
    ],
)
def test_date(text: str, day: dt.date | None) -> None:
    assert read(cells.date("t"), t=text) == day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-01-16 18:00", "2026-01-16 16:00", "2026-01-16 16:00"),
        ("2026-07-16 18:00", "2026-07-16 15:00", "2026-07-16 15:00"),
        ("2026-07-16 7:05", "2026-07-16 04:05", "2026-07-16 04:05"),
        ("2026-07-16 18:00  ", "2026-07-16 15:00", "2026-07-16 15:00"),
        ("2026-07-17 00:30", "2026-07-16 21:30", "2026-07-16 21:30"),
        ("2026-03-29 02:59", "2026-03-29 00:59", "2026-03-29 00:59"),
        ("2026-03-29 03:30", None, None),
        ("2026-03-29 04:00", "2026-03-29 01:00", "2026-03-29 01:00"),
        ("2026-10-25 02:59", "2026-10-24 23:59", "2026-10-24 23:59"),
        ("2026-10-25 03:30", "2026-10-25 00:30", "2026-10-25 01:30"),
        ("2026-10-25 04:00", "2026-10-25 02:00", "2026-10-25 02:00"),
        ("2026-07-16", None, None),
        ("2026-07-16 25:00", None, None),
    ],
    ids=[
        "winter", "summer", "no leading zero", "trailing spaces", "after midnight", "before the hour skipped in March",
        "in the hour skipped in March", "after the hour skipped in March", "before the hour repeated in October",
        "in the hour repeated in October", "after the hour repeated in October", "date only", "no such time",
    ],
)  # fmt: skip
def test_clock_time_in_kyiv_becomes_utc(text: str, start: str | None, end: str | None) -> None:
    def moment(text: str | None) -> dt.datetime | None:
        return None if text is None else dt.datetime.fromisoformat(text)

    assert read(cells.moment("t", is_end=False), t=text) == moment(start)
    assert read(cells.moment("t", is_end=True), t=text) == moment(end)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("2026-03-01", "2026-03-02", None),
        ("2026-03-01 18:00", "2026-03-02 08:00", None),
        ("2026-03-01 18:00", "2026-03-01 18:00", None),
        ("2026-03-02", "2026-03-02 1:00", None),
        ("2025-10-26 03:45", "2025-10-26 03:15", None),
        ("2022-02-24", "2022-02-24", None),
        ("2026-06-14 00:00", "2026-06-14 07:00", None),
        ("", "2026-03-02", "time_start is empty"),
        ("2026-03-01", None, "time_end is empty"),
        ("1 March", "2026-03-02", "time_start “1 March” is not a date, or a date with a time"),
        ("2026-02-30", "2026-03-02", "time_start “2026-02-30” is not a date, or a date with a time"),
        ("2026-03-01", "2026-03-02 24:00", "time_end “2026-03-02 24:00” is not a date, or a date with a time"),
        ("2026-03-01", "2026-03-02 08:60", "time_end “2026-03-02 08:60” is not a date, or a date with a time"),
        ("2026-03-01", "2026-03-02T08:00", None),
        ("2026-03-01", "13.03.2026 08:00", None),
        ("02.03.2026", "2026-03-05", "time_start “02.03.2026” can be read in two ways, and no date of the file decides it"),
        ("13.03.2026", "12.03.2026", "time_end “12.03.2026” can be read in two ways, and no date of the file decides it"),
        ("14.03.2026", "13.03.2026", "the window ends (2026-03-13) before it starts (2026-03-14)"),
        ("2026-03-02", "2026-03-01", "the window ends (2026-03-01) before it starts (2026-03-02)"),
        ("2026-03-02 08:00", "2026-03-02 07:59", "the window ends (2026-03-02 07:59) before it starts (2026-03-02 08:00)"),
        ("2022-02-23", "2022-02-24", "time_start “2022-02-23” is before 2022-02-24"),
        ("2026-06-14", "2026-06-15", "time_end “2026-06-15” is after the file was seen (2026-06-13)"),
    ],
    ids=[
        "dates", "clock times", "a moment", "one clock time", "across the repeated hour", "first day of the war",
        "the night after the file was seen", "no start", "no end", "words", "no such day", "24:00", "no such minute", "ISO T",
        "day first", "ambiguous start", "ambiguous end", "day first reversed",
        "dates reversed", "minutes reversed", "before the war", "after the file was seen",
    ],
)  # fmt: skip
def test_window(start: str, end: str | None, reason: str | None) -> None:
    row = cells.with_times(raw("raw.daily_attacks", {"time_start": start, "time_end": end}), ("time_start", "time_end"), None)
    usable, rejected = cells.split(row, cells.bad_times("_time_start", "_time_end", SEEN_ON))
    assert (usable.height, rejected["reason"].to_list()) == ((1, []) if reason is None else (0, [reason]))


def test_split_loses_no_row_and_gives_the_first_reason() -> None:
    rows = raw(
        "raw.nightly_figures",
        {"launched": "5"},
        {"launched": "-5", "lost": "x"},
        {"malformed": "1 cells where the header has 8", "launched": "-5"},
        {"launched": "5", "lost": "y"},
    )
    usable, rejected = cells.split(rows, cells.bad_counts("launched", "lost"))
    assert usable["row_number"].to_list() == [2]
    assert rejected.select("row_number", "reason").rows() == [
        (3, "launched “-5” is not a whole number of zero or more"),
        (4, "1 cells where the header has 8"),
        (5, "lost “y” is not a whole number of zero or more"),
    ]


def test_rejected_row_is_kept_as_json_of_its_own_cells() -> None:
    rows = raw("raw.nightly_figures", {"start_date": 'a "quoted", cell', "launched": "-1"})
    _, rejected = cells.split(rows, cells.bad_counts("launched"))
    kept = json.loads(rejected["raw"].item())
    assert kept.pop("start_date") == 'a "quoted", cell'
    assert kept.pop("launched") == "-1"
    assert kept == dict.fromkeys(("end_date", "reporter", "intercepted", "lost", "airborne", "reports", "other_cells"))


@pytest.mark.parametrize(
    ("night_of", "intercepted", "lost", "wording"),
    [
        (dt.date(2025, 7, 23), 5, None, "shot_down"),
        (dt.date(2025, 7, 23), 5, 3, "shot_down"),
        (dt.date(2025, 7, 24), 5, None, "shot_down_or_suppressed"),
        (dt.date(2025, 10, 22), 333, 17, "shot_down"),
        (dt.date(2025, 7, 24), None, None, None),
    ],
    ids=["last night before the break", "apart before", "first night after the break", "apart again", "no number"],
)
def test_interception_wording(night_of: dt.date, intercepted: int | None, lost: int | None, wording: str | None) -> None:
    frame = pl.DataFrame(
        {"night_of": [night_of], "intercepted": [intercepted], "lost": [lost]},
        schema={"night_of": pl.Date, "intercepted": pl.Int64, "lost": pl.Int64},
    )
    assert frame.select(cells.interception_wording(pl.col("intercepted"), pl.col("lost"))).item() == wording
