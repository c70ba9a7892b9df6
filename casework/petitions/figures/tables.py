"""Tables of figures: by any dimension, with what they are compared with, adding up along the tree of units."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from casework.office import NotAllowed, Office
from casework.people import rights, units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions import shield
from casework.petitions.categories import CATEGORIES, CHANNELS, CLASSES
from casework.petitions.figures import counting
from casework.petitions.figures.counting import MONTH, BadFigure, Filters, Key, Tally
from casework.petitions.figures.definitions import DEFINITIONS, Definition, Measure
from casework.petitions.figures.periods import Period
from casework.petitions.figures.shapes import unpack
from casework.petitions.models import Petition
from store.clock import local_date

BY = {
    "total": "合计",
    "unit": "承办单位",
    "township": "乡镇（街道）",
    "category": "诉求类别",
    "class": "信访类别",
    "channel": "来源渠道",
    "operator": "登记人",
    MONTH: "月份",
}
UNSAID = "未注明"
FEW = 5


@dataclass(frozen=True)
class Cell:
    """One figure: its value, what it was made from, and the same for the periods it is compared with."""

    name: str
    value: float | None
    """A count, a share between 0 and 1, or days; None where there is nothing to divide by."""
    of: int = 0
    by: int | None = None
    before: float | None = None
    year_before: float | None = None

    @property
    def change(self) -> float | None:
        """环比: points for a share, the relative change for counts and days."""
        return self._change(self.before)

    @property
    def year_change(self) -> float | None:
        """同比, as `change`."""
        return self._change(self.year_before)

    @property
    def text(self) -> str:
        """As it is printed: `97.36%`, `120`, `12.5`, or an em dash."""
        if self.value is None:
            return "—"
        kind = DEFINITIONS[self.name].kind
        if kind == "share":
            return f"{self.value:.2%}"
        return f"{self.value:.1f}" if kind == "mean" else f"{self.value:.0f}"

    def _change(self, earlier: float | None) -> float | None:
        if self.value is None or earlier is None:
            return None
        if DEFINITIONS[self.name].kind == "share":
            return self.value - earlier
        return None if earlier == 0 else self.value / earlier - 1


@dataclass(frozen=True)
class Row:
    """The figures of one value of the dimension; `depth` is its place in the tree of units."""

    key: Key
    label: str
    cells: Mapping[str, Cell]
    depth: int = 0


@dataclass(frozen=True)
class Table:
    """Rows and their total. For units a row counts its whole branch, so rows overlap; the total counts once."""

    by: str
    period: Period
    definitions: Sequence[Definition]
    rows: Sequence[Row]
    total: Row
    as_of: date
    sealed_elsewhere: str = ""
    """How many sealed petitions came in besides, for those who may know the number; never more than that."""


@dataclass
class Counts:
    """What figures are made from: how many petitions each measure counts, and in how many days how many were answered."""

    measured: Counter[Measure] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Counts") -> None:
        self.measured.update(other.measured)
        self.days.update(other.days)


def table(
    office: Office,
    actor: Actor,
    *,
    period: Period,
    by: str = "total",
    filters: Filters | None = None,
    figures: Sequence[str] | None = None,
    compare: bool = True,
) -> Table:
    """Figures over the petitions that came in within a period and that the actor may read.

    Raises:
        NotAllowed: the actor may not see figures.
        BadFigure: an unknown dimension or figure.
    """
    wanted = [definition(name) for name in figures or DEFINITIONS]
    filters = filters or Filters()
    periods = [period, period.before(), period.year_before()] if compare and by != MONTH else [period]
    found, _ = _tallies(office, actor, by, periods, wanted, filters)
    return _lined_up(office, actor, by, periods, wanted, found)


def with_trend(
    office: Office,
    actor: Actor,
    *,
    period: Period,
    by: str,
    filters: Filters,
    figures: Sequence[str],
    trend: Period,
    trend_figures: Sequence[str],
) -> tuple[Table, Table]:
    """A `table` with what it is compared with, and one by months over a longer span, which may share days with it: each
    petition is gone through once for both.

    Raises:
        NotAllowed, BadFigure: as `table`.
    """
    periods = [period, period.before(), period.year_before()] if by != MONTH else [period]
    wanted = [definition(name) for name in figures]
    wanted_of_trend = [definition(name) for name in trend_figures]
    found, months = _tallies(office, actor, by, periods, [*wanted, *wanted_of_trend], filters, trend)
    return (
        _lined_up(office, actor, by, periods, wanted, found),
        _lined_up(office, actor, MONTH, [trend], wanted_of_trend, {trend: months}),
    )


def _tallies(
    office: Office,
    actor: Actor,
    by: str,
    periods: Sequence[Period],
    wanted: Sequence[Definition],
    filters: Filters,
    trend: Period | None = None,
) -> tuple[Mapping[Period, Mapping[Key, Tally]], Mapping[int, Tally]]:
    """What some figures need of each period, and of each month of the trend."""
    require(actor)
    if by not in BY:
        raise BadFigure(f"没有“{by}”这个统计维度。")
    return counting.tallies(
        office,
        actor,
        by,
        periods,
        filters,
        months=trend,
        days=any(one.kind in ("mean", "p90") for one in wanted),
        lives=counting.lives_of(wanted),
    )


def _lined_up(
    office: Office,
    actor: Actor,
    by: str,
    periods: Sequence[Period],
    wanted: Sequence[Definition],
    found: Mapping[Period, Mapping[Key, Tally]],
) -> Table:
    """The table of what was counted for a period, the first, and for those that it is compared with."""
    counted = {period: counts(wanted, tallies) for period, tallies in found.items()}
    sides = [counted[period] for period in periods]
    rows = [
        Row(key, label, cells(wanted, [together(side, keys) for side in sides]), depth)
        for key, label, depth, keys in lines(office, by, {key for side in sides for key in side})
    ]
    total = Row(None, "合计", cells(wanted, [together(side, side) for side in sides]))
    return Table(
        by,
        periods[0],
        wanted,
        [] if by == "total" else rows,
        total,
        local_date(office.clock.now()),
        sealed_elsewhere(office, actor, periods[0]),
    )


def definition(name: str) -> Definition:
    """Raises BadFigure."""
    try:
        return DEFINITIONS[name]
    except KeyError:
        raise BadFigure(f"没有“{name}”这个指标。") from None


def counts(wanted: Sequence[Definition], found: Mapping[Any, Tally]) -> dict[Any, Counts]:
    """Each tally gone through once for all measures of some figures; which of them count a shape is asked once a shape."""
    measures = tuple({one: None for figure in wanted for one in (figure.of, figure.by) if one is not None})
    counting_it: dict[int, tuple[int, ...]] = {}
    made = {}
    for key, tally in found.items():
        measured = [
            (tally.live[one.plus] if one.plus else 0) - (tally.live[one.minus] if one.minus else 0)
            for one in measures
        ]
        for packed, count in tally.shapes.items():
            if packed not in counting_it:
                shape = unpack(packed)
                counting_it[packed] = tuple(at for at, one in enumerate(measures) if one.shape(shape))
            for at in counting_it[packed]:
                measured[at] += count
        made[key] = Counts(Counter(dict(zip(measures, measured, strict=True))), tally.days)
    return made


def together(found: Mapping[Key, Counts], keys: Iterable[Key]) -> Counts:
    whole = Counts()
    for key in keys:
        if key in found:
            whole.add(found[key])
    return whole


def cells(wanted: Sequence[Definition], sides: Sequence[Counts]) -> dict[str, Cell]:
    """The figures of one row from its counts for the period, the one before and the year before."""
    made = {}
    for one in wanted:
        value, of, by = figure(one, sides[0])
        earlier = [figure(one, side)[0] for side in sides[1:]] or [None, None]
        made[one.name] = Cell(one.name, value, of, by, earlier[0], earlier[1])
    return made


def figure(one: Definition, counted: Counts) -> tuple[float | None, int, int | None]:
    """(value, numerator, denominator); for days the number of petitions stands as numerator."""
    if one.kind == "mean":
        count = sum(counted.days.values())
        return (sum(day * n for day, n in counted.days.items()) / count if count else None), count, None
    if one.kind == "p90":
        return percentile(counted.days, 90), sum(counted.days.values()), None
    of = counted.measured[one.of]
    if one.by is None:
        return of, of, None
    by = counted.measured[one.by]
    return (of / by if by else None), of, by


def percentile(days: Mapping[int, int], percent: int) -> int | None:
    """The smallest number of days within which `percent` of a hundred petitions were answered (nearest rank)."""
    count = sum(days.values())
    if not count:
        return None
    rank, seen = -(-count * percent // 100), 0
    for day in sorted(days):
        seen += days[day]
        if seen >= rank:
            return day
    return None


def sealed_elsewhere(office: Office, actor: Actor, period: Period) -> str:
    """The number of sealed petitions of a period, for the head of the whole house alone.

    Without any breakdown, and without those that concern the asker's own body or name (信访工作条例 art. 30). Blurred to
    steps of five, and of the whole months within the period that are over: else two periods a day apart, or the same one
    looked at every day, would show on which day one came in.
    """
    if (
        not rights.holds(actor, "count_sealed")
        or rights.holds(actor, "read_sealed")
        or len(units.tree(office).branch(actor.unit_code)) < 2
    ):
        return ""
    if units.tree(office).get(actor.unit_code).kind not in ("bureau", "city"):
        return ""
    first, last = period.months_over(local_date(office.clock.now()))
    count = office.db.scalar(
        select(func.count())
        .select_from(Petition)
        .where(Petition.sealed, shield.condition(office, actor), Petition.figure_month.between(first, last))
    )
    if not count:
        return ""
    told = f"少于{FEW}件" if count < FEW else f"{count // FEW * FEW}件以上"
    return f"已过完的各月里另有密封件{told}，由纪检监察部门办理，不计入本表。"


def keys_of(office: Office, by: str, key: Key) -> list[Key] | None:
    """The values of the dimension's column that a row counts: a unit's branch, else the value itself."""
    return units.branch(office, key) if by == "unit" and key is not None else [key]


def require(actor: Actor) -> None:
    verdict = rights.may(actor, "see_figures")
    if not verdict:
        raise NotAllowed(verdict.why)


def lines(office: Office, by: str, seen: set[Key]) -> list[tuple[Key, str, int, list[Key]]]:
    """(key, label, depth, values counted) of each line for the values seen, in the order of the table."""
    if by == "unit":
        return _tree(office, seen)
    name = _namer(office, by, seen)
    order = sorted(seen, key=lambda key: (key is None, _rank(by, key)))
    return [(key, UNSAID if key is None else name(key), 0, [key]) for key in order]


def _tree(office: Office, seen: set[Key]) -> list[tuple[Key, str, int, list[Key]]]:
    """Units that have petitions and those above them, each after the one it belongs to."""
    tree = units.tree(office)
    shown = {code for key in seen if key in tree.units for code in tree.path(key).split("/") if code}
    found = []
    for code in sorted(shown, key=lambda code: tree.path(code)):
        depth = sum(1 for above in tree.path(code).split("/") if above in shown) - 1
        found.append((code, tree.name(code), depth, tree.branch(code)))
    gone = sorted(key for key in seen if key not in tree.units)
    return found + [(key, str(key), 0, [key]) for key in gone]


def _namer(office: Office, by: str, seen: set[Key]) -> Any:
    if by == "township":
        return units.tree(office).name
    if by == "operator":
        listed = select(Staff.id, Staff.name).where(Staff.id.in_([key for key in seen if key]))
        people = {row.id: row.name for row in office.db.execute(listed)}
        return lambda key: people.get(key, str(key))
    if by == MONTH:
        return lambda key: f"{key // 12}年{key % 12 + 1}月"
    names = {"category": CATEGORIES, "class": CLASSES, "channel": CHANNELS}.get(by, {})
    return lambda key: names.get(key, str(key))


def _rank(by: str, key: Key) -> Any:
    names = {"category": CATEGORIES, "class": CLASSES, "channel": CHANNELS}.get(by)
    if names is None:
        return (0, key if key is not None else 0)
    order = list(names)
    return (order.index(key), "") if key in order else (len(order), str(key))
