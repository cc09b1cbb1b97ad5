"""One refresh at a time, also between processes, and no lock left behind by a dead one."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from warehouse import lock
from warehouse.home import CHECKOUT, Home
from warehouse.store import StoreError

HOLD = """
import sys, time
from pathlib import Path
from warehouse import lock
from warehouse.home import Home
with lock.refresh_lock(Home(Path(sys.argv[1])), "the nightly refresh", 0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_process(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of the home."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(home.root)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_second_process_waits_and_gives_up_with_the_holder_named(home: Home, other_process: subprocess.Popen[str]) -> None:
    assert lock.is_locked(home)
    began = time.monotonic()
    with pytest.raises(StoreError) as refusal, lock.refresh_lock(home, "a second refresh", 0.2):
        pass
    assert time.monotonic() - began >= 0.2
    message = str(refusal.value)
    assert f"the nightly refresh, process {other_process.pid} on " in message
    assert "gave up after 0.2 s" in message
    assert other_process.poll() is None


def test_lock_of_a_killed_process_is_free(home: Home, other_process: subprocess.Popen[str]) -> None:
    other_process.kill()
    other_process.wait()
    assert not lock.is_locked(home)
    with lock.refresh_lock(home, "the next refresh", 1):
        assert f"the next refresh, process {os.getpid()} on " in lock.lock_holder(home)


def test_lock_is_free_after_the_block_even_if_it_fails(home: Home) -> None:
    def fail() -> None:
        with lock.refresh_lock(home, "a refresh", 0):
            assert lock.is_locked(home)
            raise RuntimeError("it failed")

    assert not lock.is_locked(home)
    with pytest.raises(RuntimeError, match="it failed"):
        fail()
    assert not lock.is_locked(home)
    assert lock.lock_holder(home) == "it has not said who it is"


def test_homes_do_not_lock_each_other(home: Home) -> None:
    other = Home(home.root / "other")
    with lock.refresh_lock(home, "one", 0), lock.refresh_lock(other, "two", 0):
        assert lock.lock_holder(other).startswith("two, ")


def test_asking_whether_a_home_is_locked_creates_nothing(home: Home) -> None:
    assert not lock.is_locked(home)
    assert not home.root.exists()


@pytest.mark.parametrize("content", ["", "{", '"x'], ids=["empty", "cut off", "cut off text"])
def test_holder_that_was_cut_off_while_writing(home: Home, content: str) -> None:
    home.lock.parent.mkdir(parents=True)
    home.lock.with_suffix(".holder").write_text(content)
    assert lock.lock_holder(home) == "it has not said who it is"


def test_holder_says_since_when(home: Home) -> None:
    with lock.refresh_lock(home, "a refresh", 0):
        holder = json.loads(home.lock.with_suffix(".holder").read_text())
    assert set(holder) == {"purpose", "process", "host", "since"}
    assert holder["since"].endswith("+00:00")
