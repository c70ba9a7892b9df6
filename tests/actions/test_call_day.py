"""The date of the day on which somebody is to be called."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import call_day

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("when", "dated"),
    [
        ("明天下午两点以后", "明天（12月1日，星期二）下午两点以后"),
        ("后天上午", "后天（12月2日，星期三）上午"),
        ("大后天", "大后天（12月3日，星期四）"),
        ("今晚七点", "今晚（11月30日，星期一）七点"),
        ("周三上午", "周三（12月2日，星期三）上午"),
        ("下周一晚上七点", "下周一（12月7日，星期一）晚上七点"),
        ("周一上午", "周一上午"),
        ("下午三点", "下午三点"),
        ("", ""),
        ("明天（12月1日，星期二）下午", "明天（12月1日，星期二）下午"),
    ],
)
def test_the_day_is_told_with_its_date(when: str, dated: str) -> None:
    assert call_day.dated(when, MONDAY) == dated


@given(
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    st.sampled_from([f"{head}周{day}" for head in ("", "下", "下个") for day in "一二三四五六日天"]),
)
def test_a_weekday_is_dated_to_that_weekday_within_a_fortnight(today: date, when: str) -> None:
    dated = call_day.dated(when, today)
    ahead = [today + timedelta(days=at) for at in range(1, 14)]
    fits = [f"{when}（{one.month}月{one.day}日，星期{when[-1].replace('天', '日')}）" for one in ahead]
    assert dated in [when, *fits]
    assert call_day.undated(dated) == when
    assert call_day.dated(dated, today) == dated
