"""The contract of every table: one entry per table, from raw to mart.

DDL, comments, checks, the column schema in Dagster and the CSV files all derive from these entries. A name ending in
`?` may be NULL. What the columns mean is said in `warehouse/columns.py`.
"""

from collections.abc import Sequence
from dataclasses import replace

from warehouse.columns import COLUMNS
from warehouse.contracts import Column, Table


def _columns(names: str) -> tuple[Column, ...]:
    return tuple(replace(COLUMNS[name.rstrip("?")], nullable=name.endswith("?")) for name in names.split())


def _raw(name: str, what: str, names: str) -> Table:
    """Contract of a raw table: the cells of every snapshot as text, under the names of the source's own header."""
    cells = tuple(Column(cell, "VARCHAR", f"Cell “{cell}” as it stands in the file.", nullable=True) for cell in names.split())
    where = _columns("snapshot_id row_number")
    malformed = Column("malformed", "VARCHAR", "Why the line does not fit the header; NULL where it does.", nullable=True)
    others = Column(
        "other_cells",
        "VARCHAR",
        "Cells of columns that the layout does not know, as JSON, or the line that does not fit the header.",
        nullable=True,
    )
    return Table(
        f"raw.{name}",
        f"One row per {what} in every stored snapshot, as text.",
        ("snapshot_id", "row_number"),
        (*where, malformed, *cells, others),
    )


_REPORTED = """
    window_kind? start_date night_of window_start? window_end? window_precision weapon_id weapon_group weapon_as_reported
    launched? launched_low? launched_high? launched_null_reason? intercepted? intercepted_null_reason?
    interception_wording? lost? airborne? hit_locations? debris_locations? jet_launched?
    jet_intercepted? shahed_launched? border_exits? hits? correction? marks?
"""
_REPORT = """
    report_url? reporter reporter_account? scope is_whole_country target_as_reported? launch_place_as_reported?
    affected_region_as_reported? reports
"""
_MEASURES = """
    launched? launched_null_reason? launched_low? launched_high? launched_high_null_reason? launched_unknown launched_wording?
    intercepted? intercepted_null_reason? lost? lost_null_reason? neutralised?
    neutralised_rate_pct? neutralised_rate_pct_null_reason? rate_launched? rate_launched_null_reason? rate_neutralised?
    interception_wording? reports
"""
_BY_START = "launched_by_start_date? launched_by_start_date_null_reason?"
_PERIOD = """
    nights_with_attack nights_covered peak_night? peak_launched? change_pct? change_pct_null_reason? is_partial_period
"""
_DOUBLES = "possible_double_count? possible_double_count_null_reason? overlap_minutes? overlap_minutes_null_reason?"

_REPORTED_CHECKS = {
    "window ends after it starts": "night_of >= start_date and coalesce(window_end >= window_start, true)",
    "bounds enclose launched": "coalesce(launched_low <= launched, true) and coalesce(launched <= launched_high, true)",
}
_BOUND_CHECKS = {"bounds enclose launched": "coalesce(launched_low <= launched and launched <= launched_high, true)"}
_TOTAL_CHECKS = _BOUND_CHECKS | {
    "neutralised = intercepted + lost": "neutralised is not distinct from intercepted + coalesce(lost, 0)",
}

RAW = (
    _raw("published_figures", "published figure",
         "figure_id campaign attacker defender weapon_scope measure period_start period_end granularity value_low value_high "
         "qualifier publisher published_on title url based_on note unit"),
    _raw("nightly_figures", "pair of start and end date and reporter",
         "start_date end_date reporter launched intercepted lost airborne reports"),
    _raw("daily_attacks", "weapon within a reported attack window",
         "time_start time_end model launch_place target target_main launched destroyed not_reach_goal still_attacking "
         "border_crossing cross_border_belarus back_russia is_shahed num_hit_location num_fall_fragment_location carrier "
         "turbojet turbojet_destroyed "
         "affected_region destroyed_details launched_details launch_place_details source"),
    Table("raw.air_force_posts", "One row per post in every stored snapshot; the texts stay in the snapshots.",
          ("snapshot_id", "row_number"),
          (*_columns("snapshot_id row_number"),
           Column("malformed", "VARCHAR", "Why it is not a post of the channel; NULL where it is.", nullable=True),
           *_columns("post_id? posted_at? edited_at? text_sha256? words?"))),
)  # fmt: skip

