"""Answering a query from the published file in the format the user asked for."""

from typing import TextIO

import duckdb
import polars as pl

from warehouse import store
from warehouse.home import Home


class QueryFailed(Exception):
    """The query cannot be answered; the message is DuckDB's, with a next step."""


def run_query(home: Home, sql: str, output_format: str, out: TextIO) -> None:
    """Write the answer to a query to `out`.

    Args:
        home: Whose published file to ask.
        sql: One query.
        output_format: table, csv, json, markdown or parquet (binary, to the buffer of `out`).
        out: Where to write.

    Raises:
        QueryFailed: DuckDB does not accept the query.
        store.StoreError: Nothing has been published yet.
    """
    con = store.open_published(home)
    try:
        answer = con.sql(sql)
        frame = answer.pl() if answer is not None else pl.DataFrame()
    except duckdb.Error as error:
        raise QueryFailed(f'{error}\nList the tables with `tally query "show all tables"`.') from error
    finally:
        con.close()
    _write(frame, output_format, out)


def _write(frame: pl.DataFrame, output_format: str, out: TextIO) -> None:
    match output_format:
        case "csv":
            out.write(frame.write_csv())
        case "json":
            out.write(frame.write_json() + "\n")
        case "parquet":
            frame.write_parquet(out.buffer)
        case _:
            with pl.Config(
                tbl_formatting="MARKDOWN" if output_format == "markdown" else "UTF8_FULL_CONDENSED",
                tbl_rows=-1,
                tbl_cols=-1,
                tbl_width_chars=10_000,
                fmt_str_lengths=200,
                tbl_hide_dataframe_shape=True,
                tbl_hide_column_data_types=True,
                thousands_separator="," if output_format == "table" else False,
            ):
                out.write(f"{frame}\n")
