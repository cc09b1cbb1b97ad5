"""The lock that lets one refresh at a time write, and who holds it."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import filelock

from warehouse.files import is_held
from warehouse.home import Home
from warehouse.store import StoreError


@contextmanager
def refresh_lock(home: Home, purpose: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock that lets one refresh at a time write; wait for another one to end.

    The operating system frees the lock when its holder dies, so that none is ever left behind.

    Raises:
        StoreError: The other refresh did not end in time; the message names it.
    """
    home.lock.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(home.lock)
    try:
        lock.acquire(timeout=wait_seconds)
    except filelock.Timeout:
        raise StoreError(
            f"Another refresh is still running ({lock_holder(home)}); gave up after {wait_seconds:g} s. "
            "Wait for it to end, or stop it, and try again."
        ) from None
    try:
        _holder_file(home).write_text(
            json.dumps({"purpose": purpose, "process": os.getpid(), "host": socket.gethostname(),
                        "since": datetime.now(UTC).isoformat(timespec="seconds")}),
            encoding="utf-8",
        )  # fmt: skip
        yield
    finally:
        _holder_file(home).unlink(missing_ok=True)
        lock.release()


def is_locked(home: Home) -> bool:
    """Return whether a refresh is running now."""
    return is_held(home.lock)


def lock_holder(home: Home) -> str:
    """Return in words who holds the lock, as far as the holder said."""
    try:
        holder = json.loads(_holder_file(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "it has not said who it is"
    return "{purpose}, process {process} on {host}, since {since}".format(**holder)


def _holder_file(home: Home) -> Path:
    return home.lock.with_suffix(".holder")
