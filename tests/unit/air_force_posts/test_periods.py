"""Kyiv dates and times of a report: its night, its hours, its year, and what is mended or refused (DOMAIN.md)."""

import datetime as dt

import pytest

from assets.sources.air_force_posts import periods
from assets.sources.air_force_posts.moments import Moment
from assets.sources.air_force_posts.periods import KYIV, NoPeriod
from assets.sources.air_force_posts.report import Period
from tests.unit.air_force_posts.test_passages import passages_of


def kyiv(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment).replace(tzinfo=KYIV)


def moments_of(text: str) -> list[list[Moment]]:
    return periods.moments_of(passages_of(text)[0])


def read(text: str, posted: str | None) -> Period:
    """Read the period of a post; `posted` is Kyiv time."""
    return periods.read_period(moments_of(text), kyiv(posted) if posted else None)


def window(period: Period) -> tuple[str | None, str | None]:
    """Start and end in Kyiv."""
    start, end = (f"{moment:%Y-%m-%d %H:%M}" if moment else None for moment in (period.start, period.end))
    return start, end


@pytest.mark.parametrize(
    ("text", "posted", "kind", "start_date", "end_date"),
    [
        ("У ніч на 5 травня атакував", "2026-05-05 09:00", "night", "2026-05-04", "2026-05-05"),
        ("В ніч на 5 травня атакував", "2026-05-05 09:00", "night", "2026-05-04", "2026-05-05"),
        ("Уночі 5 травня атакував", "2026-05-05 09:00", "night", "2026-05-04", "2026-05-05"),
        ("5 травня вночі атакував", "2026-05-05 09:00", "night", "2026-05-04", "2026-05-05"),
        ("У ніч з 4 на 5 травня атакував", "2026-05-05 09:00", "night", "2026-05-04", "2026-05-05"),
        ("У ніч на вівторок 5 травня атакував", "2026-05-05 09:00", "night", "2026-05-04", "2026-05-05"),
        ("У новорічну ніч атакував", "2026-01-01 09:00", "night", "2025-12-31", "2026-01-01"),
        ("Протягом ночі (з 00:10 5 травня) атакував", "2026-05-05 09:00", "night", "2026-05-05", "2026-05-05"),
        ("Цієї ночі противник атакував", "2026-05-05 09:00", "night", "2026-05-04", "2026-05-05"),
        ("Протягом дня 5 травня атакував", "2026-05-05 19:00", "day", "2026-05-05", "2026-05-05"),
        ("5 травня протягом денної пори атакував", "2026-05-05 19:00", "day", "2026-05-05", "2026-05-05"),
        ("Уранці 5-го травня атакував", "2026-05-05 12:00", "morning", "2026-05-05", "2026-05-05"),
        ("Увечері 5 травня атакував", "2026-05-05 23:00", "evening", "2026-05-05", "2026-05-05"),
    ],
)
def test_kind_and_dates(text: str, posted: str, kind: str, start_date: str, end_date: str) -> None:
    period = read(text, posted)
    assert (period.kind, str(period.start_date), str(period.end_date)) == (kind, start_date, end_date)
    assert period.night_of == (None if kind in ("day", "morning") else period.end_date)


@pytest.mark.parametrize(
    ("text", "posted", "start", "end"),
    [
        ("У ніч на 5 травня (з 18:00 4 травня) атакував", "2026-05-05 09:00", "2026-05-04 18:00", None),
        ("У ніч на 5 травня (із 21.00 до 05.30) атакував", "2026-05-05 09:00", "2026-05-04 21:00", "2026-05-05 05:30"),
        ("У ніч на 5 травня (із 01.30 до 05.30) атакував", "2026-05-05 09:00", "2026-05-05 01:30", "2026-05-05 05:30"),
        ("У ніч на 5 травня (із 20.00 04.05 по 06.00 05.05) атакував", "2026-05-05 09:00",
         "2026-05-04 20:00", "2026-05-05 06:00"),
        ("Уночі 24.03.23 атакував", "2023-03-24 09:00", None, None),
        ("Із 22.00 17-го по 04 годину 18 листопада 2024 року атакував", None, "2024-11-17 22:00", "2024-11-18 04:00"),
        ("Із 23.00 30-го по 04.00 1 травня 2024 року атакував", None, "2024-04-30 23:00", "2024-05-01 04:00"),
        ("29 вересня 2022 року з 23.00 по 24.00 атакував", None, "2022-09-29 23:00", "2022-09-30 00:00"),
        ("31 грудня 2022 року з 23.00 по 24.00 атакував", None, "2022-12-31 23:00", "2023-01-01 00:00"),
        ("У ніч на 6 травня (з 20:00 5 травня до опівночі 6-го) атакував", "2023-05-06 09:00",
         "2023-05-05 20:00", "2023-05-06 00:00"),
        ("Із 14.00 12 грудня по 10.00 13 грудня 2024 року завдав удару", None, "2024-12-12 14:00", "2024-12-13 10:00"),
        ("Протягом дня 5 травня (із 6.30 до 18.00) атакував", "2026-05-05 19:00", "2026-05-05 06:30", "2026-05-05 18:00"),
        ("Увечері 5 травня (з 7 вечора до 23:00) атакував", "2026-05-05 23:30", "2026-05-05 19:00", "2026-05-05 23:00"),
        ("У ніч на 5 травня атакував. Станом на 8.30 збито 9.", "2026-05-05 09:00", None, "2026-05-05 08:30"),
        ("У ніч на 5 травня (з 21.00 до 05.30) атакував. Станом на 8.30 збито 9.", "2026-05-05 09:00",
         "2026-05-04 21:00", "2026-05-05 05:30"),
    ],
)  # fmt: skip
def test_hours(text: str, posted: str | None, start: str | None, end: str | None) -> None:
    period = read(text, posted)
    assert window(period) == (start, end)
    assert (period.mended, period.marks) == ((), ())


