"""The snapshot store after kill -9: what was stored stays, what was cut off does not count, and can be stored again.

A process of its own stores into a real store and is killed, at any time or at a chosen step. Only the killing is faked: at
a chosen step the process kills itself. A power cut, which takes what was not flushed, cannot be had here; so the order of
the steps is tested, too.
"""

import hashlib
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dataset import dataset
from warehouse.home import CHECKOUT
from warehouse.snapshots import Snapshot, SnapshotStore

START = datetime(2026, 3, 5, tzinfo=UTC)
# Stores one file, says what it does on the way, and dies at a step: before it, after it or halfway.
PUT = """
import os, shutil, signal, stat, sys
from datetime import datetime
from pathlib import Path
from warehouse.snapshots import SnapshotStore

root, content, seen_at, fatal, when, process_id = sys.argv[1:]
me = os.getpid()
if process_id:
    # A container gives its processes the same numbers again and again. It should not run them as root.
    os.getpid = lambda: int(process_id)
    if os.geteuid() == 0:
        os.setuid(65534)
counts = {}


def die():
    os.kill(me, signal.SIGKILL)


def watch(where, name, halfway=None):
    real = getattr(where, name)

    def call(*arguments, **options):
        is_folder = name == "fsync" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode)
        kind = name + " folder" * is_folder
        counts[kind] = counts.get(kind, 0) + 1
        step = f"{kind} {counts[kind]}"
        print(step, flush=True)
        if step == fatal and when == "before":
            die()
        if step == fatal and when == "halfway":
            halfway(*arguments)
            die()
        result = real(*arguments, **options)
        if step == fatal:
            die()
        return result

    setattr(where, name, call)


def half_a_copy(source, target):
    data = Path(source).read_bytes()
    target.write_bytes(data[: len(data) // 2])


def half_a_text(path, text):
    path.write_bytes(text.encode()[: len(text) // 2])


watch(shutil, "copyfile", half_a_copy)
watch(Path, "write_text", half_a_text)
for name in ("chmod", "fsync", "replace"):
    watch(os, name)
SnapshotStore(Path(root)).put("daily_attacks", Path(content), datetime.fromisoformat(seen_at))
"""
# Stores one version after the other until it is killed, and says which one it has stored.
LOOP = """
import itertools, sys
from datetime import datetime, timedelta
from pathlib import Path
from tests.dataset import dataset
from warehouse.snapshots import SnapshotStore

root, content, start, first, how = sys.argv[1:]
store, content = SnapshotStore(Path(root)), Path(content)
if how == "take_in":
    from assets.intake import take_in
for number in itertools.count(int(first)):
    content.write_text(dataset(*[{"launched": str(number)}] * 1000))
    seen_at = datetime.fromisoformat(start) + timedelta(minutes=number)
    if how == "take_in":
        take_in(content, seen_at, store)
    else:
        store.put("daily_attacks", content, seen_at)
    print(number, flush=True)
"""
# The steps of storing a file, in their order.
STEPS = [
    "copyfile 1",
    "chmod 1",
    "fsync 1",
    "replace 1",
    "fsync folder 1",
    "write_text 1",
    "chmod 2",
    "fsync 2",
    "replace 2",
    "fsync folder 2",
]
CRASHES = [
    (step, when)
    for step in STEPS
    for when in ("before", "halfway", "after")
    if when != "halfway" or step in ("copyfile 1", "write_text 1")
]


