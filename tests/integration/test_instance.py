"""Tests of the Dagster instance of a home."""

import subprocess
import sys
from pathlib import Path

from warehouse.home import CHECKOUT, Home

OPEN_WHEN_TOLD = """
import sys
from pathlib import Path
from pipelines.instance import open_instance
from warehouse.home import Home
print("ready", flush=True)
for home in sys.stdin:
    with open_instance(Home(Path(home.strip()))) as instance:
        print(instance.get_runs_count(), flush=True)
"""


def test_processes_that_start_at_once_share_one_run_history(tmp_path: Path) -> None:
    """Two refreshes in a new home both made the tables of the run history, and one of them failed."""
    command = [sys.executable, "-c", OPEN_WHEN_TOLD]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) for _ in range(3)
    ]
    try:
        assert [_answer(process) for process in processes] == ["ready"] * 3
        for attempt in range(6):
            home = Home(tmp_path / str(attempt))
            for process in processes:
                assert process.stdin is not None
                process.stdin.write(f"{home.root}\n")
                process.stdin.flush()
            assert [_answer(process) for process in processes] == ["0"] * 3
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _answer(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
