"""Files put into the inbox: which of them are there in full, and where each goes once it was taken in or refused."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from assets.intake import take_in
from assets.sources.tabular import UnreadableFile
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore

# Names that browsers and copying tools give to files they are still writing.
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp", ".filepart")
# Size and time of change of a file, by its name.
Looks = dict[str, list[int]]


@dataclass
class Round:
    """What one look into the inbox led to: names of files, with what became of each."""

    taken_in: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    waiting: Looks = field(default_factory=dict)


def empty_inbox(home: Home, before: Looks) -> Round:
    """Take in every file that looks as it did before; leave the others for the next time.

    Args:
        home: The home whose inbox it is.
        before: What `waiting` was at the last look, some seconds ago.

    Returns:
        What became of each file. A file that cannot be used is in `refused`, with a text that says why beside it.

    Raises:
        OSError: The home cannot be written, or is full; the file stays where it is.
    """
    result = Round()
    for path in _files(home.inbox):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        looks = [status.st_size, status.st_mtime_ns]
        if before.get(path.name) != looks:
            result.waiting[path.name] = looks
            continue
        try:
            result.taken_in[path.name] = _take_in(path, home)
        except _Refused as refusal:
            result.refused[path.name] = str(refusal)
    return result


class _Refused(Exception):
    """A file was refused; the message says why."""


def _files(inbox: Path) -> list[Path]:
    if not inbox.is_dir():
        return []
    whole = (path for path in inbox.iterdir() if path.is_file() and not path.name.startswith((".", "~")))
    return sorted(path for path in whole if path.suffix.lower() not in _PARTIAL)


def _take_in(path: Path, home: Home) -> str:
    now = dt.datetime.now(dt.UTC)
    try:
        intake = take_in(path, now, SnapshotStore(home.snapshots))
    except UnreadableFile as error:
        reason = str(error)
    except PermissionError:
        reason = "it may not be read; change its permissions"
    except OSError:
        raise
    except Exception as error:
        # One file that no reader expected must not keep the others waiting for ever.
        reason = f"reading it failed ({type(error).__name__}: {error})"
    else:
        _move(path, home.inbox / "done")
        return f"{'stored as' if intake.is_new else 'nothing new, it is'} {intake.snapshot.snapshot_id}, {intake.summary}"
    refused = _move(path, home.inbox / "refused")
    refused.with_name(refused.name + ".txt").write_text(
        f"{path.name} was refused on {now:%Y-%m-%d %H:%M} UTC: {reason}.\n\n"
        "Mend it and put it into the inbox again. `tally add --help` lists what can be taken in.\n",
        encoding="utf-8",
    )
    raise _Refused(reason)


def _move(path: Path, folder: Path) -> Path:
    """Move a file into a folder under a name that nothing has there."""
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    return path.rename(target)
