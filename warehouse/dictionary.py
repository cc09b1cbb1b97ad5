"""The data dictionary: every contract as a page to read, `docs/data-dictionary.md`.

Belongs here: how a contract is put into Markdown. What the page says is said in `warehouse/tables.py` and
`warehouse/columns.py` alone, so that it cannot drift from the database; `make docs` writes it anew.
"""

from collections.abc import Iterator, Sequence

from warehouse.contracts import Column, Table
from warehouse.tables import TABLES

# Where readers begin comes first.
_SCHEMAS = {
    "mart": "Totals and what is said about them: start here. Every table is also a CSV file of the same name.",
    "core": "Every attack with its source and whether it counts, and what the tables of `mart` refer to.",
    "raw": "The rows of every stored snapshot, as text; of posts number, time and hash, without their texts.",
}
_INTRODUCTION = """\
# Data dictionary

Written by `make docs` from the contracts in `warehouse/tables.py` and `warehouse/columns.py`: change those, not this page. The
same words stand in the database as comments on tables and columns.

A number that is NULL was stated by nobody: it is not zero. The key identifies a row and is the order of the rows."""


def page(tables: Sequence[Table] = TABLES) -> str:
    """Return the dictionary of some tables as Markdown, by schema and then in the order given."""
    return "\n\n".join([_INTRODUCTION, _contents(tables), *_sections(tables)]) + "\n"


def _contents(tables: Sequence[Table]) -> str:
    return "\n".join(
        f"- `{schema}`: " + ", ".join(f"[{table.short_name}](#{_anchor(table)})" for table in tables if table.schema == schema)
        for schema in _SCHEMAS
        if any(table.schema == schema for table in tables)
    )


def _sections(tables: Sequence[Table]) -> Iterator[str]:
    for schema, what in _SCHEMAS.items():
        described = [_section(table) for table in tables if table.schema == schema]
        if described:
            yield f"## {schema}\n\n{what}"
            yield from described


def _section(table: Table) -> str:
    parts = [f"### {table.name}", table.description, "Key: " + _listed(table.key) + "."]
    if table.inputs:
        parts.append("Made from " + _listed(table.inputs) + ".")
    parts.append(_columns(table.columns))
    if table.checks:
        parts.append("\n".join(["Checked in every row:", "", *(f"- {name}: `{rule}`" for name, rule in table.checks.items())]))
    return "\n\n".join(parts)


def _columns(columns: Sequence[Column]) -> str:
    rows = [
        (f"`{column.name}`", column.sql_type, "yes" if column.nullable else "no", _cell(column.description), _allowed(column))
        for column in columns
    ]
    head = ("column", "type", "may be NULL", "meaning", "allowed")
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows))


def _allowed(column: Column) -> str:
    """Return the values that a column may hold, in words; empty if the contract sets no limit."""
    if column.values:
        return _listed(column.values)
    match column.minimum, column.maximum:
        case None, None:
            return ""
        case minimum, None:
            return f"at least {minimum}"
        case None, maximum:
            return f"at most {maximum}"
        case minimum, maximum:
            return f"{minimum} to {maximum}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{_cell(name)}`" for name in names)


def _cell(text: str) -> str:
    """Return text that cannot break out of the cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def _anchor(table: Table) -> str:
    """Return the anchor that Markdown readers make of the heading: `mart.nights` becomes `martnights`."""
    return table.name.replace(".", "")


if __name__ == "__main__":
    print(page(), end="")
