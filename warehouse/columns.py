"""The meaning of every column of core and mart, said once: the same quantity has the same name in every table.

A table in `warehouse/tables.py` names the columns it has; type, unit, range and description come from here.
"""

from warehouse.contracts import Column

WEAPON_GROUPS = (
    "shahed_type",
    "other_attack_drone",
    "reconnaissance_drone",
    "unidentified_drone",
    "mixed_drone",
    "all_drones",
    "cruise_missile",
    "ballistic_missile",
    "other_missile",
    "mixed_missile",
    "glide_bomb",
    "mixed",
    "unknown",
)
LAUNCHED_WORDINGS = ("shaheds_only", "shaheds_and_decoys", "mixed")
INTERCEPTION_WORDINGS = ("shot_down", "shot_down_or_suppressed", "mixed")
# Why a number is NULL. What a report leaves out; what may come from several reports; and what a total may lack besides.
NULL_REASONS = ("not_stated", "withheld", "words_only")
_OF_REPORTS = (*NULL_REASONS, "mixed")


def _text(name: str, description: str, values: tuple[str, ...] = ()) -> Column:
    return Column(name, "VARCHAR", description, values=values)


def _count(name: str, description: str, shares_reason_of: str = "") -> Column:
    return Column(name, "BIGINT", description, minimum=0, shares_reason_of=shares_reason_of)


def _null_reason(name: str, *others: str) -> Column:
    """Return the column that says why another is NULL: what the reports leave out, or one of the other causes."""
    return _text(f"{name}_null_reason", f"Why {name} is NULL; NULL where it is given.", (*_OF_REPORTS, *others))


def _date(name: str, description: str) -> Column:
    return Column(name, "DATE", description)


def _flag(name: str, description: str) -> Column:
    return Column(name, "BOOLEAN", description)


def _percent(name: str, description: str, maximum: int | None = None) -> Column:
    return Column(name, "DOUBLE", description, maximum=maximum)


