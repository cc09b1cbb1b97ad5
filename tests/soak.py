"""A schedule of one minute, with a reader who asks all the time: `make soak` (MINUTES=60).

Whatever an unattended year does every night is done here every minute: tick, run, publish, reports, tidying up. Nothing may
fail, and memory and disk must not grow. The tests run a few minutes of it.
"""

import ast
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.dagster_ui import EVERY_MINUTE, FINISHED, DagsterUi, dagster_ui
from warehouse.home import Home

LOOK_SECONDS = 5
# Opens the file anew for every question, as readers do; at the end it says how often it was answered, and every error.
READER = """
import sys, threading, duckdb
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
answers, errors = {}, []
while not stop.wait(0.1):
    try:
        with duckdb.connect(sys.argv[1], read_only=True) as con:
            ((sum,),) = con.execute("select sum(launched)::bigint from mart.yearly_totals").fetchall()
        answers[sum] = answers.get(sum, 0) + 1
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
print(repr((answers, errors)))
"""


@dataclass
class Soak:
    """What was seen.

    Attributes:
        runs: Status of every run of the schedule by its id, in order.
        answers: How often the reader was answered, by the answer.
        errors: Every error that the reader met.
        memory: Resident memory of the UI and all it started, MB, at every look.
        disk: Size of the home, MB, at every look.
    """

    runs: dict[str, str] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    disk: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        """Tell how far it is, in a line."""
        succeeded = list(self.runs.values()).count("SUCCESS")
        return (
            f"{len(self.runs)} runs, {succeeded} succeeded; {self.memory[-1]:.0f} MB of memory, {self.disk[-1]:.0f} MB of disk"
        )


def ranges(values: list[float], parts: int) -> list[tuple[int, int]]:
    """Return the smallest and the largest value in each of so many parts of the time: at rest, and at work."""
    size = max(1, len(values) // parts)
    found = [values[start : start + size] for start in range(0, len(values), size)][:parts]
    return [(round(min(part)), round(max(part))) for part in found]


def soak(home: Home, log: Path, ticks: int) -> Soak:
    """Let the schedule tick so many times in a home that has been published, and return what was seen."""
    seen = Soak()
    with dagster_ui(home, log, **EVERY_MINUTE) as ui, _reading(home, seen):
        while len(seen.runs) < ticks:
            _look(ui, home, seen, ticks)
        ui.turn_off("nightly_refresh")
        while any(status not in FINISHED for status in seen.runs.values()):
            _look(ui, home, seen, ticks)
    return seen


def _look(ui: DagsterUi, home: Home, seen: Soak, ticks: int) -> None:
    """Note how things are, say so if a run has begun or ended, and wait a little."""
    before = dict(seen.runs)
    for run in reversed(ui.runs("dagster/schedule_name")):
        # A run that was counted stays counted when it is deleted from the history.
        if run["runId"] in seen.runs or len(seen.runs) < ticks:
            seen.runs[run["runId"]] = run["status"]
    seen.memory.append(_memory(ui))
    seen.disk.append(_size(home))
    if seen.runs != before:
        print(seen, file=sys.stderr, flush=True)
    time.sleep(LOOK_SECONDS)


@contextlib.contextmanager
def _reading(home: Home, seen: Soak) -> Iterator[None]:
    command = [sys.executable, "-c", READER, str(home.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        yield
        told, _ = reader.communicate("")
    seen.answers, seen.errors = ast.literal_eval(told)


def _size(home: Home) -> float:
    total = 0
    for path in home.root.rglob("*"):
        # Runs come and go while this counts.
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size if path.is_file() else 0
    return total / 1e6


def _memory(ui: DagsterUi) -> float:
    pids = ",".join(map(str, [ui.process.pid, *ui.started()]))
    told = subprocess.run(["ps", "-o", "rss=", "-p", pids], capture_output=True, text=True, check=False).stdout
    return sum(map(int, told.split())) / 1e3


def main(minutes: int) -> None:
    """Print the figures of so many ticks."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        with dagster_ui(home, Path(folder) / "first.log", TALLY_SCHEDULE="0 0 1 1 *") as ui:
            assert ui.finished(ui.launch("refresh"))["status"] == "SUCCESS"
        seen = soak(home, Path(folder) / "ui.log", minutes)
    statuses = list(seen.runs.values())
    print(f"runs: {len(statuses)}, of which succeeded: {statuses.count('SUCCESS')}")
    print(f"reader: {sum(seen.answers.values()):,} answers with the sums {list(seen.answers)}")
    print(f"errors of the reader: {len(seen.errors)} {seen.errors[:3]}")
    print("memory, smallest and largest in each sixth of the time, MB:", *ranges(seen.memory, 6))
    print("disk, smallest and largest in each sixth of the time, MB:", *ranges(seen.disk, 6))


if __name__ == "__main__":
    main(int(sys.argv[1]))
