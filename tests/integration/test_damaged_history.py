"""A run history that a power cut damaged: it is set aside, and the next refresh succeeds."""

import os
from pathlib import Path

from tests.conftest import copy_of, run_tally
from tests.states import OLD_TOTAL, run_statuses, total
from warehouse.home import Home


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    path.write_bytes(b"half a database " * 1_000)


def scramble(path: Path) -> None:
    """Lose the content of all pages but the first, which says what tables there are."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


ALL_CUT_OFF = {"history/runs.db": cut_off, "history/runs/index.db": overwrite, "schedules/schedules.db": cut_off}


def test_damaged_history_is_set_aside_and_the_refresh_goes_on(shipped: Home, tmp_path: Path) -> None:
    """What is cut off shows when it is opened, lost pages when they are read."""
    home = copy_of(shipped, tmp_path)
    for damages in (ALL_CUT_OFF, {"history/runs/index.db": scramble}):
        for name, damage in damages.items():
            damage(home.dagster / name)
        run = run_tally(home, "rebuild")
        assert run.returncode == 0, run.stderr
        assert run.stderr.count("was damaged; it is kept as") == len(damages)
        assert run_statuses(home)[-1] == "SUCCESS"
    assert total(home) == OLD_TOTAL
