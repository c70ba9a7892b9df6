"""The arithmetic of periods: pure, without database, explained in a sentence.

The day a period starts is not counted (民法典 art. 201). A period in calendar days that ends on a rest day runs on
to the next working day (art. 203, by analogy); the warning is counted back from the day before that shift, so
it never comes late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from casework.people.calendars import DAY, WorkCalendar

Count = Literal["calendar", "working"]
_WEEKDAYS = "一二三四五六日"
_UNITS = {"calendar": "日", "working": "个工作日"}
_COUNTED = {"calendar": "自然日", "working": "工作日"}


@dataclass(frozen=True)
class Pause:
    """Days that do not count: those after `start` up to and including `until`; open when None."""

    start: date
    until: date | None
    why: str = ""

    def holds(self, day: date) -> bool:
        return self.start < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Terms:
    """How long a period is, how it counts and what it rests on."""

    days: int
    count: Count
    event: str
    basis: str
    warn_days: int
    roll_over: bool = True


@dataclass(frozen=True)
class Period:
    """The outcome: the last day, the day to warn, and how both came about."""

    due_on: date
    warn_on: date
    provisional: bool
    explanation: str


def reckon(
    terms: Terms, start: date, calendar: WorkCalendar, *, extended: int = 0, pauses: Sequence[Pause] = ()
) -> Period:
    """The last day of a period that began on `start`. An open pause counts as ended on its first day."""
    closed = [pause for pause in pauses if pause.until is not None]
    reached = _count(start, terms.days + extended, terms.count, calendar, closed)
    due = calendar.on_or_after(reached) if terms.roll_over else reached
    warn = _back(reached, terms.warn_days, terms.count, calendar)
    years = calendar.touches_provisional(start, due) if due != reached or terms.count == "working" else []
    sentence = _explain(terms, start, reached, due, extended, closed, years)
    if any(pause.until is None for pause in pauses):
        sentence += "；现已中止计时"
    return Period(due, max(warn, start), bool(years), sentence)


def _count(start: date, days: int, count: Count, calendar: WorkCalendar, pauses: Sequence[Pause]) -> date:
    if not pauses:
        return calendar.after(start, days) if count == "working" else start + timedelta(days=days)
    day, left = start, days
    while left > 0:
        day += DAY
        counted = count == "calendar" or calendar.is_working(day)
        left -= counted and not any(pause.holds(day) for pause in pauses)
    return day


def _back(day: date, days: int, count: Count, calendar: WorkCalendar) -> date:
    """`days` before the last day; if that is a rest day, the working day before it."""
    if count == "working":
        return calendar.before(day, days)
    day -= timedelta(days=days)
    while not calendar.is_working(day):
        day -= DAY
    return day


def _explain(
    terms: Terms,
    start: date,
    reached: date,
    due: date,
    extended: int,
    pauses: Sequence[Pause],
    provisional: Sequence[int],
) -> str:
    parts = [f"自{start}{terms.event}起{terms.days}{_UNITS[terms.count]}"]
    if extended:
        parts.append(f"经批准延长{extended}{_UNITS[terms.count]}")
    for pause in pauses:
        span = f"{pause.start}至{pause.until}"
        parts.append(f"{span}{pause.why}不计入")
    if due != reached:
        parts.append(f"{reached}（星期{_WEEKDAYS[reached.weekday()]}）届满，逢休息日顺延")
    parts.append(f"{due}到期")
    sentence = "，".join(parts) + f"（{terms.basis}，{_COUNTED[terms.count]}）"
    if provisional:
        years = "、".join(str(year) for year in provisional)
        sentence += f"；{years}年放假安排尚未公布，按周末和法定节假日暂算"
    return sentence
