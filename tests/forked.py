"""Calls of the `tally` command that need not load its libraries anew: a server that has loaded them forks a process for each.

Belongs here: what makes such a call the same as one of the installed command, its environment, folder, output and exit code.
What reads the environment while it is imported, `pipelines.definitions`, is left to each call.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

_LOADED = ["assets.fetching", "assets.report", "pipelines.checks", "pipelines.cli", "pipelines.progress", "pipelines.sensors"]
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(_LOADED)


def call(arguments: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `tally` with these arguments and nothing but this environment, in the current folder; wait for its end."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _SERVER.Process(target=_live, args=(arguments, dict(environment), os.getcwd(), out, err))
        process.start()
        process.join()
        assert process.exitcode is not None
        return subprocess.CompletedProcess(["tally", *arguments], process.exitcode, out.read_text(), err.read_text())


def _live(arguments: list[str], environment: dict[str, str], folder: str, out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for stream, path in ((sys.stdout, out), (sys.stderr, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream.fileno())
    sys.argv = ["tally", *arguments]
    from pipelines.cli import main

    main()
