"""A few minutes of the schedule, with a reader who asks all the time; `make soak` does an hour of it."""

from pathlib import Path

from tests.conftest import copy_of
from tests.soak import ranges, soak
from warehouse.home import Home


def test_every_tick_succeeds_and_no_reader_meets_an_error(shipped: Home, tmp_path: Path) -> None:
    seen = soak(copy_of(shipped, tmp_path), tmp_path / "ui.log", ticks=2)
    assert list(seen.runs.values()) == ["SUCCESS"] * 2
    assert seen.errors == []
    assert list(seen.answers) == [204238]
    assert sum(seen.answers.values()) > 100
    (_, before), (_, after) = ranges(seen.memory, 2)
    assert after < 2 * before