CORE = (
    Table("core.sources", "One row per source of figures.", ("source_id",),
          _columns("source_id title producer url? licence citation preference fills_gaps_only")),
    Table("core.build", "One row per published file: by what it was made, and as of when.", ("code_version",),
          _columns("code_version as_of?")),
    Table("core.counting_rules", "One row per rule by which attacks are dated and added up.", ("rule_id",),
          _columns("rule_id description in_words dated_by includes_regional")),
    Table("core.definition_breaks", "One row per change in what the reports mean by a measure.", ("break_date", "break_id"),
          _columns("break_id break_date measure label_en label_uk description reference")),
    Table("core.weapon_groups", "One row per weapon group.", ("weapon_group",),
          _columns("weapon_group description is_drone")),
    Table("core.qualifier_tolerances", "One row per qualifier: how far a tally may lie from the figure it qualifies.",
          ("qualifier",),
          _columns("qualifier in_words? below_pct? above_pct? includes_value is_vague close_pct far_pct description")),
    Table("core.measure_readings", "One row per measure in print and measure of the tally that may be meant by it.",
          ("measure", "unit", "measure_tried"), _columns("measure unit measure_tried is_as_printed in_words description")),
    Table("core.understood_differences",
          "One row per published figure of which it is known why the tally has another number.", ("figure_id",),
          _columns("figure_id explanation reference")),
    Table("core.corrections", "One row per cell of a source that is known to be wrong.",
          ("source_id", "start_date", "weapon_as_reported", "column_name", "expected"),
          _columns("source_id report? start_date weapon_as_reported column_name expected corrected? mended_on? "
                   "reason reference")),
    Table("core.published_figures", "One row per figure that an outlet or an official published.", ("figure_id",),
          _columns("figure_id campaign attacker defender measure unit weapon_scope weapon_group? period_start? period_end? "
                   "granularity value_low value_high? qualifier publisher published_on? title? url? based_on? note? "
                   "is_comparable not_comparable_reason? is_comparable_rate source_id snapshot_id row_number"),
          inputs=("raw.published_figures",),
          checks={"not comparable has a reason": "is_comparable = (not_comparable_reason is null)"}),
    Table("core.posts", "One row per version of a post of the Air Force, whatever it is.", ("post_id", "version"),
          _columns("post_id version report_url posted_at edited_at? seen_at snapshot_id row_number text_sha256 is_current "
                   "post_kind kind_reason? marks?"),
          inputs=("raw.air_force_posts",),
          checks={"what is no report has a reason": "(post_kind = 'report') = (kind_reason is null)"}),
    Table("core.reported_attacks", "One row per weapon within a reported window in every snapshot, cleaned and typed.",
          ("snapshot_id", "row_number", "item"),
          _columns(f"snapshot_id row_number item source_id {_REPORT} {_REPORTED}"),
          inputs=("raw.nightly_figures", "raw.daily_attacks", "core.posts"), checks=_REPORTED_CHECKS),
    Table("core.rejected_rows", "One row per row of a snapshot that could not be used.", ("snapshot_id", "row_number"),
          _columns("snapshot_id source_id row_number reason raw"),
          inputs=("core.reported_attacks", "core.published_figures", "core.posts")),
    Table("core.snapshots", "One row per stored snapshot: what a source served, byte for byte.", ("snapshot_id",),
          _columns("snapshot_id source_id fetched_at sha256 bytes row_count rejected_count url? file_name is_current"),
          inputs=(*(table.name for table in RAW), "core.rejected_rows"),
          checks={"rejected rows are rows": "rejected_count <= row_count"}),
    Table("core.unread_cells", "One row per cell that could not be read while the rest of its row is used.",
          ("snapshot_id", "row_number", "column_name"), _columns("snapshot_id source_id row_number column_name cell"),
          inputs=("core.attack_places",)),
    Table("core.places", "One row per canonical place, or several that one number is about.", ("place_id",),
          _columns("place_id name kind country? iso_3166_2? parent_id? is_recognised"), inputs=("core.attack_places",)),
    Table("core.attack_places", "One row per attack, role and place.", ("attack_id", "role", "position"),
          _columns("attack_id role position place_id place_as_reported count?"), inputs=("core.attacks", "raw.daily_attacks")),
    Table("core.phrases", "One row per number of an attack that was read from a post, with its words.",
          ("attack_id", "column_name"), _columns("attack_id column_name phrase"), inputs=("core.attacks",)),
    Table("core.weapons", "One row per canonical weapon, or several that one number is about.", ("weapon_id",),
          _columns("weapon_id name category weapon_group is_recognised"), inputs=("core.reported_attacks",)),
    Table("core.attacks", "One row per weapon within a reported window, as the sources have it now.", ("attack_id",),
          _columns(f"attack_id source_id snapshot_id row_number item {_REPORT} {_REPORTED} is_counted not_counted_reason?"),
          inputs=("core.reported_attacks", "core.snapshots", "core.sources", "core.posts", "core.weapon_groups"),
          checks=_REPORTED_CHECKS | {"not counted has a reason": "is_counted = (not_counted_reason is null)"}),
)  # fmt: skip

