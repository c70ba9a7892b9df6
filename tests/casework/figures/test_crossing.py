"""The cross table is another way to the figures of the one-way tables: both always agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import store.county
from casework.office import Bureau
from casework.people.actors import Actor
from casework.petitions import figures
from casework.petitions.figures import BadFigure, Filters, periods
from store.clock import FixedClock
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault
from tests.casework.conftest import County
from tests.casework.figures.test_recount import RICH, live_through
from tests.conftest import NOW

AUTUMN = periods.Period(periods.month(2026, 9).first, periods.month(2026, 12).last)
FILTER = {"category": "category", "township": "township", "channel": "channel", "unit": "unit"}


@pytest.fixture(scope="module")
def lived(
    tmp_path_factory: pytest.TempPathFactory, settled_database: tuple[Path, dict[str, Actor]], keys: Keys
) -> Iterator[County]:
    """One county with a year behind it, read by all tests of this module."""
    settled, people = settled_database
    path = tmp_path_factory.mktemp("lived") / "lived.db"
    path.write_bytes(settled.read_bytes())
    engine = connect(f"sqlite:///{path}")
    seat = store.county.County(ROOT / "county" / "qinghe")
    with Bureau(engine, Vault(keys), seat, FixedClock(NOW)).office() as office:
        county = County(office, dict(people))
        live_through(county, RICH, merge=True)
        yield county
    engine.dispose()


@pytest.mark.parametrize(
    "figure", ["received", "overdue", "on_time_closure", "satisfaction_with_unrated", "mean_days"]
)
@pytest.mark.parametrize(
    ("rows", "columns"), [("unit", "category"), ("month", "channel"), ("class", "township")]
)
def test_each_cell_is_the_one_way_figure_under_a_filter(lived, figure, rows, columns) -> None:
    office, leader = lived.office, lived["leader"]
    crossed = figures.cross(office, leader, figure, period=AUTUMN, rows_by=rows, columns_by=columns)
    whole = figures.table(office, leader, period=AUTUMN, by=rows, figures=[figure])
    assert crossed.rows
    assert crossed.total.value == whole.total.cells[figure].value
    totals = {row.key: cell.value for row, cell in zip(crossed.rows, crossed.row_totals, strict=True)}
    assert all(totals.get(row.key) == row.cells[figure].value for row in whole.rows)
    for at, column in enumerate(crossed.columns):
        if column.key is None:
            continue
        narrow = figures.table(
            office,
            leader,
            period=AUTUMN,
            by=rows,
            figures=[figure],
            filters=Filters(**{FILTER[columns]: column.key}),
        )
        by_key = {row.key: row.cells[figure].value for row in narrow.rows}
        for row, cells in zip(crossed.rows, crossed.cells, strict=True):
            assert (cells[at].value or None) == (by_key.get(row.key) or None)


def test_a_cross_needs_two_dimensions_and_the_right(lived) -> None:
    with pytest.raises(BadFigure):
        figures.cross(
            lived.office, lived["leader"], "received", period=AUTUMN, rows_by="unit", columns_by="unit"
        )
    with pytest.raises(BadFigure):
        figures.cross(
            lived.office, lived["leader"], "received", period=AUTUMN, rows_by="total", columns_by="unit"
        )
    with pytest.raises(BadFigure):
        figures.cross(
            lived.office, lived["leader"], "wishes", period=AUTUMN, rows_by="unit", columns_by="class"
        )


def test_a_unit_crosses_its_own_branch_alone(lived) -> None:
    crossed = figures.cross(
        lived.office, lived["other_town"], "received", period=AUTUMN, rows_by="unit", columns_by="category"
    )
    assert crossed.total.value == 0
