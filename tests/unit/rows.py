"""Rows for the tests: every factory gives a plausible row, so that a test names only the cells it is about."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from assets.sources.layouts import layout
from tests.dataset import ROW
from warehouse import contracts, queries, store
from warehouse.reference_data import groups_by_weapon
from warehouse.tables import BY_NAME

Row = dict[str, Any]

GROUPS = groups_by_weapon()
SEEN_ON = dt.date(2026, 6, 13)

# Three sources as the counting knows them: the best, the second best, and one that only fills gaps.
SOURCES = (("air_force_posts", 1, False), ("dataset", 2, False), ("filler", 3, True))
COUNTING = ("core.attacks", "mart.nights", "mart.nightly_totals", "mart.totals_by_rule")
PERIODS = ("mart.weekly_totals", "mart.monthly_totals", "mart.yearly_totals")


def raw(table_name: str, *rows: Mapping[str, str | None]) -> pl.DataFrame:
    """Return rows of a raw table, numbered from 2 as in a file; a cell that is not given is empty."""
    table = BY_NAME[table_name]
    full = [{**dict.fromkeys(table.column_names), "snapshot_id": "s", "row_number": n, **row} for n, row in enumerate(rows, 2)]
    schema = {name: pl.Int64 if name == "row_number" else pl.String for name in table.column_names}
    return pl.DataFrame(full, schema=schema)


def raw_attack(**cells: str | None) -> pl.DataFrame:
    """Return one row of `raw.daily_attacks`."""
    return raw("raw.daily_attacks", {**ROW, **cells})


def raw_night(**cells: str | None) -> dict[str, str | None]:
    """Return the cells of one row of `raw.nightly_figures`."""
    return {
        "start_date": "2026-03-01", "end_date": "2026-03-02", "reporter": "air_force",
        "launched": "100", "intercepted": "90", "reports": "1",
    } | cells  # fmt: skip


def raw_figure(**cells: str | None) -> dict[str, str | None]:
    """Return the cells of one row of `raw.published_figures` that the tally can be compared with."""
    return {
        "figure_id": "f1", "campaign": "russia_ukraine", "attacker": "Russia", "defender": "Ukraine",
        "weapon_scope": "Shahed-type", "measure": "launched", "period_start": "2024-01-01", "period_end": "2024-12-31",
        "granularity": "year", "value_low": "11000", "qualifier": "more_than", "publisher": "CNN", "published_on": "2025-01",
        "unit": "drones",
    } | cells  # fmt: skip


def text_file(table_name: str, *rows: dict[str, str | None]) -> str:
    """Return a CSV in the layout of a source."""
    names = list(layout(table_name.removeprefix("raw.")).columns)
    return pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    ).write_csv()


def utc(kyiv: str) -> dt.datetime | None:
    """Return `2026-03-01 18:00` in Kyiv as UTC without a zone; None for a date alone."""
    if " " not in kyiv:
        return None
    local = dt.datetime.strptime(kyiv, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Europe/Kyiv"))
    return local.astimezone(dt.UTC).replace(tzinfo=None)


def attack(start: str, end: str, source_id: str = "dataset", **cells: Any) -> Row:
    """Return one row of `core.reported_attacks`; `start` and `end` are Kyiv dates, or dates with a clock time."""
    row = {
        "source_id": source_id, "snapshot_id": f"{source_id}-new", "start_date": dt.date.fromisoformat(start[:10]),
        "night_of": dt.date.fromisoformat(end[:10]), "window_start": utc(start), "window_end": utc(end),
        "reporter": "air_force", "scope": "national", "is_whole_country": True, "reports": 1,
        "weapon_id": "shahed_136_131", "weapon_group": "shahed_type", "weapon_as_reported": "Shahed-136/131",
        "launched": 100, "intercepted": 90, "lost": None, "item": 1,
    } | cells  # fmt: skip
    given = (row["window_start"] is not None, row["window_end"] is not None)
    precision = {(True, True): "clock", (True, False): "clock_start", (False, True): "clock_end", (False, False): "date"}
    derived = {
        "window_precision": precision[given],
        "launched_low": row["launched"], "launched_high": row["launched"],
        "launched_null_reason": "not_stated" if row["launched"] is None else None,
        "intercepted_null_reason": "not_stated" if row["intercepted"] is None else None,
        "interception_wording": None if row["intercepted"] is None else "shot_down_or_suppressed",
    }  # fmt: skip
    return derived | row


def regional(start: str, end: str, source_id: str = "dataset", **cells: Any) -> Row:
    """Return a row that a regional command reported."""
    return attack(
        start, end, source_id, **{"reporter": "regional_command", "scope": "regional", "is_whole_country": False} | cells
    )


def night(night_of: str, launched: int | None = 100, source_id: str = "dataset", **cells: Any) -> Row:
    """Return a national report from 18:00 on the eve to 08:00."""
    eve = dt.date.fromisoformat(night_of) - dt.timedelta(days=1)
    return attack(f"{eve} 18:00", f"{night_of} 08:00", source_id, **{"launched": launched, "intercepted": None} | cells)


def post(post_id: int, posted_at: str, source_row: Row | None = None, **cells: Any) -> Row:
    """Return one row of `core.posts`, posted at a time in Kyiv.

    Args:
        post_id: Its number in the channel.
        posted_at: When it was posted.
        source_row: The row of `core.reported_attacks` that was read from it; without one it is an alert.
        cells: What differs.
    """
    is_report = source_row is not None
    return {
        "post_id": post_id, "version": 1, "report_url": f"https://t.me/kpszsu/{post_id}", "posted_at": utc(posted_at),
        "edited_at": None, "seen_at": utc(posted_at), "snapshot_id": "air_force_posts-new", "row_number": 1000 + post_id,
        "text_sha256": str(post_id), "is_current": True, "post_kind": "report" if is_report else "alert",
        "kind_reason": None if is_report else "it counts nothing", "marks": None,
    } | {name: (source_row or {})[name] for name in ("snapshot_id", "row_number") if source_row} | cells  # fmt: skip


def reported(post_id: int, start: str, end: str, **cells: Any) -> Row:
    """Return one row of `core.reported_attacks` that was read from a post."""
    url = f"https://t.me/kpszsu/{post_id}"
    kind = {"report_url": url, "reporter_account": "kpszsu", "window_kind": "night", "row_number": 1000 + post_id}
    return attack(start, end, "air_force_posts", **kind | cells)


def fill_posts(con: duckdb.DuckDBPyConnection, *rows: Row) -> None:
    """Fill `core.posts`."""
    table = BY_NAME["core.posts"]
    store.write_frame(con, table, contracts.frame(table, list(rows)))


def fill(con: duckdb.DuckDBPyConnection, *rows: Row) -> None:
    """Fill `core.reported_attacks` and `core.snapshots`; rows are numbered from 2 in the order given."""
    table = BY_NAME["core.reported_attacks"]
    types = {"DATE": pl.Date, "TIMESTAMP": pl.Datetime, "VARCHAR": pl.String, "BOOLEAN": pl.Boolean}
    schema = {column.name: types.get(column.sql_type, pl.Int64) for column in table.columns}
    numbered = [{"row_number": number} | row for number, row in enumerate(rows, 2)]
    store.write_frame(con, table, pl.DataFrame([{name: row.get(name) for name in schema} for row in numbered], schema=schema))
    ids = dict.fromkeys((row["snapshot_id"], row["source_id"]) for row in rows)
    snapshots = [
        {
            "snapshot_id": snapshot_id, "source_id": source_id, "fetched_at": dt.datetime(2026, 6, 13), "sha256": "0",
            "bytes": 1, "row_count": sum(row["snapshot_id"] == snapshot_id for row in rows), "rejected_count": 0,
            "file_name": "f", "is_current": not snapshot_id.endswith("-old"),
        }
        for snapshot_id, source_id in ids
    ]  # fmt: skip
    store.write_frame(con, BY_NAME["core.snapshots"], pl.DataFrame(snapshots))


def make(con: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Run the queries of tables, one after the other, and see that each keeps its contract."""
    for name in names:
        store.write(con, BY_NAME[name], queries.select(name))
        assert contracts.violations(con, BY_NAME[name]) == []


def judge(con: duckdb.DuckDBPyConnection, *rows: Row) -> list[str | None]:
    """Return for each row, in the order given, why it does not count; None if it does."""
    fill(con, *rows)
    make(con, "core.attacks")
    return [reason for (reason,) in ask(con, "select not_counted_reason from core.attacks order by row_number")]


def ask(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    return con.execute(query).fetchall()


def one(con: duckdb.DuckDBPyConnection, query: str) -> Any:
    """Return the only value of a query with one row."""
    ((value,),) = ask(con, query)
    return value
