"""From the places a source names to canonical places, and to rows of core.attack_places. What a place is: places.csv.

One number reported for several places ("Odesa oblast and Mykolaiv oblast: 7") is never split: it stays one row, with the
places joined by `+`. A name that is not in `place_names.csv` stands for itself.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import polars as pl

from assets.sources import literals
from assets.sources.cells import lookup, text

_Named = list[tuple[str, int | None]]
_Readers = Mapping[str, Callable[[str], _Named | None]]

_NO_PLACE: list[tuple[None, None]] = [(None, None)]
_ROW = ["snapshot_id", "row_number"]
_CELL = ["column_name", "cell"]


class Places(NamedTuple):
    """Places read from cells.

    Attributes:
        places: `snapshot_id, row_number, role, position, place_as_reported, place_id, count`, one row per place that a cell
            names; positions start at 1 in every row and role.
        unreadable: `snapshot_id, row_number, column_name, cell`, one row per cell that cannot be read.
    """

    places: pl.DataFrame
    unreadable: pl.DataFrame


class Exits(NamedTuple):
    """Drones that left the country.

    Attributes:
        totals: `snapshot_id, row_number, exits`, one row per row; NULL unless every number is stated and can be read.
        places: By country, as in `Places`, with the role `exit`.
        unreadable: As in `Places`.
    """

    totals: pl.DataFrame
    places: pl.DataFrame
    unreadable: pl.DataFrame


def identify(names: pl.Series, *, are_launch_sites: bool = False) -> pl.DataFrame:
    """Find the canonical place, or several joined with `+`, of each distinct name.

    Args:
        names: Place names in a source's words.
        are_launch_sites: Whether "south" is the direction from which drones came, not the south of Ukraine.

    Returns:
        `place_as_reported, place_id, is_recognised`, one row per distinct name.
    """
    rows = []
    for name in names.drop_nulls().unique().sort():
        known = {part: _known(part, are_launch_sites) for part in split(name)}
        place_ids = dict.fromkeys(place_id or _name_itself(part) for part, place_id in known.items())
        rows.append((name, "+".join(place_ids), all(known.values())))
    schema = {"place_as_reported": pl.String, "place_id": pl.String, "is_recognised": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def split(name: str) -> list[str]:
    """Split "Chauda, Crimea and Kursk oblast" into its places, unless the whole is a place of its own.

    A comma separates only where all sides are known ("Caspian Sea, Engels-2"): mostly it is part of a name.
    """
    words = name.split()
    whole = " ".join(words)
    if _known(whole):
        return [whole]
    parts: list[list[str]] = [[]]
    for word in words:
        if word.casefold() == "and":
            parts.append([])
        else:
            parts[-1].append(word)
    return [place for part in parts if part for place in _split_at_commas(" ".join(part))] or [whole]


def attack_places(rows: pl.DataFrame) -> Places:
    """Read the places of the rows of a snapshot.

    Args:
        rows: `snapshot_id, row_number` and, as text, `launch_place, target, affected_region, destroyed_details`.
    """
    read = _read(rows, {column: reader for column, (_, reader) in _COLUMNS.items()})
    roles = {column: role for column, (role, _) in _COLUMNS.items()}
    return Places(_places(read, pl.col("column_name").replace_strict(roles, return_dtype=pl.String)), _unreadable(read))


def border_exits(rows: pl.DataFrame) -> Exits:
    """Read how many drones left the country, and where to, from either layout of the dataset.

    Args:
        rows: `snapshot_id, row_number` and, as text, `border_crossing`, or `cross_border_belarus` and `back_russia`; a column
            may be missing. Where `border_crossing` says something, the older columns would only repeat it.
    """
    missing = [pl.lit(None).alias(name) for name in _EXITS if name not in rows.columns]
    all_columns = rows.with_columns(missing).with_columns(pl.col(*_EXITS).cast(pl.String))
    is_old = text("border_crossing").fill_null("{}") == "{}"
    read = _read(all_columns.with_columns(pl.when(is_old).then(pl.col(*_EXITS_BY_COUNTRY))), _EXITS)
    is_complete = pl.col("is_readable").all() & (pl.col("count").is_not_null() | pl.col("place_as_reported").is_null()).all()
    has_number = pl.col("count").is_not_null().any()
    totals = read.group_by(_ROW).agg(exits=pl.when(is_complete & has_number).then(pl.col("count").sum()))
    return Exits(
        rows.select(_ROW).join(totals, on=_ROW, how="left", maintain_order="left"),
        _places(read, pl.lit("exit")),
        _unreadable(read),
    )


def _read(rows: pl.DataFrame, readers: _Readers) -> pl.DataFrame:
    """Return the filled cells of some columns with the places they name: one row per place, or one without a place."""
    cells = (
        rows.select(*_ROW, pl.col(*readers).cast(pl.String))
        .unpivot(on=list(readers), index=_ROW, variable_name="column_name", value_name="cell")
        .filter(text("cell").is_not_null())
    )
    read: list[tuple[str, str, bool, str | None, int | None]] = []
    for column, cell in cells.select(_CELL).unique().iter_rows():
        places = readers[column](cell)
        read += [(column, cell, places is not None, name, count) for name, count in places or _NO_PLACE]
    schema = dict.fromkeys(_CELL, pl.String) | {"is_readable": pl.Boolean, "place_as_reported": pl.String, "count": pl.Int64}
    return cells.join(pl.DataFrame(read, schema=schema, orient="row"), on=_CELL, how="left", maintain_order="left_right")


def _places(read: pl.DataFrame, role: pl.Expr) -> pl.DataFrame:
    position = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(*_ROW, "role")
    named = read.filter(pl.col("place_as_reported").is_not_null()).with_columns(role=role).with_columns(position=position)
    is_launch_site = pl.col("role") == "launch_site"
    sites, others = named.filter(is_launch_site), named.filter(~is_launch_site)
    identified = [
        sites.join(identify(sites["place_as_reported"], are_launch_sites=True), on="place_as_reported"),
        others.join(identify(others["place_as_reported"]), on="place_as_reported"),
    ]
    key = [*_ROW, "role", "position"]
    return pl.concat(identified).select(*key, "place_as_reported", "place_id", "count").sort(key)


def _unreadable(read: pl.DataFrame) -> pl.DataFrame:
    return read.filter(~pl.col("is_readable")).select(*_ROW, *_CELL).sort(*_ROW, "column_name")


def _read_names(cell: str) -> _Named | None:
    names = literals.names(cell)
    return None if names is None else [(place, None) for name in names for place in split(name)]


def _read_counts(cell: str) -> _Named | None:
    """Read a dictionary; several places under one name are told apart only where there is no number to split."""
    counts = literals.counts(cell)
    if counts is None:
        return None
    return [(place, count) for name, count in counts.items() for place in (split(name) if count is None else [name])]


def _reader_of_exits_to(country: str) -> Callable[[str], _Named | None]:
    def read(cell: str) -> _Named | None:
        count = literals.whole_number(cell)
        return None if count is None else [(country, count)]

    return read


_COLUMNS = {
    "launch_place": ("launch_site", _read_names),
    "target": ("target", _read_names),
    "affected_region": ("hit", _read_names),
    "destroyed_details": ("intercepted", _read_counts),
}
# Until 2025 the dataset had a column per country.
_EXITS_BY_COUNTRY: _Readers = {
    "cross_border_belarus": _reader_of_exits_to("belarus"),
    "back_russia": _reader_of_exits_to("russia"),
}
_EXITS: _Readers = {"border_crossing": _read_counts, **_EXITS_BY_COUNTRY}


def _split_at_commas(name: str) -> list[str]:
    parts = [part.strip() for part in name.split(",") if part.strip()]
    return parts if not _known(name) and parts and all(_known(part) for part in parts) else [name]


def _known(name: str, is_launch_site: bool = False) -> str | None:
    """Return the place of a name in the list. Drones launched from "south" came from the south, of whatever country."""
    key = _key(name)
    direction = _names().get(f"from the {key}") if is_launch_site else None
    return direction or _names().get(key)


def _key(name: str) -> str:
    """Return what tells names apart: not capitals, kinds of apostrophe, hyphen and space, or space around a comma."""
    parts = re.sub(r"[’ʼ`‘]", "'", name.casefold()).split(",")
    return ",".join(" ".join(re.sub(r"[-‐-―_]", " ", part).split()) for part in parts)


def _name_itself(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_") or "unknown"


@cache
def _names() -> dict[str, str]:
    return {_key(name): place_id for name, place_id in lookup("place_names").iter_rows()}
