"""The schedule and the sensors after the clock jumped back: Dagster would wait until the time comes round again."""

import datetime as dt
from typing import Any

import dagster as dg
from dagster._core.scheduler.instigation import InstigatorState

from pipelines.status import CLOCK_TOLERANCE


def waiting(instance: dg.DagsterInstance) -> list[str]:
    """Return the names of the schedules and sensors that wait for a time which they had reached by a clock that was ahead."""
    return [state.name for state in _ahead(instance)]


def forget_the_future(instance: dg.DagsterInstance) -> list[str]:
    """Let schedules and sensors go on from now, see `waiting`. Return what was done, a sentence each.

    Only while no daemon runs: it remembers by itself where it was.
    """
    ahead, now = _ahead(instance), _now()
    for state in ahead:
        reached = {name: min(value, now) for name, value in _timestamps(state).items()}
        if reached:
            instance.update_instigator_state(state.with_data(_data(state)._replace(**reached)))
        last = _last_tick(instance, state)
        if last > now:
            instance.purge_ticks(state.instigator_origin_id, state.selector_id, before=last + 1)
    return [f"The clock was set back: {state.name} goes on from now." for state in ahead]


def _ahead(instance: dg.DagsterInstance) -> list[InstigatorState]:
    limit = _now() + CLOCK_TOLERANCE.total_seconds()
    return [
        state
        for state in instance.all_instigator_state()
        if max([_last_tick(instance, state), *_timestamps(state).values()]) > limit
    ]


def _last_tick(instance: dg.DagsterInstance, state: InstigatorState) -> float:
    ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
    return ticks[0].timestamp if ticks else 0.0


def _timestamps(state: InstigatorState) -> dict[str, float]:
    fields: dict[str, Any] = _data(state)._asdict() if state.instigator_data else {}
    return {name: value for name, value in fields.items() if name.endswith("timestamp") and value is not None}


def _data(state: InstigatorState) -> Any:
    return state.instigator_data


def _now() -> float:
    return dt.datetime.now(dt.UTC).timestamp()
