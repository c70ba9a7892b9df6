"""Working days: by the State Council's yearly notice with its make-up days, provisional where it is not out yet."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from sqlalchemy import delete, select

from casework.office import Office
from casework.people import holidays
from casework.people.actors import Actor
from casework.people.models import CalendarDay, CalendarYear

DAY = timedelta(days=1)
FIRST_SEEDED = 2020


@dataclass
class WorkCalendar:
    """Tells working days from rest days for any date; years without a notice are reckoned provisionally.

    `official` maps each year of a notice to its exceptions from the plain week: `{day: (working, name)}`.
    """

    official: Mapping[int, Mapping[date, tuple[bool, str]]]
    _reckoned: dict[int, dict[date, tuple[bool, str]]] = field(default_factory=dict)
    _working: dict[int, list[date]] = field(default_factory=dict)

    def is_provisional(self, year: int) -> bool:
        """Whether the year's notice is not out, so that its make-up days are unknown."""
        return year not in self.official

    def exceptions(self, year: int) -> Mapping[date, tuple[bool, str]]:
        known = self.official.get(year)
        if known is not None:
            return known
        if year not in self._reckoned:
            self._reckoned[year] = {
                day: (False, name) for day, name in holidays.statutory(year).items() if day.weekday() < 5
            }
        return self._reckoned[year]

    def is_working(self, day: date) -> bool:
        exception = self.exceptions(day.year).get(day)
        return exception[0] if exception else day.weekday() < 5

    def name(self, day: date) -> str:
        """What makes this day special, or nothing."""
        exception = self.exceptions(day.year).get(day)
        return exception[1] if exception else ""

    def working_days(self, year: int) -> list[date]:
        if year not in self._working:
            first = date(year, 1, 1)
            length = (date(year + 1, 1, 1) - first).days
            days = (first + timedelta(days=step) for step in range(length))
            self._working[year] = [day for day in days if self.is_working(day)]
        return self._working[year]

    def after(self, start: date, count: int) -> date:
        """The last of `count` working days that follow `start`; the day itself is not counted (民法典 art. 201).

        With count 0 the day itself, even if it is a rest day.
        """
        if count < 0:
            raise ValueError("a period cannot be negative")
        if count == 0:
            return start
        year, days = start.year, self.working_days(start.year)
        at = bisect_right(days, start) + count - 1
        while at >= len(days):
            at -= len(days)
            year += 1
            days = self.working_days(year)
        return days[at]

    def before(self, end: date, count: int) -> date:
        """The working day that lies `count` working days before `end`."""
        day, left = end, count
        while left > 0:
            day -= DAY
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start)
        total = 0
        for year in range(start.year, end.year + 1):
            days = self.working_days(year)
            total += bisect_right(days, end) - bisect_right(days, start)
        return total

    def on_or_after(self, day: date) -> date:
        """The day itself if one works on it, else the next on which one does (民法典 art. 203)."""
        year = day.year
        while True:
            days = self.working_days(year)
            at = bisect_left(days, day)
            if at < len(days):
                return days[at]
            year += 1

    def touches_provisional(self, start: date, end: date) -> list[int]:
        """Years between two days whose make-up days are not yet known."""
        return [year for year in range(start.year, end.year + 1) if self.is_provisional(year)]


def published(year: int) -> dict[date, tuple[bool, str]] | None:
    """The exceptions of a year that `chinesecalendar` knows from its notice; None for a later one."""
    constants = chinese_calendar.constants
    rest = {day: (False, str(name)) for day, name in constants.holidays.items() if day.year == year}
    if not any(day.month > 9 for day in rest):
        return None
    work = {day: (True, str(name)) for day, name in constants.workdays.items() if day.year == year}
    plain = {day: what for day, what in (rest | work).items() if what[0] != (day.weekday() < 5)}
    return {day: (working, _CHINESE.get(name, name)) for day, (working, name) in plain.items()}


_CHINESE = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


def of(office: Office) -> WorkCalendar:
    """The calendar as the office's table has it, read once for a unit of work."""
    known = office.db.info.get("calendar")
    if known is None:
        known = WorkCalendar(_tabled(office))
        office.db.info["calendar"] = known
    return known


def load(office: Office) -> int:
    """Enter all years with a published notice that the table does not have; return how many were entered."""
    known = set(office.db.scalars(select(CalendarYear.year)))
    entered = 0
    year = FIRST_SEEDED
    while (exceptions := published(year)) is not None:
        if year not in known:
            _enter(office, year, exceptions, "国务院办公厅放假通知（随程序录入）", Actor.system("seed"))
            entered += 1
        year += 1
    return entered


def adopt(
    office: Office, year: int, exceptions: Mapping[date, tuple[bool, str]], source: str, by: Actor
) -> None:
    """Set a year by its notice. Whoever calls this then recomputes the open clocks."""
    office.db.execute(
        delete(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    )
    office.db.execute(delete(CalendarYear).where(CalendarYear.year == year))
    _enter(office, year, exceptions, source, by)


def years(office: Office) -> list[CalendarYear]:
    """The years of the table, for the page that shows them."""
    return list(office.db.scalars(select(CalendarYear).order_by(CalendarYear.year)))


def _enter(
    office: Office, year: int, exceptions: Mapping[date, tuple[bool, str]], source: str, by: Actor
) -> None:
    office.db.add(
        CalendarYear(
            year=year, status="official", source=source, adopted_at=office.clock.now(), adopted_by=by.id
        )
    )
    office.db.add_all(
        CalendarDay(day=day, working=working, name=name) for day, (working, name) in exceptions.items()
    )
    office.db.flush()
    office.db.info.pop("calendar", None)


def _tabled(office: Office) -> dict[int, dict[date, tuple[bool, str]]]:
    """Years of the table; before it is seeded, the published ones."""
    found = office.db.scalars(select(CalendarYear.year).where(CalendarYear.status == "official")).all()
    if not found:
        return dict(_all_published())
    official: dict[int, dict[date, tuple[bool, str]]] = {year: {} for year in found}
    for day, working, name in office.db.execute(
        select(CalendarDay.day, CalendarDay.working, CalendarDay.name)
    ):
        if day.year in official:
            official[day.year][day] = (working, name)
    return official


def _all_published() -> Iterable[tuple[int, dict[date, tuple[bool, str]]]]:
    year = FIRST_SEEDED
    while (exceptions := published(year)) is not None:
        yield year, exceptions
        year += 1