class Shelf:
    """A store with two versions, a third that is about to come, and a process that stores it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = SnapshotStore(folder / "snapshots")
        self.coming = folder / "came.csv"
        self.seen_at = START + timedelta(days=2)
        self.versions = [version(number) for number in range(3)]
        for days, text in enumerate(self.versions):
            self.coming.write_text(text)
            if days < 2:
                self.store.put("daily_attacks", self.coming, START + timedelta(days=days))

    def put_and_die(self, step: str, when: str, process_id: str = "") -> subprocess.CompletedProcess[str]:
        return run(PUT, self.store.root, self.coming, self.seen_at.isoformat(), step, when, process_id)


def version(number: int) -> str:
    return dataset(*[{"launched": str(number)}] * 1000)


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def intact(store: SnapshotStore) -> list[Snapshot]:
    """Return what the store lists, having seen that each is whole and read-only."""
    listed = store.all()
    for snapshot in listed:
        content = snapshot.path.read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (snapshot.sha256, snapshot.bytes)
        for file in (snapshot.path, snapshot.path.with_suffix(".json")):
            assert stat.S_IMODE(file.stat().st_mode) == 0o444
    return listed


def texts(snapshots: list[Snapshot]) -> list[str]:
    return [snapshot.path.read_text() for snapshot in snapshots]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_content_is_on_the_disk_before_its_name_and_the_sidecar_comes_last(shelf: Shelf) -> None:
    """The tests below die at each of these steps: a new step belongs there as well."""
    done = shelf.put_and_die("none", "")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == STEPS
    assert texts(intact(shelf.store)) == shelf.versions


@pytest.mark.parametrize(("step", "when"), CRASHES, ids=[f"{when} {step}" for step, when in CRASHES])
def test_crash_at_any_step_loses_nothing_and_can_be_made_good(shelf: Shelf, step: str, when: str) -> None:
    before = shelf.store.all()
    crash = shelf.put_and_die(step, when)
    assert crash.returncode == -signal.SIGKILL, crash.stderr
    assert crash.stdout.splitlines()[-1] == step
    listed = intact(shelf.store)
    assert listed[:2] == before
    has_name = STEPS.index(step) > STEPS.index("replace 2") or (step, when) == ("replace 2", "after")
    assert texts(listed[2:]) == shelf.versions[2:] * has_name
    for later in (timedelta(0), timedelta(hours=1)):
        store = SnapshotStore(shutil.copytree(shelf.store.root, shelf.folder / f"{later.seconds}"))
        for is_first in (True, False):
            _, is_new = store.put("daily_attacks", shelf.coming, shelf.seen_at + later)
            assert is_new is (is_first and not has_name)
            assert texts(intact(store)) == shelf.versions


@pytest.mark.parametrize(("how", "rounds"), [("put", 12), ("take_in", 3)])
def test_killed_at_any_time_nothing_is_lost(tmp_path: Path, how: str, rounds: int) -> None:
    store, stored = SnapshotStore(tmp_path / "snapshots"), 0
    for _ in range(rounds):
        stored = stored_until_killed(store, tmp_path / "came.csv", first=stored, how=how)
        listed = texts(intact(store))
        # The last one may have got its name without living to tell.
        assert listed in [[version(number) for number in range(stored + more)] for more in (0, 1)]
    again = tmp_path / "again.csv"
    for number in range(stored + 1):
        again.write_text(version(number))
        store.put("daily_attacks", again, START + timedelta(minutes=number))
    assert texts(intact(store)) == [version(number) for number in range(stored + 1)]


def stored_until_killed(store: SnapshotStore, content: Path, first: int, how: str) -> int:
    """Store versions from the first on, kill the process at any time after one of them; return how many are stored."""
    command = [sys.executable, "-c", LOOP, *map(str, (store.root, content, START.isoformat(), first, how))]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline()]
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        told += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return int(told[-1]) + 1


@pytest.fixture
def open_shelf() -> Iterator[Shelf]:
    """A shelf that everybody may write to; pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        for path in (shelf.folder, *shelf.folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o777)
        yield shelf


@pytest.mark.parametrize(
    ("step", "when"),
    [
        ("chmod 1", "before"),
        ("chmod 1", "after"),
        ("chmod 2", "before"),
        ("chmod 2", "after"),
    ],
)
def test_crash_can_be_made_good_by_a_process_of_the_same_number(open_shelf: Shelf, step: str, when: str) -> None:
    """In a container the process that tries again may have the number of the one that was killed."""
    crash = open_shelf.put_and_die(step, when, process_id="7")
    assert crash.returncode == -signal.SIGKILL, crash.stderr
    again = open_shelf.put_and_die("none", "", process_id="7")
    assert again.returncode == 0, again.stderr
    assert texts(intact(open_shelf.store)) == open_shelf.versions
