"""From a weapon's name as a source writes it to the canonical weapon and its group."""

import re
from functools import cache

import polars as pl

from assets.sources.cells import lookup

_MISSILES = {"cruise_missile", "ballistic_missile", "other_missile", "mixed_missile"}
_DRONES = {"shahed_type", "other_attack_drone", "reconnaissance_drone", "unidentified_drone", "mixed_drone"}
UNKNOWN = "unknown"


def identify(names: pl.Series, groups: dict[str, str]) -> pl.DataFrame:
    """Find the canonical weapon of each distinct name.

    One number reported for several weapons ("X-101/X-555 and Kalibr") is never split: it gets the weapons joined with `+`
    and the group they share, else a mixed one. A name that is not in `weapon_names.csv` stands for itself.

    Args:
        names: Weapon names in a source's words.
        groups: Weapon group by canonical weapon.

    Returns:
        `weapon_as_reported, weapon_id, weapon_group`, one row per distinct name.
    """
    rows = [(name, *_identify(name, groups)) for name in names.drop_nulls().unique().sort()]
    schema = ["weapon_as_reported", "weapon_id", "weapon_group"]
    return pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")


def shared_group(groups: set[str]) -> str:
    """Return the group for one number about weapons of these groups."""
    if len(groups) == 1:
        return next(iter(groups))
    if UNKNOWN in groups:
        return UNKNOWN
    if groups <= _DRONES:
        return "mixed_drone"
    return "mixed_missile" if groups <= _MISSILES else "mixed"


def _identify(name: str, groups: dict[str, str]) -> tuple[str, str]:
    named = [_canonical(part) for part in re.split(r"\s+and\s+", name.strip())]
    parts = dict.fromkeys("+".join(named).split("+"))
    return "+".join(parts), shared_group({groups.get(part, UNKNOWN) for part in parts})


def _canonical(name: str) -> str:
    known = _names().get(name.strip().casefold())
    return known or re.sub(r"\W+", "_", name.strip().casefold()).strip("_") or "unnamed"


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): weapon_id for name, weapon_id in lookup("weapon_names").iter_rows()}