@pytest.mark.parametrize(
    ("day", "eve", "hours"),
    [
        ("29 березня", "28 березня", 13.5),
        ("30 березня", "29 березня", 14.5),
        ("25 жовтня", "24 жовтня", 15.5),
        ("26 жовтня", "25 жовтня", 14.5),
    ],
    ids=["clocks go forward", "the night after", "clocks go back", "the night after that"],
)
def test_nights_on_which_the_clocks_change(day: str, eve: str, hours: float) -> None:
    """In 2026 the clocks change on 29 March and 25 October: 18:00 to 08:30 is an hour less, or more."""
    number, month = day.split()
    posted = f"2026-{'03' if month == 'березня' else '10'}-{number} 09:00"
    period = read(f"У ніч на {day} (з 18:00 {eve}) атакував. Станом на 08:30 збито 9.", posted)
    assert period.start is not None
    assert period.end is not None
    assert (period.start.hour, period.end.hour, period.end.minute) == (18, 8, 30)
    assert (period.end.astimezone(dt.UTC) - period.start.astimezone(dt.UTC)) == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("text", "posted", "mended", "start"),
    [
        ("У ніч на 5 серпня (із 19.00 4 червня) атакував", "2024-08-05 09:00", "start date 04.06.2024 read as 04.08.2024",
         "2024-08-04 19:00"),
        ("У ніч на 24 березня (із 19.00 23 квітня) атакував", "2025-03-24 09:00", "start date 23.04.2025 read as 23.03.2025",
         "2025-03-23 19:00"),
        ("У ніч на 15 листопада (із 19.00 15 листопада) атакував", "2024-11-15 09:00",
         "start date 15.11.2024 read as 14.11.2024", "2024-11-14 19:00"),
        ("У ніч на 16 січня 2023 року (з 19:00 15 січня) атакував", "2024-01-16 09:00", "year 2023 read as 2024",
         "2024-01-15 19:00"),
    ],
    ids=["start month", "start month, later", "start date is the end date", "year of the old year"],
)  # fmt: skip
def test_error_that_the_day_proves_is_mended(text: str, posted: str, mended: str, start: str) -> None:
    period = read(text, posted)
    assert period.mended == (mended,)
    assert window(period)[0] == start


def test_wrong_month_of_both_dates_is_mended_by_the_day_of_the_post() -> None:
    period = read("У ніч на 5 червня (з 18:00 4 червня) атакував", "2026-07-05 09:00")
    assert (str(period.end_date), window(period)[0]) == ("2026-07-05", "2026-07-04 18:00")
    assert period.mended[0] == "month 6 read as 7"


@pytest.mark.parametrize(
    ("text", "posted", "mark", "expected"),
    [
        ("У ніч на 16 січня (із 19.00 12 січня) атакував. Станом на 8.00 збито 9.", "2024-01-16 09:00",
         "start_date_does_not_fit_the_night", (None, "2024-01-16 08:00")),
        ("У ніч на 16 січня (із 09.00 15 січня) атакував", "2024-01-16 09:00",
         "starts_in_the_morning_before", ("2024-01-15 09:00", None)),
        ("У ніч на 16 січня (з 18:00 15 січня) атакував. Станом на 17:30 15 січня збито 9.", "2024-01-16 09:00",
         "as_of_before_the_start", ("2024-01-15 18:00", None)),
        ("У ніч на 16 січня (з 18:00 15 січня) атакував. Станом на 09:30 збито 9.", "2024-01-16 08:24",
         "as_of_after_the_post", ("2024-01-15 18:00", "2024-01-16 09:30")),
    ],
    ids=["another start date", "09.00 for 19.00", "as of before the start", "as of an hour after the post"],
)  # fmt: skip
def test_doubt_is_marked_and_nothing_made_up(
    text: str, posted: str, mark: str, expected: tuple[str | None, str | None]
) -> None:
    period = read(text, posted)
    assert (period.marks, period.mended, window(period)) == ((mark,), (), expected)


