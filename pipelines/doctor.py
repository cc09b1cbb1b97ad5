"""`tally doctor`: the parts it looks at, in the order in which one rests on another."""

from collections.abc import Callable

from pipelines import findings, findings_dagster
from pipelines.findings import Finding
from warehouse.home import Home

_PARTS: dict[str, Callable[[Home], Finding]] = {
    "installation": findings.installation,
    "settings": findings.settings,
    "time zone data": findings.time_zone_data,
    "home": findings.home_is_writable,
    "disk": findings.free_disk,
    "snapshots": findings.stored_snapshots,
    "clock": findings.clock,
    "refresh lock": findings.refresh_lock,
    "published file": findings.published_file,
    "age of the data": findings.age_of_the_data,
    "history": findings_dagster.dagster_history,
    "runs": findings_dagster.stuck_runs,
    "nightly refresh": findings_dagster.nightly_refresh,
    "automation": findings_dagster.schedule_and_sensors,
}


def examine(home: Home) -> list[Finding]:
    """Look at every part of an installation and its home. Nothing is changed."""
    return [_look(name, part, home) for name, part in _PARTS.items()]


def _look(name: str, part: Callable[[Home], Finding], home: Home) -> Finding:
    try:
        return part(home)
    except Exception as error:
        # A part that is broken in a way nobody thought of is what a doctor is called for.
        told = f"cannot be looked at: {type(error).__name__}: {error}"
        return Finding(name, False, told, "Mend what is wrong above first, if anything.")
