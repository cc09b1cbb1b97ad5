"""What Dagster watches for: files in the inbox, and runs that fail."""

import json

import dagster as dg

from pipelines import alerts
from pipelines.inbox import empty_inbox
from pipelines.running import TELLING, why
from pipelines.settings import Settings
from warehouse.home import Home

# A file that has not changed for so long is taken to be there in full.
INBOX_SECONDS = 15
# PostgreSQL refuses tags of more than some 2,700 bytes.
TAG_LENGTH = 500


@dg.sensor(
    job_name="refresh",
    minimum_interval_seconds=INBOX_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Takes in files put into warehouse/inbox: they go on to inbox/done, or to inbox/refused with the reason.",
)
def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    result = empty_inbox(Home.from_environment(), json.loads(context.cursor or "{}"))
    for name, summary in result.taken_in.items():
        context.log.info(f"{name}: {summary}")
    for sentence in result.complaints:
        context.log.warning(sentence)
    names = ", ".join(result.taken_in)
    request = dg.RunRequest(tags={"tally/inbox": names if len(names) <= TAG_LENGTH else f"{len(result.taken_in)} files"})
    still_written = f"Files that may still be written: {len(result.waiting)}" if result.waiting else "The inbox is empty"
    return dg.SensorResult(
        run_requests=[request] if result.taken_in else [],
        skip_reason=None if result.taken_in else "; ".join(result.complaints) or still_written,
        cursor=json.dumps(result.waiting),
    )


def failure_sensor(settings: Settings) -> dg.SensorDefinition:
    """Return the sensor that tells people of failed runs; it is on if the settings say whom to tell."""
    is_on = settings.alert_webhook is not None or settings.alert_mail is not None

    @dg.run_failure_sensor(
        name="failed_runs",
        # Runs of the `tally` command have no code location, and would not be told of.
        monitor_all_code_locations=True,
        default_status=dg.DefaultSensorStatus.RUNNING if is_on else dg.DefaultSensorStatus.STOPPED,
        description="Tells of failed runs: TALLY_ALERT_WEBHOOK or TALLY_ALERT_MAIL says whom.",
    )
    def failed_runs(context: dg.RunFailureSensorContext) -> None:
        run = context.dagster_run
        told = alerts.send(alerts.alert(run.job_name, run.run_id, _why(context), str(Home.from_environment().root)), settings)
        context.log.info(f"Told by {' and '.join(told) or 'nothing: no address is set'}")

    return failed_runs


def _why(context: dg.RunFailureSensorContext) -> str:
    log = context.instance.all_logs(context.dagster_run.run_id, of_type=set(TELLING))
    return why(event.get_dagster_event() for event in log)
