"""Exporting the published tally into a directory that the user names, whole or not at all."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from reports import exports
from reports.datapackage import known_at
from warehouse import versions
from warehouse.home import Home


class ExportRefused(Exception):
    """The directory holds what an export must not overwrite; the message names it."""


class ExportFailed(Exception):
    """The files cannot be written; the message says why. What was in the directory is still there."""


@dataclass(frozen=True)
class Exported:
    """What was written: where, how many files, and the moment of the newest content, UTC."""

    directory: Path
    files: int
    known_at: datetime | None


def export(home: Home, directory: Path) -> Exported:
    """Write every mart into a directory; an earlier export there is replaced as a whole.

    Args:
        home: Whose published file to export.
        directory: A new or empty directory, or one that an export has written.

    Raises:
        ExportRefused: It is no directory, or holds other files.
        ExportFailed: The disk is full, or may not be written to.
        store.StoreError: Nothing has been published yet.
    """
    target = directory.resolve()
    _require_own(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    con = versions.open_published(home)
    try:
        shutil.rmtree(draft, ignore_errors=True)
        written = exports.write(con, draft)
        moment = known_at(con)
        _swap_in(draft, target)
    except (OSError, duckdb.IOException) as error:
        raise ExportFailed(f"Cannot write to {target}: {error}. Choose another directory.") from error
    finally:
        con.close()
        shutil.rmtree(draft, ignore_errors=True)
    return Exported(target, len(written), moment)


def _require_own(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ExportRefused(f"{target} is a file; name a directory.")
    if target == Path.cwd() or target in Path.cwd().parents:
        raise ExportRefused(f"{target} is the directory you are in, or above it; name a new one, such as tally-export.")
    if foreign := exports.foreign_files(target):
        others = f" and {len(foreign) - 1:,} more" if len(foreign) > 1 else ""
        raise ExportRefused(f"{target} holds other files ({foreign[0]}{others}); name a new or empty directory.")


def _swap_in(draft: Path, target: Path) -> None:
    """Put a finished draft in the place of the target; what was there goes once the new one is in place."""
    old = draft.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        draft.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
