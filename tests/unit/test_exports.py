"""Exported files: CSV, Parquet, the description and the workbook, all from the same rows."""

import csv
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import frictionless
import pytest

from pipelines.exporting import ExportFailed, ExportRefused, export
from reports import exports, workbook
from tests.unit.conftest import prepared, rolled_back
from tests.unit.rows import COUNTING, PERIODS, ask, fill, make, night
from warehouse import contracts
from warehouse.home import Home
from warehouse.tables import BY_NAME, MART, TABLES

_NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
ROWS = (
    night("2025-12-31", 100, intercepted=80),
    night("2026-01-01", 0, intercepted=0),
    night("2026-01-02", None, marks="“odd”, and\nmore; Їжак"),
)


@pytest.fixture(scope="module")
def filled_build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build with a number, a zero, an unknown number and a text that needs quoting."""
    with prepared(tmp_path_factory.mktemp("filled")) as con:
        fill(con, *ROWS)
        make(con, *COUNTING, "mart.possible_double_counts", *PERIODS)
        yield con


@pytest.fixture
def filled(filled_build: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """That build; what the test writes is rolled back."""
    with rolled_back(filled_build) as con:
        yield con


@pytest.fixture(scope="module")
def directory(filled_build: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of that build; tests only read it."""
    directory = tmp_path_factory.mktemp("directory") / "export"
    exports.write(filled_build, directory)
    return directory


