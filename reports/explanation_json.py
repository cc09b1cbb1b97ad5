"""An explanation as JSON, with every report of the period."""

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from reports.explanation import Explanation


def as_json(explanation: Explanation) -> str:
    """Return the explanation as one JSON object; dates as YYYY-MM-DD, windows in Kyiv time, a number nobody stated as null."""
    whole = asdict(explanation)
    whole["covered"] = dict(zip(("first", "last"), explanation.covered, strict=True)) if explanation.covered else None
    return json.dumps(whole, indent=2, ensure_ascii=False, default=_written) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
