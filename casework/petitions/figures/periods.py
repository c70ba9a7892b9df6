"""Periods of figures: whole days in Asia/Shanghai, both ends included."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from casework.office import CaseworkError

DAY = timedelta(days=1)
EARLIEST, LATEST = 1900, 2200
"""The years that figures are asked for; outside of them there is nothing to count, and dates run out."""


class BadPeriod(CaseworkError):
    """Not a period."""

    code = "bad_period"


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included."""

    first: date
    last: date
    label: str = ""
    step: int = 0
    """For the days to date of a month, quarter or year how many months that is; 0 for any other span."""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadPeriod("时间段的结束日早于开始日，请再核对。")
        if self.first.year < EARLIEST or self.last.year > LATEST:
            raise BadPeriod(f"年份请写 {EARLIEST} 到 {LATEST}；比较的时间段也要在这中间。")
        if not self.label:
            object.__setattr__(self, "label", f"{self.first.isoformat()}至{self.last.isoformat()}")

    @property
    def months(self) -> tuple[int, int]:
        """The months that it touches, each as year * 12 + month - 1."""
        return month_number(self.first), month_number(self.last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def before(self) -> "Period":
        """What it is compared with as 环比: the calendar period of the same kind before it, of a period to date the
        same days of the one before, else as many days before."""
        if self.step:
            return self._earlier(self.step)
        span = self.whole_months
        if span is None:
            days = self.last - self.first + DAY
            return Period(self.first - days, self.first - DAY)
        start = month_number(self.first) - span
        return _months(start, span)

    def year_before(self) -> "Period":
        """What it is compared with as 同比: the same days a year earlier."""
        if self.step:
            return self._earlier(12)
        span = self.whole_months
        if span is not None:
            return _months(month_number(self.first) - 12, span)
        return Period(_earlier(self.first, 12), _earlier(self.last, 12))

    def _earlier(self, months: int) -> "Period":
        """The same days so many months earlier; past a month's end its last day."""
        return Period(_earlier(self.first, months), _earlier(self.last, months), step=self.step)

    @property
    def whole_months(self) -> int | None:
        """How many calendar months it consists of; None where it begins or ends within one."""
        if self.first.day != 1 or (self.last + DAY).day != 1:
            return None
        first, last = self.months
        return last - first + 1

    def months_over(self, today: date) -> tuple[int, int]:
        """The first and the last of the calendar months that lie wholly within it and are over; the first after the last
        where there is none."""
        first, last = self.months
        begins_within = self.first.day != 1
        ends_within = (self.last + DAY).day != 1
        return first + begins_within, min(last - ends_within, month_number(today) - 1)


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month(year: int, month: int) -> Period:
    """Raises BadPeriod where the year has no such month."""
    if not 1 <= month <= 12:
        raise BadPeriod("月份是 1 到 12。")
    return _months(year * 12 + month - 1, 1)


def quarter(year: int, quarter: int) -> Period:
    return _months(year * 12 + 3 * (quarter - 1), 3)


def year(year: int) -> Period:
    return _months(year * 12, 12)


def to_date(whole: Period, today: date) -> Period:
    """A calendar month, quarter or year from its first day to today, to be compared with the same days of the one
    before; on its last day it is whole, and compared whole."""
    if today >= whole.last:
        return whole
    day = f"{today.day}日" if whole.whole_months == 1 else f"{today.month}月{today.day}日"
    return Period(whole.first, today, f"{whole.label}（至{day}）", whole.whole_months or 0)


def of(text: str) -> Period:
    """`2026`, `2026Q3`, `2026-07`, or `2026-07-01..2026-07-15`.

    Raises:
        BadPeriod: it is none of these.
    """
    text = text.strip()
    try:
        if found := re.fullmatch(r"(\d{4})", text):
            return year(int(found[1]))
        if found := re.fullmatch(r"(\d{4})-?[Qq]([1-4])", text):
            return quarter(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
            return month(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:\.\.|至|~)(\d{4}-\d{2}-\d{2})", text):
            return Period(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    except (ValueError, OverflowError):
        pass
    raise BadPeriod("时间段请写成 2026、2026Q3、2026-07 或 2026-07-01..2026-07-15。")


def _months(start: int, count: int) -> Period:
    first_year, first_month = divmod(start, 12)
    last_year, last_month = divmod(start + count - 1, 12)
    try:
        first = date(first_year, first_month + 1, 1)
        last = date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])
    except ValueError:
        raise BadPeriod("没有这样的年月。") from None
    return Period(first, last, _label(first, last, count))


def _label(first: date, last: date, count: int) -> str:
    if count == 1:
        return f"{first.year}年{first.month}月"
    if count == 3 and first.month in (1, 4, 7, 10):
        return f"{first.year}年第{'一二三四'[first.month // 3]}季度"
    if count == 12 and first.month == 1:
        return f"{first.year}年"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"


def _earlier(day: date, months: int) -> date:
    year, month = divmod(month_number(day) - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def apart(periods: Sequence[Period]) -> list[Period]:
    """The days of some periods, as periods that share no day: each lies wholly within or wholly outside of every one."""
    edges = sorted({edge for one in periods for edge in (one.first, one.last + DAY)})
    pieces = [Period(first, after - DAY) for first, after in pairwise(edges)]
    return [piece for piece in pieces if any(piece.first in one for one in periods)]
