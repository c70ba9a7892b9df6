"""Working days: what each year's notice says, and taking in the next one."""

import re
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from casework.assistance import recomputing as registers
from casework.assistance.imports import reading
from casework.office import CaseworkError
from casework.people import calendars, holiday_notices
from casework.petitions import recomputing
from console import pages
from console.desk import Fields, House, Opens, Posted, Who
from console.keeping import BadEntry
from store.clock import local_date

router = APIRouter(prefix="/calendar", dependencies=[Depends(Opens("calendar"))])

LINE = re.compile(
    r"^(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?\s*[,，\s]\s*(休|班|放假|上班)(?:[,，\s]\s*(.*))?$"
)
MOST_FAULTS = 5
MOST_ROWS = 400
LARGEST = 2_000_000
"""Bytes of a table of one year."""


@router.get("")
def year(request: Request, house: House, who: Who, year: int = 0) -> Response:
    with house.reading() as office:
        shown = min(max(year or local_date(office.clock.now()).year, 2000), 2100)
        return pages.page(
            request,
            "admin/calendar.html",
            who,
            year=shown,
            calendar=calendars.of(office),
            months=_months(shown),
            known=calendars.years(office),
            fault="",
            text="",
            source="",
        )


@router.post("", dependencies=[Depends(Opens("edit_calendar"))])
def adopt(request: Request, house: House, who: Who, fields: Posted) -> Response:
    text, source = fields.text("text"), fields.text("source", 200)
    try:
        text = _of_file(fields) or text
        year, exceptions = read_year(text)
        if not source:
            raise BadEntry("请写明通知的名称和文号。")
        with house.office() as office:
            calendars.adopt(office, year, exceptions, source, who.actor)
        why = f"{year}年放假通知已录入"
        changed = recomputing.keep_current(house.bureau, who.actor, why)
        changed += registers.keep_current(house.bureau, who.actor, why)
    except CaseworkError as fault:
        with house.reading() as office:
            shown = _year_of(text) or local_date(office.clock.now()).year
            return pages.page(
                request,
                "admin/calendar.html",
                who,
                422,
                year=shown,
                calendar=calendars.of(office),
                months=_months(shown),
                known=calendars.years(office),
                fault=str(fault),
                text=text,
                source=source,
            )
    return pages.go(
        request, f"/calendar?year={year}", f"{year}年的放假和调休已录入，{changed} 个在办期限随之重算。"
    )


def read_year(text: str) -> tuple[int, dict[date, tuple[bool, str]]]:
    """The year and its exceptions, from the notice as it was published or from lines of one day each.

    Raises:
        BadNotice, BadEntry: names the place that cannot be read.
    """
    if not holiday_notices.is_notice(text):
        return read_lines(text)
    notice = holiday_notices.read(text)
    return notice.year, notice.exceptions


def read_lines(text: str) -> tuple[int, dict[date, tuple[bool, str]]]:
    """The year and its exceptions from lines like `2027-01-01 休 元旦` and `2027-02-06 班 春节调休`.

    Raises:
        BadEntry: names the lines that cannot be read or contradict each other, or says that the years are mixed.
    """
    found: dict[date, tuple[bool, str]] = {}
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = LINE.match(line.strip())
        try:
            if match is None:
                raise ValueError
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            faults.append(f"第 {number} 行看不懂：“{line.strip()[:40]}”。")
            continue
        working = match[4] in ("班", "上班")
        if day in found and found[day][0] != working:
            faults.append(f"第 {number} 行：{day}前面写的是{'班' if found[day][0] else '休'}。")
        found[day] = working, (match[5] or "").strip() or ("调休上班" if working else "放假")
    if faults:
        more = f"还有 {len(faults) - MOST_FAULTS} 行。" if len(faults) > MOST_FAULTS else ""
        raise BadEntry("".join(faults[:MOST_FAULTS]) + more + "请写成：2027-01-01 休 元旦")
    years = {day.year for day in found}
    if len(years) != 1:
        raise BadEntry("请一次录入一个年份的全部放假和调休上班日。")
    if sum(not working for working, _ in found.values()) < 7:
        raise BadEntry("放假的日子太少，像是没有录全。请把通知里的每一天都列出来。")
    plain = {day: what for day, what in found.items() if what[0] != (day.weekday() < 5)}
    return years.pop(), plain


def _of_file(fields: Fields) -> str:
    """The lines of the table that was handed over, a row a line, its number kept; nothing where there was none.

    Raises:
        BadFile: it is no table.
    """
    given = fields.raw.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        return ""
    lines: list[str] = []
    with NamedTemporaryFile() as kept:
        kept.write(given.file.read(LARGEST))
        kept.flush()
        with reading.opened(Path(kept.name)) as table:
            for number, row in table.rows:
                cells = [cell.date() if isinstance(cell, datetime) else cell for cell in row]
                line = " ".join(str(cell).strip() for cell in cells if cell not in (None, ""))
                if number == 1 and not any(sign.isdigit() for sign in line):
                    line = ""
                lines += [""] * (number - 1 - len(lines)) + [line]
                if len(lines) > MOST_ROWS:
                    raise BadEntry(f"表里超过 {MOST_ROWS} 行，不像一年的放假安排。")
    return "\n".join(lines)


def _year_of(text: str) -> int | None:
    """The year that most days of a table name, or that the notice names first, if the calendar knows such a year."""
    found = re.findall(r"^\s*(20\d{2})[-年/.]", text, re.MULTILINE) or re.findall(r"(20\d{2})\s*年", text)[:1]
    return int(max(found, key=found.count)) if found else None


def _months(year: int) -> list[list[date | None]]:
    """Twelve months as cells from Monday on."""
    months = []
    for month in range(1, 13):
        first = date(year, month, 1)
        cells: list[date | None] = [None] * first.weekday()
        day = first
        while day.month == month:
            cells.append(day)
            if day == date(9999, 12, 31):
                break
            day = date.fromordinal(day.toordinal() + 1)
        months.append(cells)
    return months
