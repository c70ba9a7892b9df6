"""Working-day arithmetic: properties over any date, and the days that systems without 调休 get wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.office import Office
from casework.people import calendars, holidays
from casework.people.actors import Actor
from casework.people.calendars import WorkCalendar, published

YEARS = range(2020, 2027)
CALENDAR = WorkCalendar({year: published(year) or {} for year in YEARS})
DAYS = st.dates(date(2019, 6, 1), date(2031, 12, 31))
COUNTS = st.integers(0, 400)


@given(DAYS, st.integers(1, 400))
def test_a_period_ends_on_a_working_day_and_counts_its_days(start: date, count: int) -> None:
    end = CALENDAR.after(start, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.between(start, end) == count
    assert (
        sum(CALENDAR.is_working(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))
        == count
    )


@given(DAYS, COUNTS, COUNTS)
def test_periods_add_up(start: date, first: int, second: int) -> None:
    assert CALENDAR.after(CALENDAR.after(start, first), second) == CALENDAR.after(start, first + second)


@given(DAYS, DAYS, COUNTS)
def test_a_later_start_never_ends_earlier(one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.after(early, count) <= CALENDAR.after(late, count)


@given(DAYS, st.integers(0, 60))
def test_counting_back_undoes_counting_on(start: date, count: int) -> None:
    end = CALENDAR.after(start, count)
    assert CALENDAR.between(CALENDAR.before(end, count), end) == count


@given(DAYS, DAYS)
def test_days_between_turn_sign_with_direction(one: date, other: date) -> None:
    assert CALENDAR.between(one, other) == -CALENDAR.between(other, one)


@given(DAYS)
def test_the_next_working_day_is_the_nearest(day: date) -> None:
    found = CALENDAR.on_or_after(day)
    assert CALENDAR.is_working(found)
    assert not any(CALENDAR.is_working(day + timedelta(days=step)) for step in range((found - day).days))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # Before the Spring Festival of 2026: Saturday 14 and 28 February are worked, 15 to 23 are free.
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        # National Day 2026: Sunday 20 September and Saturday 10 October are worked, 1 to 7 October are free.
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        # Over the end of the year: 1 to 3 January 2026 free, Sunday the 4th worked.
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        # Into a year without a notice: only statutory days and weekends are known.
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 2, 4), 1, date(2027, 2, 9)),
    ],
)
def test_make_up_days(start: date, count: int, end: date) -> None:
    assert CALENDAR.after(start, count) == end


def test_years_without_a_notice_are_provisional_and_never_crash() -> None:
    assert not CALENDAR.is_provisional(2026)
    assert CALENDAR.is_provisional(2027)
    assert CALENDAR.touches_provisional(date(2026, 12, 1), date(2028, 1, 5)) == [2027, 2028]
    for year in (2027, 2060, 2199, 2250):
        assert CALENDAR.working_days(year)
    assert not CALENDAR.is_working(date(2027, 2, 5)), "除夕 2027"


@pytest.mark.parametrize("year", YEARS)
def test_statutory_days_are_free_in_every_notice(year: int) -> None:
    """除夕 and 2 May became statutory in 2025; before, one or the other was worked."""
    days = holidays.statutory(year)
    new_in_2025 = {date(year, 5, 2), min(day for day, name in days.items() if name == "春节")}
    due = days.keys() - (new_in_2025 if year < 2025 else set())
    assert [day for day in due if CALENDAR.is_working(day)] == []


def test_the_table_is_seeded_once_and_takes_a_new_year(office: Office) -> None:
    assert calendars.load(office) == len(YEARS)
    assert calendars.load(office) == 0
    before = calendars.of(office)
    assert before.official.keys() == set(YEARS)
    assert before.official[2026] == published(2026)
    calendars.adopt(office, 2027, {date(2027, 1, 4): (False, "元旦")}, "演示通知", Actor.system("test"))
    after = calendars.of(office)
    assert not after.is_provisional(2027)
    assert after.after(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert [year.year for year in calendars.years(office)][-1] == 2027


def test_before_the_table_is_seeded_published_years_hold(office: Office) -> None:
    assert calendars.of(office).official.keys() == set(YEARS)
