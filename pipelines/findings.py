"""What `tally doctor` looks at in an installation and its home: each part, whether it is well, and how to mend it if not."""

import datetime as dt
import importlib.metadata
import shutil
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
from packaging.requirements import Requirement

from pipelines.settings import DEFAULT_TIMEZONE, Settings, SettingsError
from pipelines.status import CLOCK_TOLERANCE, judge_age, kyiv_today, read_status
from warehouse import lock, versions
from warehouse.home import Home
from warehouse.snapshots import SnapshotError, SnapshotStore
from warehouse.tables import TABLES

# Three versions of the database, one being built, reports and history take less.
FREE_BYTES = 1_000_000_000
# A refresh takes minutes; Dagster ends one of its own after six hours.
LONGEST_REFRESH = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Finding:
    """One part that was looked at; `mend` says what to do if it is not well."""

    name: str
    is_well: bool
    told: str
    mend: str = ""


def installation(_home: Home) -> Finding:
    """Every library is there in a version that fits."""
    wrong = []
    for text in importlib.metadata.requires("strike-tally") or []:
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} is {version}, not {requirement.specifier}")
    told = f"Strike Tally {importlib.metadata.version('strike-tally')}, Python {sys.version.split()[0]}"
    return Finding("installation", not wrong, "; ".join(wrong) or told, "Install it anew: delete .venv and run `make refresh`.")


def settings(_home: Home) -> Finding:
    """Every setting has a value that can be used."""
    try:
        found = Settings.from_environment()
    except SettingsError as error:
        return Finding("settings", False, str(error), "Change the environment of the service or of your shell.")
    network = "the network is left alone" if found.is_offline else "sources are fetched"
    return Finding("settings", True, f"refresh at “{found.schedule}” {found.timezone}, {network}")


def time_zone_data(_home: Home) -> Finding:
    """Kyiv's offset from UTC is known, in summer and in winter."""
    mend = "Install the operating system's tzdata package, or `pip install tzdata` into the environment."
    try:
        offsets = [dt.datetime(2025, month, 1, tzinfo=ZoneInfo(DEFAULT_TIMEZONE)).utcoffset() for month in (1, 7)]
    except (KeyError, OSError) as error:
        return Finding("time zone data", False, f"{DEFAULT_TIMEZONE} is unknown ({error})", mend)
    is_well = offsets == [dt.timedelta(hours=2), dt.timedelta(hours=3)]
    told = f"{DEFAULT_TIMEZONE} is {' and '.join(map(str, offsets))} from UTC in winter and summer"
    return Finding("time zone data", is_well, told, mend)


def home_is_writable(home: Home) -> Finding:
    """Files can be written where the home is, or where it will be made."""
    name, folder = "home", _existing(home.root)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        mend = f"Give the user who runs the tally the right to write to {folder}, or set TALLY_HOME to another directory."
        return Finding(name, False, f"{folder} cannot be written: {error.strerror}", mend)
    return Finding(name, True, f"{home.root} can be written")


def free_disk(home: Home) -> Finding:
    """There is room for a build, the version it becomes and the reports."""
    free = shutil.disk_usage(_existing(home.root)).free
    mend = "Free some space. `make clean` deletes what can be made again; never delete snapshots."
    return Finding("disk", free >= FREE_BYTES, f"{free / 1e9:,.1f} GB free", mend)


def stored_snapshots(home: Home) -> Finding:
    """Every snapshot has its file, of the size that was noted."""
    try:
        stored = SnapshotStore(home.snapshots).all()
    except SnapshotError as error:
        return Finding("snapshots", False, str(error), "Restore it from a backup.")
    wrong = [str(s.path) for s in stored if not s.path.exists() or s.path.stat().st_size != s.bytes]
    told = f"{len(stored):,} stored, {sum(s.bytes for s in stored) / 1e6:,.1f} MB"
    return Finding(
        "snapshots", not wrong, f"missing or cut off: {', '.join(wrong)}" if wrong else told, "Restore them from a backup."
    )


def clock(home: Home) -> Finding:
    """The clock is not behind what was seen already."""
    stored = [s.fetched_at for s in SnapshotStore(home.snapshots).all()]
    now = dt.datetime.now(dt.UTC)
    is_well = not stored or now >= max(stored) - CLOCK_TOLERANCE
    told = f"it is {now:%Y-%m-%d %H:%M} UTC" + (f", the newest snapshot is of {max(stored):%Y-%m-%d %H:%M}" if stored else "")
    return Finding("clock", is_well, told, "Set the clock: new snapshots would be taken for older than those that are there.")


def refresh_lock(home: Home) -> Finding:
    """No refresh has held the lock for longer than any takes."""
    if not lock.is_locked(home):
        return Finding("refresh lock", True, "free")
    since = dt.datetime.fromtimestamp(home.lock.with_suffix(".holder").stat().st_mtime, dt.UTC)
    is_well = dt.datetime.now(dt.UTC) - since < LONGEST_REFRESH
    mend = "See whether that process still does something; if not, end it. The lock is free as soon as it has ended."
    return Finding("refresh lock", is_well, f"held by {lock.lock_holder(home)}", mend)


def published_file(home: Home) -> Finding:
    """The published file is whole: every table of the contract can be read to its last value."""
    name, mend = "published file", f"Delete {home.database} and run `tally rebuild`: it is made anew from the snapshots."
    if not home.database.exists():
        return Finding(name, False, f"nothing is published at {home.database}", "Run `tally refresh`.")
    try:
        with closing(versions.open_published(home)) as con:
            for table in TABLES:
                con.execute(f"select bit_xor(hash(columns(*))) from {table.name}").fetchall()
    except duckdb.Error as error:
        return Finding(name, False, f"{home.database.resolve()} cannot be read: {error}", mend)
    made = dt.datetime.fromtimestamp(home.database.resolve().stat().st_mtime, dt.UTC)
    return Finding(name, True, f"{home.database}, published {made:%Y-%m-%d %H:%M} UTC, {len(TABLES)} tables")


def age_of_the_data(home: Home) -> Finding:
    """The newest night is not older than TALLY_MAX_AGE_DAYS."""
    status = judge_age(read_status(home), Settings.from_environment().max_age_days, kyiv_today())
    told = (
        f"the newest night is {status.last_night}, {status.age_days} days ago" if status.last_night else "there is no data yet"
    )
    return Finding(
        "age of the data", not status.is_stale, told, "Run `tally refresh` with a network, and read what `tally status` says."
    )


def _existing(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())