@pytest.fixture
def empty_tally(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A tally of every table without a row."""
    with duckdb.connect(tmp_path / "empty.duckdb") as con:
        for table in TABLES:
            contracts.create_table(con, table)
        yield con


def content(directory: Path) -> dict[str, bytes]:
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of every sheet as they stand in the file, row by row; a cell that is not there is left out."""
    with zipfile.ZipFile(path) as file:
        names = [
            sheet.get("name", "")
            for sheet in ElementTree.fromstring(file.read("xl/workbook.xml")).iterfind(".//m:sheet", _NAMES)
        ]
        trees = [ElementTree.fromstring(file.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(names) + 1)]
    return {
        name: [["".join(cell.itertext()) for cell in row.iterfind("m:c", _NAMES)] for row in tree.iterfind(".//m:row", _NAMES)]
        for name, tree in zip(names, trees, strict=True)
    }


def test_every_mart_is_written_in_the_order_of_its_contract(directory: Path) -> None:
    names = sorted(table.short_name for table in MART)
    for kind in ("csv", "parquet"):
        assert sorted(path.name for path in (directory / kind).iterdir()) == [f"{name}.{kind}" for name in names]
    for table in MART:
        head = (directory / "csv" / f"{table.short_name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert head.split(",") == table.column_names


def test_csv_has_iso_dates_empty_cells_and_line_feeds(directory: Path) -> None:
    raw = (directory / "csv" / "nightly_totals.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines(keepends=True)))
    shaheds = [row for row in rows if row["weapon_group"] == "shahed_type"]
    assert [row["night_of"] for row in shaheds] == ["2025-12-31", "2026-01-01", "2026-01-02"]
    assert [(row["launched"], row["launched_null_reason"]) for row in shaheds] == [("100", ""), ("0", ""), ("", "not_stated")]
    assert shaheds[2]["marks"] == "“odd”, and\nmore; Їжак"
    assert shaheds[0]["neutralised_rate_pct"] == "80.0"
    assert [row["night_of"] + row["weapon_group"] for row in rows] == sorted(
        row["night_of"] + row["weapon_group"] for row in rows
    )


@pytest.mark.parametrize("name", ["nights", "nightly_totals", "yearly_totals", "records"])
def test_parquet_holds_the_same_rows_in_the_types_of_the_contract(
    filled: duckdb.DuckDBPyConnection, directory: Path, name: str
) -> None:
    table = BY_NAME[f"mart.{name}"]
    file = f"read_parquet('{directory}/parquet/{name}.parquet')"
    assert ask(filled, f"from {file}") == ask(
        filled, f"select {', '.join(table.column_names)} from {table.name} order by {table.order_by}"
    )
    described = ask(filled, f"select column_name, column_type from (describe from {file})")
    assert described == [(column.name, column.sql_type) for column in table.columns]


def test_same_rows_give_the_same_bytes(filled: duckdb.DuckDBPyConnection, directory: Path, tmp_path: Path) -> None:
    first = content(directory)
    written = exports.write(filled, tmp_path / "again")
    assert content(tmp_path / "again") == first
    assert {path.relative_to(tmp_path / "again").as_posix() for path in written} == set(first)


def test_description_is_a_valid_data_package_and_says_what_the_contract_says(directory: Path) -> None:
    report = frictionless.validate(directory / "datapackage.json")
    assert report.valid, report.flatten(["type", "note"])
    package = json.loads((directory / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [resource["name"] for resource in package["resources"]] == [table.short_name for table in MART]
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-NC-SA-4.0"]
    assert {source["licence"] for source in package["sources"]} == {"l"}
    for table, resource in zip(MART, package["resources"], strict=True):
        fields = resource["schema"]["fields"]
        assert resource["schema"]["primaryKey"] == list(table.key)
        assert [(field["name"], field["description"]) for field in fields] == [(c.name, c.description) for c in table.columns]
        assert [field.get("constraints", {}).get("required", False) for field in fields] == [
            not c.nullable for c in table.columns
        ]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b"shahed_type,100,", b"shahed_type,-1,", "constraint-error"),
        (b"shahed_type,100,", b"balloon,100,", "constraint-error"),
        (b"2026-01-01,shahed", b"2025-12-31,shahed", "primary-key"),
        (b"2026-01-01,shahed", b"1 Jan 2026,shahed", "type-error"),
        (b"2026-01-01,shahed", b",shahed", "constraint-error"),
        (b"launched,", b"fired,", "incorrect-label"),
        (b"shahed_type,100,", b"shahed_type,101,", "hash-count"),
    ],
    ids=["below the minimum", "unknown value", "key twice", "no date", "not given", "another column", "changed since"],
)
def test_description_finds_what_breaks_it(directory: Path, tmp_path: Path, old: bytes, new: bytes, error: str) -> None:
    broken = shutil.copytree(directory, tmp_path / "export")
    file = broken / "csv" / "nightly_totals.csv"
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    report = frictionless.validate(broken / "datapackage.json")
    assert error in {found for (found,) in report.flatten(["type"])}


def test_sources_of_a_mart_are_those_of_its_raw_tables(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    filled.execute("update core.sources set source_id = 'published_figures' where source_id = 'filler'")
    exports.write(filled, tmp_path)
    resources = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    titles = {resource["name"]: [source["title"] for source in resource["sources"]] for resource in resources}
    assert titles["published_yearly"] == ["filler"]
    assert titles["nightly_totals"] == ["air_force_posts"]
    assert titles["reconciliation"] == ["air_force_posts", "filler"]


def test_workbook_has_notes_columns_and_a_sheet_per_mart(directory: Path) -> None:
    book = sheets(directory / workbook.FILE)
    assert list(book) == ["notes", "columns", *(table.short_name for table in MART)]
    assert all(len(name) <= 31 for name in book)
    for table in MART:
        assert book[table.short_name][0] == table.column_names
    assert book["nights"][1:] == [
        ["46022", "reported", "dataset", "1"],
        ["46023", "stated_zero", "dataset", "1"],
        ["46024", "reported", "dataset", "1"],
    ]
    assert ["nights", BY_NAME["mart.nights"].description, "3"] in book["notes"]
    assert {row[0] for row in book["notes"] if row} >= {
        "As of",
        "Licence",
        "Counting rules",
        "Changes of meaning",
        "Sources",
        "standard",
    }
    assert ["monthly_totals", "month", "DATE", "First day of the month."] in book["columns"]


def test_mart_with_too_many_rows_for_a_sheet_is_left_out_with_a_note(
    filled: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 4)
    exports.write(filled, tmp_path)
    book = sheets(tmp_path / workbook.FILE)
    assert "nights" in book
    assert "nightly_totals" not in book
    (note,) = (row for row in book["notes"] if row and row[0] == "nightly_totals")
    assert note[2:] == ["6", "Left out: a sheet holds 4 rows. See csv/nightly_totals.csv"]


def test_text_too_long_for_a_cell_is_cut_and_says_so(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    filled.execute("update mart.nightly_totals set marks = repeat('я', 40000) where launched = 100")
    exports.write(filled, tmp_path)
    cells = [row[-1] for row in sheets(tmp_path / workbook.FILE)["nightly_totals"][1:]]
    assert [len(cell) for cell in cells if cell.startswith("я")] == [workbook.MAX_CHARACTERS] * 2
    assert cells[0].endswith("the CSV file has all)")


def test_empty_tally_is_exported(empty_tally: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    exports.write(empty_tally, tmp_path / "export")
    assert frictionless.validate(tmp_path / "export" / "datapackage.json").valid
    assert (tmp_path / "export" / "csv" / "nights.csv").read_text() == "night_of,status,source_id,reports\n"
    book = sheets(tmp_path / "export" / workbook.FILE)
    assert book["nights"] == [["night_of", "status", "source_id", "reports"]]
    assert ["As of", "Nothing is known yet."] in book["notes"]


@pytest.fixture
def home(empty_tally: duckdb.DuckDBPyConnection, tmp_path: Path) -> Home:
    """A home that has published an empty tally."""
    empty_tally.close()
    home = Home(tmp_path / "home")
    home.database.parent.mkdir(parents=True)
    (tmp_path / "empty.duckdb").rename(home.database)
    return home


def test_export_replaces_an_earlier_one_as_a_whole(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "out" / "export"
    first = export(home, target)
    assert (first.directory, first.files, first.known_at) == (target, 2 * len(MART) + 2, None)
    whole = content(target)
    (target / "csv" / "nights.csv").write_text("half")
    (target / "parquet" / "nights.parquet").unlink()
    export(home, target)
    assert content(target) == whole
    assert [path.name for path in target.parent.iterdir()] == ["export"]


@pytest.mark.parametrize(
    "others", [["notes.txt"], ["csv/nights.csv"], ["datapackage.json"], ["csv/mine.csv", "deep/er/mine.txt"]], ids=str
)
def test_directory_that_holds_other_things_is_left_alone(home: Home, tmp_path: Path, others: list[str]) -> None:
    target = tmp_path / "export"
    if "csv/mine.csv" in others:
        export(home, target)
    for name in others:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("{}")
    before = content(target)
    with pytest.raises(ExportRefused, match=others[0]):
        export(home, target)
    assert content(target) == before


def test_file_and_the_directory_one_is_in_are_refused(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportRefused, match="is a file"):
        export(home, tmp_path / "file")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(ExportRefused, match="the directory you are in"):
        export(home, Path())


def test_failed_export_leaves_the_earlier_one(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out" / "export"
    export(home, target)
    before = content(target)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook, "write", fail)
    with pytest.raises(ExportFailed, match="No space left on device"):
        export(home, target)
    assert content(target) == before
    assert [path.name for path in target.parent.iterdir()] == ["export"]
