"""Files for other programs: every mart as CSV."""

from pathlib import Path

import duckdb

from warehouse.files import atomically
from warehouse.tables import MART


def write_csv_files(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Write one CSV file per mart, in the column order of its contract and ordered by its key.

    Args:
        con: The published database.
        folder: Where to write; made if it is not there.

    Returns:
        Rows written by table name without schema.
    """
    rows = {}
    for table in MART:
        frame = con.sql(f"select {', '.join(table.column_names)} from {table.name} order by {table.order_by}").pl()
        with atomically(folder / f"{table.short_name}.csv") as temporary:
            frame.write_csv(temporary, date_format="%Y-%m-%d")
        rows[table.short_name] = frame.height
    return rows


def write(con: duckdb.DuckDBPyConnection, directory: Path) -> list[Path]:
    """Write the files of a set into its folder; see `write_csv_files`.

    Returns:
        The files written.
    """
    return [directory / "csv" / f"{name}.csv" for name in write_csv_files(con, directory / "csv")]
