"""The open dataset "Massive Missile Attacks on Ukraine": one row per weapon within a reported attack window.

Times are Kyiv local times. What its columns mean, and where a zero is no number, is said where they are read.
"""

import datetime as dt

import polars as pl

from assets.sources import cells
from assets.sources.corrections import correct
from assets.sources.places import border_exits
from assets.sources.weapons import identify

TIMES = ("time_start", "time_end")
_COUNTS = (
    "launched",
    "destroyed",
    "not_reach_goal",
    "still_attacking",
    "num_hit_location",
    "num_fall_fragment_location",
    "turbojet",
    "turbojet_destroyed",
    "is_shahed",
)
_ACCOUNT = r"^(?:https?://)?(?:www\.|m\.)?(?:t\.me/(?:s/)?|telegram\.me/(?:s/)?|facebook\.com/)?([^/?]+)/"


def clean(
    raw: pl.DataFrame, seen_on: dt.date, groups: dict[str, str], date_order: str | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the raw rows of one snapshot.

    Args:
        raw: Rows of `raw.daily_attacks`.
        seen_on: Day on which the snapshot was seen.
        groups: Weapon group by canonical weapon.
        date_order: How the file writes dates with the year last, see `dates.order`.

    Returns:
        Rows for `core.reported_attacks` without `source_id`, and the rejected rows.
    """
    problems = [
        (cells.text("model").is_null(), "model is empty"),
        *cells.bad_times("_time_start", "_time_end", seen_on),
        *cells.bad_counts(*_COUNTS),
    ]
    read_times = cells.with_times(raw, TIMES, date_order)
    corrected = correct(read_times, "daily_attacks", "_time_start", report="source", weapon_as_reported="model")
    usable, rejected = cells.split(corrected, problems)
    read = usable.select(
        "snapshot_id",
        "row_number",
        correction="_correction",
        start_date=cells.date("_time_start"),
        night_of=cells.date("_time_end"),
        window_start=cells.moment("_time_start", is_end=False),
        window_end=cells.moment("_time_end", is_end=True),
        weapon_as_reported=cells.text("model"),
        target_as_reported=cells.text("target"),
        launch_place_as_reported=cells.text("launch_place"),
        affected_region_as_reported=cells.text("affected_region"),
        source=cells.text("source"),
        launched=cells.count("launched"),
        intercepted=cells.count("destroyed"),
        lost=cells.count("not_reach_goal"),
        airborne=cells.count("still_attacking").replace(0, None),
        hit_locations=cells.count("num_hit_location"),
        debris_locations=cells.count("num_fall_fragment_location"),
        jet_launched=cells.count("turbojet"),
        jet_intercepted=cells.count("turbojet_destroyed"),
        shahed_launched=cells.count("is_shahed"),
        reports=pl.lit(1, pl.Int64),
    )
    exits = border_exits(usable).totals.select("snapshot_id", "row_number", border_exits="exits")
    read = read.join(exits, on=("snapshot_id", "row_number"), how="left", maintain_order="left")
    return _add_reporter(_add_weapon(_add_derived(read), groups)), rejected


def _add_derived(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what follows from the row's own cells.

    From 24 Jul 2025 the dataset writes 0 for "lost" where the report has no such number: that zero is not stated.
    """
    not_stated = (pl.col("night_of") >= cells.SUPPRESSED_INCLUDED_FROM) & (pl.col("lost") == 0)
    starts, ends = pl.col("window_start").is_not_null(), pl.col("window_end").is_not_null()
    return rows.with_columns(lost=pl.when(~not_stated.fill_null(False)).then(pl.col("lost"))).with_columns(
        window_precision=pl.when(starts & ends).then(pl.lit("clock"))
        .when(starts).then(pl.lit("clock_start"))
        .when(ends).then(pl.lit("clock_end"))
        .otherwise(pl.lit("date")),
        is_whole_country=(pl.col("target_as_reported") == "Ukraine").fill_null(False),
        launched_low=pl.col("launched"),
        launched_high=pl.col("launched"),
        launched_null_reason=cells.null_reason("launched"),
        intercepted_null_reason=cells.null_reason("intercepted"),
        interception_wording=cells.interception_wording(pl.col("intercepted"), pl.col("lost")),
    )  # fmt: skip


def _add_weapon(rows: pl.DataFrame, groups: dict[str, str]) -> pl.DataFrame:
    return rows.join(identify(rows["weapon_as_reported"], groups), on="weapon_as_reported", how="left")


def _add_reporter(rows: pl.DataFrame) -> pl.DataFrame:
    """Add who reported, from the address of the report: `kpszsu/posts/…` is a page on Facebook, `t.me/…` on Telegram.

    An account that is not in `reporters.csv` speaks for the country only where the row is about all of it.
    """
    source = pl.col("source")
    named = source.str.extract(_ACCOUNT)
    # facebook.com/watch/?v=… is a video; its address does not name the account
    account = pl.when(named != "watch").then(named)
    has_host = source.str.contains(r"^(https?://|t\.me/|[^/]+\.gov\.ua/)")
    url = (
        pl.when(source.str.contains("^https?://")).then(source)
        .when(has_host).then("https://" + source)
        .otherwise("https://www.facebook.com/" + source)
    )  # fmt: skip
    default_scope = pl.when("is_whole_country").then(pl.lit("national")).otherwise(pl.lit("regional"))
    return (
        rows.with_columns(reporter_account=account, report_url=url, account=account.str.to_lowercase())
        .join(cells.lookup("reporters"), on="account", how="left")
        .with_columns(pl.col("reporter").fill_null("unknown"), pl.col("scope").fill_null(default_scope))
        .drop("account", "source")
    )
