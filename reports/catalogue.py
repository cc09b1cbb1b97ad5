"""Which files the reports consist of, without drawing or writing any."""

from pathlib import Path

from warehouse.tables import MART

CHARTS = {
    "yearly_launches": "Launches per year beside the published figures.",
    "monthly_launches": "Launches per month by what became of the drones.",
    "nightly_launches": "Launches per night with means over 7 and 28 nights, and the record nights.",
    "cumulative_launches": "Launches since 1 January, year by year.",
    "night_calendar": "Every night as a cell, those without a report told from zero.",
    "neutralised_rate": "Share neutralised per month with its bounds, broken where the wording changes.",
    "attack_patterns": "Launches by day of the week, and nights by the size of the attack.",
    "weapons_by_month": "Launches per month of each weapon.",
    "attack_places": "Places of launch and places hit by region, as a grid of tiles.",
    "claims_against_tally": "Published totals of months and years against the tally.",
    "revisions": "What the sources changed, by the day it was seen.",
    "other_campaigns": "Published yearly figures on other campaigns.",
}


def files(folder: Path) -> list[Path]:
    """Return every file that a whole set of reports has in its folder."""
    charts = [folder / "charts" / f"{name}.{kind}" for name in CHARTS for kind in ("png", "svg")]
    return charts + [folder / "csv" / f"{table.short_name}.csv" for table in MART]


def is_newer_than(folder: Path, database: Path) -> bool:
    """Whether the reports are complete and were all written after a database was published."""
    published = database.stat().st_mtime
    return all(file.exists() and file.stat().st_mtime >= published for file in files(folder))
