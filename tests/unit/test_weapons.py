"""From a weapon's name to the canonical weapon and its group (DOMAIN.md section 10)."""

import polars as pl
import pytest

from assets.sources.weapons import identify, shared_group
from tests.unit.rows import GROUPS


@pytest.mark.parametrize(
    ("groups", "shared"),
    [
        ({"shahed_type"}, "shahed_type"),
        ({"unknown"}, "unknown"),
        ({"shahed_type", "reconnaissance_drone"}, "mixed_drone"),
        ({"shahed_type", "mixed_drone", "unidentified_drone"}, "mixed_drone"),
        ({"cruise_missile", "ballistic_missile"}, "mixed_missile"),
        ({"other_missile", "mixed_missile"}, "mixed_missile"),
        ({"shahed_type", "cruise_missile"}, "mixed"),
        ({"glide_bomb", "cruise_missile"}, "mixed"),
        ({"glide_bomb", "shahed_type"}, "mixed"),
        ({"unknown", "shahed_type"}, "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(sorted(value)),
)
def test_shared_group(groups: set[str], shared: str) -> None:
    assert shared_group(groups) == shared


def find(name: str) -> tuple[str, str]:
    ((_, weapon_id, weapon_group),) = identify(pl.Series([name], dtype=pl.String), GROUPS).rows()
    return weapon_id, weapon_group


@pytest.mark.parametrize(
    ("name", "weapon_id", "weapon_group"),
    [
        ("Shahed-136/131", "shahed_136_131", "shahed_type"),
        ("shahed-136/131 ", "shahed_136_131", "shahed_type"),
        ("Shahed-238", "jet_shahed", "shahed_type"),
        ("Gerbera", "gerbera", "shahed_type"),
        ("Lancet", "lancet", "other_attack_drone"),
        ("Молнія", "molniya", "other_attack_drone"),
        ("Unknown UAV", "uav_unidentified", "unidentified_drone"),
        ("Orlan-10", "orlan_10", "reconnaissance_drone"),
        ("X-101/X-555", "kh_101_555", "cruise_missile"),
        ("Iskander-M/KN-23", "iskander_m_kn_23", "ballistic_missile"),
        ("C-300/C-400", "s300_s400", "ballistic_missile"),
        ("X-47 Kinzhal", "kinzhal", "ballistic_missile"),
        ("X-31P", "kh_31", "other_missile"),
        ("Aerial Bomb", "glide_bomb", "glide_bomb"),
        ("Shahed-136/131 and Lancet", "shahed_136_131+lancet", "mixed_drone"),
        ("Orlan-10 and Orlan-30 and ZALA", "orlan_10+orlan_30+zala", "reconnaissance_drone"),
        ("X-101/X-555 and Iskander-M", "kh_101_555+iskander_m", "mixed_missile"),
        ("Shahed-136/131 and Kalibr", "shahed_136_131+kalibr", "mixed"),
        ("X-101 and X-555", "kh_101_555", "cruise_missile"),
        ("Shahed-136/131 and Thing", "shahed_136_131+thing", "unknown"),
        ("Grandandson 5", "grandandson_5", "unknown"),
    ],
)
def test_identify(name: str, weapon_id: str, weapon_group: str) -> None:
    assert find(name) == (weapon_id, weapon_group)


@pytest.mark.parametrize(
    ("name", "weapon_group"),
    [("KAB", "glide_bomb"), ("X-22/X-32", "cruise_missile"), ("X-22/X-31P", "mixed_missile")],
)
def test_names_of_the_real_dataset(name: str, weapon_group: str) -> None:
    assert find(name)[1] == weapon_group


def test_each_distinct_name_once() -> None:
    names = pl.Series(["Kalibr", None, "Lancet", "Kalibr"])
    assert identify(names, GROUPS)["weapon_as_reported"].to_list() == ["Kalibr", "Lancet"]
    assert identify(pl.Series([], dtype=pl.String), GROUPS).height == 0
