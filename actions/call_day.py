"""The day of a call: what a resident calls 明天 or 周三, with its date, so that it is the same day for whoever reads it later."""

import re
from datetime import date, timedelta

WEEK = "一二三四五六日"
NEAR = {"今": 0, "明": 1, "后": 2, "大后": 3}
NAMED = re.compile(
    r"^(?P<said>(?P<near>今|明|大?后)(天|儿|早|晚)|(?P<next>下个?)?(周|星期|礼拜)(?P<day>[一二三四五六日天]))(?!（)"
)
DATED = re.compile(r"^[^（]{1,6}（[^）]*）")
"""A day that has its date already."""


def dated(when: str, today: date) -> str:
    """The time with the date and the weekday behind the day it begins with: 明天（12月1日，星期二）下午; as it is where no
    day is named, or the same weekday as today, which may be meant either way."""
    found = NAMED.match(when)
    if found is None:
        return when
    if found["near"]:
        on = today + timedelta(days=NEAR[found["near"]])
    else:
        weekday = WEEK.index(found["day"].replace("天", "日"))
        ahead = (weekday - today.weekday()) % 7
        if found["next"]:
            ahead = 7 - today.weekday() + weekday
        elif ahead == 0:
            return when
        on = today + timedelta(days=ahead)
    said, rest = found["said"], when[found.end() :]
    return f"{said}（{on.month}月{on.day}日，星期{WEEK[on.weekday()]}）{rest}"


def undated(when: str) -> str:
    """The time as it was said."""
    return re.sub(r"（[^）]*）", "", when, count=1)
