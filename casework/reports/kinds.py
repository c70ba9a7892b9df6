"""The kinds of report: who asks for them, what they hold, as which file, and when they must be there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions.figures import Period, periods
from casework.reports import ledgers, papers, statistics
from casework.reports.documents import Document

DAY = timedelta(days=1)
THURSDAY = 3

Every = Literal["quarter", "month", "week", "year", ""]


@dataclass(frozen=True)
class Kind:
    """A kind of report; `rule` says where it is demanded, `right` who may have it (casework.people.rights)."""

    name: str
    label: str
    suffix: Literal["xlsx", "docx"]
    build: Callable[[Office, Actor, Period], Document]
    rule: str
    every: Every = ""
    right: str = "make_report"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("quarterly", "季度台账", "xlsx", ledgers.quarterly, "每季度首月5日前报", "quarter"),
        Kind("weekly", "周报", "docx", papers.weekly, "每周四上午报，上周四至本周三", "week"),
        Kind(
            "typical",
            "典型案例",
            "docx",
            papers.typical,
            "每月1日前报，每例不超过100字，不出现任何人",
            "month",
        ),
        Kind("repeats", "重复信访专门台账", "xlsx", ledgers.repeated, "专门台账，对账销号", "quarter"),
        Kind("named", "实名举报线索台账", "xlsx", ledgers.named, "建立台账，逐一核实", "quarter"),
        Kind(
            "handed_over",
            "移送纪检监察线索清单",
            "xlsx",
            ledgers.handed_over,
            "按干部管理权限移送",
            "quarter",
            "make_inspection_report",
        ),
        Kind("statistics", "统计表", "xlsx", statistics.tables, "各项指标，附口径"),
        Kind("detail", "逐件明细", "xlsx", ledgers.detail, "一件一行，供再分析，姓名已遮盖"),
        Kind("stage", "阶段总结", "docx", papers.stage, "附数字"),
        Kind("annual", "年度报告", "docx", papers.annual, "信访工作条例第四十一条", "year"),
    )
}


@dataclass(frozen=True)
class Due:
    """A report that must be there by a date."""

    kind: Kind
    period: Period
    by: date


def last_period(name: str, today: date) -> Period:
    """The last whole period for which a kind of report is sent; the last month for one that is sent on no fixed day."""
    sent = {one.kind.name: one.period for one in due(today)}
    last_day = today.replace(day=1) - DAY
    return sent.get(name) or periods.month(last_day.year, last_day.month)


BACK = {"quarter": 2, "month": 3, "week": 5, "year": 1}
"""How many past periods are looked through for one that was never made; this system's own setting."""


def owed(today: date) -> list[Due]:
    """What should exist on a day, earlier periods of a kind first: also some that ended before the last."""
    found: list[Due] = []
    for kind in KINDS.values():
        day = today
        for _ in range(BACK.get(kind.every, 0)):
            (last,) = (one for one in due(day) if one.kind is kind)
            found.append(last)
            day = last.period.last
    return found[::-1]


def due(today: date) -> list[Due]:
    """What should exist on a day: of each kind the last whole period, from the day after its end.

    Quarterly ones are owed by the 5th of the next month, weekly ones on Thursday morning, monthly ones on the 1st.
    """
    month_first = today.replace(day=1)
    quarter_first = periods.quarter(today.year, (today.month - 1) // 3 + 1).first
    before = quarter_first - DAY
    last_month = month_first - DAY
    thursday = today - timedelta(days=(today.weekday() - THURSDAY) % 7)
    spans = {
        "quarter": (periods.quarter(before.year, (before.month - 1) // 3 + 1), quarter_first.replace(day=5)),
        "month": (periods.month(last_month.year, last_month.month), month_first),
        "week": (Period(thursday - 7 * DAY, thursday - DAY), thursday),
        "year": (periods.year(today.year - 1), date(today.year, 1, 31)),
    }
    return [Due(kind, *spans[kind.every]) for kind in KINDS.values() if kind.every]