@pytest.mark.parametrize(
    ("posted", "is_marked"), [("08:30", False), ("08:24", False), ("08:15", False), ("08:14", True), ("07:00", True)]
)
def test_as_of_may_lie_a_quarter_of_an_hour_after_the_post(posted: str, is_marked: bool) -> None:
    """Two real posts came five minutes before the round hour they speak of."""
    period = read("У ніч на 24 червня (з 18:00 23 червня) атакував. Станом на 08:30 збито 9.", f"2026-06-24 {posted}")
    assert bool(period.marks) == is_marked
    assert window(period) == ("2026-06-23 18:00", "2026-06-24 08:30")


@pytest.mark.parametrize(
    ("night", "posted", "expected"),
    [
        ("16 січня", "2024-01-16 09:00", "2024-01-16"),
        ("16 січня", "2024-01-17 09:00", "2024-01-16"),
        ("16 січня", "2024-01-20 23:59", "2024-01-16"),
        ("17 січня", "2024-01-16 23:00", "2024-01-17"),
        ("31 грудня", "2025-01-01 09:00", "2024-12-31"),
        ("31 грудня", "2025-01-02 09:00", "2024-12-31"),
        ("1 січня", "2024-12-31 23:30", "2025-01-01"),
        ("1 січня", "2025-01-01 00:30", "2025-01-01"),
        ("29 лютого", "2024-02-29 09:00", "2024-02-29"),
        ("1 березня", "2024-03-01 09:00", "2024-03-01"),
    ],
    ids=[
        "the same day", "a day late", "four days late", "night going on", "last night of the old year",
        "two days into the year", "before midnight of New Year", "after midnight of New Year", "leap day", "after the leap day",
    ],
)  # fmt: skip
def test_year_is_that_of_the_post(night: str, posted: str, expected: str) -> None:
    assert str(read(f"У ніч на {night} атакував", posted).end_date) == expected


def test_day_of_the_post_is_that_in_kyiv() -> None:
    """Posted at 01:30 on 5 May in Kyiv: the night to the 6th has not begun, but lies one day ahead, and not two."""
    posted = dt.datetime(2026, 5, 4, 22, 30, tzinfo=dt.UTC)
    assert str(periods.read_period(moments_of("У ніч на 6 травня атакував"), posted).end_date) == "2026-05-06"
    assert str(periods.read_period(moments_of("Цієї ночі противник атакував"), posted).end_date) == "2026-05-05"


@pytest.mark.parametrize(
    ("text", "posted", "words"),
    [
        ("Збито 5 БпЛА", "2026-05-05 09:00", "it gives no date"),
        ("Цієї ночі противник атакував", None, "it gives no date"),
        ("З 24 лютого 2022 року збито 500", "2022-10-27 09:00", "it gives no date"),
        ("У ніч на 5 травня атакував", None, "no year"),
        ("У ніч на 5 травня атакував", "2026-05-10 09:00", "does not fit the day of the post"),
        ("У ніч на 7 травня атакував", "2026-05-05 09:00", "does not fit the day of the post"),
        ("У ніч на 5 червня атакував", "2026-07-05 09:00", "does not fit the day of the post"),
        ("У ніч на 30 лютого атакував", "2026-03-01 09:00", "there is no 30.2."),
        ("У ніч на 29 лютого 2025 року атакував", None, "there is no 29.2.2025"),
        ("У ніч на 5 травня (з 05:30 до 03:00) атакував", "2026-05-05 09:00", "before it begins"),
    ],
)
def test_period_that_cannot_be_told_is_refused(text: str, posted: str | None, words: str) -> None:
    with pytest.raises(NoPeriod) as refusal:
        read(text, posted)
    assert words in str(refusal.value)


@pytest.mark.parametrize(("posted", "night"), [("00:30", 5), ("09:00", 5), ("17:59", 5), ("18:00", None), ("23:00", None)])
def test_this_night_is_the_one_before_the_post(posted: str, night: int | None) -> None:
    """In the evening "цієї ночі" may also mean the night that begins."""
    text = "Цієї ночі противник атакував"
    if night is None:
        with pytest.raises(NoPeriod, match="this night"):
            read(text, f"2026-05-05 {posted}")
    else:
        period = read(text, f"2026-05-05 {posted}")
        assert (period.end_date, period.marks) == (dt.date(2026, 5, night), ("date_of_the_post",))


def test_date_in_the_headline_is_none_of_the_report() -> None:
    assert (
        str(read("ЗБИТО ЗА 3 ТРАВНЯ 9 БПЛА\n➖➖➖➖\nУ ніч на 5 травня атакував", "2026-05-05 09:00").end_date) == "2026-05-05"
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("У ніч на 5 травня атакував. У ніч на 6 травня атакував.", 2),
        ("У ніч на 5 травня атакував. У ніч на 5 травня збито 9.", 1),
        ("Протягом дня 5 травня атакував", 0),
    ],
)
def test_nights_named_in_a_post_are_counted(text: str, count: int) -> None:
    assert periods.nights(moments_of(text)) == count
