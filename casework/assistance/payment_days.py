"""By which day a programme is paid: monthly, or in the first month of each quarter, as `payments.yml` says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.office import CaseworkError, Office
from store.county import County, CountyFileError, slip


class BadMonth(CaseworkError):
    """What was given is no month."""

    code = "bad_month"


class PaymentDay(BaseModel):
    """One line of `payments.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    program: str
    rhythm: Literal["monthly", "quarterly"]
    by_day: int = Field(ge=1, le=28)
    since: date = Field(alias="from")
    source: str


class PaymentsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    payments: list[PaymentDay]


@dataclass(frozen=True)
class Turn:
    """One payment that falls due: for which month (a quarter by its first), and by which day."""

    month: str
    due_on: date
    rhythm: Literal["monthly", "quarterly"]

    @property
    def months(self) -> tuple[str, ...]:
        """The months that it covers, as tables may name them."""
        return tuple(plus(self.month, more) for more in range(3 if self.rhythm == "quarterly" else 1))

    @property
    def said(self) -> str:
        """`2026年11月`, or `2026年第四季度`."""
        year, month = (int(part) for part in self.month.split("-"))
        if self.rhythm == "quarterly":
            return f"{year}年第{'一二三四'[(month - 1) // 3]}季度"
        return f"{year}年{month}月"


def read(county: County) -> PaymentsFile:
    """Raises CountyFileError, with a sentence that says where the file is wrong."""
    try:
        return PaymentsFile.model_validate(county.read("payments"))
    except ValidationError as error:
        raise CountyFileError(f"payments.yml 不对：{slip(error)}。请改正后重试。") from None


def rule(office: Office, program: str, day: date) -> PaymentDay | None:
    """The rule in force for a programme on a day."""
    found = [one for one in _file(office).payments if one.program == program and one.since <= day]
    return max(found, key=lambda one: one.since, default=None)


def told(office: Office, day: date, named: Callable[[str], str]) -> str:
    """All days in force on a day, in words: `低保每月10日，…每季第一个月10日`; empty where the county sets none."""
    said: dict[str, list[str]] = {}
    for program in dict.fromkeys(one.program for one in _file(office).payments):
        if found := rule(office, program, day):
            when = "每季第一个月" if found.rhythm == "quarterly" else "每月"
            said.setdefault(f"{when}{found.by_day}日", []).append(named(program))
    return "；".join(f"{'、'.join(names)}{when}" for when, names in said.items())


def _file(office: Office) -> PaymentsFile:
    file: PaymentsFile | None = office.db.info.get("payment_days")
    if file is None:
        file = office.db.info["payment_days"] = read(office.county)
    return file


def turn(office: Office, program: str, month: str) -> Turn | None:
    """The payment that covers a month; None where the county sets no day for the programme."""
    year, number = split(month)
    found = rule(office, program, date(year, number, 1))
    if found is None:
        return None
    if found.rhythm == "quarterly":
        number -= (number - 1) % 3
    return Turn(f"{year:04d}-{number:02d}", date(year, number, found.by_day), found.rhythm)


def deadline(office: Office, program: str, month: str) -> date | None:
    """The last day on which the payment that covers a month may arrive.

    A programme paid by the quarter whose month is taken up after the quarter's day is paid with the next quarter.
    """
    found = turn(office, program, month)
    if found is None:
        return None
    if found.month != "{:04d}-{:02d}".format(*split(month)):
        following = turn(office, program, plus(found.month, 3))
        return following.due_on if following else None
    return found.due_on


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def month_after(day: date) -> str:
    return plus(month_of(day), 1)


def plus(month: str, months: int) -> str:
    """The month so many months on."""
    year, number = split(month)
    year, number = divmod(year * 12 + number - 1 + months, 12)
    return f"{year:04d}-{number + 1:02d}"


def split(month: str) -> tuple[int, int]:
    """Year and month of `2026-11`.

    Raises:
        BadMonth: it is no month.
    """
    found = re.fullmatch(r"((?:19|20)\d\d)-(0?[1-9]|1[0-2])", month)
    if not found:
        raise BadMonth(f"“{month}”不是月份，请写成 2026-11 这样。")
    return int(found[1]), int(found[2])
