"""Reading one cell: dates, months, sums, numbers and yes or no, as offices write them."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from casework.people import identity

Cell = Any
"""What a spreadsheet or CSV holds: text, a number, a date, or nothing."""

FIRST_LOST = 10**15
"""From here on a spreadsheet keeps no more than 15 digits of a number."""
_DAY_ZERO = date(1899, 12, 30)
_TIME = re.compile(r"(?<=[\d日])[T\s]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$")
"""The time of day behind a date: left out before blanks are, or its hour would be read as part of the day."""
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""What tables written by programs do so that a spreadsheet keeps leading zeros and long numbers."""
_GUARDED = frozenset("=+-@\t\r'")
_BLANK = {"", "无", "/", "-", "—", "--", "　"}


class BadCell(ValueError):
    """A cell that cannot be taken, with the reason for the person who puts it right."""


def text(cell: Cell) -> str:
    """The cell as text: whole numbers without a point; an apostrophe or `="…"` that only guarded it taken off."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        said = cell.strip()
        if kept := _KEPT_AS_TEXT.fullmatch(said):
            return kept[1].strip()
        return said[1:] if said[:1] == "'" and said[1:2] in _GUARDED else said
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    return str(cell)


def words(cell: Cell) -> str:
    """As `text`, without inner blanks; empty for a dash or 无."""
    said = identity.plain(text(cell))
    return "" if said in _BLANK else said


def name(cell: Cell) -> str:
    said = identity.name(text(cell))
    if said in _BLANK:
        return ""
    if len(said) > 40 or any(sign.isdigit() for sign in said):
        raise BadCell(f"“{said[:12]}”不像姓名")
    return said


def id_number(cell: Cell) -> str:
    if isinstance(cell, int | float) and abs(cell) >= FIRST_LOST:
        raise BadCell("身份证号被表格存成了数字，后三位已丢失，请把这一列设为文本后重新填写")
    said = text(cell)
    if re.fullmatch(r"\d(\.\d+)?[eE]\+1[67]", said):
        raise BadCell("身份证号变成了科学计数法，后几位已丢失，请把这一列设为文本后重新填写")
    number = identity.id_number(said)
    if not number:
        return ""
    if not identity.is_id_number(number):
        raise BadCell("身份证号对不上（位数、日期或校验位不对）")
    return number


def phone(cell: Cell) -> str:
    said = words(cell)
    if said and not identity.is_phone(said):
        raise BadCell("电话号码不对")
    return identity.phone(said) if said else ""


def day(cell: Cell) -> date | None:
    """A day from a date cell, a serial number, or `2026-3-5`, `2026.03.05`, `20260305`, `2026年3月5日`, `2026年3月`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and 20000 < cell < 80000:
        return _DAY_ZERO + timedelta(days=int(cell))
    if isinstance(cell, float) and re.fullmatch(r"(19|20)\d\d\.1", repr(cell)):
        raise BadCell(f"“{cell}”被表格存成了数字，分不清是 1 月还是 10 月，请把这一列设为文本后重新填写")
    said = words(_TIME.sub("", text(cell)))
    if not said:
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)[-./年]?(\d{1,2})(?:[-./月]?(\d{1,2})?日?)?", said) or re.fullmatch(
        r"((?:19|20)\d\d)(\d\d)(\d\d)?", said
    )
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        pass
    raise BadCell(f"“{said[:20]}”不是日期")


def month(cell: Cell) -> str:
    """`2026-11` from a date, `202611`, `2026年11月`, `2026/11`, or a quarter: `2026年四季度` gives `2026-10`."""
    if quarter := re.fullmatch(r"((?:19|20)\d\d)年?第?([一二三四1-4])季度", words(cell)):
        number = "一二三四".find(quarter[2]) + 1 or int(quarter[2])
        return f"{quarter[1]}-{number * 3 - 2:02d}"
    if isinstance(cell, int | float) and re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])", text(cell)):
        cell = text(cell)
    try:
        found = day(cell)
    except BadCell as bad:
        raise bad if isinstance(cell, float) else BadCell(f"“{words(cell)[:20]}”不是月份") from None
    if found is None:
        return ""
    return f"{found.year:04d}-{found.month:02d}"


def money(cell: Cell) -> Decimal | None:
    """A sum in yuan, in one form however it is written: whole, or with two places."""
    said = words(cell).replace(",", "").replace("，", "").removesuffix("元").lstrip("¥￥")
    if not said:
        return None
    try:
        yuan = Decimal(said)
    except InvalidOperation:
        raise BadCell(f"“{said[:20]}”不是金额") from None
    sane = yuan.is_finite() and 0 <= yuan < 10_000_000
    if sane and isinstance(cell, float):
        yuan = yuan.quantize(Decimal("0.01"))
    if not sane or yuan != round(yuan, 2):
        raise BadCell(f"金额“{said[:20]}”不对：应在 0 到 1000 万之间，最多两位小数")
    whole = Decimal(int(yuan))
    return whole if yuan == whole else yuan.quantize(Decimal("0.01"))


def count(cell: Cell) -> int | None:
    said = words(cell).rstrip("人口户")
    if not said:
        return None
    if not re.fullmatch(r"\d{1,2}", said) or not 1 <= int(said) <= 30:
        raise BadCell(f"人数“{said[:12]}”不对")
    return int(said)


def account_tail(cell: Cell) -> str:
    """The last four digits of an account; the rest is not kept."""
    if isinstance(cell, int | float) and abs(cell) >= FIRST_LOST:
        raise BadCell("银行账号被表格存成了数字，后几位已丢失，请把这一列设为文本后重新填写")
    digits = re.sub(r"\D", "", words(cell))
    if words(cell) and len(digits) < 4:
        raise BadCell("银行账号至少要有后四位（前面的 0 丢了的，把这一列设为文本后重新填写）")
    return digits[-4:]


def yes(cell: Cell) -> bool | None:
    said = words(cell)
    if said in ("是", "有", "√", "享受", "在享", "Y", "y", "1", "true", "True"):
        return True
    if said in ("否", "没有", "×", "不享受", "未享受", "N", "n", "0", "false", "False"):
        return False
    if said:
        raise BadCell(f"“{said[:12]}”应写“是”或“否”")
    return None


Reader = Callable[[Cell], Any]
