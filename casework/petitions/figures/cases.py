"""From a figure to the very petitions that it counts."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.figures import counting
from casework.petitions.figures.counting import MONTH, Filters, Key
from casework.petitions.figures.definitions import Measure
from casework.petitions.figures.periods import Period
from casework.petitions.figures.shapes import unpack
from casework.petitions.figures.tables import definition, keys_of, require
from casework.petitions.models import Petition
from casework.petitions.queries import COUNTED, Page


def chosen(
    office: Office,
    actor: Actor,
    figure: str,
    *,
    period: Period,
    at: Mapping[str, Key] | None = None,
    filters: Filters | None = None,
    of: str = "numerator",
) -> Select[Petition]:
    """A query for the petitions behind a figure; `of` says whether numerator or denominator is meant.

    `at` names the cell: a value for each of its dimensions, None for petitions without one; nothing for the total.
    It goes through `queries.readable`, so that nobody finds by a figure what they may not read.

    Raises:
        NotAllowed, BadFigure.
    """
    require(actor)
    one, filters = definition(figure), filters or Filters()
    query = queries.readable(office, actor).where(*counting.within(period), *filters.where(office))
    query = query.where(*(_at(office, by, key) for by, key in (at or {}).items()))
    if one.kind in ("mean", "p90"):
        return query.where(Petition.figure_days.is_not(None))
    measure = one.by if of == "denominator" and one.by is not None else one.of
    return query.where(counted(office, measure, query))


def cases(
    office: Office,
    actor: Actor,
    figure: str,
    *,
    period: Period,
    at: Mapping[str, Key] | None = None,
    filters: Filters | None = None,
    of: str = "numerator",
    page: int = 1,
    size: int = queries.PAGE,
) -> Page:
    """A page of the petitions behind a figure, newest first; see `chosen`."""
    query = chosen(office, actor, figure, period=period, at=at, filters=filters, of=of)
    rows = office.db.scalars(query.order_by(Petition.id.desc()).limit(size).offset((page - 1) * size))
    counted = query.with_only_columns(Petition.id).limit(COUNTED + 1).subquery()
    total = office.db.scalar(select(func.count()).select_from(counted)) or 0
    return Page(list(rows), total, page, size)


def counted(office: Office, measure: Measure, among: Select[Petition]) -> ColumnElement[bool]:
    """The condition for the petitions that a measure counts among those of a query."""
    known = office.db.scalars(among.with_only_columns(Petition.figure_shape).distinct()).all()
    found: ColumnElement[bool] = Petition.figure_shape.in_(
        [shape for shape in known if measure.shape(unpack(shape))]
    )
    if measure.minus:
        found = and_(found, ~counting.live(office, measure.minus))
    if measure.plus:
        found = or_(found, counting.live(office, measure.plus))
    return found


def _at(office: Office, by: str, key: Key) -> ColumnElement[bool]:
    if by == MONTH:
        return Petition.figure_month == key
    column = counting.column_of(by)
    return column.is_(None) if key is None else column.in_(keys_of(office, by, key))
