"""Dates, hours and windows in words."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st

from tests.unit.air_force_posts.grammar.numerals import chance, pick
from tests.unit.air_force_posts.grammar.written import KYIV, Window

MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip


def days(first: dt.date, last: dt.date) -> st.SearchStrategy[dt.date]:
    """Draw days, those at the ends of months and years and those on which the clocks change more often."""
    edges = [dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    edges += [dt.date(year, 1, 1) for year in range(first.year, last.year + 1)] * 6
    for year in range(first.year, last.year + 1):
        for month in (3, 10):
            change = dt.date(year, month, 31)
            edges += [change - dt.timedelta((change.weekday() + 1) % 7)] * 6
    edges += [dt.date(2024, 2, 29), dt.date(2024, 3, 1)]
    inside = [day for day in edges if first <= day <= last]
    anywhere = st.dates(first, last)
    return st.one_of(anywhere, st.sampled_from(inside)) if inside else anywhere


def date_words(draw: st.DrawFn, day: dt.date, *, year: bool) -> str:
    number = pick(draw, str(day.day), f"{day.day:02}")
    return f"{number} {MONTHS[day.month - 1]}" + (f" {day.year} року" if year else "")


def clock(draw: st.DrawFn, time: dt.time) -> str:
    return pick(draw, f"{time:%H}", str(time.hour)) + pick(draw, ".", ":") + f"{time:%M}"


def at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, KYIV)


def evening(draw: st.DrawFn) -> dt.time:
    return draw(
        st.sampled_from([dt.time(18, 0), dt.time(18, 30), dt.time(19, 0), dt.time(20, 0), dt.time(21, 30), dt.time(23, 50)])
    )


def morning(draw: st.DrawFn) -> dt.time:
    return draw(
        st.sampled_from([dt.time(7, 30), dt.time(8, 0), dt.time(8, 30), dt.time(9, 0), dt.time(10, 0), dt.time(11, 30)])
    )


def night(draw: st.DrawFn, first: dt.date, last: dt.date, *, forms: Sequence[str], year: bool | None = None) -> Window:
    """The opening of a report of a night, in one of these forms: `plain`, `start`, `start_and_end`, `from_to`, `numeric`."""
    day = draw(days(first, last))
    eve = day - dt.timedelta(1)
    has_year = chance(draw) if year is None else year
    form = pick(draw, *forms)
    date = date_words(draw, day, year=has_year)
    opening = pick(draw, "У ніч на", "У ніч на", "У ніч на", "В ніч на") + " " + date
    preposition = pick(draw, "з", "із")
    started = evening(draw)
    start = at(eve, started)
    if form == "plain":
        return Window(opening, "night", day, None, None, has_year)
    if form == "in_the_night":
        return Window(f"Уночі {date}", "night", day, None, None, has_year)
    if form == "start":
        eve_words = date_words(draw, eve, year=has_year and (eve.year != day.year) and chance(draw))
        return Window(f"{opening} ({preposition} {clock(draw, started)} {eve_words})", "night", day, start, None, has_year)
    ended = draw(st.sampled_from([dt.time(2, 30), dt.time(4, 30), dt.time(5, 0), dt.time(6, 0)]))
    end = at(day, ended)
    if form == "start_and_end":
        words = f"{opening} ({preposition} {clock(draw, started)} по {clock(draw, ended)})"
    elif form == "numeric":
        words = f"{opening} ({preposition} {clock(draw, started)} {eve:%d.%m} по {clock(draw, ended)} {day:%d.%m})"
    else:
        words = f"Із {clock(draw, started)} {date_words(draw, eve, year=False)} по {clock(draw, ended)} {date}"
    return Window(words, "night", day, start, end, has_year)


def post_time(draw: st.DrawFn, window: Window, told_at: dt.datetime | None) -> dt.datetime | None:
    """A time of posting from which the year follows: soon after, up to ten minutes before the as-of time, or late that day."""
    if window.has_year and chance(draw, 4):
        return None
    basis = told_at or window.end or at(window.day, dt.time(7, 30))
    minutes = draw(st.one_of(st.integers(3, 90), st.integers(3, 700), st.integers(-10, 0) if told_at else st.just(3)))
    return basis.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
