"""What `deploy/` and docs/operations.md hold: units that systemd accepts, an image of what there is, commands that exist."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipelines import settings
from warehouse.home import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
UNITS = DEPLOY / "systemd"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text().splitlines()
INSTALLED = "/opt/strike-tally"
OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text()


def said_by_systemd(units: Path) -> str:
    """Return what systemd has to say against the units of a folder; skip where it is not installed."""
    if shutil.which("systemd-analyze") is None:
        reason = "systemd-analyze is not installed; it comes with the package systemd"
        pytest.fail(reason) if os.environ.get("TALLY_REQUIRE_SYSTEMD") else pytest.skip(reason)
    command = ["systemd-analyze", "verify", *sorted(str(path) for path in units.glob("*.*") if path.is_file())]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr + (f"exit code {run.returncode}" if run.returncode else "")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, with the programs of this environment in place of those of an installation."""
    copied = Path(shutil.copytree(UNITS, tmp_path / "units"))
    for path in copied.glob("*.service"):
        programs = str(Path(sys.executable).parent)
        path.write_text(path.read_text().replace(f"{INSTALLED}/.venv/bin", programs))
    return copied


def test_systemd_accepts_the_units(units: Path) -> None:
    assert len(list(units.glob("*.*"))) == 4
    assert said_by_systemd(units) == ""


def test_systemd_reads_what_the_services_share(units: Path) -> None:
    """A word that systemd does not know is ignored, with a warning that nobody reads."""
    common = units / "strike-tally-.service.d" / "common.conf"
    common.write_text(common.read_text().replace("LockPersonality=", "LockPersonalities="))
    assert "Unknown key 'LockPersonalities'" in said_by_systemd(units)


@pytest.mark.parametrize(("target", "unit"), [("ui", "strike-tally-ui.service"), ("refresh", "strike-tally-refresh.service")])
def test_services_run_what_make_runs(target: str, unit: str) -> None:
    assert f"ExecStart={of_make(target)}" in (UNITS / unit).read_text().splitlines()


def test_timer_is_the_default_schedule() -> None:
    minute, hour, *every = settings.DEFAULT_SCHEDULE.split()
    assert every == ["*", "*", "*"]
    timer = (UNITS / "strike-tally-refresh.timer").read_text()
    assert f"OnCalendar=*-*-* {hour}:{minute}:00 {settings.DEFAULT_TIMEZONE}\n" in timer


def test_image_is_made_of_what_there_is() -> None:
    copied = [name for line in CONTAINERFILE if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert [name for name in copied if not (CHECKOUT / name).exists()] == []
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], *project["project"]["license-files"]}
    assert {*needed, project["project"]["readme"], "pyproject.toml", "dagster.yaml"} <= set(copied)


def test_image_runs_what_make_runs() -> None:
    (command,) = [line.removeprefix("CMD ") for line in CONTAINERFILE if line.startswith("CMD ")]
    assert " ".join(re.findall(r'"([^"]+)"', command)) == of_make("ui").removeprefix(f"{INSTALLED}/.venv/bin/")
    installs = [line.split("--no-cache-dir ")[1] for line in CONTAINERFILE if "pip install" in line]
    make = (CHECKOUT / "Makefile").read_text()
    assert len(installs) == 2
    assert [install for install in installs if f"$(PIP) {install}\n" not in make] == []


def test_image_leaves_out_what_the_repository_leaves_out() -> None:
    """An image made in a checkout that is a home as well held its database and its snapshots."""
    ignored = {line for line in (CHECKOUT / ".gitignore").read_text().splitlines() if line and not line.startswith("#")}
    left_out = {line.removeprefix("**/") for line in (CHECKOUT / ".dockerignore").read_text().splitlines()}
    assert {line.removeprefix("/") for line in ignored} <= left_out


def test_every_setting_is_explained() -> None:
    variables = set(re.findall(r'"(TALLY_[A-Z_]+)"', (CHECKOUT / "pipelines" / "settings.py").read_text())) | {"TALLY_HOME"}
    assert len(variables) > 10
    assert {variable for variable in variables if f"| `{variable}` |" not in OPERATIONS} == set()


def test_every_command_of_the_operator_exists() -> None:
    """Documentation outlives the commands it names."""
    from pipelines.cli import tally

    named = set(re.findall(r"(?:^    .*|`)(?<![-\w])tally ([a-z]+)", OPERATIONS, re.MULTILINE))
    assert {"doctor", "status", "refresh"} <= named
    assert named <= set(tally.commands)
    targets = set(re.findall(r"^([a-z]+):.*## ", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", OPERATIONS)) <= targets


def of_make(target: str) -> str:
    """Return the last command of a target of the Makefile, in an installation."""
    run = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", target, f"VENV={INSTALLED}/.venv"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()[-1].removeprefix("exec ")