_ALL = (
    # Where a row comes from.
    _text("source_id", "The source, a row of core.sources."),
    _text("title", "Title of the source or of the publication."),
    _text("producer", "Who makes the source."),
    _text("url", "Address."),
    _text("licence", "Licence under which the figures may be used."),
    _text("citation", "How to cite the source."),
    Column("preference", "INTEGER", "Order of preference: the lowest number counts where sources overlap.", minimum=1),
    _flag("fills_gaps_only", "Whether the source counts only for nights that no other source covers."),
    _text("snapshot_id", "The stored snapshot the row was read from, a row of core.snapshots."),
    Column("fetched_at", "TIMESTAMP", "When the content was first seen, UTC."),
    _text("sha256", "SHA-256 of the content, in hexadecimal."),
    _count("bytes", "Size of the content in bytes."),
    _count("row_count", "Data rows in the snapshot, rejected ones included."),
    _count("rejected_count", "Data rows of the snapshot that could not be used, see core.rejected_rows."),
    _text("file_name", "Name of the file as it came."),
    _flag("is_current", "Whether this is the snapshot of its source that counts now."),
    Column("row_number", "BIGINT", "Row in the file, the header being row 1.", minimum=2),
    _text("reason", "Why the row could not be used, or the cell is known to be wrong."),
    _text("report", "Address of the report as the source writes it; NULL where it names none."),
    _text("expected", "What the cell says as long as the source has not mended it; several cells are separated by semicolons."),
    _text("corrected", "What it is read as; NULL where nobody knows the right number and the cell stands."),
    _date("mended_on", "Date of the first version in which the source has mended it; NULL as long as it has not."),
    _text("raw", "The row as it came, as a JSON object of its cells, or the line where it had no cells."),
    Column(
        "item",
        "INTEGER",
        "Number of the weapon within the row: a line of a file is about one, a post about several.",
        minimum=1,
    ),
    # Posts.
    Column("post_id", "BIGINT", "Number of the post in its channel.", minimum=1),
    Column("version", "INTEGER", "Version of the post: 1 as first seen, one more with every edit that was seen.", minimum=1),
    Column("posted_at", "TIMESTAMP", "When the post was published, UTC."),
    Column("edited_at", "TIMESTAMP", "When the post was last edited, UTC; NULL where the file does not say."),
    Column("seen_at", "TIMESTAMP", "When this version was first seen, UTC."),
    _text("text_sha256", "SHA-256 of the text, in hexadecimal; the text itself stays in the snapshot."),
    _count("words", "Number of words of the text."),
    _text(
        "post_kind",
        "What the post is; only a report is counted.",
        (
            "report",
            "regional_report",
            "missiles_only",
            "summary",
            "clarification",
            "alert",
            "caption",
            "announcement",
            "spoof",
            "unreadable",
            "other",
        ),
    ),
    _text("kind_reason", "Why the post is no report, or cannot be read."),
    _text("phrase", "The words of the report that the number was read from, 25 at most."),
    _text("code_version", "Hash of the code, queries and reference data that made the file."),
    _date("as_of", "Day as of which the tally stands; NULL for the tally of everything known."),
    # Weapons, rules, breaks.
    _text("weapon_id", "Canonical weapon, a row of core.weapons; several reported together are joined with +."),
    _text("weapon_group", "Group of weapons that one number is about, a row of core.weapon_groups.", WEAPON_GROUPS),
    _text("name", "Name."),
    _text("category", "Kind of weapon."),
    _text("description", "What it means."),
    _flag("is_drone", "Whether the group is part of all_drones."),
    _flag("is_recognised", "Whether the name is in the list of weapon names; one that is not stands for itself."),
    _text("rule_id", "Counting rule, a row of core.counting_rules."),
    _text("dated_by", "Which end of the reported window gives the date.", ("start_date", "night_of")),
    _flag("includes_regional", "Whether reports of regional commands are added."),
    _text("break_id", "Short name of the break."),
    _date("break_date", "First Kyiv date on which the new definition applies."),
    _text("label_en", "The break in a few words, for charts, in English."),
    _text("label_uk", "The same in Ukrainian."),
    _text("measure", "The measure the row is about."),
    _text("reference", "Where this can be read."),
    # Attacks.
    _text("attack_id", "Identifies the attack; stays the same while the source keeps the row's window and weapon."),
    _text("report_url", "Address of the report; NULL where the source does not give it."),
    _text(
        "reporter",
        "Who reported: the class of the reporting command.",
        ("air_force", "regional_command", "other_command", "unknown"),
    ),
    _text("reporter_account", "The account that published the report."),
    _text("scope", "Whether the reporter speaks for the country or for a region.", ("national", "regional")),
    _text("target_as_reported", "Where the attack was directed, in the source's words."),
    _text("affected_region_as_reported", "Where hits were reported, in the source's words."),
    _text("launch_place_as_reported", "Where the weapons were launched, in the source's words."),
    _flag("is_whole_country", "Whether the report is about the whole country."),
    Column("window_start", "TIMESTAMP", "Start of the reported window, UTC; NULL where no clock time is stated."),
    Column("window_end", "TIMESTAMP", "End of the reported window, UTC; NULL where no clock time is stated."),
    _text(
        "window_precision",
        "Which ends of the window have a clock time: both, one, or only dates.",
        ("clock", "clock_start", "clock_end", "date"),
    ),
    _text(
        "window_kind",
        "Part of the day that the report is about; NULL where the source does not tell.",
        ("night", "day", "morning", "evening", "day_and_night"),
    ),
    _date("start_date", "Kyiv date on which the window starts."),
    _date("night_of", "Kyiv date on which the window ends: the night of D runs from the evening of D-1 to D."),
    _text("weapon_as_reported", "The weapon in the source's words."),
    _count("launched", "Launched, as seen by Ukrainian radar and claimed by one side; NULL where no number is given."),
    _count(
        "launched_low",
        "Lower bound of launched: national reports only, with the lower bounds of their qualifiers.",
        shares_reason_of="launched",
    ),
    _count("launched_high", "Upper bound of launched: all reports, with the upper bounds of their qualifiers."),
    _null_reason("launched", "several_places"),
    _null_reason("launched_high", "no_upper_bound"),
    _text(
        "launched_wording",
        "What launched counts of the Shahed type: shaheds_only, shaheds_and_decoys from autumn 2024 or, over a period, mixed; "
        "NULL for weapons that have no decoys in their number.",
        LAUNCHED_WORDINGS,
    ),
    _count("intercepted", "The number the report calls shot down; from 24 Jul 2025 that includes suppressed."),
    _null_reason("intercepted"),
    _text(
        "interception_wording",
        "What intercepted means here: shot_down, shot_down_or_suppressed or, over a period, mixed.",
        INTERCEPTION_WORDINGS,
    ),
    _count(
        "lost", "Lost from radar without adverse consequences; a number of its own until 23 Jul 2025, NULL where not stated."
    ),
    _null_reason("lost", "within_intercepted"),
    _count("airborne", "Still in the air when the report was written; NULL where not stated."),
    _count("hit_locations", "Locations hit: places, not drones; NULL where not stated."),
    _count("debris_locations", "Locations where debris fell; NULL where not stated."),
    _count("jet_launched", "Jet drones among launched: a part of it, never to be added; NULL where not stated."),
    _count("jet_intercepted", "Jet drones among intercepted: a part of it, never to be added; NULL where not stated."),
    _count("shahed_launched", "Shaheds among launched, as the report estimates them: a part of it, never to be added."),
    _count("border_exits", "Drones that left Ukrainian airspace for another country; NULL where not stated."),
    _count("reports", "Number of reports."),
    _count("hits", "Drones that hit, where that is told apart; NULL where not stated."),
    _text("marks", "What in the report is doubtful or does not fit together; NULL where nothing is."),
    _text("correction", "What was corrected in the row before it was read, and why."),
    _flag("is_counted", "Whether the row is part of the totals of mart."),
    _text(
        "not_counted_reason",
        "Why the row is not part of the totals.",
        (
            "repeated_row",
            "summary_over_days",
            "reported_again",
            "reported_by_preferred_source",
            "night_covered_by_preferred_source",
            "within_national_report",
        ),
    ),
    # Places.
    _text("place_id", "Canonical place, a row of core.places; several that one number is about are joined with +."),
    _text("place_as_reported", "The place in the source's words."),
    _text(
        "role",
        "What the place was for the attack: where it started, was directed, was brought down, hit, or left for.",
        ("launch_site", "target", "hit", "intercepted", "exit"),
    ),
    Column("position", "INTEGER", "Number of the place among those of the same role in the report.", minimum=1),
    _count("count", "Number that the report gives for the place; NULL where it gives none."),
    _text("kind", "Kind of place."),
    _text("country", "ISO 3166-1 code of the country; occupied territory keeps that of Ukraine."),
    _text("iso_3166_2", "ISO 3166-2 code of the oblast, or of the oblast in which the place lies."),
    _text("parent_id", "The place in which it lies."),
    _text("column_name", "Column of the source."),
    _text("cell", "The cell as it came."),
    _count("attacks", "Number of attacks."),
    # Revisions.
    _text("old_snapshot_id", "The snapshot before the change."),
    _text("new_snapshot_id", "The snapshot in which the change is seen first."),
    _text("old_value", "What the source said before; NULL where it said nothing."),
    _text("new_value", "What it says since; NULL where it says nothing."),
    _text(
        "change",
        "What happened: a value revised, a row added late or withdrawn, a weapon or place renamed.",
        ("revised", "added_late", "withdrawn", "relabelled"),
    ),
    Column("revision_number", "BIGINT", "Number of the change among those of one night, weapon and column.", minimum=1),
    # Totals.
    _count(
        "neutralised",
        "intercepted + lost: the only measure of success comparable over 24 Jul 2025.",
        shares_reason_of="intercepted",
    ),
    _percent("neutralised_rate_pct", "100 * rate_neutralised / rate_launched, in percent."),
    _null_reason("neutralised_rate_pct", "zero_launched"),
    _count(
        "rate_launched", "Launched according to the reports that state both launched and intercepted: the base of the rate."
    ),
    _null_reason("rate_launched"),
    _count("rate_neutralised", "Neutralised according to the same reports.", shares_reason_of="rate_launched"),
    _count("rate_intercepted", "Intercepted according to the same reports.", shares_reason_of="rate_launched"),
    _count("launched_unknown", "Reported attacks without a number of launched: the total leaves them out."),
    _count("start_unknown", "Reported attacks that state no start: rules that go by it date them by their end."),
    _count("launched_by_start_date", "Launched if attacks are dated by the start of their window (rule start_date)."),
    _null_reason("launched_by_start_date", "no_report"),
    _count("nights_with_attack", "Nights of the period with a report of at least one launch or of an unknown number."),
    _count(
        "nights_covered",
        "Nights of the period that a source has collected, reported or not; for other groups than the Shahed type, and for "
        "all_drones, a source that knows more than the Shahed type.",
    ),
    _date("peak_night", "The night with the most launched, the earliest of equals."),
    _count("peak_launched", "Launched in the peak night.", shares_reason_of="launched"),
    _percent("change_pct", "Change of launched against the previous period, in percent; NULL if either is partial or missing."),
    _null_reason("change_pct", "no_report", "partial_period", "zero_before"),
    _flag(
        "is_partial_period", "Whether the period reaches beyond the first or the last night collected, as nights_covered says."
    ),
    _date("week_start", "Monday of the ISO week."),
    _date("month", "First day of the month."),
    Column("year", "INTEGER", "Calendar year.", minimum=2000, maximum=2100),
    _text("status", "What is known of the night.", ("reported", "stated_zero", "no_report", "not_collected")),
    _text("granularity", "Length of the period."),
    _date("period_start", "First day of the period."),
    _date("period_end", "Last day of the period."),
    _count("nights_expected", "Nights of the month from the first to the last collected one."),
    _count("nights_reported", "Nights with a report, stated zeros included."),
    _count("nights_missing", "Nights without a report: unknown, not zero."),
    Column("nights", "INTEGER", "Nights in a row, over the ends of months too.", minimum=1),
    _flag("is_at_edge", "Whether the run begins or ends next to a night that was not collected: it may be longer."),
    _count("longest_gap_nights", "Longest run of nights without a report within the month."),
    # Agreement of sources.
    _text("source_id_a", "The preferred of two sources that report the night."),
    _text("source_id_b", "The other source."),
    _count("launched_a", "Launched according to the national reports of the preferred source; NULL where one gives no number."),
    _null_reason("launched_a"),
    _count("launched_b", "Launched according to those of the other source."),
    _null_reason("launched_b"),
    Column(
        "difference",
        "BIGINT",
        "By how much the second number exceeds the first: launched_b - launched_a, or tallied less the printed figure, from "
        "the nearer end of a range; NULL where either is.",
    ),
    _count("intercepted_a", "Intercepted according to the preferred source."),
    _null_reason("intercepted_a"),
    _count("intercepted_b", "Intercepted according to the other source."),
    _null_reason("intercepted_b"),
    # Published figures.
    _text("figure_id", "Identifies the published figure."),
    _text("campaign", "Who attacks whom: the campaign the figure is about."),
    _text("attacker", "Attacking side."),
    _text("defender", "Attacked side."),
    _text("unit", "What is counted.", ("drones", "strikes", "percent")),
    _text("weapon_scope", "The weapons the figure covers, in the publisher's words."),
    _count("value_low", "The figure, or its lower end."),
    _count("value_high", "Upper end of the figure; NULL where the publisher gives none."),
    _text(
        "qualifier",
        "How the publisher qualifies the figure.",
        ("exact", "more_than", "just_over", "about", "range", "at_least", "less_than"),
    ),
    _text("publisher", "Who published the figure."),
    _text("published_on", "When, as precisely as known: YYYY-MM-DD or YYYY-MM; NULL where unknown."),
    _text("based_on", "What the publisher names as basis."),
    _text("note", "Remark on the figure, or what to know before the record is quoted."),
    _flag("is_comparable", "Whether the tally counts the same thing, so that the two may be compared."),
    _text("not_comparable_reason", "Why the figure cannot be compared with the tally."),
    _flag(
        "is_comparable_rate", "Whether it is a rate in percent of drones that the tally counts: not a number, but comparable."
    ),
    # Reconciliation with published figures.
    _text("in_words", "How it is said in a sentence."),
    _percent("below_pct", "How far the tally may lie below the figure, in percent of it; NULL where any distance will do."),
    _percent("above_pct", "How far the tally may lie above the figure, in percent of it; NULL where any distance will do."),
    _flag("includes_value", "Whether a tally equal to the figure is what the qualifier says."),
    _flag("is_vague", "Whether the bounds are our reading of a vague word rather than the publisher's own."),
    _percent(
        "far_pct",
        "How far off the measure as printed must be by every rule, in percent of the figure, for another one that comes only "
        "close to be taken.",
    ),
    _percent("close_pct", "How far beyond the bounds a tally still counts as close, in percent of the bound."),
    _text("measure_tried", "The measure of the tally that the figure is compared with; its own where nothing is comparable."),
    _flag("is_as_printed", "Whether that is the measure as printed; any other is an inference."),
    _count("published_low", "The least that the published figure says, by its qualifier; NULL where it sets no lower bound."),
    _count("published_high", "The most that the published figure says, by its qualifier; NULL where it sets no upper bound."),
    _count("tallied", "What the tally gives for the figure's period; a rate is rounded to whole percent, as it is printed."),
    _percent("difference_pct", "difference in percent of the printed figure."),
    _text(
        "verdict",
        "agrees: the figure is true as printed; within_qualifier: true by our reading of a vague word such as about; close: "
        "just beyond; contradicted: further off; not_comparable: the tally has no counterpart.",
        ("agrees", "within_qualifier", "close", "contradicted", "not_comparable"),
    ),
    _flag("is_best", "Whether this is the best explanation of the figure: exactly one row of each figure."),
    _text("explanation", "The finding as a sentence; one on another measure than printed says that it is an inference."),
    # Records.
    _text(
        "record",
        "What the record is in. A date: largest_night, all its reports together. One report: largest_report. A night: "
        "best_rate and worst_rate, the neutralised rate over at least 50 drones launched. A month: largest_month, "
        "and fastest_growth against the month before, both whole, from at least 100 launched. Nights in a row: longest_run, "
        "each with a report of a launch, and longest_pause, collected nights without a report, which is not zero.",
        (
            "largest_night",
            "largest_report",
            "largest_month",
            "fastest_growth",
            "longest_run",
            "longest_pause",
            "best_rate",
            "worst_rate",
        ),
    ),
    Column("value", "DOUBLE", "The record, in its unit: launched, nights, or percent.", minimum=0),
    _text("value_unit", "What the record counts.", ("drones", "nights", "percent")),
    _count("launched_before", "Launched in the month before; NULL but for fastest_growth."),
    _text("report_urls", "Addresses of the reports of the night, separated by spaces; NULL where the source gives none."),
    # What may be counted twice.
    _text(
        "previous_attack_id", "Of the reports whose windows start earlier, the one that ends last; NULL for the first report."
    ),
    _date("previous_night_of", "Night of the report before."),
    _text("previous_report_url", "Address of the report before; NULL where the source does not give it."),
    _count(
        "previous_airborne",
        "Still in the air when the report before was written, and part of its launched; NULL where it states no number.",
    ),
    _count(
        "overlap_minutes",
        "Minutes that a report and the one before both cover: what was launched in them may be in both. Over a period the sum "
        "of those known; NULL where no clock times tell.",
    ),
    _count(
        "possible_double_count",
        "Drones still in the air after the report before, which a report may count again; totals do not subtract them. Over a "
        "period the sum of those known, at least so many; 0 only where all is known to be 0, NULL where nothing is stated.",
    ),
    _null_reason("previous_airborne", "no_report"),
    _null_reason("overlap_minutes", "no_report"),
    _null_reason("possible_double_count", "no_report"),
)

COLUMNS = {column.name: column for column in _ALL}
