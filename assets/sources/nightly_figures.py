"""Shahed-type drones per pair of start and end date and reporter: the figures shipped as the embedded default."""

import datetime as dt

import polars as pl

from assets.sources import cells
from assets.sources.corrections import correct

TIMES = ("start_date", "end_date")
_REPORTERS = ("air_force", "regional_command", "other_command")


def clean(
    raw: pl.DataFrame, seen_on: dt.date, groups: dict[str, str], date_order: str | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the raw rows of one snapshot.

    A zero in `airborne` is ambiguous in the compilation behind these figures and counts as not stated.

    Args:
        raw: Rows of `raw.nightly_figures`.
        seen_on: Day on which the snapshot was seen.
        groups: Weapon group by canonical weapon.
        date_order: How the file writes dates with the year last, see `dates.order`.

    Returns:
        Rows for `core.reported_attacks` without `source_id`, and the rejected rows.
    """
    problems = [
        *cells.bad_times("_start_date", "_end_date", seen_on),
        *cells.bad_counts("launched", "intercepted", "lost", "airborne", "reports"),
        (~cells.text("reporter").is_in(_REPORTERS).fill_null(False), "reporter is not one of " + ", ".join(_REPORTERS)),
        (cells.text("reports").is_null(), "reports is empty"),
    ]
    read_times = cells.with_times(raw, TIMES, date_order)
    usable, rejected = cells.split(correct(read_times, "nightly_figures", "_start_date"), problems)
    is_regional = pl.col("reporter") == "regional_command"
    weapon = "shahed_136_131"
    read = usable.with_columns(
        correction=pl.col("_correction"),
        night_of=cells.date("_end_date"),
        start_date=cells.date("_start_date"),
        launched=cells.count("launched"),
        intercepted=cells.count("intercepted"),
        lost=cells.count("lost"),
        airborne=cells.count("airborne").replace(0, None),
        reports=cells.count("reports"),
        reporter=cells.text("reporter"),
    ).with_columns(
        scope=pl.when(is_regional).then(pl.lit("regional")).otherwise(pl.lit("national")),
        is_whole_country=~is_regional,
        window_precision=pl.lit("date"),
        weapon_id=pl.lit(weapon),
        weapon_group=pl.lit(groups[weapon]),
        weapon_as_reported=pl.lit("Shahed-136/131"),
        launched_low=pl.col("launched"),
        launched_high=pl.col("launched"),
        launched_null_reason=cells.null_reason("launched"),
        intercepted_null_reason=cells.null_reason("intercepted"),
        interception_wording=cells.interception_wording(pl.col("intercepted"), pl.col("lost")),
    )
    return read, rejected
