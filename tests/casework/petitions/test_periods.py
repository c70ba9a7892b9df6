"""Periods: what the law's examples give, and properties that hold for all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.calendars import WorkCalendar, published
from casework.petitions.periods import Count, Pause, Terms, reckon

CALENDAR = WorkCalendar({year: published(year) or {} for year in range(2020, 2027)})
CONCLUDE = Terms(60, "calendar", "受理", "信访工作条例第三十四条", 10)
STARTS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    days = draw(st.integers(1, 120))
    return Terms(
        days,
        draw(st.sampled_from(["calendar", "working"])),
        "受理",
        "依据",
        draw(st.integers(0, days)),
        draw(st.booleans()),
    )


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    found, at = [], draw(STARTS)
    for _ in range(draw(st.integers(0, 3))):
        at += timedelta(days=draw(st.integers(0, 20)))
        until = at + timedelta(days=draw(st.integers(0, 30)))
        found.append(Pause(at, until, "等候补充材料"))
        at = until
    return found


def test_the_sentence_of_the_sixty_days() -> None:
    period = reckon(CONCLUDE, date(2026, 11, 20), CALENDAR)
    assert period.due_on == date(2027, 1, 19)
    assert period.explanation == "自2026-11-20受理起60日，2027-01-19到期（信访工作条例第三十四条，自然日）"


def test_a_last_day_on_a_rest_day_runs_on_but_the_warning_does_not_wait() -> None:
    period = reckon(CONCLUDE, date(2026, 8, 3), CALENDAR)
    assert period.due_on == date(2026, 10, 8), "1 to 7 October are free, and the sixtieth day is 2 October"
    assert "2026-10-02（星期五）届满，逢休息日顺延，2026-10-08到期" in period.explanation
    assert period.warn_on == date(2026, 9, 22), "ten days before 2 October, not before 8 October"


def test_an_extension_and_a_pause_are_told() -> None:
    period = reckon(
        CONCLUDE,
        date(2026, 3, 2),
        CALENDAR,
        extended=30,
        pauses=[Pause(date(2026, 3, 10), date(2026, 3, 13), "等候补充材料")],
    )
    assert period.due_on == date(2026, 3, 2) + timedelta(days=93)
    assert "经批准延长30日" in period.explanation
    assert "2026-03-10至2026-03-13等候补充材料不计入" in period.explanation


def test_a_year_without_a_notice_says_so() -> None:
    period = reckon(Terms(15, "working", "收到", "依据", 3), date(2026, 12, 28), CALENDAR)
    assert period.provisional
    assert "2027年放假安排尚未公布" in period.explanation


def test_an_open_pause_says_so() -> None:
    period = reckon(CONCLUDE, date(2026, 3, 2), CALENDAR, pauses=[Pause(date(2026, 3, 10), None, "听证")])
    assert period.explanation.endswith("现已中止计时")


@given(terms(), STARTS, pauses(), st.integers(0, 30))
def test_due_and_warning_hold_for_any_period(
    rule: Terms, start: date, stops: list[Pause], extended: int
) -> None:
    period = reckon(rule, start, CALENDAR, extended=extended, pauses=stops)
    plain = reckon(rule, start, CALENDAR)
    assert period.due_on > start
    assert start <= period.warn_on <= period.due_on
    assert period.due_on >= plain.due_on, "pauses and extensions never shorten"
    if rule.count == "working" or rule.roll_over:
        assert CALENDAR.is_working(period.due_on)
    if rule.warn_days and period.warn_on != start:
        assert CALENDAR.is_working(period.warn_on)
    assert str(period.due_on) in period.explanation


@given(terms(), STARTS, st.integers(0, 60), pauses())
def test_a_later_start_is_never_due_earlier(rule: Terms, start: date, later: int, stops: list[Pause]) -> None:
    assert (
        reckon(rule, start, CALENDAR, pauses=stops).due_on
        <= reckon(rule, start + timedelta(days=later), CALENDAR, pauses=stops).due_on
    )


@given(STARTS, st.integers(1, 90), st.integers(0, 40), st.integers(1, 40))
def test_paused_calendar_days_come_back_one_by_one(start: date, days: int, after: int, length: int) -> None:
    rule = Terms(days, "calendar", "受理", "依据", 0, roll_over=False)
    pause = Pause(start + timedelta(days=after), start + timedelta(days=after + length))
    expected = days + (length if after < days else 0)
    assert reckon(rule, start, CALENDAR, pauses=[pause]).due_on == start + timedelta(days=expected)


@pytest.mark.parametrize("count", ["calendar", "working"])
def test_a_holiday_in_the_way_never_makes_it_due_earlier(count: Count) -> None:
    """The fault of counters that subtract holidays from the wrong end."""
    rule = Terms(10, count, "受理", "依据", 0)
    plain = WorkCalendar({2026: {}})
    for step in range(200):
        start = date(2026, 1, 1) + timedelta(days=step)
        without_make_up = {day: what for day, what in (published(2026) or {}).items() if not what[0]}
        holiday = WorkCalendar({2026: without_make_up})
        assert reckon(rule, start, holiday).due_on >= reckon(rule, start, plain).due_on
