"""Processes that die at a step, as by kill -9: one that has imported everything forks them, so that each costs milliseconds.

A function to call is named as `module:name`; it takes strings, and says with `dies_at` and `watch` where it may die.
"""

import importlib
import os
import signal
import stat
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from warehouse.home import CHECKOUT

_DRIVER = "import sys; from tests.mortals import drive; drive(sys.argv[1])"


@dataclass(frozen=True)
class End:
    """How a process ended: its exit code, -9 if it was killed, and the steps that it reached."""

    code: int
    steps: list[str]


class Mortals:
    """Calls a function again and again, each time in a process of its own."""

    def __init__(self, driver: "subprocess.Popen[str]") -> None:
        self._driver = driver

    def call(self, *arguments: object) -> End:
        """Call the function; return how that ended."""
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write("\t".join(map(str, arguments)) + "\n")
        self._driver.stdin.flush()
        steps = []
        while (word := self._driver.stdout.readline().rstrip("\n").split(" ", 1))[0] == "step":
            steps.append(word[1])
        assert word[0] == "ended", word
        return End(int(word[1]), steps)


@contextmanager
def mortals(function: str, **environment: str) -> Iterator[Mortals]:
    """Call a function in processes of their own until the block ends."""
    command = [sys.executable, "-c", _DRIVER, function]
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as driver:
        yield Mortals(driver)
        driver.communicate()


def drive(function: str) -> None:
    """Fork a child for every line of arguments, and say how it ended."""
    module, name = function.split(":")
    call: Callable[..., None] = getattr(importlib.import_module(module), name)
    for line in sys.stdin:
        sys.stdout.flush()
        if (child := os.fork()) == 0:
            _live(call, line.rstrip("\n").split("\t"))
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


def _live(call: Callable[..., None], arguments: list[str]) -> None:
    try:
        call(*arguments)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def dies_at(fatal: str) -> Callable[[str], None]:
    """Return what is called with the name of every step: it dies at the fatal one."""

    def reach(step: str) -> None:
        print("step", step, flush=True)
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    return reach


def watch(where: Any, name: str, reach: Callable[[str], None], counts: Counter[str]) -> None:
    """Make every call of a function two steps, before and after it, numbered by kind; calls that do nothing are none."""
    real = getattr(where, name)

    def call(*arguments: Any, **options: Any) -> Any:
        if name == "unlink" and not os.path.lexists(arguments[0]):
            return real(*arguments, **options)
        is_folder = name == "fsync" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode)
        kind = f"{name} folder" if is_folder else name
        counts[kind] += 1
        step = f"{kind} {counts[kind]}"
        reach(f"before {step}")
        result = real(*arguments, **options)
        reach(f"after {step}")
        return result

    setattr(where, name, call)
