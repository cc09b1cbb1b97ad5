"""Whether the numbers of a report fit together; one that fails marks the report and does not change it."""

from assets.sources.air_force_posts.mentions import Mentions
from assets.sources.air_force_posts.report import Quantity, Report, WeaponCounts

_BROUGHT_DOWN = ("intercepted", "neutralised")


def marks(report: Report, mentions: Mentions) -> tuple[str, ...]:
    """Return what does not fit together, a short code each (DOMAIN.md, section 9, rule 7)."""
    found = [mark for weapon in report.weapons for mark in _of_weapon(weapon)]
    return tuple(dict.fromkeys([*found, *_totals(mentions), *_headline(report, mentions)]))


def _of_weapon(weapon: WeaponCounts) -> list[str]:
    group = weapon.weapon_group
    outcomes = (weapon.intercepted, weapon.lost, weapon.exits, weapon.airborne)
    found = []
    least = sum(outcome.low or 0 for outcome in outcomes)
    if _exceeds(least, weapon.launched):
        found.append(f"outcomes_exceed_launched: {group}")
    if _exceeds(weapon.hits.low or 0, weapon.launched):
        found.append(f"hits_exceed_launched: {group}")
    shares = (
        (weapon.jet_launched, weapon.launched),
        (weapon.shahed_launched, weapon.launched),
        (weapon.jet_intercepted, weapon.intercepted),
    )
    if any(_exceeds(share.low or 0, whole) for share, whole in shares):
        found.append(f"share_exceeds_total: {group}")
    return found


def _exceeds(least: int, whole: Quantity) -> bool:
    return whole.high is not None and least > whole.high


def _totals(mentions: Mentions) -> list[str]:
    """Compare the total that stands over a list with the sum of its bullets."""
    found = []
    for role in ("launched", "intercepted"):
        roles = _BROUGHT_DOWN if role == "intercepted" else (role,)
        totals = [m for m in mentions.items if m.level == "sentence" and m.role in roles and m.about == "targets"]
        # "знешкоджено" is the sum of what was shot down and what was lost
        summed = (*roles, "lost") if totals and totals[0].role == "neutralised" else roles
        listed = [
            m for m in mentions.items if m.level == "bullet" and m.role in summed and m.about != "locations" and not m.is_part
        ]
        values = [m.number.value for m in listed]
        if not totals or not listed or any(value is None for value in values):
            continue
        total = totals[0].number
        if total.qualifier == "exact" and total.value != sum(value or 0 for value in values):
            found.append(f"bullets_differ_from_header: {role}")
    return found


def _headline(report: Report, mentions: Mentions) -> list[str]:
    """Compare with the headline, which counts everything brought down, and so no fewer than the drones and no more drones."""
    drones = report.of("shahed_type")
    if drones is None or drones.intercepted.value is None:
        return []
    if _exceeds(drones.intercepted.low or 0, report.headline_total):
        return ["headline_below_body"]
    shouted = [m.number for m in mentions.items if m.level == "headline" and m.about == "drones" and m.role == "intercepted"]
    others = [w.intercepted.high or 0 for w in report.weapons if w.weapon_group.endswith("_drone")]
    most = (drones.intercepted.high or 0) + sum(others)
    is_above = len(shouted) == 1 and drones.intercepted.high is not None and (shouted[0].low or 0) > most
    return ["headline_above_body"] if is_above else []
