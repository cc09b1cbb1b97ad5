"""What a home is seen to hold while things go wrong in it: the published total, the runs, and what readers get all the time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from warehouse import store, versions
from warehouse.home import Home

# A night that the shipped figures do not have, as a row of the dataset; the sum of all nights without it and with it.
NEW_NIGHT = {"time_start": "2026-06-18 18:00", "time_end": "2026-06-19 08:00"}
OLD_TOTAL, NEW_TOTAL = 102119, 102219
TOTAL = "select sum(launched)::bigint as total from mart.yearly_totals where weapon_group = 'shahed_type'"


def total(home: Home) -> int:
    """Return the published number of Shahed-type drones launched."""
    with versions.open_published(home) as con:
        ((launched,),) = con.execute(TOTAL).fetchall()
    return int(launched)


def run_statuses(home: Home) -> list[str]:
    """Return how the runs stand, oldest first."""
    from pipelines import leftovers
    from pipelines.instance import open_instance

    with open_instance(home) as instance:
        going_on = {run.run_id for run in leftovers.in_progress(instance)}
        return ["in progress" if run.run_id in going_on else run.status.value for run in reversed(instance.get_runs())]


@contextmanager
def reading(look: Callable[[Home], Any], home: Home) -> Iterator[set[Any]]:
    """Look into the published file all the time until the block ends; an error ends up among the answers."""
    stop, answers = threading.Event(), set[Any]()

    def read() -> None:
        while not stop.wait(0.05):
            try:
                answers.add(look(home))
            except (duckdb.Error, store.StoreError) as error:
                answers.add(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield answers
    finally:
        stop.set()
        reader.join()
