"""The registry of sources: who produces each, under which licence, and how it is preferred."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class ShippedFile:
    """A file of figures that comes with the project.

    Attributes:
        path: Where it is.
        compiled_on: The day on which its figures were known.
        sha256: Hash of its content.
    """

    path: Path
    compiled_on: dt.date
    sha256: str

    @property
    def compiled_at(self) -> dt.datetime:
        return dt.datetime.combine(self.compiled_on, dt.time(), dt.UTC)


@dataclass(frozen=True)
class Source:
    """One entry of `registry.yml`; most attributes are columns of `core.sources`, described there.

    Attributes:
        download: Address its data is fetched from, unless the environment names another.
        shipped: The file that comes with the project.
    """

    source_id: str
    title: str
    producer: str
    url: str | None
    licence: str
    citation: str
    preference: int
    fills_gaps_only: bool
    download: str | None = None
    shipped: ShippedFile | None = None


@cache
def sources() -> dict[str, Source]:
    """Return the registered sources by id, in the order of the registry."""
    entries = yaml.safe_load((HERE / "registry.yml").read_text(encoding="utf-8"))
    return {entry["source_id"]: _source(entry) for entry in entries}


def _source(entry: dict[str, Any]) -> Source:
    shipped = entry.pop("shipped", None)
    if shipped is None:
        return Source(**entry)
    path = HERE / "figures" / shipped["file"]
    return Source(**entry, shipped=ShippedFile(path, shipped["compiled_on"], shipped["sha256"]))
