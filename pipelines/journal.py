"""The journal of a home: what runs did, a JSON document a line, for programs that watch logs.

`dagster.yaml` hands it to Dagster, which tells it of every event of every run, be it of the UI or of the `tally` command.
"""

import json
import logging
import logging.handlers
from datetime import UTC, datetime
from typing import Any

from warehouse.home import Home

MAX_BYTES = 5_000_000
KEPT_FILES = 3
# Beside warnings and errors: a run and its result.
_EVENTS = {"PIPELINE_START", "PIPELINE_SUCCESS", "PIPELINE_CANCELED", "ASSET_MATERIALIZATION"}


class Journal(logging.handlers.RotatingFileHandler):
    """Writes to `Home.journal`; starts a new file at 5 MB and keeps three old ones."""

    def __init__(self) -> None:
        path = Home.from_environment().journal
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep what a person would want to be told of."""
        event = _event(record)
        name = event.event_type_value if event else None
        is_failed_check = name == "ASSET_CHECK_EVALUATION" and not event.asset_check_evaluation_data.passed
        return record.levelno >= logging.WARNING or name in _EVENTS or is_failed_check

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        told, event = getattr(record, "dagster_meta", {}), _event(record)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "job": told.get("job_name"),
            "run_id": told.get("run_id"),
            "step": told.get("step_key"),
            "event": event.event_type_value if event else None,
            "message": told.get("orig_message") or record.getMessage(),
        }
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> Any:
    return getattr(record, "dagster_meta", {}).get("dagster_event")
