"""How files write their dates: every form in one way, and nothing guessed where a date can be read in two."""

import polars as pl
import pytest

from assets.sources import dates
from assets.sources.dates import DAY_FIRST, MONTH_FIRST

ORDERS = pytest.mark.parametrize("order", [None, DAY_FIRST, MONTH_FIRST])


def read(cell: str | None, order: str | None) -> str | None:
    frame = pl.DataFrame({"t": [cell]}, schema={"t": pl.String}).select(dates.iso("t", order))
    text: str | None = frame.item()
    return text


def is_ambiguous(cell: str | None) -> bool | None:
    frame = pl.DataFrame({"t": [cell]}, schema={"t": pl.String}).select(dates.is_ambiguous("t"))
    answer: bool | None = frame.item()
    return answer


def frame(*cells: str | None, end: str | None = None) -> pl.DataFrame:
    return pl.DataFrame({"start": cells, "end": [end] * len(cells)}, schema={"start": pl.String, "end": pl.String})


@ORDERS
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2026-05-16", "2026-05-16"),
        ("2026-05-16 18:00", "2026-05-16 18:00"),
        ("2026-05-16 7:05", "2026-05-16 7:05"),
        ("2026-05-16T18:00", "2026-05-16 18:00"),
        ("2026-05-16T18:00:00", "2026-05-16 18:00"),
        ("2026-05-16 18:00:59", "2026-05-16 18:00"),
        ("2026-05-16 18:00:00.000", "2026-05-16 18:00"),
        ("2026-05-16   18:00", "2026-05-16 18:00"),
        ("2026-05-16\u00a018:00", "2026-05-16 18:00"),
        ("  2026-05-16\n", "2026-05-16"),
        ("2026-5-6", "2026-05-06"),
        ("2026-03-04", "2026-03-04"),
        ("2026/05/16", "2026-05-16"),
        ("2026.5.6 18:00", "2026-05-06 18:00"),
        ("16.05.2026", "2026-05-16"),
        ("16.5.2026 18:00", "2026-05-16 18:00"),
        ("16/05/2026 18:00:00", "2026-05-16 18:00"),
        ("16-05-2026T18:00", "2026-05-16 18:00"),
        ("05/16/2026", "2026-05-16"),
        ("5/16/2026 7:05", "2026-05-16 7:05"),
        ("13.12.2025", "2025-12-13"),
        ("12/13/2025", "2025-12-13"),
        ("05.05.2026", "2026-05-05"),
        ("5/5/2026 18:00", "2026-05-05 18:00"),
        ("12.12.2025", "2025-12-12"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_read_in_one_way_whatever_the_order(cell: str | None, text: str | None, order: str | None) -> None:
    assert read(cell, order) == text


@pytest.mark.parametrize(
    ("cell", "day_first", "month_first"),
    [
        ("03.04.2026", "2026-04-03", "2026-03-04"),
        ("3.4.2026", "2026-04-03", "2026-03-04"),
        ("03/04/2026 18:00", "2026-04-03 18:00", "2026-03-04 18:00"),
        ("03-04-2026T18:00:00", "2026-04-03 18:00", "2026-03-04 18:00"),
        ("12.11.2025", "2025-11-12", "2025-12-11"),
        ("01.12.2025", "2025-12-01", "2025-01-12"),
    ],
)
def test_two_ways_are_decided_by_the_order_alone(cell: str, day_first: str, month_first: str) -> None:
    assert (read(cell, DAY_FIRST), read(cell, MONTH_FIRST), read(cell, None)) == (
        day_first,
        month_first,
        cell.replace("T", " "),
    )
    assert is_ambiguous(cell)


@ORDERS
@pytest.mark.parametrize(
    "cell",
    [
        "yesterday", "16 May 2026", "16.05.26", "2026-05", "05.2026", "20260516", "2026-05-161", "116.05.2026", "16.05.20261",
        "2026-05-16 25", "2026-05-16 18:00Z", "2026-05-16 18:00:00+02:00", "2026-05-16 6:00 PM", "2026-05-16, 18:00",
        "2026-05-16 18:00:00.500", "١٦.٠٥.٢٠٢٦", "٠٣.٠٤.2026", "２０２６-05-16", "2026–05–16", "+2026-05-16", "16.05.2026 x",
        "١٦.05.2026", "05.١٦.2026", "16.05.٢٠٢٦",
    ],
)  # fmt: skip
def test_what_is_no_date_stays_as_it_is(cell: str, order: str | None) -> None:
    """It is not ambiguous either: the reason given for the row is that it is no date."""
    assert read(cell, order) == cell
    assert not is_ambiguous(cell)


@ORDERS
@pytest.mark.parametrize(
    ("cell", "text"),
    [("13.13.2026", "2026-13-13"), ("31.02.2026", "2026-02-31"), ("02/31/2026", "2026-02-31"), ("0.0.2026", "2026-00-00")],
)
def test_day_that_does_not_exist_is_not_made_to_exist(cell: str, text: str, order: str | None) -> None:
    """`cells.date` refuses what comes out; swapping day and month until it fits would be a guess."""
    assert read(cell, order) == text


@pytest.mark.parametrize("text", ["2026-03-04", "2026-03-04 18:00", None])
def test_what_is_read_is_not_ambiguous(text: str | None) -> None:
    assert not is_ambiguous(text)


@pytest.mark.parametrize(
    ("frames", "order"),
    [
        ([], None),
        ([frame()], None),
        ([frame(None, "")], None),
        ([frame("2026-05-16", "2026-05-16 18:00")], None),
        ([frame("03.04.2026", "12.12.2026", "5/6/2026")], None),
        ([frame("03.04.2026", "16.05.2026")], DAY_FIRST),
        ([frame("03/04/2026", "05/16/2026")], MONTH_FIRST),
        ([frame(" 13.1.2026 18:00 ")], DAY_FIRST),
        ([frame("1/13/2026T18:00:00")], MONTH_FIRST),
        ([frame("2026-05-16", "16.05.2026", "x")], DAY_FIRST),
        ([frame("03.04.2026", end="16.05.2026")], DAY_FIRST),
        ([frame("03.04.2026"), frame("03.04.2026"), frame("05.16.2026")], MONTH_FIRST),
        ([frame("16.05.2026", "05/16/2026")], None),
        ([frame("16.05.2026", end="05/16/2026")], None),
        ([frame("16.05.2026"), frame("05.16.2026")], None),
        ([frame("05/16/2026"), frame("03.04.2026"), frame("16.05.2026")], None),
        ([frame("١٦.05.2026", "05.١٦.2026", "16.05.26", "16 May 2026", "2026.05.16")], None),
    ],
    ids=[
        "nothing", "no rows", "empty cells", "year first", "only dates in two ways", "day first", "month first",
        "day first with time", "month first with T", "beside others", "in the second column", "in the third piece",
        "contradictory", "contradictory columns", "contradictory pieces", "contradictory, late", "no dates with the year last",
    ],
)  # fmt: skip
def test_order_of_a_file(frames: list[pl.DataFrame], order: str | None) -> None:
    assert dates.order(iter(frames), ("start", "end")) == order


def test_only_the_columns_asked_for_decide() -> None:
    assert dates.order([frame("03.04.2026", end="16.05.2026")], ("start",)) is None
