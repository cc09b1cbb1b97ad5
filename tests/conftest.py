"""What all tests share: where the real test data is, and a home of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import filelock
import pytest

from tests import forked
from warehouse.home import CHECKOUT, Home

Tally = Callable[..., subprocess.CompletedProcess[str]]


# Modules that wait for schedules and sensors of the Dagster UI most of their time.
_WAITING = ("test_dagster_ui", "test_one_writer", "test_soak", "test_ui")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with the modules that take long, so that the workers end together; the short ones fill the gaps."""
    items.sort(key=lambda item: (item.path.stem not in _WAITING, item.path.is_relative_to(CHECKOUT / "tests" / "unit")))


def pytest_xdist_auto_num_workers() -> int:
    """Return two workers a processor and one more, because those that wait for the UI leave time to others."""
    return 2 * (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The directory of real versions of the dataset and real posts; tests that need it skip where it is absent."""
    path = Path(os.environ.get("TALLY_REAL_DATA", CHECKOUT.parent / "shared"))
    if not (path / "vintages").is_dir():
        pytest.skip(f"no real test data at {path}; set TALLY_REAL_DATA to where it is")
    return path


def run_tally(home: Home, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the `tally` command in a home, as a process of its own; offline unless told otherwise.

    Refresh and rebuild leave the reports out unless `--reports` asks for them: drawing takes longer than all else.
    """
    return forked.call(_without_reports(arguments), _environment(home, environment))


def run_installed_tally(home: Home, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the `tally` command as it is installed, in a new interpreter; else like `run_tally`, which takes less time."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("tally")), *_without_reports(arguments)],
        env=_environment(home, environment),
        capture_output=True,
        text=True,
        check=False,
    )


def _without_reports(arguments: Sequence[str]) -> list[str]:
    draws = arguments[0] in ("refresh", "rebuild") and "--reports" not in arguments
    return [*arguments, "--no-reports"] if draws else list(arguments)


def _environment(home: Home, changes: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "TALLY_HOME": str(home.root), "TALLY_OFFLINE": "1", **changes}


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after one refresh from nothing but the shipped figures, reports included. Tests only read it.

    Whoever needs it first makes it for all workers.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    home, finished = Home(folder / "shipped"), folder / "shipped.finished"
    with filelock.FileLock(folder / "shipped.lock"):
        if not finished.exists():
            run = run_installed_tally(home, "refresh", "--reports")
            assert run.returncode == 0, run.stderr
            finished.touch()
    return home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path / "home")


def copy_of(home: Home, folder: Path) -> Home:
    """Copy a home into a folder, so that a test may change it."""
    return Home(shutil.copytree(home.root, folder / "home", symlinks=True))


@pytest.fixture
def tally(home: Home) -> Tally:
    """The `tally` command in an empty home."""

    return partial(run_tally, home)
