"""Measurements behind the speed goals, as ratios within one run: `make bench`.

A cold refresh should take at most 1.6 times what its work takes without Dagster, 10,000 posts should be read in a few seconds
on one core, and a thousandfold dataset should be refreshed in under 2 GB. The last takes several minutes; leave it out with
`--quick`.
"""

import datetime as dt
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.dataset import HEADER, ROW, dataset
from warehouse.home import CHECKOUT, Home

TALLY = str(Path(sys.executable).with_name("tally"))
REPEATS = 5
DATASET_ROWS = 3_700
THOUSANDFOLD = 1_000
SECONDS_OF_READING = 3
ALERT = "🛵 Ударні БпЛА на півночі області, курсом на південь."
REPORT = """⚡️ ЗБИТО/ПОДАВЛЕНО 121 ЦІЛЬ
➖➖➖➖➖➖➖➖➖➖
У ніч на 2 березня (з 18:00 1 березня) противник атакував двома балістичними ракетами Іскандер-М із Курської обл. та
140 ударними БпЛА типу Shahed, Гербера та дронами інших типів із напрямків: Курськ, Орел – рф, Гвардійське – ТОТ АР Крим.

💥 За попередніми даними, станом на 08:30, збито/подавлено 121 ворожий БпЛА типу Shahed, Гербера та дронів інших типів.

Зафіксовано влучання 19 ударних БпЛА на 11 локаціях, а також падіння збитих (уламки) на 4 локаціях.
"""
# The same tables, checks, publication and files as the job, one after the other; `import dagster` is not counted, because
# the modules that hold the work import it.
WORK = """
import time
import dagster
started = time.perf_counter()
from assets import core, mart, raw, table_assets
from assets.resources import Warehouse
from reports import sets
from warehouse import checked, contracts, lock, queries, store, versions
from warehouse.home import Home

home, warehouse = Home.from_environment(), Warehouse()
fills = {"core": core.FILLS, "mart": mart.FILLS, "raw": raw.FILLS}
with lock.refresh_lock(home, "bench", 1):
    warehouse._con = store.open_build(home.build)
    for table in table_assets.IN_ORDER:
        fill, _ = fills[table.schema].get(table.short_name, table_assets.OWN_SQL)
        fill(warehouse, table)
        assert not contracts.violations(warehouse.con, table)
    for check in checked.BLOCKING.keys() - {"settled_months_stand"}:
        assert not warehouse.con.execute(queries.select(f"checks.{check}")).fetchall()
    versions.publish(home, warehouse.con)
    warehouse.con.close()
sets.publish(home, "en")
print(time.perf_counter() - started)
"""


def timed(command: Sequence[str], home: Home) -> tuple[float, str]:
    """Run a command in a home; return its wall time in seconds and what it printed."""
    started = time.perf_counter()
    run = subprocess.run(
        command,
        env=os.environ | {"TALLY_HOME": str(home.root), "TALLY_OFFLINE": "1"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - started, run.stdout


def compare_with_work_alone() -> None:
    """Print the median wall time of a cold refresh, of its work alone, and the ratio."""
    refreshes, works = [], []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            refreshes.append(timed([TALLY, "refresh"], Home(Path(first)))[0])
            works.append(float(timed([sys.executable, "-c", WORK], Home(Path(second)))[1]))
    refresh, work = statistics.median(refreshes), statistics.median(works)
    print(f"cold refresh {refresh:.2f} s, its work without Dagster {work:.2f} s: {refresh / work:.2f} times (goal: 1.6)")


def time_commands() -> None:
    """Print how long commands take that should start at once, as a multiple of starting Python."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        timed([TALLY, "refresh"], home)
        python = statistics.median(timed([sys.executable, "-c", "pass"], home)[0] for _ in range(REPEATS))
        for arguments in (["--help"], ["status"], ["query", "select 1"]):
            seconds = statistics.median(timed([TALLY, *arguments], home)[0] for _ in range(REPEATS))
            print(
                f"tally {' '.join(arguments)}: {seconds:.2f} s, {seconds / python:.0f} times starting Python ({python:.2f} s)"
            )


def count_posts_per_second() -> None:
    """Print how many posts are read per second: the channel's mixture, where one of 28 is a report, and reports alone."""
    from assets.sources.air_force_posts.reader import read

    posted_at = dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)
    for what, texts in (("posts, one of 28 a report", [REPORT, *[ALERT] * 27]), ("reports", [REPORT])):
        count, started = 0, time.perf_counter()
        while time.perf_counter() - started < SECONDS_OF_READING:
            for text in texts:
                read(text, posted_at)
            count += len(texts)
        print(f"{count / (time.perf_counter() - started):,.0f} {what}, read per second on one core")


def measure_thousandfold() -> None:
    """Print the peak memory of a refresh on a dataset a thousand times the size of the real one."""
    with tempfile.TemporaryDirectory() as folder:
        home, file = Home(Path(folder) / "home"), Path(folder) / "large.csv"
        night = [
            {"time_start": f"2025-{1 + n % 12:02}-{1 + n % 28:02}", "source": f"kpszsu/posts/{n}"} for n in range(DATASET_ROWS)
        ]
        page = dataset(*(row | {"time_end": row["time_start"]} for row in night)).splitlines(keepends=True)[1:]
        with file.open("w", encoding="utf-8") as out:
            out.write(",".join(HEADER) + "\n")
            for copy in range(THOUSANDFOLD):
                out.writelines(line.rstrip("\n") + f"{copy}\n" for line in page)
        timed([TALLY, "add", str(file), "--seen-at", "2026-05-18"], home)
        seconds = timed([TALLY, "refresh"], home)[0]
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{DATASET_ROWS * THOUSANDFOLD:,} rows: {peak:,.0f} MB at the peak (goal: under 2,000), {seconds:.0f} s")


if __name__ == "__main__":
    assert HEADER[-1] == "source"
    assert ROW["source"]
    compare_with_work_alone()
    time_commands()
    count_posts_per_second()
    if "--quick" not in sys.argv:
        measure_thousandfold()
