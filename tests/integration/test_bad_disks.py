"""A disk that fills up or becomes read-only: a refresh fails with a reason, readers keep what they have, the next one succeeds.

The disk is a small one in memory, mounted in a name space of this test alone, which an ordinary user may do as well.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.running import run_job
from tests.conftest import run_installed_tally
from tests.dataset import dataset
from tests.states import NEW_NIGHT, NEW_TOTAL, OLD_TOTAL, TOTAL, run_statuses, total
from warehouse import lock
from warehouse.home import CHECKOUT, Home
from warehouse.snapshots import SnapshotStore

MEGABYTES = 80
# Free space in kB, from nothing at all to almost enough.
FREE = [0, 100, 8_000, 20_000]
IN_A_NAME_SPACE = ["unshare", "--user", "--map-root-user", "--mount"]
CALL = "import sys; from tests.integration.test_bad_disks import refresh_on_a_bad_disk as call; call(*sys.argv[1:])"


def refresh_on_a_bad_disk(folder: str, new_file: str) -> None:
    """Refresh with little space, on a read-only disk and, in the end, on a good one; print what came of it as lines of JSON."""
    disk = Path(folder)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder], check=True)
    home = Home(disk / "home")
    os.environ["TALLY_HOME"] = str(home.root)
    tell(home, refresh(home))
    SnapshotStore(home.snapshots).put("daily_attacks", Path(new_file), datetime(2026, 6, 20, tzinfo=UTC))
    ballast = disk / "ballast"
    for free in FREE:
        size = shutil.disk_usage(disk).free - free * 1_000
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)
        told = refresh(home)
        ballast.unlink()
        tell(home, told)
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    for command in (["refresh"], ["status"], ["query", TOTAL, "--format", "csv"]):
        run = run_installed_tally(home, *command)
        print(json.dumps({"code": run.returncode, "out": run.stdout, "error": run.stderr}))
    subprocess.run(["umount", folder], check=True)
    tell(home, refresh(home))
    print(json.dumps(run_statuses(home)))


def refresh(home: Home) -> str:
    try:
        run_job("rebuild", home, lambda _name, _number, _assets: None)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "succeeded"


def tell(home: Home, told: str) -> None:
    answer = {"told": told, "total": total(home), "locked": lock.is_locked(home)}
    print(json.dumps(answer | {"snapshots": len(SnapshotStore(home.snapshots).all())}), flush=True)


@pytest.fixture
def in_a_name_space() -> list[str]:
    """What a command begins with to mount things that nobody else sees."""
    if shutil.which("unshare") is None or subprocess.run([*IN_A_NAME_SPACE, "true"], check=False).returncode != 0:
        pytest.skip("this machine does not let users make mount name spaces (unshare --user --mount)")
    return IN_A_NAME_SPACE


def test_full_or_read_only_disk_fails_the_refresh_and_harms_nothing(in_a_name_space: list[str], tmp_path: Path) -> None:
    new_file, disk = tmp_path / "new.csv", tmp_path / "disk"
    new_file.write_text(dataset(NEW_NIGHT))
    disk.mkdir()
    command = [*in_a_name_space, sys.executable, "-c", CALL, str(disk), str(new_file)]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    first, *failed, command, status, query, last, runs = map(json.loads, run.stdout.splitlines())
    assert (first["told"], first["total"]) == ("succeeded", OLD_TOTAL)
    assert len(failed) == len(FREE)
    for answer in failed:
        assert re.search("No space left on device|The run history in .* cannot be written", answer["told"])
        assert (answer["total"], answer["locked"], answer["snapshots"]) == (OLD_TOTAL, False, 3)
    opening = disk / "home" / ".dagster" / "opening.lock"
    assert command == {"code": 1, "out": "", "error": f"Error: Read-only file system: {opening}. `tally doctor` says more.\n"}
    assert (status["code"], query["out"].split()) == (0, ["total", str(OLD_TOTAL)]), (status, query)
    assert (last["told"], last["total"], last["locked"], last["snapshots"]) == ("succeeded", NEW_TOTAL, False, 3)
    assert runs == ["SUCCESS", *["FAILURE"] * (len(FREE) - 1), "SUCCESS"]
