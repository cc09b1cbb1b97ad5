"""A run history that a power cut damaged: it is set aside, and the next refresh succeeds."""

import os
from pathlib import Path

from tests.conftest import Tally
from tests.states import OLD_TOTAL, run_statuses, total
from warehouse.home import Home


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    path.write_bytes(b"half a database " * 1_000)


DAMAGE = {"history/runs.db": cut_off, "history/runs/index.db": overwrite, "schedules/schedules.db": cut_off}


def test_damaged_history_is_set_aside_and_the_refresh_goes_on(home: Home, tally: Tally) -> None:
    assert tally("rebuild").returncode == 0
    for name, damage in DAMAGE.items():
        damage(home.dagster / name)
    run = tally("rebuild")
    assert run.returncode == 0, run.stderr
    assert run.stderr.count("was damaged; it is kept as") == len(DAMAGE)
    assert run_statuses(home) == ["SUCCESS"]
    assert total(home) == OLD_TOTAL
