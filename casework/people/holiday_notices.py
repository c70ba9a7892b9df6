"""Reading the State Council's yearly notice on holidays into a calendar, and checking it.

The notice says, holiday by holiday, `10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.office import CaseworkError
from casework.people import holidays

_HEADING = re.compile(r"(?:^|\n)\s*[一二三四五六七八九十]+、\s*([^：:\n]{1,12})[：:]([^\n]+)")
_SPAN = re.compile(
    r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?"
    r"(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?)?"
)
_TOTAL = re.compile(r"共(\d+)天")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_WEEKDAYS = {sign: number for number, sign in enumerate("一二三四五六日")} | {"天": 6}

Exceptions = dict[date, tuple[bool, str]]


class BadNotice(CaseworkError):
    """A notice that cannot be read or contradicts itself; the sentence names the place."""

    code = "bad_notice"


@dataclass(frozen=True)
class Notice:
    """A year's notice: the days that differ from the plain week, as `{day: (working, name)}`."""

    year: int
    exceptions: Exceptions

    @property
    def rest_days(self) -> list[date]:
        return sorted(day for day, (working, _) in self.exceptions.items() if not working)

    @property
    def make_up_days(self) -> list[date]:
        return sorted(day for day, (working, _) in self.exceptions.items() if working)


def is_notice(text: str) -> bool:
    """Whether the text goes holiday by holiday as the notice does."""
    return bool(_HEADING.search(_plain(text)))


def read(text: str, year: int | None = None) -> Notice:
    """The notice in a text. The year is taken from it unless given.

    Raises:
        BadNotice: the year is missing; a weekday, a total or a make-up day does not agree with the calendar; or a
            statutory holiday is missing.
    """
    plain = _plain(text)
    year = year or _year(plain)
    rest: dict[date, str] = {}
    work: dict[date, str] = {}
    found = False
    for name, body in _HEADING.findall(plain):
        found = True
        for sentence in re.split(r"[。;]", body):
            target = work if "上班" in sentence else rest if "放假" in sentence else None
            if target is None:
                continue
            days = list(_days(sentence, year, name))
            if target is rest:
                _check_total(sentence, days, name)
            target.update(dict.fromkeys(days, name))
    if not found:
        raise BadNotice("没有认出通知内容。请把通知里“一、元旦：……”各条原样粘贴进来，每条一行。")
    return Notice(year, _checked(year, rest, work))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _year(text: str) -> int:
    said = re.search(r"(\d{4})年(?:部分)?节假日", text) or re.search(r"(\d{4})年", text)
    if not said:
        raise BadNotice("没有认出是哪一年的通知，请把标题一起粘贴，或另填年份。")
    return int(said.group(1))


def _days(sentence: str, year: int, name: str) -> Iterator[date]:
    month = None
    for said in _SPAN.finditer(sentence):
        month = int(said[2]) if said[2] else month
        if month is None:
            raise BadNotice(f"“{name}”一条里有日期没写月份：{said[0]}。")
        first = _day(int(said[1] or year), month, int(said[3]), said[4], name)
        if not said[7]:
            yield first
            continue
        month = int(said[6]) if said[6] else month
        last = _day(int(said[5] or year), month, int(said[7]), said[8], name)
        if not first <= last <= first + timedelta(days=15):
            raise BadNotice(f"“{name}”一条的起止日期不对：{said[0]}。")
        yield from (first + timedelta(days=step) for step in range((last - first).days + 1))


def _day(year: int, month: int, day: int, bracket: str | None, name: str) -> date:
    """The date, checked against the weekday that stands in brackets behind it."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadNotice(f"“{name}”一条里没有这一天：{month}月{day}日。") from None
    said = _WEEKDAY.search(bracket or "")
    if said and found.weekday() != _WEEKDAYS[said[1]]:
        raise BadNotice(f"“{name}”一条里{month}月{day}日不是星期{said[1]}，请核对年份和日期。")
    return found


def _check_total(sentence: str, days: list[date], name: str) -> None:
    said = _TOTAL.search(sentence)
    if said and int(said[1]) != len(set(days)):
        raise BadNotice(f"“{name}”一条写共{said[1]}天，日期数出来是{len(set(days))}天。")


def _checked(year: int, rest: dict[date, str], work: dict[date, str]) -> Exceptions:
    if both := rest.keys() & work.keys():
        raise BadNotice(f"{min(both)} 既放假又上班，请核对。")
    for day in work:
        if day.weekday() < 5:
            raise BadNotice(f"{day} 本来就是工作日，通知写成了调休上班，请核对。")
    if missing := [day for day in holidays.statutory(year) if day not in rest]:
        names = "、".join(f"{day}（{holidays.statutory(year)[day]}）" for day in missing)
        raise BadNotice(f"通知里缺少法定节假日：{names}。")
    return {
        day: (working, name)
        for working, days in ((False, rest), (True, work))
        for day, name in days.items()
        if day.year == year and working != (day.weekday() < 5)
    }
