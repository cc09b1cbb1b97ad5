"""Small tables that are part of the method rather than of a source: rules, breaks, weapons and their groups."""

from pathlib import Path

import polars as pl

_HERE = Path(__file__).parent / "reference"


def read(name: str) -> pl.DataFrame:
    """Return the reference table of that name, as it stands in `warehouse/reference/<name>.csv`."""
    return pl.read_csv(_HERE / f"{name}.csv", try_parse_dates=True)


def groups_by_weapon() -> dict[str, str]:
    """Return the weapon group of every canonical weapon."""
    return dict(read("weapons").select("weapon_id", "weapon_group").iter_rows())
