"""The last whole month in ten lines, for a newsletter; every number is a link to its row on the page.

Belongs here: which numbers these are. The sentences are in `reports/messages`.
"""

from collections.abc import Iterator

import duckdb

from reports import latest, sections, texts
from reports.latest import Latest
from reports.rows import Row
from reports.words import Language


def render(con: duckdb.DuckDBPyConnection, language: str) -> str:
    """Return the summary as Markdown.

    Args:
        con: The published database.
        language: `en` or `uk`.
    """
    say = texts.language(language)
    newest = latest.read(con)
    if newest.month is None:
        return f"{say('whole.no_data')}\n"
    title = say("summary.title", month=say.in_month(newest.month["month"]))
    sources = "; ".join(source["citation"] for source in sections.sources(con))
    note = say("summary.note", period=f"{newest.month['month']:%Y-%m}", sources=sources)
    return "\n".join([f"# {title}", "", *(f"- {line}" for line in _lines(newest, newest.month, say)), "", note, ""])


def _lines(newest: Latest, month: Row, say: Language) -> Iterator[str]:
    """Yield at most ten lines; what nobody stated is left out or said to be unknown."""
    yield say("summary.launched", launched=_count(month, "launched", say))
    if (before := newest.month_before) and month["change_pct"] is not None:
        change = _link(month, say.difference(month["change_pct"]))
        yield say("summary.before", change=change, before=_count(before, "launched", say))
    if ago := newest.year_ago:
        yield say("summary.year_ago", month=say.in_month(ago["month"]), before=_count(ago, "launched", say))
    if month["neutralised"] is not None:
        rate = _link(month, say.percent(month["neutralised_rate_pct"], 1))
        yield say("summary.neutralised", neutralised=_count(month, "neutralised", say), rate=rate)
    if peak := newest.peak:
        yield say("summary.peak", night=say.day(peak["night_of"]), launched=_count(peak, "launched", say))
    if nights := newest.coverage:
        reported, missing = (_count(nights, name, say) for name in ("nights_reported", "nights_missing"))
        yield say("summary.nights", attacked=_count(month, "nights_with_attack", say), reported=reported, missing=missing)
    low, high, doubles = (_count(month, name, say) for name in ("launched_low", "launched_high", "possible_double_count"))
    yield say("summary.bounds", low=low, high=high, doubles=doubles)
    yield say("summary.start", launched=_count(month, "launched_by_start_date", say))
    yield _missiles(newest, say)
    if (year := newest.year) and year["is_partial_period"]:
        yield say("summary.year", year=str(year["year"]), launched=_count(year, "launched", say))
    elif whole := newest.whole_year:
        yield say("summary.whole_year", year=str(whole["year"]), launched=_count(whole, "launched", say))


def _missiles(newest: Latest, say: Language) -> str:
    if not newest.missiles:
        return say("summary.missiles_none")
    named = [say(f"missiles.{row['weapon_group']}", launched=_count(row, "launched", say)) for row in newest.missiles]
    partial = [row for row in newest.missiles if row["is_partial_period"]]
    part = " " + say("missiles.partial", covered=_count(partial[0], "nights_covered", say)) if partial else ""
    return say("summary.missiles", missiles=", ".join(named)) + part


def _count(row: Row, column: str, say: Language) -> str:
    return say("summary.not_known") if row[column] is None else _link(row, say.count(row[column]))


def _link(row: Row, number: str) -> str:
    return f"[{number}](index.html#{row.anchor})"
