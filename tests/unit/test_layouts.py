"""Which columns a file may have: what is required, what may be missing, and what is kept although nobody knows it."""

import json

import polars as pl
import pytest

from assets.sources.cells import lookup
from assets.sources.layouts import Layout, layout, recognise
from assets.sources.tabular import UnreadableFile, column_name
from tests.dataset import HEADER
from warehouse.tables import BY_NAME

SOURCES = ("daily_attacks", "published_figures")
NAMES = [column_name(cell) for cell in HEADER]
REQUIRED = ["time_start", "time_end", "model", "launched", "destroyed", "source"]
# Two spellings of one column, one column that may be missing, one that may not.
SMALL = Layout(
    "small", {"night": "night_of", "date": "night_of", "launched": "launched", "note": "note"}, frozenset({"night_of"})
)


def rows(malformed: str | None = None, malformed_line: str | None = None, **cells: str | None) -> pl.DataFrame:
    """Return one row as `tabular.batches` yields it."""
    marks = {"malformed": malformed, "malformed_line": malformed_line}
    return pl.DataFrame({**cells, **marks}, schema=dict.fromkeys((*cells, *marks), pl.String)).with_columns(row_number=2)


@pytest.mark.parametrize("source_id", ["daily_attacks", "nightly_figures", "published_figures"])
def test_layouts_fill_the_raw_tables(source_id: str) -> None:
    """A cell that a layout brings nowhere, or a column that no layout fills, would be lost or for ever empty."""
    found = layout(source_id)
    cells = [name for name in BY_NAME[f"raw.{source_id}"].column_names if name not in ("snapshot_id", "other_cells")]
    assert sorted({*found.columns.values(), "row_number", "malformed"}) == sorted(cells)
    assert [column_name(header) for header in found.columns] == list(found.columns)
    assert found.required


def test_layouts_are_well_formed() -> None:
    listed = lookup("layouts")
    assert listed.null_count().sum_horizontal().item() == 0
    assert set(listed["is_required"]) == {"true", "false"}
    assert listed.select("source_id", "header").is_unique().all()
    assert listed.select("source_id", "column", "is_required").unique().select("source_id", "column").is_unique().all()
    assert set(listed["source_id"]) == {"daily_attacks", "nightly_figures", "published_figures"}


def test_headers_of_the_dataset() -> None:
    assert layout("daily_attacks").match(NAMES) == []
    assert layout("daily_attacks").required == set(REQUIRED)


def test_columns_of_fit_are_those_of_the_raw_table() -> None:
    fitted = layout("daily_attacks").fit(rows(**dict.fromkeys(NAMES, "x")))
    table = BY_NAME["raw.daily_attacks"]
    assert sorted([*fitted.columns, "snapshot_id"]) == sorted(table.column_names)
    assert fitted.select(set(NAMES)).row(0) == ("x",) * len(NAMES)


def test_fit_renames_and_fills_with_null() -> None:
    fitted = SMALL.fit(rows(date="2026-03-02", launched="7"))
    assert fitted.to_dicts() == [
        {"row_number": 2, "malformed": None, "night_of": "2026-03-02", "launched": "7", "note": None, "other_cells": None}
    ]
    assert fitted.schema["note"] == pl.String
    assert fitted.schema["other_cells"] == pl.String


def test_unknown_cells_are_kept_as_json() -> None:
    (row,) = SMALL.fit(rows(night="n", moon='full "blue", so', crew=None)).to_dicts()
    assert json.loads(row.pop("other_cells")) == {"moon": 'full "blue", so', "crew": None}
    assert row == {"row_number": 2, "malformed": None, "night_of": "n", "launched": None, "note": None}


@pytest.mark.parametrize("unknown", [{}, {"moon": None}], ids=["known columns only", "beside unknown columns"])
def test_malformed_line_is_kept(unknown: dict[str, str | None]) -> None:
    (row,) = SMALL.fit(rows("1 cells where the header has 2", "n,x,y", night=None, **unknown)).to_dicts()
    assert (row["malformed"], row["other_cells"]) == ("1 cells where the header has 2", "n,x,y")


def test_fit_keeps_no_rows_as_none() -> None:
    fitted = SMALL.fit(rows(night="n", moon="x").clear())
    assert (fitted.height, fitted.width) == (0, 6)


def test_two_spellings_of_one_column_in_one_file() -> None:
    """Latent: no column of layouts.csv has two spellings yet. match() lets such a file pass, fit() then raises."""
    header = ["night", "date"]
    try:
        SMALL.match(header)
    except UnreadableFile:
        return
    assert SMALL.fit(rows(**dict.fromkeys(header, "n"))).height == 1


@pytest.mark.parametrize(
    ("header", "unknown"),
    [
        (["night", "launched", "note"], []),
        (["date"], []),
        (["note", "moon", "night", "crew"], ["moon", "crew"]),
    ],
    ids=["all", "required alone", "in any order, with others"],
)
def test_match_lists_what_it_does_not_know(header: list[str], unknown: list[str]) -> None:
    assert SMALL.match(header) == unknown


@pytest.mark.parametrize("missing", REQUIRED)
def test_each_required_column_is_required(missing: str) -> None:
    header = [name for name in NAMES if name != missing]
    with pytest.raises(UnreadableFile) as refusal:
        layout("daily_attacks").match(header)
    assert str(refusal.value) == f"missing columns: {missing}"


@pytest.mark.parametrize("absent", sorted(set(NAMES) - set(REQUIRED)))
def test_other_columns_may_be_missing(absent: str) -> None:
    assert layout("daily_attacks").match([name for name in NAMES if name != absent]) == []


def test_refusal_names_missing_and_unknown_columns_in_order() -> None:
    header = ["fired", "time_start", "crew", *(name for name in REQUIRED if name not in ("time_start", "model", "launched"))]
    with pytest.raises(UnreadableFile) as refusal:
        layout("daily_attacks").match(header)
    assert str(refusal.value) == "missing columns: model, launched; unknown columns: fired, crew"


@pytest.mark.parametrize(
    ("header", "source_id"),
    [
        (NAMES, "daily_attacks"),
        (REQUIRED, "daily_attacks"),
        ([*reversed(NAMES), "crew", "measure", "url"], "daily_attacks"),
        (list(layout("published_figures").columns), "published_figures"),
        ([*layout("published_figures").required, "launched", "source"], "published_figures"),
    ],
    ids=[
        "dataset",
        "only what is required",
        "with columns of another source",
        "figures",
        "figures with columns of the dataset",
    ],
)
def test_recognise(header: list[str], source_id: str) -> None:
    assert recognise(header, SOURCES) == source_id
    assert recognise(header, SOURCES[::-1]) == source_id


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["a", "b"], "its columns fit no known layout: a, b"),
        (
            [name for name in NAMES if name != "launched"] + ["fired"],
            "its columns differ from the layout of daily_attacks: missing columns: launched; unknown columns: fired",
        ),
        (
            [name for name in layout("published_figures").columns if name != "unit"],
            "its columns differ from the layout of published_figures: missing columns: unit",
        ),
    ],
    ids=["nothing known", "close to the dataset", "close to the figures"],
)
def test_what_is_not_recognised_is_compared_with_the_closest(header: list[str], words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        recognise(header, SOURCES)
    assert str(refusal.value) == words


def test_only_the_sources_asked_for_are_recognised() -> None:
    with pytest.raises(UnreadableFile, match="differ from the layout of published_figures"):
        recognise([*NAMES, "url"], ("published_figures",))
