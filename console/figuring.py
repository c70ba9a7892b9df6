"""What the pages of figures ask for: a period, a dimension and filters, as they stand in a page's address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import quote_plus

from casework.office import Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions.categories import CATEGORIES, CHANNELS, CLASSES
from casework.petitions.figures import BY, BadFigure, Cell, Filters, Period, Table, periods
from casework.petitions.figures.counting import Key
from casework.petitions.figures.definitions import Definition
from casework.reports import statistics

DAY = timedelta(days=1)
PERIODS = {
    "this_month": "本月至今",
    "last_month": "上月",
    "quarter": "本季度至今",
    "last_quarter": "上季度",
    "year": "本年至今",
    "last_year": "上年",
}
DIMENSIONS = {name: label for name, label in BY.items() if name != "total"}
HEADLINES = (
    "received",
    "closure",
    "on_time_closure",
    "timely_acceptance",
    "first_time_settled",
    "repeat_share",
    "overdue",
    "satisfaction",
    "participation",
    "direct_answer",
)
COLUMNS = tuple(name for name in statistics.FIGURES if name != "mean_days")
"""Each figure of the reports, in their order, but the mean time."""
TREND = ("received", "closed", "on_time_closure", "satisfaction")
NARROWED = ("unit", "township", "category", "matter_class", "channel")


_quoted = lru_cache(4096)(quote_plus)
"""A page's many addresses say the same few things."""


@dataclass(frozen=True)
class Choice:
    """Period, dimension and filters of a page of figures."""

    said: str
    """The period as it stands in the address."""
    period: Period
    by: str
    filters: Filters

    @classmethod
    def read(cls, given: Mapping[str, str], today: date) -> "Choice":
        """From an address; what cannot be read falls back to this month, by unit.

        Raises:
            BadPeriod, BadFigure: it was written by hand and is wrong.
        """
        said = given.get("period", "").strip()[:40] or "this_month"
        first, last = given.get("first", ""), given.get("last", "")
        if first and last:
            said = f"{first[:10]}..{last[:10]}"
        by = given.get("by", "unit")
        if by not in BY:
            raise BadFigure("没有这个统计维度。")
        asked = {name: given.get(name, "").strip()[:32] for name in NARROWED}
        filters = Filters(
            unit=asked["unit"],
            township=asked["township"],
            category=asked["category"],
            matter_class=asked["matter_class"],
            channel=asked["channel"],
        )
        return cls(said, named(said, today) or periods.of(said), by, filters)

    def narrowed(self) -> dict[str, str]:
        return {name: value for name in NARROWED if (value := getattr(self.filters, name))}

    def query(self, **changed: object) -> str:
        """The address of the same page with something changed."""
        whole = {"period": self.said, "by": self.by, **self.narrowed(), **changed}
        return "&".join(
            f"{name}={_quoted(str(value))}" for name, value in whole.items() if value not in (None, "")
        )

    def to(
        self,
        figure: str,
        by: str = "total",
        key: object = "",
        of: str = "",
        across: str = "",
        other: object = "",
        period: Period | None = None,
    ) -> str:
        """The address of the petitions behind a figure: of all, or where one dimension, or two, have these values."""
        return self.query(
            figure=figure,
            by=by,
            key="-" if key is None else key,
            of=of,
            across=across,
            other="-" if other is None else other,
            period=spelt(period) if period else self.said,
        )


def named(name: str, today: date) -> Period | None:
    """The period that a name of `PERIODS` means today; None for any other text."""
    quarter = (today.month - 1) // 3 + 1
    month_first = today.replace(day=1)
    match name:
        case "this_month":
            return periods.to_date(periods.month(today.year, today.month), today)
        case "last_month":
            last = month_first - DAY
            return periods.month(last.year, last.month)
        case "quarter":
            return periods.to_date(periods.quarter(today.year, quarter), today)
        case "last_quarter":
            before = periods.quarter(today.year, quarter).first - DAY
            return periods.quarter(before.year, (before.month - 1) // 3 + 1)
        case "year":
            return periods.to_date(periods.year(today.year), today)
        case "last_year":
            return periods.year(today.year - 1)
    return None


def spelt(period: Period) -> str:
    """A period as `periods.of` reads it in an address."""
    return f"{period.first}..{period.last}"


def trend(period: Period) -> Period:
    """The 13 months that end with a period's last month, so that the same month a year ago stands beside it."""
    last = periods.month(period.last.year, period.last.month)
    year = last.year_before()
    return Period(year.first, period.last)


def month(number: int, within: Period) -> Period:
    """A month of a trend, as far as it lies within it."""
    whole = periods.month(number // 12, number % 12 + 1)
    return Period(max(whole.first, within.first), min(whole.last, within.last))


def cell(given: Mapping[str, str]) -> dict[str, object]:
    """The cell that an address names: a value for each of at most two dimensions.

    Raises:
        BadFigure.
    """
    pairs = ((given.get("by", ""), given.get("key", "")), (given.get("across", ""), given.get("other", "")))
    return {by: key_of(by, text) for by, text in pairs if by not in ("", "total") and text}


def key_of(by: str, text: str) -> object:
    """The value of a dimension as it stood in an address: `-` for petitions that have none.

    Raises:
        BadFigure.
    """
    if text == "-":
        return None
    if by in ("operator", "month"):
        if not text.isdecimal():
            raise BadFigure("没有这个统计对象。")
        return int(text)
    return text


def change(definition: Definition, value: float | None) -> tuple[str, str]:
    """(text, colour) of a change: points for a share, else percent; green where it is for the better."""
    if value is None:
        return "—", ""
    text = f"{value * 100:+.1f}" + (" 点" if definition.kind == "share" else "%")
    if not definition.good or abs(value) < 0.0005:
        return text, ""
    return text, "better" if (value > 0) == (definition.good == "up") else "worse"


def columns(table: Table, to: Callable[[str, Key], str]) -> dict[str, object]:
    """The columns of a chart of received and closed with two shares beside them; `to` says what each point opens."""

    def series(name: str, value: Callable[[Cell], float | None]) -> dict[str, object]:
        return {
            "name": next(one.label for one in table.definitions if one.name == name),
            "values": [value(row.cells[name]) for row in table.rows],
            "opens": [to(name, row.key) for row in table.rows],
        }

    return {
        "names": [row.label for row in table.rows],
        "bars": [series(name, lambda cell: cell.value or 0) for name in ("received", "closed")],
        "lines": [
            series(name, lambda cell: _percent(cell.value)) for name in ("on_time_closure", "satisfaction")
        ],
    }


def options(office: Office, actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """What the page may be narrowed to: units of the actor's own branch, townships, categories, classes, channels."""
    tree = units.tree(office)
    mine = set(tree.branch(actor.unit_code))
    below = sorted((unit for unit in tree.units.values() if unit.code in mine), key=lambda unit: unit.path)
    return {
        "unit": [(unit.code, unit.name) for unit in below if unit.kind != "village"],
        "township": [(unit.code, unit.place or unit.name) for unit in tree.of_kind("township")],
        "category": list(CATEGORIES.items()),
        "matter_class": list(CLASSES.items()),
        "channel": list(CHANNELS.items()),
    }


def heat(value: float | None, most: float) -> int:
    """A step from 0 to 5 for the colour of a tile."""
    if not value or most <= 0:
        return 0
    return max(1, min(5, round(value / most * 5)))


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 1)
