"""The charts: one function each, from the open published database to a drawing; this is the list of them, in order.

Belongs in this package: what a chart shows and says, one module per family. Its figures come from `reports/queries.py`, its
looks from `reports/style.py`, `reports/axes.py` and `reports/labels.py`, its words from `reports/messages/`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from reports.charts import campaigns, changes, months, nights, places, published, sizes, weapons, years
from reports.style import Drawing, Look

__all__ = ["CHARTS", "Chart", "Drawing", "Look"]


@dataclass(frozen=True)
class Chart:
    """A chart by its name, and the function that draws it from the published file."""

    name: str
    draw: Callable[[duckdb.DuckDBPyConnection, Look], Drawing]


CHARTS = {
    chart.name: chart
    for chart in (
        Chart("yearly_launches", years.yearly_launches),
        Chart("monthly_launches", months.monthly_launches),
        Chart("nightly_launches", nights.nightly_launches),
        Chart("cumulative_launches", years.cumulative_launches),
        Chart("night_calendar", sizes.night_calendar),
        Chart("neutralised_rate", months.neutralised_rate),
        Chart("attack_patterns", sizes.attack_patterns),
        Chart("weapons_by_month", weapons.weapons_by_month),
        Chart("attack_places", places.attack_places),
        Chart("claims_against_tally", published.claims_against_tally),
        Chart("revisions", changes.revisions),
        Chart("other_campaigns", campaigns.other_campaigns),
    )
}
