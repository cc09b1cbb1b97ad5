"""Explaining a number of the published tally in the format the user asked for."""

import duckdb

from reports.documents import as_markdown, as_text
from reports.explanation import explain
from reports.explanation_document import document
from reports.explanation_json import as_json
from reports.periods import Period
from warehouse import store, versions
from warehouse.home import Home


def explanation(home: Home, period: Period, weapon_group: str, output_format: str) -> str:
    """Return what is behind the numbers of a period.

    Args:
        home: Whose published file to read.
        period: The night, month or year.
        weapon_group: One of `warehouse.columns.WEAPON_GROUPS`.
        output_format: text, markdown or json.

    Raises:
        store.StoreError: Nothing has been published yet, or the file was published by another version of the code.
        reports.explanation.DoesNotAddUp: The listed reports do not add up to the number.
    """
    con = versions.open_published(home)
    try:
        explained = explain(con, period, weapon_group)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise store.StoreError(f"{home.database} was published by another version of the code. Run `tally refresh`.") from error
    finally:
        con.close()
    if output_format == "json":
        return as_json(explained)
    return as_markdown(document(explained)) if output_format == "markdown" else as_text(document(explained))
