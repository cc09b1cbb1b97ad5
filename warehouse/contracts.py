"""What a table contract is, and what follows from one: DDL, comments and checks.

Belongs here: the shape of a contract and everything derived from it. The contracts themselves are in
`warehouse/tables.py`, the meaning of every column in `warehouse/columns.py`. Constraints are checked by queries
rather than declared in the DDL, so that a violation can be shown with its rows and a large table never has to
fit into memory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb
import polars as pl

from warehouse.queries import one_row

_POLARS_TYPES: dict[str, type[pl.DataType]] = {
    "VARCHAR": pl.String,
    "BIGINT": pl.Int64,
    "INTEGER": pl.Int32,
    "DOUBLE": pl.Float64,
    "BOOLEAN": pl.Boolean,
    "DATE": pl.Date,
    "TIMESTAMP": pl.Datetime,
}


@dataclass(frozen=True)
class Column:
    """One column: its name, DuckDB type, meaning and the values it may hold.

    Attributes:
        name: snake_case, the unit or kind in the name where there is one.
        sql_type: DuckDB type.
        description: One sentence, ends up as the column's comment.
        nullable: Whether NULL ("no number") may appear.
        minimum: Smallest allowed value, inclusive.
        maximum: Largest allowed value, inclusive.
        values: The closed list of allowed values, if there is one.
        shares_reason_of: The column whose reason for being NULL is also the one of this column.
    """

    name: str
    sql_type: str
    description: str
    nullable: bool = False
    minimum: int | None = None
    maximum: int | None = None
    values: tuple[str, ...] = ()
    shares_reason_of: str = ""

    @property
    def null_reason(self) -> str:
        """Name of the column that says why this one is NULL, in tables that have it."""
        return f"{self.shares_reason_of or self.name}_null_reason"

    def rules(self) -> dict[str, str]:
        """Return SQL predicates by rule name; a row violates a rule where its predicate is false."""
        rules = {}
        if not self.nullable:
            rules[f"{self.name} is given"] = f"{self.name} is not null"
        if self.minimum is not None:
            rules[f"{self.name} is at least {self.minimum}"] = f"{self.name} >= {self.minimum}"
        if self.maximum is not None:
            rules[f"{self.name} is at most {self.maximum}"] = f"{self.name} <= {self.maximum}"
        if self.values:
            listed = ", ".join(quoted(value) for value in self.values)
            rules[f"{self.name} is a known value"] = f"{self.name} in ({listed})"
        return rules


@dataclass(frozen=True)
class Table:
    """The contract of one table.

    Attributes:
        name: `schema.table`; the asset key, the SQL file and the CSV have the same name.
        description: Begins "One row per ...".
        key: The columns that identify a row; also the order in which the table is written.
        columns: In the order in which they are stored and exported.
        inputs: Names of the tables it is made from.
        checks: Further row rules, SQL predicates by rule name.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    inputs: tuple[str, ...] = ()
    checks: dict[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> str:
        return self.name.split(".")[0]

    @property
    def short_name(self) -> str:
        return self.name.split(".")[1]

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def order_by(self) -> str:
        return ", ".join(f"{name} nulls last" for name in self.key)

    def rules(self) -> dict[str, str]:
        """Return every row rule of the table: those of its columns, that what is NULL has a reason, and its own checks."""
        rules = {name: predicate for column in self.columns for name, predicate in column.rules().items()}
        for column in self.columns:
            if column.null_reason in self.column_names:
                rules[f"{column.name} is given or has a reason"] = (
                    f"({column.name} is null) = ({column.null_reason} is not null)"
                )
        return rules | self.checks


@dataclass(frozen=True)
class Violation:
    """A rule that some rows break: how many, and up to five of them as text."""

    table: str
    rule: str
    rows: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}: {self.rows} rows break the rule “{self.rule}”, for example {'; '.join(self.examples)}"


def frame(table: Table, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows of a table as a frame with the types of its contract; a column that a row lacks is NULL."""
    return pl.DataFrame(list(rows), schema={column.name: _POLARS_TYPES[column.sql_type] for column in table.columns})


def create_table(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create the empty table, replacing an older one."""
    con.execute(f"create schema if not exists {table.schema}")
    columns = ", ".join(f"{column.name} {column.sql_type}" for column in table.columns)
    con.execute(f"create or replace table {table.name} ({columns})")


def comment(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Write the descriptions of the contract into the database as comments on the table and on every column."""
    con.execute(f"comment on table {table.name} is {quoted(table.description)}")
    for column in table.columns:
        con.execute(f"comment on column {table.name}.{column.name} is {quoted(column.description)}")


def violations(con: duckdb.DuckDBPyConnection, table: Table) -> list[Violation]:
    """Return the rules of the contract that rows of the stored table break, uniqueness of the key included.

    One scan counts all row rules; rows are only fetched for the rules that are broken.
    """
    rules = table.rules()
    counts = one_row(
        con, f"select {', '.join(f'count(*) filter (not ({predicate}))' for predicate in rules.values())} from {table.name}"
    )
    found = [
        Violation(table.name, rule, rows, _examples(con, f"from {table.name} where not ({rules[rule]})"))
        for rule, rows in zip(rules, counts, strict=True)
        if rows
    ]
    key = ", ".join(table.key)
    repeated = f"select {key} from {table.name} group by {key} having count(*) > 1"
    (keys,) = one_row(con, f"select count(*) from ({repeated})")
    if keys:
        found.append(Violation(table.name, f"{key} identifies a row", keys, _examples(con, repeated)))
    return found


def _examples(con: duckdb.DuckDBPyConnection, query: str) -> tuple[str, ...]:
    result = con.execute(f"{query} limit 5")
    names = [column[0] for column in result.description or []]
    return tuple(_row_text(names, row) for row in result.fetchall())


def _row_text(names: Iterable[str], row: tuple[object, ...]) -> str:
    return ", ".join(f"{name}={value}" for name, value in zip(names, row, strict=True) if value is not None)


def quoted(text: str) -> str:
    """Return the text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
