"""Publishing, killed between any two file operations: readers find a whole tally at every moment, and the next one succeeds.

A power cut, which takes what was not flushed, cannot be had here; so the order of the steps is tested, too.
"""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.mortals import Mortals, dies_at, mortals, watch
from tests.states import reading
from warehouse import contracts, lock, store, versions
from warehouse.contracts import Column, Table
from warehouse.home import Home

SOURCE = Table("core.source", "One row per number.", ("n",), (Column("n", "BIGINT", "The number."),))
TOTAL = Table("mart.total", "One row per total.", ("n",), (Column("n", "BIGINT", "The total."),), inputs=("core.source",))
# What publishing does, in its order: content reaches the disk before its name does, and the name before the link that readers
# follow. The oldest version goes, then the note on who holds the lock.
STEPS = [
    "comment 1",
    "comment 2",
    "chmod 1",
    "fsync 1",
    "replace 1",
    "fsync folder 1",
    "symlink 1",
    "replace 2",
    "fsync folder 2",
    "unlink 1",
    "unlink 2",
]
CRASHES = [f"{when} {step}" for step in STEPS for when in ("before", "after")]


def publish(root: str, number: str, fatal: str) -> None:
    """Refresh a tally of two tables under the lock, and die at a step of publishing."""
    home = Home(Path(root))
    vars(store).update(TABLES=(SOURCE, TOTAL), macros=lambda: "create macro twice(n) as 2 * n")
    vars(versions).update(TABLES=(SOURCE, TOTAL))
    with lock.refresh_lock(home, "a test", 0), store.open_build(home.build) as con:
        con.execute("set threads = 1")
        store.write(con, SOURCE, f"select {number}::bigint as n")
        store.write(con, TOTAL, "select twice(n) as n from core.source")
        reach, counts = dies_at(fatal), Counter[str]()
        watch(contracts, "comment", reach, counts)
        for name in ("chmod", "fsync", "replace", "symlink", "unlink"):
            watch(os, name, reach, counts)
        versions.publish(home, con)


@pytest.fixture(scope="module")
def publisher() -> Iterator[Mortals]:
    with mortals(f"{__name__}:publish") as running:
        yield running


def numbers(home: Home) -> tuple[int, int]:
    """Return what is published: a number and its total."""
    with versions.open_published(home) as con:
        ((number, total),) = con.execute("select (select n from core.source), (select n from mart.total)").fetchall()
    return number, total


def pair(number: int) -> tuple[int, int]:
    return number, 2 * number


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_kill_while_publishing_harms_no_reader_and_not_the_next_refresh(home: Home, publisher: Mortals) -> None:
    """Odd numbers are published whole, even ones by a process that dies on the way."""
    assert publisher.call(home.root, 1, "").code == 0
    with reading(numbers, home) as answers:
        for last, fatal in enumerate(CRASHES):
            before, killed, after = 2 * last + 1, 2 * last + 2, 2 * last + 3
            end = publisher.call(home.root, killed, fatal)
            assert (end.code, end.steps[-1]) == (-signal.SIGKILL, fatal)
            is_switched = CRASHES.index(fatal) >= CRASHES.index("after replace 2")
            assert (fatal, numbers(home)) == (fatal, pair(killed if is_switched else before))
            assert not lock.is_locked(home)
            assert publisher.call(home.root, after, "").code == 0, fatal
            assert (fatal, numbers(home)) == (fatal, pair(after))
            assert names(home.database.parent) == ["build", "strikes.duckdb", "versions"], fatal
            assert names(home.build.parent) == ["refresh.lock", "strikes.duckdb"], fatal
            assert len(names(home.versions)) <= versions.KEPT_VERSIONS, fatal
    assert len(answers) >= len(CRASHES)
    assert answers <= {pair(number) for number in range(1, 2 * len(CRASHES) + 2)}


def test_content_reaches_the_disk_before_its_name_and_the_name_before_the_link(home: Home, publisher: Mortals) -> None:
    """The test above dies at each of these steps: a new step belongs there as well."""
    for number in range(1, versions.KEPT_VERSIONS + 1):
        assert publisher.call(home.root, number, "").code == 0
    assert publisher.call(home.root, 4, "").steps == CRASHES
    assert numbers(home) == pair(4)


def test_build_torn_by_a_power_cut_is_started_anew(home: Home, publisher: Mortals) -> None:
    """DuckDB writes to a log beside the file first; either may lose what was not flushed."""
    assert publisher.call(home.root, 0, "").code == 0
    whole = home.build.read_bytes()
    for number, kept in enumerate((0, 100, len(whole) // 2), start=1):
        home.build.write_bytes(whole[:kept])
        home.build.with_name(home.build.name + ".wal").write_bytes(b"half a log" * 10)
        assert publisher.call(home.root, number, "").code == 0, kept
        assert numbers(home) == pair(number)


def test_version_that_lost_its_content_is_replaced(home: Home, publisher: Mortals) -> None:
    """A disk that said it had flushed and had not: the next refresh publishes a whole file under another name."""
    assert publisher.call(home.root, 0, "").code == 0
    for number, kept in enumerate((0, 100, home.database.stat().st_size // 2), start=1):
        version = home.database.resolve()
        version.chmod(0o644)
        os.truncate(version, kept)
        with pytest.raises(duckdb.Error):
            numbers(home)
        assert publisher.call(home.root, number, "").code == 0, kept
        assert numbers(home) == pair(number)
        assert home.database.resolve() != version
