"""What a source changed between two of its snapshots: rows of one matched with rows of the other by their content.

A key alone does not do: the dataset renames weapons, moves windows and corrects addresses. Rows are therefore paired in
rounds, from those that are equal in everything to those that only share a report and a weapon; every row is paired at most
once, and what finds no partner was withdrawn or added.
"""

import datetime as dt

import polars as pl

WINDOW = ["start_date", "night_of", "window_start", "window_end"]
PLACES = ["launch_place_as_reported", "target_as_reported", "affected_region_as_reported"]
OUTCOME = ["launched", "intercepted", "lost"]
OTHER_COUNTS = [
    "airborne",
    "hit_locations",
    "debris_locations",
    "jet_launched",
    "jet_intercepted",
    "shahed_launched",
    "border_exits",
]
LABELS = ["weapon_as_reported", *PLACES]
COMPARED = [*WINDOW, *LABELS, *OUTCOME, *OTHER_COUNTS, "report_url"]
# A row for an older night than this, in a span the source had covered before, is late.
LATE_AFTER_DAYS = 14

# What two rows must share to be taken for the same, from certain to likely.
_ROUNDS = (
    COMPARED,
    ["report_url", *WINDOW, *LABELS],
    ["report_url", *WINDOW, "weapon_as_reported", *OUTCOME],
    ["report_url", *WINDOW, *PLACES, *OUTCOME],
    ["report_url", *WINDOW, "weapon_as_reported"],
    ["report_url", *WINDOW, *OUTCOME],
    ["report_url", *LABELS, *OUTCOME],
    ["report_url", "weapon_as_reported", *OUTCOME],
    [*WINDOW, *LABELS, *OUTCOME],
    [*WINDOW, "weapon_as_reported", *OUTCOME],
    [*WINDOW, "target_as_reported", *OUTCOME],
    [*WINDOW, "weapon_as_reported", "target_as_reported"],
    ["night_of", "weapon_as_reported", *OUTCOME],
    ["report_url", "weapon_as_reported"],
)


def revisions(old: pl.DataFrame, new: pl.DataFrame, new_seen_on: dt.date) -> pl.DataFrame:
    """Compare two snapshots of a source.

    Args:
        old: Rows of `core.reported_attacks` of the earlier snapshot.
        new: Those of the later one.
        new_seen_on: Day on which the later one was seen.

    Returns:
        `night_of, weapon_as_reported, report_url, column_name, old_value, new_value, change`, one row per changed value; for a
        row that was withdrawn or added late one row about `launched`. Night and weapon are those of the earlier row, for an
        added one its own.
    """
    pairs, withdrawn, added = match(old, new)
    last_covered = old["night_of"].max()
    late = added.filter(
        (pl.col("night_of") <= last_covered) & (pl.col("night_of") < new_seen_on - dt.timedelta(days=LATE_AFTER_DAYS))
    )
    return pl.concat([_changed_values(pairs), _whole_rows(withdrawn, "withdrawn"), _whole_rows(late, "added_late")])


def match(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Pair the rows of two snapshots.

    Returns:
        The pairs that differ, with the columns of `COMPARED` from the earlier row and, with the suffix `_new`, from the later
        one; the earlier rows without a partner; and the later rows without one.
    """
    old, new = old.select(COMPARED), new.select(COMPARED)
    pairs = []
    for key in _ROUNDS:
        left, right = _numbered(old, key), _numbered(new, key)
        on = [*key, "_number"]
        paired = left.join(
            right.with_columns(pl.col(key).name.suffix("_new")), on=on, how="inner", suffix="_new", nulls_equal=True
        )
        if key is not COMPARED:
            pairs.append(paired.select(*COMPARED, *(f"{name}_new" for name in COMPARED)))
        old = left.join(right, on=on, how="anti", nulls_equal=True).drop("_number")
        new = right.join(left, on=on, how="anti", nulls_equal=True).drop("_number")
    return pl.concat(pairs), old, new


def _numbered(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Number the rows that share a key, in an order that depends on their content only."""
    rest = [name for name in COMPARED if name not in key]
    ordered = rows.sort(rest, nulls_last=True, maintain_order=True) if rest else rows
    return ordered.with_columns(_number=pl.int_range(pl.len()).over(key))


def _changed_values(pairs: pl.DataFrame) -> pl.DataFrame:
    changes = [
        pairs.filter(pl.col(name).ne_missing(pl.col(f"{name}_new"))).select(
            "night_of",
            "weapon_as_reported",
            "report_url",
            column_name=pl.lit(name),
            old_value=pl.col(name).cast(pl.String),
            new_value=pl.col(f"{name}_new").cast(pl.String),
            change=pl.lit("relabelled" if name in LABELS else "revised"),
        )
        for name in COMPARED
    ]
    return pl.concat(changes)


def _whole_rows(rows: pl.DataFrame, change: str) -> pl.DataFrame:
    value = pl.col("launched").cast(pl.String)
    nothing = pl.lit(None, pl.String)
    return rows.select(
        "night_of",
        "weapon_as_reported",
        "report_url",
        column_name=pl.lit("launched"),
        old_value=value if change == "withdrawn" else nothing,
        new_value=nothing if change == "withdrawn" else value,
        change=pl.lit(change),
    )
