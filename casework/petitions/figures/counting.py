"""Counting petitions by shape, in index order, as far as an actor may read them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from casework.office import CaseworkError, Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.figures.definitions import Definition, Live
from casework.petitions.figures.models import DIMENSIONS
from casework.petitions.figures.periods import DAY, Period, apart, month_number
from casework.petitions.figures.shapes import Shape, Time, pack
from casework.petitions.models import Petition
from store.clock import local_date

LIVES: tuple[Live, ...] = ("overdue", "notice_overdue", "rating_open")

RATING_DAYS = 30
"""How long after the answer its petitioner is waited for to rate it; this system's own setting."""

ASKED_TO_RATE = pack(Shape(time=Time.REPEAT, rating=7))
"""The signs of a shape that tell of a rating; all naught where none is asked for."""

Key = Any
MONTH = "month"
"""The dimension that is not a column: the month in which a petition came in."""


class BadFigure(CaseworkError):
    """No such figure, dimension or filter."""

    code = "bad_figure"


@dataclass(frozen=True)
class Filters:
    """What figures are narrowed to; `unit` means the unit with its branch."""

    unit: str = ""
    township: str = ""
    category: str = ""
    matter_class: str = ""
    channel: str = ""
    operator: int | None = None

    def where(self, office: Office) -> list[ColumnElement[bool]]:
        pairs: Sequence[tuple[Any, Any]] = (
            (Petition.township, self.township),
            (Petition.category, self.category),
            (Petition.matter_class, self.matter_class),
            (Petition.channel, self.channel),
            (Petition.typed_by, self.operator),
        )
        found = [column == value for column, value in pairs if value]
        if self.unit:
            found.append(Petition.handler_unit.in_(units.branch(office, self.unit)))
        return found


@dataclass
class Tally:
    """What was counted for one value of a dimension."""

    shapes: Counter[int] = field(default_factory=Counter)
    live: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)


def live(office: Office, name: Live) -> ColumnElement[bool]:
    """The condition of what depends on today."""
    today = local_date(office.clock.now())
    conditions: dict[Live, ColumnElement[bool]] = {
        "overdue": and_(Petition.is_open, Petition.next_due_on < today),
        "notice_overdue": and_(
            Petition.is_open,
            Petition.next_due_on < today,
            Petition.next_stage == "notice",
        ),
        "rating_open": and_(
            Petition.answered_on >= today - timedelta(days=RATING_DAYS),
            Petition.answered_on.is_not(None),
            Petition.satisfaction.is_(None),
            Petition.figure_shape.op("&")(ASKED_TO_RATE) != 0,
        ),
    }
    return conditions[name]


def lives_of(wanted: Sequence[Definition]) -> list[Live]:
    """What depends on today among some figures."""
    measures = [measure for one in wanted for measure in (one.of, one.by) if measure is not None]
    asked = {name for measure in measures for name in (measure.plus, measure.minus)}
    return [name for name in LIVES if name in asked]


def tallies(
    office: Office,
    actor: Actor,
    by: str,
    periods: Sequence[Period],
    filters: Filters,
    *,
    months: Period | None = None,
    days: bool = True,
    lives: Sequence[Live] = LIVES,
) -> tuple[dict[Period, dict[Key, Tally]], dict[int, Tally]]:
    """For each period, the counts for each value of a dimension over the petitions that came in within it; and the counts
    of each month over those that came in within `months`. Days and what depends on today only where they are asked for.

    Petitions that several of them share are gone through once.
    """
    found: dict[Period, dict[Key, Tally]] = {period: defaultdict(Tally) for period in periods}
    monthly: dict[int, Tally] = defaultdict(Tally)
    spans = [*found, months] if months else list(found)

    def over(day: date) -> list[tuple[dict[Any, Tally], bool]]:
        """What counts a petition that came in on a day, and whether it does by month."""
        counted = [(tallies, by == MONTH) for period, tallies in found.items() if day in period]
        return [*counted, (monthly, True)] if months and day in months else counted

    column = column_of(by)
    known = _values(office, column)
    for span, what in product(apart(spans), (Petition.figure_shape, Petition.figure_days)[: 1 + days]):
        counted = over(span.first)
        keys = {by_month for _, by_month in counted}
        for value, month, packed, count in _grouped(office, actor, column, known, keys, span, filters, what):
            for tallies, by_month in counted:
                tally = tallies[month if by_month else value]
                (tally.shapes if what is Petition.figure_shape else tally.days)[packed] += count
    for value, name, lodged_on, count in _now(office, actor, by, spans, filters, lives):
        for tallies, by_month in over(lodged_on):
            tallies[month_number(lodged_on) if by_month else value].live[name] += count
    return {period: dict(tallies) for period, tallies in found.items()}, dict(monthly)


