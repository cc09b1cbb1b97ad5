"""Known errors of the sources: put right only while they are there, and never silently."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from assets.sources import cells, daily_attacks, layouts, nightly_figures, tabular
from assets.sources.corrections import correct
from tests.dataset import ROW
from tests.unit.rows import GROUPS, raw

ALL = cells.lookup("corrections")
# Those that put a cell of the dataset right; the others are known to be wrong and stand.
KNOWN = ALL.filter(pl.col("corrected").is_not_null())
BY_REPORT = pytest.mark.parametrize("known", KNOWN.to_dicts(), ids=[report[-8:] for report in KNOWN["report"]])
Known = dict[str, str]


def wrong_row(known: Known, **differs: str | None) -> dict[str, str | None]:
    """Return a raw row as the source has it while it is wrong."""
    row = {
        "time_start": f"{known['start_date']} 05:00",
        "model": known["weapon_as_reported"],
        "source": known["report"],
        known["column_name"]: known["expected"],
    }
    return {**ROW, **row, **differs}


def corrected_rows(rows: pl.DataFrame, source_id: str = "daily_attacks") -> pl.DataFrame:
    return correct(rows, source_id, "time_start", report="source", weapon_as_reported="model")


def test_corrections_are_well_formed() -> None:
    assert KNOWN.height > 0
    assert ALL.drop("report", "corrected", "mended_on").null_count().sum_horizontal().item() == 0
    assert ALL.select("source_id", "start_date", "weapon_as_reported", "column_name", "expected").is_unique().all()
    for name in ALL.columns:
        assert ALL[name].to_list() == ALL[name].str.strip_chars().to_list()


@BY_REPORT
def test_correction_is_about_a_cell_of_its_source_and_readable(known: Known) -> None:
    assert known["column_name"] in layouts.layout(known["source_id"]).columns.values()
    assert known["expected"] != known["corrected"]
    assert known["reason"].endswith(".")
    assert not known["reference"].endswith(".")
    if known["column_name"] in daily_attacks.TIMES:
        ends = cells.with_times(
            pl.DataFrame({"expected": [known["expected"]], "corrected": [known["corrected"]]}), ("corrected",), None
        )
        assert ends.select(~cells.has_bad_time("_corrected")).item()


@BY_REPORT
def test_wrong_row_is_unusable_without_its_correction_and_says_so_with_it(known: Known) -> None:
    seen_on = dt.date(2026, 6, 13)
    rows, rejected = daily_attacks.clean(
        raw("raw.daily_attacks", wrong_row(known, source="kpszsu/posts/other")), seen_on, GROUPS
    )
    assert (rows.height, rejected.height) == (0, 1)
    rows, rejected = daily_attacks.clean(raw("raw.daily_attacks", wrong_row(known)), seen_on, GROUPS)
    (row,) = rows.to_dicts()
    assert rejected.height == 0
    assert row["night_of"] == dt.date.fromisoformat(known["corrected"][:10])
    assert row["correction"] == (
        f"{known['column_name']} {known['expected']} read as {known['corrected']}: {known['reason']} {known['reference']}."
    )


@pytest.mark.parametrize(
    "differs",
    [
        {"time_end": "2023-09-18 08:00"},
        {"time_end": "2023-09-17 09:00"},
        {"time_end": None},
        {"model": "Orlan-10"},
        {"model": None},
        {"source": "kpszsu/posts/other"},
        {"source": None},
        {"time_start": "2023-09-17 05:00"},
        {"time_start": None},
    ],
    ids=[
        "mended",
        "changed to something else",
        "emptied",
        "another weapon",
        "no weapon",
        "another report",
        "no report",
        "another night",
        "no night",
    ],
)
def test_correction_applies_only_while_the_cell_says_what_is_stated(differs: dict[str, str | None]) -> None:
    known = KNOWN.row(0, named=True)
    rows = raw("raw.daily_attacks", wrong_row(known, **differs))
    corrected = corrected_rows(rows)
    assert corrected.drop("_correction").equals(rows)
    assert corrected["_correction"].to_list() == [None]


def test_correction_changes_one_cell_of_one_row() -> None:
    known = KNOWN.row(0, named=True)
    rows = raw("raw.daily_attacks", ROW, wrong_row(known), ROW)
    corrected = corrected_rows(rows)
    assert corrected["time_end"].to_list() == [ROW["time_end"], known["corrected"], ROW["time_end"]]
    assert corrected["_correction"].is_null().to_list() == [True, False, True]
    assert corrected.drop("_correction", "time_end").equals(rows.drop("time_end"))


def test_corrections_of_another_source_do_not_apply() -> None:
    rows = raw("raw.daily_attacks", wrong_row(KNOWN.row(0, named=True)))
    assert corrected_rows(rows, "published_figures").drop("_correction").equals(rows)


@pytest.mark.parametrize("time_end", ["17.09.2023 08:00", "2023-09-17T08:00:00", "2023-09-17 08:00 "])
def test_correction_applies_to_the_same_date_in_another_form(time_end: str) -> None:
    """The 2023 version, opened and saved by a spreadsheet that writes 17.09.2023, loses the four rows again."""
    known = KNOWN.row(0, named=True)
    wrong = raw("raw.daily_attacks", wrong_row(known, time_end=time_end))
    rows, _ = daily_attacks.clean(wrong, dt.date(2023, 12, 12), GROUPS, "day_first")
    assert rows["correction"].is_not_null().to_list() == [True]


def test_error_whose_right_number_nobody_knows_stands_and_is_told() -> None:
    (known,) = ALL.filter(pl.col("corrected").is_null(), source_id="daily_attacks").to_dicts()
    faulty = wrong_row(known, time_start="2024-12-27 23:00", time_end="2024-12-28 08:30", launched="16", destroyed="15")
    mended = faulty | {"not_reach_goal": "1"}
    rows, _ = daily_attacks.clean(raw("raw.daily_attacks", faulty, mended), dt.date(2026, 5, 18), GROUPS)
    assert rows["lost"].to_list() == [11, 1]
    told, nothing = rows["correction"].to_list()
    assert told == f"not_reach_goal 11 is known to be wrong and stands: {known['reason']} {known['reference']}."
    assert nothing is None
    figures = {"start_date": "2024-12-27", "end_date": "2024-12-28", "reporter": "air_force", "lost": "11", "reports": "1"}
    rows, _ = nightly_figures.clean(raw("raw.nightly_figures", figures), dt.date(2026, 6, 14), GROUPS)
    assert rows["lost"].to_list() == [11]
    assert rows["correction"].item().startswith("lost 11 is known to be wrong and stands: ")


def test_rejected_row_is_kept_as_the_file_has_it() -> None:
    known = KNOWN.row(0, named=True)
    wrong = raw("raw.daily_attacks", wrong_row(known, launched="many"))
    _, rejected = daily_attacks.clean(wrong, dt.date(2023, 12, 12), GROUPS)
    assert known["expected"] in rejected["raw"].item()


def vintage(real_data: Path, day: str) -> pl.DataFrame:
    batches = tabular.batches(real_data / "vintages" / f"missile_attacks_daily-{day}.csv")
    return pl.concat(map(layouts.layout("daily_attacks").fit, batches)).with_columns(snapshot_id=pl.lit("s"))


def test_version_of_2023_loses_no_row_and_adds_up(real_data: Path) -> None:
    """2,097 Shahed-136/131 in windows that end in 2023; 44 of them stand in three windows that end before they start."""
    rows, rejected = daily_attacks.clean(vintage(real_data, "2023-12-12"), dt.date(2023, 12, 12), GROUPS)
    assert rejected.rows() == []
    assert rows.height == 484
    assert rows["correction"].is_not_null().sum() == KNOWN.height
    in_2023 = (pl.col("night_of").dt.year() == 2023) & (pl.col("weapon_as_reported") == "Shahed-136/131")
    assert rows.filter(in_2023)["launched"].sum() == 2_097


@BY_REPORT
def test_correction_is_what_the_source_wrote_later(real_data: Path, known: Known) -> None:
    """The reference of every correction is the version of 7 April 2025, where the cell is right and nothing is corrected."""
    of_report = (pl.col("source") == known["report"]) & (pl.col("model") == known["weapon_as_reported"])
    early = vintage(real_data, "2023-12-12").filter(of_report)[known["column_name"]].to_list()
    late = vintage(real_data, "2025-04-07").filter(of_report)[known["column_name"]].to_list()
    assert known["expected"] in early
    assert known["corrected"] in late
    assert known["expected"] not in late
