"""The journal of a home: what runs did, a JSON document a line, for programs that watch logs.

`dagster.yaml` hands it to Dagster, which tells it of every event in the process of a run, be it of the UI or of the `tally`
command. What other processes report of a run, whose own is dead or was never started, they note through the instance.
"""

import json
import logging
import logging.handlers
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from warehouse.home import Home

MAX_BYTES = 5_000_000
KEPT_FILES = 3
# Beside warnings and errors: a run and its result.
_EVENTS = {"PIPELINE_START", "PIPELINE_SUCCESS", "PIPELINE_CANCELED", "ASSET_MATERIALIZATION"}
# Dagster reports every check at the level of debugging.
_LEVELS = {dg.AssetCheckSeverity.ERROR: "ERROR", dg.AssetCheckSeverity.WARN: "WARNING"}


class Journal(logging.handlers.RotatingFileHandler):
    """Writes to `Home.journal`; starts a new file at 5 MB and keeps three old ones."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or Home.from_environment().journal
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep what a person would want to be told of."""
        event = _event(record)
        is_known = event is not None and event.event_type_value in _EVENTS
        return record.levelno >= logging.WARNING or is_known or _failed_check(event) is not None

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        told, event = getattr(record, "dagster_meta", {}), _event(record)
        check = _failed_check(event)
        message = told.get("orig_message") or record.getMessage()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname if check is None else _LEVELS[check.severity],
            "job": told.get("job_name"),
            "run_id": told.get("run_id"),
            "step": told.get("step_key"),
            "event": event.event_type_value if event else None,
            "message": message if check is None else f"{message} {check.description or ''}".rstrip(),
        }
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> Any:
    return getattr(record, "dagster_meta", {}).get("dagster_event")


def _failed_check(event: Any) -> Any:
    """Return what a check that failed says; None if the event is another."""
    if event is None or event.event_type_value != "ASSET_CHECK_EVALUATION":
        return None
    evaluation = event.asset_check_evaluation_data
    return None if evaluation.passed else evaluation


class JournalledInstance(dg.DagsterInstance):
    """The instance of a home: it notes what is reported of a run from outside, which Dagster tells no journal."""

    @classmethod
    def config_schema(cls) -> dict[str, Any]:
        """Return no settings: Dagster asks every class of an instance for them."""
        return {}

    @classmethod
    def config_defaults(cls, base_dir: str) -> Any:
        """Return Dagster's own."""
        return InstanceRef.config_defaults(base_dir)

    def report_dagster_event(
        self, dagster_event: dg.DagsterEvent, run_id: str, log_level: str | int = logging.INFO, *arguments: Any, **options: Any
    ) -> None:
        """Store an event, then note it."""
        super().report_dagster_event(dagster_event, run_id, log_level, *arguments, **options)
        record = logging.LogRecord("dagster", _number(log_level), "", 0, dagster_event.message, None, None)
        told = {"job_name": dagster_event.job_name, "run_id": run_id, "step_key": dagster_event.step_key}
        record.__dict__["dagster_meta"] = told | {"dagster_event": dagster_event}
        # Opened for every record: the process may live for years, and others begin a new file meanwhile.
        with closing(Journal(Home(Path(self.root_directory).parent).journal)) as journal:
            journal.handle(record)


def _number(level: str | int) -> int:
    return level if isinstance(level, int) else logging.getLevelNamesMapping()[level.upper()]
