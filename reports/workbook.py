"""`strike-tally.xlsx`: a sheet of notes, a sheet that explains every column, and a sheet per mart.

Written with XlsxWriter, which streams rows to the disk, writes the same bytes for the same content, and needs nothing else.
Belongs here: what the sheets hold and how cells look.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.datapackage import known_at
from warehouse.contracts import Table
from warehouse.queries import one_row
from warehouse.tables import MART

Row = tuple[object, ...]

FILE = "strike-tally.xlsx"
# Limits of the format: rows of a sheet, the header included, and characters of a cell.
MAX_ROWS = 1_048_576
MAX_CHARACTERS = 32_767
_BATCH = 10_000
_OPTIONS = {
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
}
_CUT = " … (cut: a cell holds no more; the CSV file has all)"
# The file says when it was made: the moment of its content, so that the same content gives the same file.
_NO_CONTENT = datetime(2022, 2, 24)
_NOTES: tuple[Row, ...] = (
    ("Strike Tally", "Drones and missiles launched at Ukraine, tallied from the reports of the Ukrainian Air Force."),
    ("launched", "A claim of one side: what Ukrainian radar saw. Shaheds only until autumn 2024, Shaheds and decoys after."),
    ("An empty cell", "A number that nobody stated, never zero; the column named after it says why."),
    ("Nights", "Kyiv dates. A night belongs to the date on which it ends."),
    ("all_drones", "The total of the groups of drones: never add it to them."),
    ("Licence", "CC BY-NC-SA 4.0 unless a source below says otherwise. Cite Strike Tally and the source."),
)
_TABLES = (
    ("Counting rules", "select rule_id, description from core.counting_rules order by rule_id != 'standard', rule_id"),
    ("Changes of meaning", "select break_date, measure, description, reference from core.definition_breaks order by all"),
    ("Sources", "select title, producer, url, licence, citation from core.sources order by preference, source_id"),
)


def write(con: duckdb.DuckDBPyConnection, directory: Path) -> Path:
    """Write the workbook of a published database; a mart with too many rows for a sheet is left out, and a note says so.

    Returns:
        The path of the workbook.
    """
    path = directory / FILE
    moment = known_at(con)
    counts = {table.name: int(one_row(con, f"select count(*) from {table.name}")[0]) for table in MART}
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        book.set_properties({"title": "Strike Tally", "created": moment or _NO_CONTENT})
        _write_notes(book, _notes(con, moment, counts))
        _write_table(book, "columns", [("table", 24), ("column", 34), ("type", 12), ("meaning", 120)], _columns())
        for table in MART:
            if counts[table.name] < MAX_ROWS:
                header = [(name, max(12, len(name) + 2)) for name in table.column_names]
                _write_table(book, table.short_name, header, _rows(con, table))
    return path


def _notes(con: duckdb.DuckDBPyConnection, moment: datetime | None, counts: dict[str, int]) -> Iterator[Row]:
    """Yield the rows of the first sheet: what it is, as of when, the sheets, the rules, the breaks, the sources."""
    yield from _NOTES
    yield ("As of", f"{moment:%Y-%m-%d %H:%M} UTC: the newest content was seen then." if moment else "Nothing is known yet.")
    yield ()
    yield ("Sheet", "what it holds", "rows")
    for table in MART:
        too_long = f"Left out: a sheet holds {MAX_ROWS:,} rows. See csv/{table.short_name}.csv"
        rows = counts[table.name]
        yield (table.short_name, table.description, rows, None if rows < MAX_ROWS else too_long)
    for label, query in _TABLES:
        answer = con.execute(query)
        yield ()
        yield (label, *(column[0].replace("_", " ") for column in (answer.description or [])[1:]))
        yield from answer.fetchall()


def _columns() -> Iterator[Row]:
    for table in MART:
        for column in table.columns:
            yield (table.short_name, column.name, column.sql_type, column.description)


def _rows(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Row]:
    answer = con.execute(f"select {', '.join(table.column_names)} from {table.name} order by {table.order_by}")
    while batch := answer.fetchmany(_BATCH):
        yield from batch


def _write_notes(book: Workbook, rows: Iterable[Row]) -> None:
    """Write the notes, the first word of every row bold."""
    sheet = book.add_worksheet("notes")
    sheet.set_column(0, 0, 24, book.add_format({"bold": True}))
    sheet.set_column(1, 4, 60)
    for number, row in enumerate(rows):
        _write_row(sheet, number, row)


def _write_table(book: Workbook, name: str, header: list[tuple[str, int]], rows: Iterable[Row]) -> None:
    """Write a sheet whose header, labels with the widths of their columns, stays in sight and can be filtered by."""
    sheet = book.add_worksheet(name)
    for column, (_, width) in enumerate(header):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, [label for label, _ in header], book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, 1):
        _write_row(sheet, last, row)
    sheet.autofilter(0, 0, last, len(header) - 1)


def _write_row(sheet: Worksheet, number: int, row: Row) -> None:
    """Write the cells of a row by their type, which is faster than to let the library find it out; NULL is an empty cell."""
    for column, value in enumerate(row):
        match value:
            case None:
                continue
            case bool():
                sheet.write_boolean(number, column, value)
            case int() | float():
                sheet.write_number(number, column, value)
            case str() if len(value) > MAX_CHARACTERS:
                sheet.write_string(number, column, value[: MAX_CHARACTERS - len(_CUT)] + _CUT)
            case str():
                sheet.write_string(number, column, value)
            case _:
                sheet.write_datetime(number, column, value)
