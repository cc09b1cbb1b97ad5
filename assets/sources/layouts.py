"""Which columns the files of each source may have: the layouts, as data in `layouts.csv`.

A row says under which header a column comes and whether a file can do without it. A new layout of a source is a new row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from assets.sources.cells import lookup
from assets.sources.tabular import MARKS, UnreadableFile


@dataclass(frozen=True)
class Layout:
    """The columns of one source.

    Attributes:
        source_id: The source.
        columns: Column of the raw table by header cell, as `tabular.column_name` spells it.
        required: Columns without which a file is not one of this source.
    """

    source_id: str
    columns: dict[str, str]
    required: frozenset[str]

    def fit(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Bring rows as `tabular.batches` yields them under the columns of the raw table.

        A column the file lacks is null. `other_cells` keeps what the layout does not know: the cells of unknown columns
        as a JSON object, or the line that does not fit the header.
        """
        known = {name: self.columns[name] for name in rows.columns if name in self.columns}
        lacking = [name for name in dict.fromkeys(self.columns.values()) if name not in known.values()]
        unknown = [name for name in rows.columns if name not in (*known, *MARKS)]
        others = pl.struct(unknown).struct.json_encode() if unknown else pl.lit(None, pl.String)
        return rows.select(
            "row_number",
            "malformed",
            *(pl.col(name).alias(column) for name, column in known.items()),
            *(pl.lit(None, pl.String).alias(name) for name in lacking),
            other_cells=pl.coalesce("malformed_line", others),
        )

    def match(self, header: Sequence[str]) -> list[str]:
        """Return the header cells that the layout does not know; they are kept apart, unread.

        Raises:
            UnreadableFile: A required column is missing or a column stands there twice; the message names them.
        """
        found = [self.columns[name] for name in header if name in self.columns]
        missing = [name for name in dict.fromkeys(self.columns.values()) if name in self.required - set(found)]
        repeated = sorted({name for name in found if found.count(name) > 1})
        unknown = [name for name in header if name not in self.columns]
        if missing or repeated:
            problems = (("missing columns", missing), ("repeated columns", repeated), ("unknown columns", unknown))
            raise UnreadableFile("; ".join(f"{what}: {', '.join(names)}" for what, names in problems if names))
        return unknown


@cache
def layout(source_id: str) -> Layout:
    """Return the layout of a source."""
    rows = [row for row in lookup("layouts").iter_rows(named=True) if row["source_id"] == source_id]
    return Layout(
        source_id,
        {row["header"]: row["column"] for row in rows},
        frozenset(row["column"] for row in rows if row["is_required"] == "true"),
    )


def recognise(header: Sequence[str], source_ids: Sequence[str]) -> str:
    """Return the source whose layout a header fits.

    Raises:
        UnreadableFile: It fits none; the message compares it with the closest one.
    """
    closest = max(source_ids, key=lambda source_id: len(set(layout(source_id).columns) & set(header)))
    if not set(layout(closest).columns) & set(header):
        raise UnreadableFile(f"its columns fit no known layout: {', '.join(header)}")
    try:
        layout(closest).match(header)
    except UnreadableFile as difference:
        raise UnreadableFile(f"its columns differ from the layout of {closest}: {difference}") from None
    return closest
