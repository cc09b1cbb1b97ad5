"""Publishing the build, and what people look at: charts and CSV files, drawn from the published file only."""

import base64
from pathlib import Path

import dagster as dg

from assets.resources import PublishedTally, Warehouse
from assets.table_assets import key
from reports import catalogue, exports
from warehouse import store
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


def _chart_asset(name: str, description: str) -> dg.AssetsDefinition:
    @dg.asset(key=["report", name], deps=[PUBLISHED], group_name="report", kinds={"matplotlib"}, description=description)
    def _asset(context: dg.AssetExecutionContext, published: PublishedTally) -> dg.MaterializeResult:
        from reports import style
        from reports.charts import CHARTS

        with published.connect() as con:
            figure = CHARTS[name](con)
        paths = style.save(figure, published.home.reports / "charts", name)
        return dg.MaterializeResult(metadata=_chart_metadata(paths, style.preview(figure)))

    return _asset


@dg.asset(
    key=["report", "csv_files"],
    deps=[PUBLISHED],
    group_name="report",
    kinds={"csv"},
    description="Every mart as CSV and Parquet, all of them in one workbook, and datapackage.json, which says what they hold.",
)
def csv_files(context: dg.AssetExecutionContext, published: PublishedTally) -> dg.MaterializeResult:
    with published.connect() as con:
        written = exports.write(con, published.home.reports)
    return dg.MaterializeResult(metadata={path.name: dg.MetadataValue.path(path) for path in written})


def _chart_metadata(paths: list[Path], preview: bytes) -> dict[str, dg.MetadataValue]:
    return {
        **{path.suffix[1:]: dg.MetadataValue.path(path) for path in paths},
        "chart": dg.MetadataValue.md(f"![chart](data:image/png;base64,{base64.b64encode(preview).decode()})"),
    }


report_assets = [published_file, *(_chart_asset(*chart) for chart in catalogue.CHARTS.items()), csv_files]
