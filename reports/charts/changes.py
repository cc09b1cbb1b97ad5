"""Changes at the sources: what was corrected, added late, withdrawn or renamed between two readings, by the day it was seen."""

import duckdb
import pandas as pd
from matplotlib.axes import Axes

from reports import queries
from reports.axes import strip
from reports.labels import key
from reports.queries import rows_of
from reports.style import LABEL, Drawing, Look, Sheet, nothing_to_draw, sheet_of, styled
from reports.words import language

_KINDS = ("renumbered", "added_late", "withdrawn", "moved", "relabelled")
# With more days than this, days are put together by month.
_MOST_ROWS = 24


@styled
def revisions(con: duckdb.DuckDBPyConnection, look: Look) -> Drawing:
    """Draw how many figures of the sources changed, by the day on which it was seen and the kind of change."""
    say, changes = language(look.language), queries.frame(con, "revisions")
    if changes.empty:
        return nothing_to_draw(look, say("revisions.name"), say("revisions.nothing"))
    is_monthly = changes.seen_on.nunique() > _MOST_ROWS
    changes["row"] = [say.month(day) if is_monthly else say.day(day) for day in changes.seen_on]
    rows = list(dict.fromkeys(changes.row))[-_MOST_ROWS:]
    kinds = changes.groupby("change").changes.sum()
    rows_changed = {kind: int(kinds.get(kind, 0)) for kind in ("renumbered", "added_late", "withdrawn")}
    title = say("revisions.title", n=int(kinds.sum()), **rows_changed)
    subtitle = say("revisions.subtitle", first=changes.seen_on.min().date(), last=changes.seen_on.max().date())
    notes = [say("revisions.note"), *queries.footer(con, say, sorted(set(changes.source_id)), is_tally=False)]
    sheet = Sheet(look, title, subtitle, notes, panels=0.75 + 0.32 * max(len(rows), 3))
    axes = sheet.panel(numbers=0.9, right=0.93, ticks=0.3)
    theme = sheet.theme
    colours = dict(zip(_KINDS, (theme.vermilion, theme.blue, theme.orange, theme.green, theme.sky), strict=True))
    seen = [kind for kind in _KINDS if kind in set(changes.change)]
    key(axes, [(say(f"revisions.{kind}"), colours[kind]) for kind in seen])
    _draw_rows(axes, changes, rows, colours)
    named = ", ".join(f"{say(f'revisions.{kind}')} {say.count(kinds[kind])}" for kind in seen)
    return sheet.drawing(say("revisions.alt", title=title, kinds=named))


def _draw_rows(axes: Axes, changes: pd.DataFrame, rows: list[str], colours: dict[str, str]) -> None:
    """Draw a bar per day, the newest on top, with its number at its end."""
    sheet = sheet_of(axes)
    strip(axes, along="x")
    axes.spines["left"].set_visible(False)
    places = {name: place for place, name in enumerate(reversed(rows))}
    ends = dict.fromkeys(rows, 0.0)
    shown = changes[changes.row.isin(places)].groupby(["row", "change"], sort=False).changes.sum().reset_index()
    for kind in _KINDS:
        for change in rows_of(shown[shown.change == kind]):
            axes.barh(places[change.row], change.changes, left=ends[change.row], height=0.62, color=colours[kind], linewidth=0)
            ends[change.row] += change.changes
    for name, place in places.items():
        axes.annotate(sheet.say.count(ends[name]), (ends[name], place), (4, 0), textcoords="offset points", size=LABEL,
                      weight="bold", color=sheet.theme.ink, va="center_baseline")  # fmt: skip
    axes.set_yticks(list(places.values()), list(places), color=sheet.theme.ink)
    axes.set_ylim(max(len(rows), 3) - 0.4, -0.6)
    axes.set_xlim(0, max(ends.values()) * 1.05)
