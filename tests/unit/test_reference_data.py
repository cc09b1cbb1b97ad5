"""The tables and files that come with the project agree with one another and with what the registry says of them."""

import hashlib
from collections.abc import Callable
from graphlib import TopologicalSorter

import polars as pl
import pytest

from assets.sources import cells, layouts, nightly_figures, published_figures, registry, tabular
from tests.unit.rows import GROUPS
from warehouse import contracts, reference_data
from warehouse.columns import COLUMNS, WEAPON_GROUPS
from warehouse.tables import BY_NAME

Clean = Callable[[pl.DataFrame, registry.ShippedFile], tuple[pl.DataFrame, pl.DataFrame]]


def shipped_file(source_id: str) -> registry.ShippedFile:
    shipped = registry.sources()[source_id].shipped
    assert shipped is not None
    return shipped


def shipped_rows(source_id: str) -> pl.DataFrame:
    batches = tabular.batches(shipped_file(source_id).path)
    return pl.concat(map(layouts.layout(source_id).fit, batches)).with_columns(snapshot_id=pl.lit("s"))


def clean_nights(raw: pl.DataFrame, shipped: registry.ShippedFile) -> tuple[pl.DataFrame, pl.DataFrame]:
    return nightly_figures.clean(raw, shipped.compiled_on, GROUPS)


def clean_figures(raw: pl.DataFrame, shipped: registry.ShippedFile) -> tuple[pl.DataFrame, pl.DataFrame]:
    return published_figures.clean(raw, {name: COLUMNS[name].values for name in ("unit", "qualifier")})


SHIPPED = pytest.mark.parametrize(
    ("source_id", "rows", "clean"),
    [("nightly_figures", 1036, clean_nights), ("published_figures", 469, clean_figures)],
    ids=["nightly_figures", "published_figures"],
)


@SHIPPED
def test_shipped_file_is_the_registered_one(source_id: str, rows: int, clean: Clean) -> None:
    shipped = shipped_file(source_id)
    assert hashlib.sha256(shipped.path.read_bytes()).hexdigest() == shipped.sha256


@SHIPPED
def test_every_shipped_row_is_used(source_id: str, rows: int, clean: Clean) -> None:
    usable, rejected = clean(shipped_rows(source_id), shipped_file(source_id))
    assert (usable.height, rejected.rows()) == (rows, [])


def test_shipped_nights_have_no_written_zero_for_lost_after_the_break() -> None:
    """Only two real values remain after 24 Jul 2025 (DOMAIN.md section 13)."""
    usable, _ = clean_nights(shipped_rows("nightly_figures"), shipped_file("nightly_figures"))
    late = usable.filter((pl.col("night_of") >= cells.SUPPRESSED_INCLUDED_FROM) & pl.col("lost").is_not_null())
    assert late.select(pl.col("night_of").cast(pl.String), "lost").rows() == [("2025-10-22", 17), ("2025-12-27", 15)]


def test_every_scope_of_the_shipped_figures_is_judged() -> None:
    figures = shipped_rows("published_figures").filter(pl.col("campaign") == "russia_ukraine")
    assert figures.height > 200
    assert set(figures["weapon_scope"]) <= set(cells.lookup("figure_scopes")["weapon_scope"])


def test_a_scope_has_either_a_group_or_a_reason() -> None:
    scopes = cells.lookup("figure_scopes")
    assert scopes["weapon_scope"].is_unique().all()
    assert scopes.filter(pl.col("weapon_group").is_null() == pl.col("not_comparable_reason").is_null()).rows() == []
    assert set(scopes["weapon_group"].drop_nulls()) <= set(WEAPON_GROUPS)


def test_cnn_figures_are_shipped_as_claimed_launches() -> None:
    figures, _ = clean_figures(shipped_rows("published_figures"), shipped_file("published_figures"))
    cnn = figures.filter((pl.col("publisher") == "CNN") & (pl.col("granularity") == "year")).sort("period_start")
    assert cnn.select("measure", pl.col("period_end").cast(pl.String), "value_low", "qualifier", "is_comparable").rows() == [
        ("launched", "2023-12-31", 2_500, "just_over", True),
        ("launched", "2024-12-31", 11_000, "more_than", True),
    ]


