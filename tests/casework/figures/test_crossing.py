"""The cross table is another way to the figures of the one-way tables: both always agree."""

import pytest

from casework.petitions import figures
from casework.petitions.figures import BadFigure, Filters, periods
from tests.casework.figures.test_recount import RICH, live_through

AUTUMN = periods.Period(periods.month(2026, 9).first, periods.month(2026, 12).last)
FILTER = {"category": "category", "township": "township", "channel": "channel", "unit": "unit"}


@pytest.fixture
def lived(county_office):
    live_through(county_office, RICH, merge=True)
    return county_office


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
