"""Time, passed in and never taken: aware instants, shown in the office's zone."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can tell the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved; for tests, replays and demo data."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware time")
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, **delta: float) -> None:
        """Advance by `timedelta(**delta)`."""
        self.at += timedelta(**delta)

    def set(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)


def local(instant: datetime) -> datetime:
    """The same instant in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI)


def local_date(instant: datetime) -> date:
    """The calendar day of an instant in Asia/Shanghai, on which all periods are counted."""
    return local(instant).date()


def start_of_day(day: date) -> datetime:
    """The first instant of a day in Asia/Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def show(instant: datetime | None) -> str:
    """`2026-11-20 09:30` in Asia/Shanghai, or an em dash."""
    return local(instant).strftime("%Y-%m-%d %H:%M") if instant else "—"