def within(period: Period) -> list[ColumnElement[bool]]:
    """Petitions that came in within a period: by month, and by day where it begins or ends within a month."""
    return [Petition.figure_month.between(*period.months), *_days(period)]


def _days(period: Period) -> list[ColumnElement[bool]]:
    """The days of the months in which it begins or ends; in the others the day is not looked at.

    The month is put as a sum, so that a database does not look the two sides of the “or” up in two other indexes.
    """
    (begins, ends), month = period.months, Petition.figure_month + 0
    found: list[ColumnElement[bool]] = []
    if period.first.day != 1:
        found.append(or_(month > begins, Petition.lodged_on >= period.first))
    if (period.last + DAY).day != 1:
        found.append(or_(month < ends, Petition.lodged_on <= period.last))
    return found


def column_of(by: str) -> Any:
    """Raises BadFigure for an unknown dimension."""
    if by == MONTH or by == "total":
        return DIMENSIONS["unit"]
    try:
        return DIMENSIONS[by]
    except KeyError:
        raise BadFigure(f"没有“{by}”这个统计维度。") from None


def _grouped(
    office: Office,
    actor: Actor,
    column: Any,
    known: list[Key],
    keys: set[bool],
    period: Period,
    filters: Filters,
    what: Any,
) -> Iterator[tuple[Key, int, int, int]]:
    """(value, month, shape or days, count), told apart by month, by value, or by both as `keys` says; else naught.

    Inside, one walk along the index of the dimension's column for each of its known values, in its order and so without
    sorting; outside, what is not told apart is added up.
    """
    where = [queries.visible(office, actor), *within(period), *filters.where(office)]
    if what is Petition.figure_days:
        where.append(what.is_not(None))
    for one in (column.in_(known), column.is_(None)) if column.nullable else (column.in_(known),):
        walk = (
            select(
                column.label("value"),
                Petition.figure_month.label("month"),
                what.label("what"),
                func.count().label("count"),
            )
            .where(one, *where)
            .group_by(column, Petition.figure_month, what)
            .subquery()
        )
        if len(keys) > 1:
            yield from office.db.execute(select(walk))
            continue
        key = walk.c.month if True in keys else walk.c.value
        added = select(key, walk.c.what, func.sum(walk.c["count"])).group_by(key, walk.c.what)
        yield from ((key, key, packed, int(count)) for key, packed, count in office.db.execute(added))


def _now(
    office: Office,
    actor: Actor,
    by: str,
    periods: Sequence[Period],
    filters: Filters,
    lives: Sequence[Live],
) -> list[tuple[Key, str, date, int]]:
    """(value, what depends on today, day, count), from the small sets of what is open or not yet rated.

    One walk over each set for all periods together. The month is put as a sum and the days are told apart outside,
    so that a database goes by the small index and not by the month or the day.
    """
    first, last = min(one.months[0] for one in periods), max(one.months[1] for one in periods)
    column = column_of(by)
    where = [
        queries.visible(office, actor),
        (Petition.figure_month + 0).between(first, last),
        *filters.where(office),
    ]

    def counted(name: Live) -> Select[Any]:
        """The offset keeps a database from walking the whole index of the dimension for the sake of its order."""
        few = select(column.label("key"), Petition.lodged_on.label("day")).where(live(office, name), *where)
        set_apart = few.offset(0).subquery()
        return select(set_apart.c.key, literal(name), set_apart.c.day, func.count()).group_by(
            set_apart.c.key, set_apart.c.day
        )

    return [tuple(row) for name in lives for row in office.db.execute(counted(name)).all()]


def _values(office: Office, column: Any) -> list[Key]:
    """The values of an indexed column, found by hopping along its index rather than by reading it all."""
    smallest = select(func.min(column).label("value")).cte("hop", recursive=True)
    above = select(func.min(column)).where(column > smallest.c.value).scalar_subquery()
    hops = smallest.union_all(select(above).where(smallest.c.value.is_not(None)))
    return list(office.db.scalars(select(hops.c.value).where(hops.c.value.is_not(None))))
