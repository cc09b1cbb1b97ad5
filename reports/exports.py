"""Files for other programs: every mart as CSV and Parquet, all of them in one workbook, and what they mean.

    csv/<mart>.csv  parquet/<mart>.parquet  strike-tally.xlsx  datapackage.json

Belongs here: which files there are, and CSV and Parquet. DuckDB writes those two itself, row by row, so that a mart never has
to fit into memory. Same data, same bytes. The other two are in `reports/workbook.py` and `reports/datapackage.py`.
"""

from pathlib import Path

import duckdb

from reports import datapackage, workbook
from warehouse.contracts import Table, quoted
from warehouse.tables import MART

# DuckDB's CSV is in UTF-8 with LF, ISO dates and an empty cell for NULL.
_FORMATS = {"csv": "format csv, header", "parquet": "format parquet, compression zstd"}


def write(con: duckdb.DuckDBPyConnection, directory: Path) -> list[Path]:
    """Write every file of the export into a directory; files of the same names are replaced.

    Args:
        con: The published database, which may be empty.
        directory: Where to write; made if it is not there.

    Returns:
        The files written.
    """
    for folder in _FORMATS:
        (directory / folder).mkdir(parents=True, exist_ok=True)
    tables = [path for table in MART for path in _write_table(con, table, directory)]
    return [*tables, workbook.write(con, directory), datapackage.write(con, directory)]


def _write_table(con: duckdb.DuckDBPyConnection, table: Table, directory: Path) -> list[Path]:
    """Write a mart in the column order of its contract and ordered by its key."""
    rows = f"select {', '.join(table.column_names)} from {table.name} order by {table.order_by}"
    written = []
    for folder, options in _FORMATS.items():
        path = directory / folder / f"{table.short_name}.{folder}"
        con.execute(f"copy ({rows}) to {quoted(str(path))} ({options})")
        written.append(path)
    return written


def foreign_files(directory: Path) -> list[str]:
    """Return the paths in a directory, relative to it, that no earlier export has written; none if it is not there."""
    found = {path.relative_to(directory).as_posix() for path in directory.rglob("*") if not path.is_dir() or path.is_symlink()}
    names = datapackage.resource_names(directory)
    written = {f"{folder}/{name}.{folder}" for folder in _FORMATS for name in names}
    return sorted(found - (written | {workbook.FILE, datapackage.FILE} if names else set()))
