"""What the charts read from the published file: frames, definition breaks, and the sources for their footers.

Belongs here: how the queries of `warehouse/sql/charts/` are run and what more than one chart makes of them. Totals come from
mart as they are. Means over nights and drawing are in `reports/charts/`, texts in `reports/messages/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from reports.words import Language
from warehouse.queries import one_row, select


@dataclass(frozen=True)
class Break:
    """A change in what a measure means, from a day on, in a few words of the reader's language."""

    break_id: str
    day: date
    label: str


def frame(con: duckdb.DuckDBPyConnection, query: str, **values: Any) -> pd.DataFrame:
    """Return what a query of `warehouse/sql/charts/` reads, one row per what its first line says."""
    rows: pd.DataFrame = con.execute(select(f"charts.{query}"), values or None).df()
    return rows


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples."""
    return list(table.itertuples(index=False))


def collected(con: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """Return the first and the last night that a source has collected; None twice if none was."""
    first, last = one_row(con, "select min(night_of), max(night_of) from mart.nights where status != 'not_collected'")
    return first, last


def breaks(con: duckdb.DuckDBPyConnection, say: Language, measure: str, first: date, last: date) -> list[Break]:
    """Return the changes in what a measure means after the first day and up to the last."""
    found = frame(con, "breaks", measure=measure, first=first, last=last)
    return [Break(row.break_id, row.break_date.date(), getattr(row, f"label_{say.code}")) for row in rows_of(found)]


def footer(con: duckdb.DuckDBPyConnection, say: Language, source_ids: Sequence[str] = (), is_tally: bool = True) -> list[str]:
    """Return the lines with which every footer ends: counting rule, sources, licences, and the days of the data.

    Nothing depends on the clock: the days are the last night of mart.nights and the day on which the newest of the
    sources' current snapshots was fetched.

    Args:
        con: The published file.
        say: The reader's language.
        source_ids: Sources to name beside those of the counted nights.
        is_tally: Whether the chart shows counted nights.
    """
    # A list parameter may not be empty in `in $source_ids`.
    sources = frame(con, "sources", source_ids=["", *source_ids], of_nights=is_tally)
    # Texts of ours are translated, those of others stay as they are.
    texts = say.messages["source_texts"]
    citations, licences = (
        [texts.get(text, text) for text in column] for column in (sources.citation, sorted(set(sources.licence)))
    )
    stand = ["Strike Tally", say("page.licence", licence=", ".join(licences))]
    if is_tally:
        stand.append(say("page.data_to", day=collected(con)[1]))
    if sources.fetched_on.notna().any():
        stand.append(say("page.as_of", day=sources.fetched_on.max().date()))
    rule = [f"{say('page.claim')} {say('page.rule')}"] if is_tally else []
    return [*rule, say("page.sources", sources="; ".join(citations)), "  ·  ".join(stand)]
