"""What tests of `mart.reconciliation` share: June 2025, and what they ask of the mart."""

from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl

from assets.sources import published_figures
from tests.unit.rows import COUNTING, ask, fill, make, night, raw, raw_figure, regional
from warehouse import store
from warehouse.columns import COLUMNS
from warehouse.tables import BY_NAME

KNOWN = {name: COLUMNS[name].values for name in ("unit", "qualifier")}
Reconcile = Callable[..., None]

# June 2025 by end: 1,000 launched of which 5 regional, 600 shot down, 300 lost. The night to 1 June starts in May.
NIGHTS = (
    night("2025-05-30", 0, intercepted=0),
    night("2025-06-01", 111, intercepted=60, lost=30),
    night("2025-06-10", 400, intercepted=240, lost=120),
    night("2025-06-11", 484, intercepted=297, lost=150),
    regional("2025-06-11 10:00", "2025-06-11 12:00", launched=5, intercepted=3),
    night("2025-07-05", 20, intercepted=15),
)


def reconciling(build: duckdb.DuckDBPyConnection) -> Reconcile:
    """Return what compares figures, about June 2025 by default, with what is counted, or with reports that it counts first."""

    def run(*figures: dict[str, str | None], reports: tuple[dict[str, Any], ...] = ()) -> None:
        if reports:
            fill(build, *reports)
            make(build, *COUNTING)
        rows = [june(figure_id=f"f{number}") | figure for number, figure in enumerate(figures, 1)]
        cleaned, rejected = published_figures.clean(raw("raw.published_figures", *rows), KNOWN)
        assert rejected.rows() == []
        cleaned = cleaned.with_columns(source_id=pl.lit("published_figures"))
        store.write_frame(build, BY_NAME["core.published_figures"], cleaned)
        make(build, "mart.reconciliation")

    return run


def june(**cells: str | None) -> dict[str, str | None]:
    month = {"granularity": "month", "period_start": "2025-06-01", "period_end": "2025-06-30", "qualifier": "exact"}
    return raw_figure(**month | cells)


def best(build: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    (row,) = ask(build, "select rule_id, measure_tried, verdict, tallied from mart.reconciliation where is_best")
    return row


def tallied(build: duckdb.DuckDBPyConnection, measure: str = "launched") -> dict[str, int]:
    return dict(ask(build, f"select rule_id, tallied from mart.reconciliation where measure_tried = '{measure}'"))
