"""Figures that outlets and officials published, with qualifier and citation."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from assets.sources import cells

# The measures the tally has a counterpart for, and the campaign it tallies.
_TALLIED_MEASURES = ("launched", "intercepted", "lost")
_TALLIED_CAMPAIGN = "russia_ukraine"
_A_RATE = "a rate, not a number of drones"


def clean(
    raw: pl.DataFrame, known: Mapping[str, Sequence[str]], as_of: dt.date | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the raw rows of all current files of published figures together.

    Args:
        raw: Rows of `raw.published_figures`.
        known: The values that `unit` and `qualifier` may have.
        as_of: Reject figures that are not known to have been published by this day.

    Returns:
        Rows for `core.published_figures` without `source_id`, and the rejected rows.
    """
    problems = [
        (cells.text("figure_id").is_null(), "figure_id is empty"),
        (~cells.text("figure_id").is_first_distinct(), "figure_id was given by an earlier row"),
        *(
            _not_given(name)
            for name in ("campaign", "attacker", "defender", "weapon_scope", "measure", "granularity", "publisher")
        ),
        *(_unknown_value(name, values) for name, values in known.items()),
        (cells.text("value_low").is_null(), "value_low is empty"),
        *cells.bad_counts("value_low", "value_high"),
        *(_bad_date(name) for name in ("period_start", "period_end")),
        (
            ~cells.text("published_on").str.contains(r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"),
            "published_on is not YYYY-MM-DD or YYYY-MM",
        ),
        (
            (cells.text("granularity") == "year") & cells.text("period_start").is_null(),
            "period_start is empty, and the figure is about a year",
        ),
        (~cells.date("period_start").dt.year().is_between(2000, 2100), "period_start is not in this century"),
        *([(~(_published_by() <= as_of).fill_null(False), f"not known to have been published by {as_of}")] if as_of else []),
        (cells.count("value_high") < cells.count("value_low"), "value_high is below value_low"),
        (cells.date("period_end") < cells.date("period_start"), "period_end is before period_start"),
    ]
    usable, rejected = cells.split(raw, problems)
    words = [name for name in usable.columns if name not in ("snapshot_id", "row_number")]
    read = usable.with_columns(cells.text(name) for name in words).with_columns(
        value_low=cells.count("value_low"),
        value_high=cells.count("value_high"),
        period_start=cells.date("period_start"),
        period_end=cells.date("period_end"),
    )
    return _judge(read), rejected


def _judge(figures: pl.DataFrame) -> pl.DataFrame:
    """Say whether the tally counts what a figure is about, and if not, why."""
    scopes = cells.lookup("figure_scopes").rename({"not_comparable_reason": "scope_reason"})
    return (
        figures.join(scopes, on="weapon_scope", how="left")
        .with_columns(not_comparable_reason=pl.coalesce(
            pl.when(pl.col("campaign") != _TALLIED_CAMPAIGN).then(pl.lit("another campaign than attacks on Ukraine")),
            pl.when(~pl.col("measure").is_in(_TALLIED_MEASURES)).then(pl.format("the tally does not count {}", "measure")),
            pl.col("scope_reason"),
            pl.when(pl.col("weapon_group").is_null()).then(pl.lit("the weapons it covers are not in the list of scopes")),
            pl.when(pl.col("period_end").is_null()).then(pl.lit("its period has no stated end")),
            pl.when(pl.col("period_start").is_null()).then(pl.lit("its period has no stated start")),
            # last, so that a rate with this reason has nothing else against it
            pl.when(pl.col("unit") == "percent").then(pl.lit(_A_RATE)),
        ))
        .with_columns(
            is_comparable=pl.col("not_comparable_reason").is_null(),
            is_comparable_rate=(pl.col("not_comparable_reason") == _A_RATE).fill_null(False),
        )
        .drop("scope_reason")
    )  # fmt: skip


def _published_by() -> pl.Expr:
    """The last day on which a figure can have been published: that of the month where only the month is known."""
    day = cells.text("published_on").str.to_date("%Y-%m-%d", strict=False)
    month = (cells.text("published_on") + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    return pl.coalesce(day, month)


def _not_given(column: str) -> cells.Problem:
    return cells.text(column).is_null(), f"{column} is empty"


def _unknown_value(column: str, values: Sequence[str]) -> cells.Problem:
    return ~cells.text(column).is_in(values).fill_null(False), f"{column} is not one of {', '.join(values)}"


def _bad_date(column: str) -> cells.Problem:
    return cells.text(column).is_not_null() & cells.date(column).is_null(), f"{column} is not a date"
