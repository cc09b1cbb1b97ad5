"""Publishing the build, and what people look at: charts, files, page and summary, drawn from the published file only.

The reports are one step: they are drawn together and take the place of the last ones together.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.resources import PublishedTally, Warehouse
from assets.table_assets import key
from reports import catalogue
from warehouse import store
from warehouse.home import Home
from warehouse.queries import one_row
from warehouse.tables import TABLES

PUBLISHED = dg.AssetKey(["report", "published_file"])


@dg.asset(
    key=PUBLISHED,
    deps=[key(table.name) for table in TABLES],
    group_name="report",
    kinds={"duckdb"},
    pool="warehouse",
    description="The database that readers open: a copy of the finished build, switched over to in one step.",
)
def published_file(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    if warehouse.target:
        version = Path(warehouse.target)
        store.write_file(warehouse.con, version)
    else:
        version = store.publish(warehouse.home, warehouse.con)
    first, last, total = one_row(
        warehouse.con,
        "select min(night_of), max(night_of), coalesce(sum(launched), 0)::bigint from mart.nightly_totals "
        "where weapon_group = 'shahed_type'",
    )
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(version if warehouse.target else warehouse.home.database),
            "version": version.name,
            "bytes": version.stat().st_size,
            "nights": f"{first} to {last}",
            "Shahed-type drones launched": total,
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
    for chart in made.charts:
        if chart.theme == drawing.THEMES[0]:
            shown = base64.b64encode(drawing.preview(made.folder / "charts" / chart.file("png").name)).decode()
            picture = dg.MetadataValue.md(f"![{chart.title}](data:image/webp;base64,{shown})")
            yield _result(published.home, chart.name, f"charts/{chart.name}.png", chart=picture)
    for name, document in catalogue.DOCUMENTS.items():
        yield _result(published.home, name, document.path)


def _result(home: Home, name: str, path: str, **metadata: dg.MetadataValue) -> dg.MaterializeResult:
    return dg.MaterializeResult(
        asset_key=["report", name], metadata={"path": dg.MetadataValue.path(home.reports / path), **metadata}
    )


report_assets = [published_file, reports]
