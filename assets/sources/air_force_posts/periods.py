"""The period of a report: Kyiv time, its year taken from the post, errors mended only where the day proves them.

"У ніч на D" runs from the evening of D-1 to the morning of D. No hours are ever added to local times, so that the nights on
which the clocks change come out right.
"""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from assets.sources.air_force_posts.moments import Date, Moment, moments, to_time
from assets.sources.air_force_posts.passages import Passage
from assets.sources.air_force_posts.report import Period

KYIV = ZoneInfo("Europe/Kyiv")
# A post may give a time a little after its own: it is written for the round hour.
_AHEAD = dt.timedelta(minutes=15)
# What lies further ahead is no slip of the pen.
_FAR_AHEAD = dt.timedelta(hours=6)
# How far back from its post a report may lie, in days; one day ahead is a night that is still going on.
_MOST_DAYS_BACK = 4
# The night before the post, if that was written until the evening.
_THIS_NIGHT = {"цієї ночі", "минулої ночі", "минулу ніч", "цю ніч"}
_EVENING = dt.time(18)
_NOON = dt.time(12)
_AFTERNOON = dt.time(16)


class NoPeriod(Exception):
    """A post does not say, or not clearly, what time it is about; the message says why.

    Attributes:
        has_date: Whether it gives a date at all.
    """

    def __init__(self, message: str, *, has_date: bool = True) -> None:
        super().__init__(message)
        self.has_date = has_date


@dataclass
class _End:
    """One end of a period as printed."""

    date: Date | None = None
    time: Moment | None = None

    @property
    def is_said(self) -> bool:
        return self.date is not None or self.time is not None


@dataclass
class _Printed:
    """A period as printed."""

    part: str | None = None
    main: Date | None = None
    start: _End = field(default_factory=_End)
    end: _End = field(default_factory=_End)
    is_this: bool = False
    starts_on_eve: bool = False
    is_night_dated: bool = False


Moments = list[list[Moment]]


def moments_of(passages: list[Passage]) -> Moments:
    """Return what each passage of a post says about time; of its headline only where no other gives a date."""
    found = [moments(passage.tokens, number) for number, passage in enumerate(passages)]
    body = [moments for moments, passage in zip(found, passages, strict=True) if passage.level != "headline"]
    return body if has_date(body) else found


def has_date(found: Moments) -> bool:
    """Whether any passage gives a date, or says "this night"."""
    return any(_printed(sentence) for sentence in found)


def read_period(found: Moments, posted_at: dt.datetime | None) -> Period:
    """Read the period of a report.

    Args:
        found: What the passages of the post say about time.
        posted_at: When it was posted, with a time zone.

    Raises:
        NoPeriod: No date can be found, or it cannot be the report's.
    """
    candidates = [printed for sentence in found if (printed := _printed(sentence)) is not None]
    if not candidates:
        raise NoPeriod("it gives no date", has_date=False)
    # A date may stand before the report's own: "Вшановуємо загиблих 13 жовтня. У ніч на 14 жовтня …".
    printed = next((candidate for candidate in candidates if candidate.is_night_dated), candidates[0])
    as_of = _as_of(found)
    has_end = printed.main or printed.end.is_said or printed.part or as_of
    if not has_end and not printed.is_this:
        raise NoPeriod("it says since when, but not until when", has_date=False)
    posted = posted_at.astimezone(KYIV) if posted_at else None
    return _Resolver(printed, posted).period(as_of)


def nights(found: Moments) -> int:
    """Return how many different nights a post names by date."""
    named = set()
    for sentence in found:
        for part, on, date in zip(sentence, sentence[1:], sentence[2:], strict=False):
            if part.part == "night" and on.kind == "on" and date.date is not None:
                named.add((date.date.day, date.date.month))
    return len(named)


def _as_of(found: Moments) -> tuple[Moment, Date | None] | None:
    """Return the time as of which a post speaks, the latest if it gives several."""
    times = []
    for sentence in found:
        for position, moment in enumerate(sentence):
            following = sentence[position + 1 : position + 3]
            is_on = moment.kind == "on" and (position == 0 or sentence[position - 1].kind != "part")
            if (moment.kind == "as_of" or is_on) and following and following[0].kind == "time":
                date = following[1].date if len(following) > 1 and following[1].kind == "date" else None
                times.append((following[0], date))
    return max(times, key=lambda time: to_time(time[0])[0]) if times else None