_COUNTED = ("core.attacks", "core.weapon_groups", "core.definition_breaks")
_NIGHTLY = ("mart.nightly_totals", "mart.nights", "mart.totals_by_rule")
_ADDED_UP = (*_NIGHTLY, "mart.possible_double_counts")

MART = (
    Table("mart.nights", "One row per Kyiv date since the first report of Shahed-type drones.", ("night_of",),
          _columns("night_of status source_id? reports"), inputs=("core.attacks", "core.sources", "core.posts"),
          checks={"a night without a report says why": "(source_id is null) = (status in ('no_report', 'not_collected'))"}),
    Table("mart.nightly_totals", "One row per night and weapon group with a counted report.", ("night_of", "weapon_group"),
          _columns(f"night_of weapon_group {_MEASURES} source_id report_urls? marks? correction?"),
          inputs=(*_COUNTED, "core.sources"),
          checks=_TOTAL_CHECKS),
    Table("mart.totals_by_rule", "One row per counting rule, period and weapon group; by the start, a night is the date of it.",
          ("rule_id", "granularity", "period_start", "weapon_group"),
          _columns("rule_id granularity period_start weapon_group launched? launched_null_reason? launched_low? "
                   "launched_high? launched_high_null_reason? intercepted? "
                   "intercepted_null_reason? lost? lost_null_reason? neutralised? rate_launched? rate_launched_null_reason? "
                   "rate_intercepted? rate_neutralised? start_unknown"),
          inputs=(*_COUNTED, "core.counting_rules"), checks=_BOUND_CHECKS),
    Table("mart.weekly_totals", "One row per ISO week and weapon group with a counted report.", ("week_start", "weapon_group"),
          _columns(f"week_start weapon_group {_MEASURES} {_PERIOD}"), inputs=("mart.nightly_totals", "mart.nights"),
          checks=_TOTAL_CHECKS),
    Table("mart.monthly_totals", "One row per month and weapon group with a counted report.", ("month", "weapon_group"),
          _columns(f"month weapon_group {_MEASURES} {_BY_START} {_PERIOD} {_DOUBLES}"),
          inputs=_ADDED_UP, checks=_TOTAL_CHECKS),
    Table("mart.yearly_totals", "One row per year and weapon group with a counted report.", ("year", "weapon_group"),
          _columns(f"year weapon_group {_MEASURES} {_BY_START} {_PERIOD} {_DOUBLES}"),
          inputs=_ADDED_UP, checks=_TOTAL_CHECKS),
    Table("mart.weapon_totals", "One row per month and weapon with a counted report.", ("month", "weapon_id"),

          _columns("month weapon_id weapon_group launched? launched_null_reason? launched_low? launched_high? "
                   "launched_high_null_reason? intercepted? intercepted_null_reason?"),
          inputs=("core.attacks",), checks=_BOUND_CHECKS),
    Table("mart.launch_sites", "One row per month, weapon group and place from which was launched.",
          ("month", "weapon_group", "place_id"),
          _columns("month weapon_group place_id attacks launched? launched_null_reason?"),
          inputs=("core.attacks", "core.attack_places")),
    Table("mart.places_hit", "One row per month, weapon group and place where a hit was reported.",
          ("month", "weapon_group", "place_id"),
          _columns("month weapon_group place_id attacks launched? launched_null_reason?"),
          inputs=("core.attacks", "core.attack_places")),
    Table("mart.revisions", "One row per figure or name that a source changed between two of its snapshots.",
          ("new_snapshot_id", "night_of", "weapon_as_reported", "column_name", "revision_number"),
          _columns("source_id night_of weapon_as_reported column_name old_value? new_value? old_snapshot_id new_snapshot_id "
                   "change report_url? revision_number"),
          inputs=("core.reported_attacks", "core.snapshots", "core.posts")),
    Table("mart.source_agreement", "One row per night, weapon group and pair of sources that report it.",
          ("night_of", "weapon_group", "source_id_a", "source_id_b"),
          _columns("night_of weapon_group source_id_a source_id_b launched_a? launched_a_null_reason? launched_b? "
                   "launched_b_null_reason? difference? intercepted_a? intercepted_a_null_reason? intercepted_b? "
                   "intercepted_b_null_reason?"),
          inputs=("core.attacks", "core.sources"),
          checks={"difference = launched_b - launched_a": "difference is not distinct from launched_b - launched_a"}),
    Table("mart.coverage", "One row per month since the first report of Shahed-type drones.", ("month",),
          _columns("month nights_expected nights_reported nights_missing longest_gap_nights"), inputs=("mart.nights",),
          checks={"nights add up": "nights_expected = nights_reported + nights_missing"}),
    Table("mart.gaps", "One row per run of nights without a report: unknown, not zero.", ("period_start",),
          _columns("period_start period_end nights is_at_edge"), inputs=("mart.nights",),
          checks={"nights are those of the run": "nights = period_end - period_start + 1"}),
    Table("mart.published_yearly",
          "One row per published figure about a calendar year, or a part of one: the year so far, or a campaign within it; "
          "publishers are never averaged.",
          ("figure_id",),
          _columns("campaign year granularity period_start period_end measure unit publisher value_low value_high? qualifier "
                   "weapon_scope url? figure_id"),
          inputs=("core.published_figures",)),
    Table("mart.reconciliation", "One row per published figure, counting rule and measure with which the tally is compared.",
          ("figure_id", "rule_id", "measure_tried"),
          _columns("figure_id rule_id measure_tried publisher campaign measure unit weapon_scope weapon_group? granularity "
                   "period_start? period_end? value_low value_high? qualifier published_low? published_high? tallied? "
                   "difference? difference_pct? verdict is_best is_as_printed explanation published_on? url? note?"),
          inputs=("core.published_figures", "core.attacks", "core.counting_rules", "core.qualifier_tolerances",
                  "core.measure_readings", "core.understood_differences", "mart.nights", "mart.totals_by_rule"),
          checks={"not comparable has no tally": "(verdict = 'not_comparable') = (tallied is null)",
                  "a difference goes with a tally": "(tallied is null) = (difference is null)"}),
    Table("mart.records",
          "One row per record; rates have one per wording, since two wordings are two measures. Of equals the earliest.",
          ("record", "weapon_group", "period_start"),
          _columns("record weapon_group interception_wording? period_start period_end value value_unit launched? "
                   "launched_before? rate_launched? reports report_urls? note?"),
          inputs=("core.attacks", "core.weapon_groups", "core.definition_breaks", "mart.nights", "mart.nightly_totals",
                  "mart.monthly_totals"),
          checks={"rates say their wording": "(record in ('best_rate', 'worst_rate')) = (interception_wording is not null)",
                  "period ends after it starts": "period_end >= period_start"}),
    Table("mart.possible_double_counts",
          "One row per counted national report and weapon group: what it may repeat of the report before it.",
          ("attack_id", "weapon_group"),
          _columns("attack_id weapon_group night_of launched? launched_null_reason? report_url? previous_attack_id? "
                   "previous_night_of? previous_report_url? previous_airborne? previous_airborne_null_reason? "
                   f"{_DOUBLES}"),
          inputs=("core.attacks", "core.weapon_groups"),
          checks={"what overlaps has a report before it": "not (previous_attack_id is null and overlap_minutes > 0)"}),
)  # fmt: skip

TABLES: Sequence[Table] = (*RAW, *CORE, *MART)
BY_NAME = {table.name: table for table in TABLES}
