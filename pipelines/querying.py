"""Answering a query from the published file in the format the user asked for."""

from typing import TextIO

import duckdb
import polars as pl

from reports import markdown
from warehouse import versions
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
    con = versions.open_published(home)
    try:
        answer = con.sql(sql)
        frame = _without_strange_types(answer).pl() if answer is not None else pl.DataFrame()
    except duckdb.Error as error:
        said = str(error).splitlines()[0].rstrip(".")
        raise QueryFailed(f'{said}. List the tables with `tally query "show all tables"`.') from error
    finally:
        con.close()
    try:
        _write(frame, output_format, out)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise QueryFailed(f"{output_format} cannot hold the answer ({error}). Cast the column to varchar.") from error


def _without_strange_types(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the answer with intervals, bit strings and binary values as text: most formats have nothing for them."""
    names = [name.replace('"', '""') for name in answer.columns]
    casts = ["::varchar" if str(kind) in ("INTERVAL", "BLOB", "BIT") else "" for kind in answer.types]
    if not any(casts):
        return answer
    return answer.project(", ".join(f'"{name}"{cast} as "{name}"' for name, cast in zip(names, casts, strict=True)))


def _write(frame: pl.DataFrame, output_format: str, out: TextIO) -> None:
    match output_format:
        case "csv":
            out.write(_flat(frame).write_csv())
        case "json":
            out.write(_plain_numbers(frame).write_json() + "\n")
        case "markdown":
            out.write(markdown.table(frame.columns, frame.iter_rows()) + "\n")
        case "parquet":
            frame.write_parquet(out.buffer)
        case _:
            with pl.Config(
                tbl_formatting="UTF8_FULL_CONDENSED",
                tbl_rows=-1,
                tbl_cols=-1,
                tbl_width_chars=10_000,
                fmt_str_lengths=200,
                fmt_float="full",
                tbl_hide_dataframe_shape=True,
                tbl_hide_column_data_types=True,
                tbl_cell_numeric_alignment="RIGHT",
            ):
                out.write(f"{frame}\n")


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame as CSV can hold it: lists and structs as text."""
    return frame.with_columns(
        pl.Series(name, [None if value is None else str(value) for value in frame[name].to_list()], pl.String)
        for name, dtype in frame.schema.items()
        if dtype.is_nested()
    )


def _plain_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with decimals as JSON numbers; sums of integers come as decimals without a fraction."""
    return frame.with_columns(
        pl.col(name).cast(pl.Int64 if dtype.scale == 0 else pl.Float64)
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.Decimal)
    )