def test_weapons_names_and_groups_agree() -> None:
    weapons, names = reference_data.read("weapons"), cells.lookup("weapon_names")
    assert weapons["weapon_id"].is_unique().all()
    assert names["name"].str.to_lowercase().is_unique().all()
    assert set("+".join(names["weapon_id"]).split("+")) <= set(weapons["weapon_id"])
    assert set(weapons["weapon_group"]) <= set(reference_data.read("weapon_groups")["weapon_group"])


def test_weapon_groups_are_those_of_the_contract() -> None:
    groups = reference_data.read("weapon_groups")
    assert tuple(groups["weapon_group"]) == WEAPON_GROUPS
    assert groups.filter("is_drone")["weapon_group"].to_list() == [
        "shahed_type", "other_attack_drone", "reconnaissance_drone", "unidentified_drone", "mixed_drone",
    ]  # fmt: skip


def test_reporters_have_values_of_the_contract() -> None:
    reporters = cells.lookup("reporters")
    assert reporters["account"].to_list() == reporters["account"].str.to_lowercase().unique(maintain_order=True).to_list()
    assert set(reporters["reporter"]) <= set(COLUMNS["reporter"].values)
    assert set(reporters["scope"]) <= set(COLUMNS["scope"].values)


def test_break_of_july_2025_has_one_date() -> None:
    breaks = reference_data.read("definition_breaks")
    (row,) = breaks.filter(pl.col("break_id") == "shot_down_or_suppressed").rows(named=True)
    assert row["break_date"] == cells.SUPPRESSED_INCLUDED_FROM
    assert row["measure"] == "intercepted"


def test_four_counting_rules() -> None:
    rules = reference_data.read("counting_rules").select("rule_id", "dated_by", "includes_regional").rows()
    assert rules == [
        ("standard", "night_of", True),
        ("start_date", "start_date", True),
        ("national_only", "night_of", False),
        ("start_date_national_only", "start_date", False),
    ]


def test_registry_prefers_sources_in_the_order_of_the_design() -> None:
    sources = sorted(registry.sources().values(), key=lambda source: source.preference)
    attacks = [source.source_id for source in sources if source.source_id != "published_figures"]
    assert attacks == [name for name in ("air_force_posts", "daily_attacks", "nightly_figures") if name in attacks]
    assert [source.source_id for source in sources if not source.fills_gaps_only] == attacks[:-1]
    assert len({source.preference for source in sources}) == len(sources)


@pytest.mark.parametrize("table", BY_NAME.values(), ids=lambda table: table.name)
def test_contract_is_well_formed(table: contracts.Table) -> None:
    names = table.column_names
    assert table.description.startswith("One row per ")
    assert len(set(names)) == len(names)
    assert set(table.key) <= {column.name for column in table.columns if not column.nullable}
    assert set(table.inputs) <= set(BY_NAME)
    layers = ["raw", "core", "mart"]
    assert all(layers.index(BY_NAME[name].schema) <= layers.index(table.schema) for name in table.inputs)


def test_no_table_is_made_from_itself() -> None:
    order = list(TopologicalSorter({table.name: table.inputs for table in BY_NAME.values()}).static_order())
    assert sorted(order) == sorted(BY_NAME)


def test_every_qualifier_has_a_tolerance() -> None:
    assert sorted(reference_data.read("qualifier_tolerances")["qualifier"]) == sorted(COLUMNS["qualifier"].values)


def test_a_measure_in_print_is_read_as_itself_or_by_inference() -> None:
    readings = reference_data.read("measure_readings")
    printed = readings.group_by("measure", "unit").agg(pl.col("is_as_printed").sum())
    assert set(printed["is_as_printed"]) == {1}
    assert readings.filter(
        pl.col("is_as_printed") & (pl.col("unit") == "drones") & (pl.col("measure") != pl.col("measure_tried"))
    ).is_empty()
