"""Files that several processes know: written so that nobody ever meets half of one, and locks on them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomically(path: Path, mode: int = 0o644) -> Iterator[Path]:
    """Yield a temporary path beside `path`; what was written there takes its place when the block ends well.

    The content reaches the disk before the name does, so that after a power cut the name never leads to an empty file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    # What a process of the same number left when it was killed may be read-only.
    temporary.unlink(missing_ok=True)
    try:
        yield temporary
        temporary.chmod(mode)
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def as_text(name: str) -> str:
    """Return the name of a file as text that can be stored and shown: bytes of it that are not UTF-8 as `\\udce4`."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def flush_all(folder: Path) -> None:
    """Let everything in a folder reach the disk."""
    for path in folder.rglob("*"):
        _flush(path)
    _flush(folder)


def point(link: Path, target: Path) -> None:
    """Make the symbolic link `link` lead to `target`, relative to its own directory, in one step."""
    temporary = link.with_name(f".{link.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(target, link.parent))
    temporary.replace(link)
    _flush(link.parent)


def is_held(lock: Path) -> bool:
    """Return whether a process holds the lock file `lock`; the operating system frees it when the process dies.

    Asks for a shared lock, with the right to read alone: so also for the lock of another user, or on a read-only disk.
    """
    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
