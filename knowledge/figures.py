"""The county's own figures: standards, ceilings, payment days, telephones, each with its date."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.schema import PLACEHOLDER, Program
from store.county import County, CountyFileError, slip

_CHAT = {
    "phone.hotline": ("hotline", "社会救助服务热线"),
    "phone.discipline": ("discipline_phone", "派驻纪检监察组电话"),
    "phone.discipline_line": ("discipline_line", "纪检监察举报电话"),
    "phone.government": ("government_line", "政务服务便民热线"),
    "phone.crisis": ("crisis_line", "心理援助热线"),
    "place.visit": ("visit_place", "接待地点"),
    "place.letters": ("letter_address", "来信地址"),
    "hours.visit": ("visit_hours", "接待时间"),
    "hours.duty": ("duty_hours", "热线人工时间"),
}
_UNITS = {
    "phone.bureau": ("QH-MZ", "县民政局电话"),
    "phone.aid": ("QH-MZ-JZ", "社会救助股电话"),
    "phone.checking": ("QH-MZ-HD", "家庭经济状况核对中心电话"),
}
_PROGRAMS = {
    "dibao": "低保金",
    "tekun": "特困供养金",
    "orphan": "孤儿基本生活费",
    "disability_allowance": "残疾人两项补贴",
    "elderly_allowance": "高龄津贴",
}


_File = TypeVar("_File", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WrittenFigure(_Strict):
    """One line of `figures.yml`."""

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
    label: str
    value: Decimal | str
    unit: str
    since: date = Field(alias="from")
    source: str

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if self.unit and not isinstance(self.value, Decimal):
            raise ValueError(f"{self.label}有单位“{self.unit}”，value 要写数，不能写“{self.value}”")
        if isinstance(self.value, Decimal) and self.value < 0:
            raise ValueError(f"{self.label}不能小于 0")
        return self


class FiguresFile(_Strict):
    demo: bool = False
    figures: list[WrittenFigure]

    @model_validator(mode="after")
    def _once_a_day(self) -> Self:
        days = Counter((one.id, one.since) for one in self.figures)
        for (id, since), times in days.items():
            if times > 1:
                raise ValueError(f"{id} 从 {since} 起写了 {times} 行，只能有一行")
        return self


class PaymentDay(_Strict):
    """When a programme is paid at the latest: the day of each month or of each quarter's first month."""

    program: Program
    rhythm: Literal["monthly", "quarterly"]
    by_day: int = Field(ge=1, le=28)
    since: date = Field(alias="from")
    source: str

    @property
    def said(self) -> str:
        when = "每月" if self.rhythm == "monthly" else "每季度第一个月"
        return f"{when}{self.by_day}日前"


class PaymentsFile(_Strict):
    payments: list[PaymentDay]


@dataclass(frozen=True)
class Figure:
    """A figure as of a day, ready to be said."""

    id: str
    label: str
    value: Decimal | str
    unit: str
    since: date | None
    source: str
    demo: bool

    @property
    def amount(self) -> Decimal:
        """The value as a number.

        Raises:
            ValueError: it is words, not a number.
        """
        if isinstance(self.value, Decimal):
            return self.value
        raise ValueError(f"{self.id} 不是数")

    @property
    def said(self) -> str:
        """`760 元/人·月`, without needless zeros."""
        value = f"{self.value.normalize():f}" if isinstance(self.value, Decimal) else self.value
        return f"{value}{self.unit}" if self.unit in ("", "%") else f"{value} {self.unit}"

    def line(self) -> str:
        """`城市低保标准：760 元/人·月（2026年7月起）`; demo figures say so."""
        since = f"{self.since.year}年{self.since.month}月起" if self.since else ""
        marks = "，".join(part for part in (since, "示例" if self.demo else "") if part)
        return f"{self.label}：{self.said}" + (f"（{marks}）" if marks else "")


class Figures:
    """All figures of one county; what is asked for is what holds on the day."""

    def __init__(self, county: County) -> None:
        """Read `figures.yml`, `payments.yml`, and the contacts in `chat.yml` and `units.yml`.

        Raises:
            CountyFileError: a file is missing or malformed, with a sentence that names it.
        """
        self.county_name = county.name
        place = county.read("units")["county"]
        self.region = "/".join((place["province"], place["city"], place["name"]))
        self._written = _checked(FiguresFile, county.read("figures"), "figures.yml")
        self._payments = _checked(PaymentsFile, county.read("payments"), "payments.yml").payments
        self._contacts = dict(_contacts(county))

    def find(self, key: str, day: date) -> Figure | None:
        """The figure as of that day, or None where the county has given none."""
        if key in self._contacts:
            label, value = self._contacts[key]
            return Figure(key, label, value, "", None, "chat.yml", False)
        if key.startswith("pay."):
            return self._payment(key, day)
        written = [one for one in self._written.figures if one.id == key and one.since <= day]
        if not written:
            return None
        latest = max(written, key=lambda one: one.since)
        return Figure(
            key,
            latest.label,
            latest.value,
            latest.unit,
            latest.since,
            latest.source,
            self._written.demo,
        )

    def payment_day(self, program: str, day: date) -> PaymentDay | None:
        """The rule of payment of a programme as of that day, or None."""
        rules = [one for one in self._payments if one.program == program and one.since <= day]
        return max(rules, key=lambda one: one.since, default=None)

    def ids(self) -> set[str]:
        """Every id that an answer may name."""
        return (
            {one.id for one in self._written.figures}
            | {f"pay.{one.program}" for one in self._payments}
            | set(self._contacts)
        )

    def fill(self, text: str, day: date) -> str | None:
        """The text with every `{figure}` said, or None where one of them is not known."""
        found = {key: self.find(key, day) for key in PLACEHOLDER.findall(text)}
        if None in found.values():
            return None
        return PLACEHOLDER.sub(lambda match: figure.said if (figure := found[match[1]]) else "", text)

    def _payment(self, key: str, day: date) -> Figure | None:
        program = key.removeprefix("pay.")
        rule = self.payment_day(program, day)
        if rule is None:
            return None
        name = _PROGRAMS.get(program, "救助金")
        return Figure(key, f"{name}发放日", rule.said, "", rule.since, rule.source, self._written.demo)


def _contacts(county: County) -> Iterator[tuple[str, tuple[str, str]]]:
    chat = county.read("chat")
    for key, (name, said) in _CHAT.items():
        if chat.get(name):
            yield key, (said, str(chat[name]))
    phones = {unit["code"]: unit.get("phone") for unit in county.read("units")["units"]}
    for key, (code, said) in _UNITS.items():
        if phones.get(code):
            yield key, (said, str(phones[code]))


def _checked(shape: type[_File], content: object, name: str) -> _File:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise CountyFileError(f"县级配置文件 {name} 有误：{slip(error)}。") from None
