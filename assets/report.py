"""Publishing the build, and what people look at: charts, files, page and summary, drawn from the published file only.

The reports are one step: they are drawn together and take the place of the last ones together.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
import duckdb

from assets import showing
from assets.resources import PublishedTally, Warehouse
from assets.table_assets import key
from reports import catalogue
from warehouse import checked, versions
from warehouse.home import Home
from warehouse.tables import BY_NAME, MART, TABLES

if TYPE_CHECKING:
    from reports import sets

PUBLISHED = dg.AssetKey(["report", "published_file"])
# What is said of a whole tally is said of its nights.
_NIGHTLY = BY_NAME["mart.nightly_totals"]


@dg.asset(
    key=PUBLISHED,
    deps=[key(table.name) for table in TABLES],
    group_name="report",
    kinds={"duckdb"},
    pool="warehouse",
    description="The database that readers open: a copy of the finished build, switched over to in one step.",
)
def published_file(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    checked.require_all(warehouse.con)
    if warehouse.target:
        version = Path(warehouse.target)
        versions.write_file(warehouse.con, version)
    else:
        version = versions.publish(warehouse.home, warehouse.con)
    return dg.MaterializeResult(
        metadata={
            **showing.summary(warehouse.con, _NIGHTLY),
            **showing.contents(warehouse.con, TABLES),
            "path": dg.MetadataValue.path(version if warehouse.target else warehouse.home.database),
            "version": version.name,
            "bytes": version.stat().st_size,
        }
    )


def _spec(name: str, description: str, kind: str) -> dg.AssetSpec:
    return dg.AssetSpec(["report", name], deps=[PUBLISHED], group_name="report", kinds={kind}, description=description)


@dg.multi_asset(
    name="reports",
    specs=[
        *(_spec(name, description, "matplotlib") for name, description in catalogue.CHARTS.items()),
        *(_spec(name, document.description, document.kind) for name, document in catalogue.DOCUMENTS.items()),
    ],
)
def reports(context: dg.AssetExecutionContext, published: PublishedTally) -> Iterator[dg.MaterializeResult]:
    from reports import drawing, sets

    try:
        made = sets.publish(published.home, published.language)
    except drawing.DrawingFailed as failure:
        context.log.error(failure.details)
        raise
    with published.connect() as con:
        yield from _charts(con, made, published.home)
        yield from _documents(con, made, published.home)


def _charts(con: duckdb.DuckDBPyConnection, made: "sets.ReportSet", home: Home) -> Iterator[dg.MaterializeResult]:
    from reports import drawing

    for chart in made.charts:
        if chart.theme == drawing.THEMES[0]:
            table = catalogue.DRAWN_FROM[chart.name]
            shown = base64.b64encode(drawing.preview(made.folder / "charts" / chart.file("png").name)).decode()
            picture = dg.MetadataValue.md(f"![{chart.title}](data:image/webp;base64,{shown})")
            summary = showing.summary(con, BY_NAME[table])
            yield _result(home, chart.name, f"charts/{chart.name}.png", summary | {"preview": picture, "drawn from": table})


def _documents(con: duckdb.DuckDBPyConnection, made: "sets.ReportSet", home: Home) -> Iterator[dg.MaterializeResult]:
    held = showing.summary(con, _NIGHTLY) | showing.contents(con, MART)
    for name, document in catalogue.DOCUMENTS.items():
        file = made.folder / document.path
        text = {"preview": dg.MetadataValue.md(file.read_text(encoding="utf-8"))} if document.kind == "markdown" else {}
        yield _result(home, name, document.path, held | text)


def _result(home: Home, name: str, path: str, shown: dict[str, Any]) -> dg.MaterializeResult:
    return dg.MaterializeResult(
        asset_key=["report", name], metadata=shown | {"path": dg.MetadataValue.path(home.reports / path)}
    )


report_assets = [published_file, reports]
