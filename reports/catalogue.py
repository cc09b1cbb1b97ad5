"""Which files the reports consist of, without drawing or writing any."""

from pathlib import Path

from warehouse.tables import MART

CHARTS = {
    "yearly_launches": "Launches per year beside the figures CNN published.",
    "monthly_launches": "Launches per month and the share neutralised.",
    "nightly_launches": "Launches per night with means over 7 and 28 days.",
    "cumulative_launches": "Launches since 1 January, year by year.",
}


def files(folder: Path) -> list[Path]:
    """Return every file that a whole set of reports has in its folder."""
    charts = [folder / "charts" / f"{name}.{kind}" for name in CHARTS for kind in ("png", "svg")]
    return charts + [folder / "csv" / f"{table.short_name}.csv" for table in MART]


def is_newer_than(folder: Path, database: Path) -> bool:
    """Whether the reports are complete and were all written after a database was published."""
    published = database.stat().st_mtime
    return all(file.exists() and file.stat().st_mtime >= published for file in files(folder))
