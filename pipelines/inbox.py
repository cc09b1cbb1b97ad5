"""Files put into the inbox: which of them are there in full, and where each goes once it was taken in or refused."""

import datetime as dt
import os
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from assets.intake import Intake, take_in
from assets.sources.tabular import UnreadableFile
from warehouse.files import as_text
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore

# Names that browsers and copying tools give to files they are still writing.
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp", ".filepart")
_DONE, _REFUSED = "done", "refused"
_REASON = ".txt"
# What follows the last dot of a name is not its ending if it is that long.
_LONG_ENDING = 20
# Size and time of change of a file, by its name.
Looks = dict[str, list[int]]


@dataclass
class Round:
    """What one look into the inbox led to: names of files, with what became of each.

    Attributes:
        taken_in: What was stored, or was there already.
        refused: What cannot be used, with the reason.
        stuck: What could not be stored or moved, with the reason; it is tried again at the next look.
        left_alone: What is no file, with the advice to put files in.
        waiting: How what may still be written, or is stuck, looked.
    """

    taken_in: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    stuck: dict[str, str] = field(default_factory=dict)
    left_alone: dict[str, str] = field(default_factory=dict)
    waiting: Looks = field(default_factory=dict)

    @property
    def complaints(self) -> list[str]:
        """What a person has to look at, a sentence each, without a full stop."""
        return [
            *(f"{name} was refused: {reason}" for name, reason in self.refused.items()),
            *(f"{name} stays in the inbox and is tried again: {reason}" for name, reason in self.stuck.items()),
            *(f"{name} is left alone: {reason}" for name, reason in self.left_alone.items()),
        ]


def empty_inbox(home: Home, before: Looks) -> Round:
    """Take in every file that looks as it did before; leave the others for the next time.

    Args:
        home: The home whose inbox it is.
        before: What `waiting` was at the last look, some seconds ago.

    Returns:
        What became of each file. A file that cannot be used is in `refused`, with a text that says why beside it. Trouble
        with one file does not keep the others from being taken in.
    """
    result = Round()
    for path in _entries(home.inbox):
        try:
            _look(path, home, before, result)
        except Exception as error:
            # A file that somebody took away meanwhile is nobody's trouble.
            if os.path.lexists(path):
                result.stuck[as_text(path.name)] = as_text(f"{type(error).__name__}: {error}")
    return result


class _Unusable(Exception):
    """A file cannot be used; the message says why."""


def _entries(inbox: Path) -> list[Path]:
    if not inbox.is_dir():
        return []
    whole = (path for path in inbox.iterdir() if not path.name.startswith((".", "~")) and path.name not in (_DONE, _REFUSED))
    return sorted(path for path in whole if path.suffix.lower() not in _PARTIAL)


def _look(path: Path, home: Home, before: Looks, result: Round) -> None:
    """Note in `result` what becomes of what lies in the inbox at `path`."""
    name = as_text(path.name)
    if os.path.lexists(path) and not path.is_file():
        result.left_alone[name] = "it is a folder; put its files into the inbox" if path.is_dir() else "it is no file"
        return
    status = path.stat()
    looks = [status.st_size, status.st_mtime_ns]
    result.waiting[path.name] = looks
    if before.get(path.name) == looks:
        _take_in(path, name, home, result)
        del result.waiting[path.name]


def _take_in(path: Path, name: str, home: Home, result: Round) -> None:
    now = dt.datetime.now(dt.UTC)
    try:
        intake = _stored(path, now, home)
    except _Unusable as error:
        result.refused[name] = as_text(str(error))
        _refuse(path, f"{name} was refused on {now:%Y-%m-%d %H:%M} UTC: {result.refused[name]}.", home.inbox / _REFUSED)
        return
    what = f"{'stored as' if intake.is_new else 'nothing new, it is'} {intake.snapshot.snapshot_id}, {intake.summary}"
    if intake.is_new:
        # Noted at once: what is stored is worth a refresh, even if the file cannot be moved.
        result.taken_in[name] = what
    path.rename(_free(home.inbox / _DONE, path))
    result.taken_in[name] = what


def _stored(path: Path, now: dt.datetime, home: Home) -> Intake:
    try:
        return take_in(path, now, SnapshotStore(home.snapshots))
    except UnreadableFile as error:
        raise _Unusable(str(error)) from error
    except PermissionError as error:
        raise _Unusable("it may not be read; change its permissions") from error
    except OSError:
        raise
    except Exception as error:
        # One file that no reader expected must not keep the others waiting for ever.
        raise _Unusable(f"reading it failed ({type(error).__name__}: {error})") from error


def _refuse(path: Path, why: str, folder: Path) -> None:
    """Move a file out of the way, with a text beside it that says why; neither, if that fails."""
    target = _free(folder, path)
    text = target.with_name(target.name + _REASON)
    advice = "Mend it and put it into the inbox again. `tally add --help` lists what can be taken in."
    try:
        text.write_text(f"{why}\n\n{advice}\n", encoding="utf-8")
        path.rename(target)
    except OSError:
        text.unlink(missing_ok=True)
        raise


def _free(folder: Path, path: Path) -> Path:
    """Return a path in a folder for a file, under its name if nothing has it, and short enough for a reason beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    longest = os.pathconf(folder, "PC_NAME_MAX")
    stem, ending = (path.stem, path.suffix) if len(path.suffix) < _LONG_ENDING else (path.name, "")
    for number in count(1):
        mark = ending if number == 1 else f"-{number}{ending}"
        while len(os.fsencode(stem + mark + _REASON)) > longest:
            stem = stem[:-1]
        target = folder / (stem + mark)
        if not os.path.lexists(target) and not os.path.lexists(folder / (target.name + _REASON)):
            return target
    raise AssertionError("numbers do not end")
