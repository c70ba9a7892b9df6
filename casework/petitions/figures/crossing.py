"""A cross table: one figure by any two dimensions, each cell leading to its petitions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, literal, select

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.figures import counting, tables
from casework.petitions.figures.counting import MONTH, BadFigure, Filters, Key, Tally
from casework.petitions.figures.definitions import Definition
from casework.petitions.figures.periods import Period
from casework.petitions.figures.tables import BY, Cell
from casework.petitions.models import Petition
from store.clock import local_date

CROSSED = {name: label for name, label in BY.items() if name != "total"}


@dataclass(frozen=True)
class Line:
    """A row or a column: the value of its dimension, its label, and its depth in the tree of units."""

    key: Key
    label: str
    depth: int = 0


@dataclass(frozen=True)
class Cross:
    """One figure by two dimensions; `cells[row][column]`, totals beside and below, and the whole."""

    definition: Definition
    rows_by: str
    columns_by: str
    period: Period
    rows: Sequence[Line]
    columns: Sequence[Line]
    cells: Sequence[Sequence[Cell]]
    row_totals: Sequence[Cell]
    column_totals: Sequence[Cell]
    total: Cell
    as_of: date


def cross(
    office: Office,
    actor: Actor,
    figure: str,
    *,
    period: Period,
    rows_by: str,
    columns_by: str,
    filters: Filters | None = None,
) -> Cross:
    """One figure over the petitions that came in within a period and that the actor may read.

    A unit's line counts its whole branch, as in `tables.table`; totals count each petition once.

    Raises:
        NotAllowed: the actor may not see figures.
        BadFigure: an unknown figure or dimension, or twice the same dimension.
    """
    tables.require(actor)
    if not {rows_by, columns_by} <= set(CROSSED):
        raise BadFigure("没有这个统计维度。")
    if rows_by == columns_by:
        raise BadFigure("行和列请选两个不同的维度。")
    wanted = tables.definition(figure)
    found = tables.counts(
        [wanted], _tallies(office, actor, wanted, rows_by, columns_by, period, filters or Filters())
    )
    rows = tables.lines(office, rows_by, {row for row, _ in found})
    columns = tables.lines(office, columns_by, {column for _, column in found})

    def cell(row_keys: Sequence[Key] | None, column_keys: Sequence[Key] | None) -> Cell:
        whole = tables.Counts()
        for (row, column), counted in found.items():
            if (row_keys is None or row in row_keys) and (column_keys is None or column in column_keys):
                whole.add(counted)
        return tables.cells([wanted], [whole])[wanted.name]

    return Cross(
        wanted,
        rows_by,
        columns_by,
        period,
        [Line(key, label, depth) for key, label, depth, _ in rows],
        [Line(key, label, depth) for key, label, depth, _ in columns],
        [[cell(row, column) for *_, column in columns] for *_, row in rows],
        [cell(row, None) for *_, row in rows],
        [cell(None, column) for *_, column in columns],
        cell(None, None),
        local_date(office.clock.now()),
    )


def _tallies(
    office: Office,
    actor: Actor,
    wanted: Definition,
    rows_by: str,
    columns_by: str,
    period: Period,
    filters: Filters,
) -> Mapping[tuple[Key, Key], Tally]:
    """Counts for each pair of values."""
    row, column = _column(rows_by), _column(columns_by)
    where = [queries.visible(office, actor), *counting.within(period), *filters.where(office)]
    found: dict[tuple[Key, Key], Tally] = defaultdict(Tally)
    days = wanted.kind in ("mean", "p90")
    what = Petition.figure_days if days else Petition.figure_shape
    counted = select(row, column, what, func.count()).where(*where).group_by(row, column, what)
    if days:
        counted = counted.where(what.is_not(None))
    for at, across, packed, count in office.db.execute(counted):
        tally = found[at, across]
        (tally.days if days else tally.shapes)[packed] += count
    for name in counting.lives_of([wanted]):
        now = (
            select(row, column, literal(name), func.count())
            .where(counting.live(office, name), *where)
            .group_by(row, column)
        )
        for at, across, live, count in office.db.execute(now):
            found[at, across].live[live] += count
    return found


def _column(by: str) -> Key:
    return Petition.figure_month if by == MONTH else counting.column_of(by)
