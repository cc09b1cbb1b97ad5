"""What a set of reports consists of, without drawing or writing any."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from warehouse.home import Home
from warehouse.tables import MART

CHARTS = {
    "yearly_launches": "Launches per year beside the published figures, and whether those hold.",
    "monthly_launches": "Launches per month by what became of the drones.",
    "nightly_launches": "Launches per night with means over 7 and 28 nights, and the record nights.",
    "cumulative_launches": "Launches since 1 January, year by year.",
    "night_calendar": "Every night as a cell, those without a report told from zero.",
    "neutralised_rate": "Share neutralised per month with its bounds, broken where the wording changes.",
    "attack_patterns": "Launches by day of the week, and nights by the size of the attack.",
    "weapons_by_month": "Launches per month of each weapon.",
    "attack_places": "Places of launch and places affected by region, as a grid of tiles.",
    "claims_against_tally": "Published totals of months and years against the tally, and which of them hold.",
    "revisions": "What the sources changed, by the day it was seen.",
    "other_campaigns": "Published figures on other campaigns, on years and on parts of a year.",
}
# The table that most of a chart is drawn from.
DRAWN_FROM = {
    "yearly_launches": "mart.yearly_totals",
    "monthly_launches": "mart.monthly_totals",
    "nightly_launches": "mart.nightly_totals",
    "cumulative_launches": "mart.nightly_totals",
    "night_calendar": "mart.nights",
    "neutralised_rate": "mart.monthly_totals",
    "attack_patterns": "mart.nightly_totals",
    "weapons_by_month": "mart.weapon_totals",
    "attack_places": "mart.places_hit",
    "claims_against_tally": "mart.reconciliation",
    "revisions": "mart.revisions",
    "other_campaigns": "mart.published_yearly",
}


class Document(NamedTuple):
    """A file or folder of a set: its path in the set, its kind, and what it is."""

    path: str
    kind: str
    description: str


DOCUMENTS = {
    "page": Document("index.html", "html", "Everything on one page: headline figures, charts, tables, rules and sources."),
    "summary": Document("summary.md", "markdown", "The last whole month in ten lines, every number with a link to its row."),
    "csv_files": Document("csv", "csv", "Every mart as a CSV file: UTF-8, ISO dates, an empty cell where there is no number."),
    "parquet_files": Document("parquet", "parquet", "Every mart as a Parquet file, in the types of its contract."),
    "workbook": Document("strike-tally.xlsx", "excel", "Every mart as a sheet, with notes and the meaning of every column."),
    "data_package": Document("datapackage.json", "json", "What the CSV files hold, as a Frictionless Data Package."),
}
# A set's folder: its number, and the language of captions and headings.
SET_NAME = re.compile("reports-([0-9]{5,})-([a-z]{2})")
# Files that a whole set has whatever the published file holds.
FILES = (
    "index.html",
    "summary.md",
    "strike-tally.xlsx",
    "datapackage.json",
    *(f"charts/{name}.{kind}" for name in CHARTS for kind in ("png", "svg")),
    *(f"{kind}/{table.short_name}.{kind}" for table in MART for kind in ("csv", "parquet")),
)


def is_current(home: Home, language: str) -> bool:
    """Whether the reports are whole, in this language, and were drawn from the newest database; see `date_after`."""
    folder = home.reports.resolve()
    name = SET_NAME.fullmatch(folder.name)
    return (
        name is not None
        and name[2] == language
        and all((folder / file).exists() for file in FILES)
        and (folder / FILES[0]).stat().st_mtime_ns == home.database.resolve().stat().st_mtime_ns
    )


def date_after(folder: Path, version: Path) -> None:
    """Give the page of a set the date of the database that it was drawn from: which of two is later, a clock may get wrong."""
    drawn_from = version.stat()
    os.utime(folder / FILES[0], ns=(drawn_from.st_atime_ns, drawn_from.st_mtime_ns))