def _printed(sentence: list[Moment]) -> _Printed | None:
    """Return the period that a passage gives; None if it gives no date, nor "this night"."""
    printed = _Printed()
    mode = "main"
    for position, moment in enumerate(sentence):
        kind = moment.kind
        if kind == "as_of":
            mode = "as_of"
        elif kind == "part":
            printed.part = printed.part or moment.part
            printed.is_this = printed.is_this or moment.words in _THIS_NIGHT
            mode = "main" if mode == "as_of" else mode
        elif kind in ("from", "began"):
            # A second start is that of something else: "а зранку, з 05:00 до 07:00 – ракетами".
            mode = "start" if printed.start.time is None else "other"
        elif kind in ("to", "lasted"):
            mode = "end" if mode in ("start", "end", "main") and kind == "to" else mode
        elif kind == "on":
            mode = "main"
        elif kind == "part_start":
            if moment.part == "evening":
                printed.part, printed.starts_on_eve = printed.part or "night", True
        elif kind == "time" and mode in ("start", "end"):
            side = printed.start if mode == "start" else printed.end
            side.time = side.time or moment
        elif kind == "date":
            _put_date(printed, mode, moment, is_night=_follows_night(sentence, position))
    has_date = printed.main is not None or printed.start.date is not None or printed.end.date is not None
    # "з 24 лютого 2022 року" says since when, not what time a report is about.
    is_since = printed.main is None and printed.end.date is None and printed.start.time is None and printed.part is None
    return printed if (has_date and not is_since) or printed.is_this else None


def _follows_night(sentence: list[Moment], position: int) -> bool:
    """Whether a date stands after "у ніч на", or after "увечері 11 жовтня та вночі"."""
    before = sentence[max(0, position - 2) : position]
    is_night = bool(before) and before[-1].part == "night"
    is_after_evening = is_night and any(moment.part == "evening" for moment in sentence[:position])
    return is_after_evening or (len(before) == 2 and before[0].part == "night" and before[1].kind == "on")


def _put_date(printed: _Printed, mode: str, moment: Moment, is_night: bool) -> None:
    if mode == "main" and is_night and printed.main is not None and not printed.is_night_dated:
        # "увечері 4 вересня та у ніч на 5 вересня" is one attack, which starts on the first date.
        printed.start.date, printed.main = printed.main, moment.date
        printed.part = "night" if printed.part == "evening" else "day_and_night"
        printed.is_night_dated = True
    elif mode == "main" and printed.main is None:
        printed.main, printed.is_night_dated = moment.date, is_night
    elif mode == "start" and printed.start.date is None:
        printed.start.date = moment.date
    elif mode == "end" and printed.end.date is None:
        printed.end.date = moment.date


