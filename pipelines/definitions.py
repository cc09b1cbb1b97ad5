"""Everything Dagster is told: assets, checks, jobs, the schedule and the sensors."""

import dagster as dg

from assets.core import core_assets
from assets.mart import mart_assets
from assets.raw import raw_assets
from assets.report import PUBLISHED, report_assets, reports
from assets.resources import PublishedTally, Warehouse
from pipelines.checks import table_checks
from pipelines.graph import describe
from pipelines.sensors import failure_sensor, inbox
from pipelines.settings import Settings

_settings = Settings.from_environment()

refresh = dg.define_asset_job(
    "refresh", selection=dg.AssetSelection.all(), description="Read every source, build, check, publish and draw."
)

publish_reports = dg.define_asset_job(
    "publish_reports",
    selection=dg.AssetSelection.assets(reports),
    description="Draw the reports again from the published file; the tally stays as it is.",
)

rebuild = dg.define_asset_job(
    "rebuild",
    selection=dg.AssetSelection.assets(PUBLISHED).upstream(),
    # What the launchpad begins with: both fields that make a rebuild, and no fetch.
    config={"resources": {"warehouse": {"config": {"addresses": {}, "as_of": None, "target": None}}}},
    description="Build the tally from the snapshots alone: as it stood on a day if `as_of` names one, into a file if `target` "
    "gives its whole path. **Without `target` it is published, also that of an earlier day**, until the next refresh. The "
    "assets show what was built last, whichever it was.",
)

nightly_refresh = dg.ScheduleDefinition(
    name="nightly_refresh",
    job=refresh,
    cron_schedule=_settings.schedule,
    execution_timezone=_settings.timezone,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Refreshes the tally every night.",
)

defs = dg.Definitions(
    assets=dg.map_asset_specs(describe, [raw_assets, core_assets, mart_assets, *report_assets]),
    asset_checks=table_checks,
    jobs=[refresh, publish_reports, rebuild],
    schedules=[nightly_refresh],
    sensors=[inbox, failure_sensor(_settings)],
    resources={
        "warehouse": Warehouse(addresses=_settings.addresses()),
        "published": PublishedTally(language=_settings.language),
    },
    # Steps share one connection to the build; parallel processes would fight for its lock.
    executor=dg.in_process_executor,
)
