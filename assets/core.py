"""Core tables: tidy, typed, one meaning per column; what counts and what does not, with the reason."""

from collections.abc import Iterator
from dataclasses import fields

import polars as pl

from assets.posts import fill_posts
from assets.resources import Warehouse
from assets.sources import cells, daily_attacks, dates, nightly_figures, places, published_figures, registry
from assets.table_assets import Fill, layer, run_select
from warehouse import reference_data, store
from warehouse.code_version import code_version
from warehouse.columns import COLUMNS
from warehouse.contracts import Table
from warehouse.snapshots import Snapshot, current
from warehouse.tables import BY_NAME

BATCH_ROWS = 50_000
REFERENCE_TABLES = (
    "counting_rules",
    "definition_breaks",
    "weapon_groups",
    "qualifier_tolerances",
    "measure_readings",
    "understood_differences",
)
_REPORTING_SOURCES = {"nightly_figures": nightly_figures, "daily_attacks": daily_attacks}


def fill_sources(warehouse: Warehouse, table: Table) -> None:
    """List the registered sources."""
    sources = [{name: getattr(source, name) for name in table.column_names} for source in registry.sources().values()]
    store.write_frame(warehouse.con, table, pl.DataFrame(sources))


def fill_build(warehouse: Warehouse, table: Table) -> None:
    """Note by which code the file is made, and as of when."""
    row = pl.DataFrame({"code_version": [code_version()], "as_of": [warehouse.as_of_date]}, schema_overrides={"as_of": pl.Date})
    store.write_frame(warehouse.con, table, row)


def fill_reference(warehouse: Warehouse, table: Table) -> None:
    """Copy a reference table of the same name."""
    store.write_frame(warehouse.con, table, reference_data.read(table.short_name))


def fill_corrections(warehouse: Warehouse, table: Table) -> None:
    """List the known errors of the sources."""
    dates_as_text = cells.lookup("corrections")
    store.write_frame(warehouse.con, table, dates_as_text.with_columns(pl.col("start_date", "mended_on").str.to_date()))


def fill_published_figures(warehouse: Warehouse, table: Table) -> None:
    """Clean the published figures of all current files."""
    source_id = "published_figures"
    raw = pl.concat(_raw_rows(warehouse, source_id, snapshot) for snapshot in _current_snapshots(warehouse, source_id))
    known = {name: COLUMNS[name].values for name in ("unit", "qualifier")}
    figures, rejected = published_figures.clean(raw, known, warehouse.as_of_date)
    store.write_frame(warehouse.con, table, figures.with_columns(source_id=pl.lit(source_id)))
    store.forget_notes(warehouse.con, "rejected_rows", f"source_id = '{source_id}'")
    store.note(warehouse.con, "rejected_rows", rejected.with_columns(source_id=pl.lit(source_id)))


def fill_reported_attacks(warehouse: Warehouse, table: Table) -> None:
    """Clean every snapshot of every source that reports attacks, some 50,000 rows at a time; posts have been read before."""
    groups = reference_data.groups_by_weapon()
    store.write(warehouse.con, table, "select * from main.attacks_read")
    for source_id in _REPORTING_SOURCES:
        store.forget_notes(warehouse.con, "rejected_rows", f"source_id = '{source_id}'")
    for source_id, source in _REPORTING_SOURCES.items():
        for snapshot in warehouse.snapshots_of(source_id):
            order = dates.order(_batches(warehouse, source_id, snapshot), source.TIMES)
            for raw in _batches(warehouse, source_id, snapshot):
                cleaned, rejected = source.clean(raw, snapshot.fetched_at.date(), groups, order)
                store.append_frame(warehouse.con, table, cleaned.with_columns(source_id=pl.lit(source_id), item=pl.lit(1)))
                store.note(warehouse.con, "rejected_rows", rejected.with_columns(source_id=pl.lit(source_id)))


def fill_snapshots(warehouse: Warehouse, table: Table) -> None:
    """List the stored snapshots with their row counts."""
    snapshots = warehouse.snapshots
    newest = current(snapshots)
    names = [field.name for field in fields(Snapshot) if field.name in table.column_names]
    stored = [{name: getattr(s, name) for name in names} | {"is_current": s.snapshot_id in newest} for s in snapshots]
    # Of all rows: addresses and validators may be missing for long.
    frame = pl.DataFrame(stored, infer_schema_length=None).with_columns(pl.col("fetched_at").dt.replace_time_zone(None))
    with store.registered(warehouse.con, "sidecars", frame):
        run_select(warehouse, table)


def fill_attack_places(warehouse: Warehouse, table: Table) -> None:
    """Read the places named by the current rows of the dataset."""
    for name in ("places_read", "cells_unread"):
        store.forget_notes(warehouse.con, name, "snapshot_id like 'daily_attacks-%'")
    for snapshot in _current_snapshots(warehouse, "daily_attacks"):
        for raw in _batches(warehouse, "daily_attacks", snapshot):
            named, left = places.attack_places(raw), places.border_exits(raw)
            for found in (named.places, left.places):
                store.note(warehouse.con, "places_read", found)
            for unread in (named.unreadable, left.unreadable):
                store.note(warehouse.con, "cells_unread", unread)
    run_select(warehouse, table)


def fill_places(warehouse: Warehouse, table: Table) -> None:
    """List the places of the reference table and those that reports add to them."""
    with store.registered(warehouse.con, "places", reference_data.read("places")):
        run_select(warehouse, table)


def fill_weapons(warehouse: Warehouse, table: Table) -> None:
    """List the weapons of the reference table and those that reports add to them."""
    with store.registered(warehouse.con, "weapons", reference_data.read("weapons")):
        run_select(warehouse, table)


def _current_snapshots(warehouse: Warehouse, source_id: str) -> list[Snapshot]:
    snapshots = warehouse.snapshots_of(source_id)
    newest = current(snapshots)
    return [snapshot for snapshot in snapshots if snapshot.snapshot_id in newest]


def _raw_rows(warehouse: Warehouse, source_id: str, snapshot: Snapshot) -> pl.DataFrame:
    return pl.concat(_batches(warehouse, source_id, snapshot))


def _batches(warehouse: Warehouse, source_id: str, snapshot: Snapshot) -> Iterator[pl.DataFrame]:
    return store.raw_frames(warehouse.con, BY_NAME[f"raw.{source_id}"], snapshot.snapshot_id, BATCH_ROWS)


FILLS: dict[str, tuple[Fill, str]] = {
    "build": (fill_build, "python"),
    "sources": (fill_sources, "yaml"),
    **dict.fromkeys(REFERENCE_TABLES, (fill_reference, "csv")),
    "corrections": (fill_corrections, "csv"),
    "published_figures": (fill_published_figures, "polars"),
    "posts": (fill_posts, "polars"),
    "reported_attacks": (fill_reported_attacks, "polars"),
    "snapshots": (fill_snapshots, "sql"),
    "weapons": (fill_weapons, "sql"),
    "attack_places": (fill_attack_places, "polars"),
    "places": (fill_places, "sql"),
}

core_assets = layer("core", FILLS)