class _Resolver:
    """Turns a printed period into dates and times."""

    def __init__(self, printed: _Printed, posted: dt.datetime | None) -> None:
        self.printed, self.posted = printed, posted
        self.mended: list[str] = []
        self.marks: list[str] = []

    def period(self, as_of: tuple[Moment, Date | None] | None) -> Period:
        end_date = self._end_date()
        start_time = self.printed.start.time
        if start_time is not None and as_of is not None and self._is_seen_next_day(end_date, start_time, as_of):
            self.printed.part, self.printed.start.date = "night", self.printed.start.date or self.printed.main
            end_date += dt.timedelta(days=1)
        is_night = self.printed.part == "night"
        start_date = self._start_date(end_date, is_night)
        start = self._at(start_date, self.printed.start.time) if start_date else None
        end = self._at(self._end_day(end_date), self.printed.end.time)
        if end is not None and self.printed.end.time is not None and self.printed.end.time.hour == 24:
            end_date = end.date()
        kind = self._kind(start, end, start_date, end_date)
        if start_date is None:
            start_date = end_date - dt.timedelta(days=1) if is_night else end_date
        if kind in ("night", "day_and_night") and not is_night and end is not None:
            end_date = end.date()
        seen = self._seen(as_of, start, end_date)
        if start is not None and (end or seen) is not None and (end or seen) < start:  # type: ignore[operator]
            raise NoPeriod(f"it ends ({end or seen:%d.%m. %H:%M}) before it begins ({start:%d.%m. %H:%M})")
        if start is not None and is_night and start.time() < _NOON and start_date < end_date:
            self.marks.append("starts_in_the_morning_before")
        if end is not None and self.posted is not None and end > self.posted + _FAR_AHEAD:
            self.marks.append("ends_after_the_post")
        end = end or (seen if kind != "evening" else None)
        return Period(kind, start_date, end_date, start, end, seen, tuple(self.mended), tuple(self.marks))

    # Dates.

    def _end_date(self) -> dt.date:
        """Return the date on which the period ends, by which it is filed."""
        printed = self.printed
        if printed.main is not None:
            is_end = printed.part == "night" or printed.end.date is None
            if is_end:
                return self._after_midnight(self._year_of(printed.main))
            return self._year_of(printed.end.date)
        if printed.end.date is not None:
            return self._year_of(printed.end.date)
        if printed.start.date is None:
            return self._this_night()
        start = self._year_of(printed.start.date)
        time = printed.start.time
        is_eve = printed.starts_on_eve or (printed.part == "night" and time is not None and to_time(time)[0] >= _NOON)
        return start + dt.timedelta(days=1) if is_eve else start

    def _is_seen_next_day(self, date: dt.date, start: Moment, as_of: tuple[Moment, Date | None]) -> bool:
        """Whether what began in the evening is told as of the next morning: "Із 18:00 5 грудня … Станом на 09:00"."""
        is_open = self.printed.part is None and not self.printed.end.is_said and as_of[1] is None
        is_next = self.posted is not None and self.posted.date() == date + dt.timedelta(days=1)
        return is_open and is_next and to_time(as_of[0])[0] < to_time(start)[0]

    def _after_midnight(self, date: dt.date) -> dt.date:
        """Return the day after for "3 травня з 22.00 до 02.00": one date, and two times of which the first is later.

        That date is where it starts, unless it would then end after it was posted.
        """
        start, end = self.printed.start, self.printed.end
        if self.printed.part is not None or start.time is None or end.time is None or start.date is not None:
            return date
        following = date + dt.timedelta(days=1)
        ends = self._at(following, end.time)
        is_over = self.posted is None or (ends is not None and ends <= self.posted + _AHEAD)
        return following if to_time(start.time)[0] > to_time(end.time)[0] and not to_time(end.time)[1] and is_over else date

    def _this_night(self) -> dt.date:
        """Return the date of "цієї ночі", which is that of the post."""
        if self.posted is None or self.posted.time() >= _EVENING:
            raise NoPeriod("it gives no date but “this night”, and the time of the post does not tell which")
        self.marks.append("date_of_the_post")
        return self.posted.date()

    def _end_day(self, end_date: dt.date) -> dt.date:
        if self.printed.end.date is None:
            # "до 24:00" of a night is the midnight within it
            is_midnight = (
                self.printed.part == "night" and self.printed.end.time is not None and self.printed.end.time.hour == 24
            )
            return end_date - dt.timedelta(days=1) if is_midnight else end_date
        return self._year_of(self.printed.end.date, near=end_date)

    def _start_date(self, end_date: dt.date, is_night: bool) -> dt.date | None:
        """Return the date on which the period starts; None if nothing is said of its start."""
        printed, eve = self.printed, end_date - dt.timedelta(days=1)
        date = printed.start.date
        if date is None and printed.main is not None and printed.end.date is not None and not is_night:
            date = printed.main
        if date is not None:
            return self._mended_start(date, end_date, eve, is_night)
        if printed.start.time is None:
            return None
        time, _ = to_time(printed.start.time)
        if is_night:
            return eve if time >= _NOON else end_date
        if printed.end.time is not None and printed.part is None:
            end_time, days = to_time(printed.end.time)
            return eve if time > end_time and not days else end_date
        return end_date

    def _mended_start(self, date: Date, end_date: dt.date, eve: dt.date, is_night: bool) -> dt.date | None:
        start = self._year_of(date, near=end_date)
        if not is_night or start == eve:
            return start
        time = to_time(self.printed.start.time)[0] if self.printed.start.time else None
        if start == end_date and (time is None or time < _NOON):
            return start
        if date.day == eve.day or start == end_date:
            self.mended.append(f"start date {start:%d.%m.%Y} read as {eve:%d.%m.%Y}")
            return eve
        self.marks.append("start_date_does_not_fit_the_night")
        self.printed.start.time = None
        return None

    def _year_of(self, date: Date | None, near: dt.date | None = None) -> dt.date:
        """Return a date with its year: as printed, else that of the other end, else of the post.

        Raises:
            NoPeriod: There is no such date, or no year to be had, or the date is too far from the post.
        """
        assert date is not None
        month = date.month or (near.month if near else None) or self._other_month(date)
        if near is not None and date.month is None and date.day > near.day:
            month = (near.replace(day=1) - dt.timedelta(days=1)).month
        if near is not None:
            return self._near(date, month, near)
        if self.posted is None:
            if date.year is None:
                raise NoPeriod("it gives no year, and the time of the post is not known")
            return _date(date.year, month, date.day)
        return self._close_to_post(date, month, self.posted.date())

    def _near(self, date: Date, month: int, near: dt.date) -> dt.date:
        years = [date.year] if date.year else [near.year, near.year - 1, near.year + 1]
        dates = [day for year in years if (day := _date_or_none(year, month, date.day)) is not None]
        if not dates:
            raise NoPeriod(f"there is no {date.day}.{month}.")
        return min(dates, key=lambda day: abs((near - day).days))

    def _other_month(self, date: Date) -> int:
        others = (self.printed.main, self.printed.end.date, self.printed.start.date)
        month = next((other.month for other in others if other is not None and other.month), None)
        if month is None:
            raise NoPeriod(f"it gives no month for the {date.day}th")
        return month

    def _close_to_post(self, date: Date, month: int, posted: dt.date) -> dt.date:
        """Return the date in the year that puts it at the post, or just before; mend a year or month that the day disproves."""
        years = (
            (posted.year, posted.year - 1)
            if posted.month == 1
            else (posted.year, posted.year + 1 if posted.month == 12 else posted.year)
        )
        candidates = [day for year in dict.fromkeys(years) if (day := _date_or_none(year, month, date.day)) is not None]
        fitting = [day for day in candidates if -1 <= (posted - day).days <= _MOST_DAYS_BACK]
        if fitting and date.year in (None, fitting[0].year):
            return fitting[0]
        if fitting and abs(fitting[0].year - (date.year or 0)) == 1 and posted.month in (1, 12):
            self.mended.append(f"year {date.year} read as {fitting[0].year}")
            return fitting[0]
        stated = _date_or_none(date.year, month, date.day) if date.year else None
        eve = self.printed.start.date
        is_proven = date.day == posted.day and (eve is None or eve.day == (posted - dt.timedelta(days=1)).day)
        if is_proven and eve is not None:
            self.mended.append(f"month {month} read as {posted.month}")
            return posted
        far = stated or (candidates[0] if candidates else None)
        raise NoPeriod(
            f"its date, {far:%d.%m.%Y}, does not fit the day of the post, {posted:%d.%m.%Y}"
            if far
            else f"there is no {date.day}.{month}."
        )

    # Times.

    def _at(self, day: dt.date, moment: Moment | None) -> dt.datetime | None:
        if moment is None:
            return None
        time, days = to_time(moment)
        return dt.datetime.combine(day + dt.timedelta(days=days), time, KYIV)

    def _seen(
        self, as_of: tuple[Moment, Date | None] | None, start: dt.datetime | None, end_date: dt.date
    ) -> dt.datetime | None:
        """Return the time as of which the report speaks."""
        if as_of is None:
            return None
        moment, date = as_of
        day = self._year_of(date, near=end_date) if date else end_date
        seen = self._at(day, moment)
        assert seen is not None
        if start is not None and seen < start:
            self.marks.append("as_of_before_the_start")
            return None
        if self.posted is not None and seen > self.posted + _AHEAD:
            self.marks.append("as_of_after_the_post")
            return seen if seen <= self.posted + _FAR_AHEAD else None
        return seen

    def _kind(self, start: dt.datetime | None, end: dt.datetime | None, start_date: dt.date | None, end_date: dt.date) -> str:
        """Name the period: as the post does, else by its hours."""
        if self.printed.part is not None:
            return self.printed.part
        if start is None or end is None:
            return "day" if start is None or start.time() < _AFTERNOON else "evening"
        if end.date() > start.date():
            if end.time() == dt.time(0) and end.date() - start.date() == dt.timedelta(days=1):
                is_evening = self.printed.end.time is not None and self.printed.end.time.hour == 24
                return "evening" if is_evening else "night"
            return "night" if start.time() >= _AFTERNOON else "day_and_night"
        return (
            "night" if end.time() <= _NOON and start.time() < dt.time(5) else "evening" if start.time() >= _AFTERNOON else "day"
        )


def _date(year: int, month: int, day: int) -> dt.date:
    found = _date_or_none(year, month, day)
    if found is None:
        raise NoPeriod(f"there is no {day}.{month}.{year}")
    return found


def _date_or_none(year: int | None, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year else None
    except ValueError:
        return None
