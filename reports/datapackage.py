"""`datapackage.json`: what the exported CSV files hold, as a Frictionless Data Package of version 2.

Belongs here: how contracts, sources and hashes are put into that form. The meaning of a column is said in
`warehouse/columns.py`, the sources in their registry.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.contracts import Column, Table
from warehouse.tables import BY_NAME, MART

NAME = "strike-tally"
FILE = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
_DESCRIPTION = """\
Drones and missiles launched at Ukraine by night, week, month and year, tallied from the reports of the Ukrainian Air Force: a \
claim of one side. An empty cell is a number that nobody stated, never zero; a column named after it says why. Every table is \
also a Parquet file in parquet/ and a sheet of strike-tally.xlsx."""
# Lists what there is of every source, without taking a figure from any.
_LISTING = "core.snapshots"
# The strictest licence of the sources: what is made from them is under it too.
_LICENCE = {
    "name": "CC-BY-NC-SA-4.0",
    "title": "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
    "path": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}


def write(con: duckdb.DuckDBPyConnection, directory: Path) -> Path:
    """Describe the CSV files of a directory, which have been written before; return the path of the description."""
    path = directory / FILE
    path.write_text(json.dumps(_package(con, directory), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def resource_names(directory: Path) -> list[str]:
    """Return the tables that an earlier export into a directory describes; none if it is no export of Strike Tally."""
    try:
        package = json.loads((directory / FILE).read_text(encoding="utf-8"))
        return [resource["name"] for resource in package["resources"]] if package["name"] == NAME else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def known_at(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """Return when the newest content of the tally was first seen, UTC; None if it holds nothing."""
    ((moment,),) = con.execute("select max(fetched_at) from core.snapshots").fetchall()
    return moment if moment is None or isinstance(moment, datetime) else None


def _package(con: duckdb.DuckDBPyConnection, directory: Path) -> dict[str, Any]:
    sources = _sources(con)
    moment = known_at(con)
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": NAME,
        "title": "Strike Tally",
        "description": _DESCRIPTION,
        **({"version": f"{moment:%Y-%m-%d}", "created": f"{moment:%Y-%m-%dT%H:%M:%SZ}"} if moment else {}),
        "keywords": ["drones", "Ukraine", "Shahed", "air defence"],
        "licenses": [_LICENCE],
        **({"sources": list(sources.values())} if sources else {}),
        "resources": [_resource(table, directory, sources) for table in MART],
    }


def _sources(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return the sources by id; licence and citation are properties of our own, which the standard allows."""
    rows = con.execute("select source_id, title, url, licence, citation from core.sources order by preference, source_id")
    return {
        source_id: {"title": title} | ({"path": url} if url else {}) | {"licence": licence, "citation": citation}
        for source_id, title, url, licence, citation in rows.fetchall()
    }


def _resource(table: Table, directory: Path, sources: dict[str, dict[str, str]]) -> dict[str, Any]:
    file = directory / "csv" / f"{table.short_name}.csv"
    used = [source for source_id, source in sources.items() if source_id in _source_ids(table)]
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "name": table.short_name,
        "$schema": f"{_PROFILES}/dataresource.json",
        "type": "table",
        "title": table.short_name.replace("_", " ").capitalize(),
        "description": table.description,
        "path": f"csv/{file.name}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256}",
        **({"sources": used} if used else {}),
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fieldsMatch": "exact",
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
        },
    }


def _source_ids(table: Table) -> set[str]:
    """Return the sources that a table is made from: the raw tables behind it are named after them."""
    if table.schema == "raw":
        return {table.short_name}
    return set().union(*(_source_ids(BY_NAME[name]) for name in table.inputs if name != _LISTING))


def _field(column: Column) -> dict[str, Any]:
    limits = {"required": not column.nullable or None, "minimum": column.minimum, "maximum": column.maximum}
    constraints: dict[str, Any] = {name: value for name, value in limits.items() if value is not None}
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": _TYPES[column.sql_type],
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }
