"""Free analysis: one figure by any two dimensions, each number leading to its petitions."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.petitions import figures
from casework.petitions.figures import CROSSED, DATED
from console import figuring, pages
from console.desk import House, Opens, Who
from console.figuring import Choice
from store.clock import local_date

router = APIRouter(prefix="/supervision/analysis", dependencies=[Depends(Opens("supervision"))])

FILTER_OF = {"class": "matter_class"}
"""Dimensions whose filter has another name."""
UNFILTERED = {"month", "operator"}
"""Dimensions that stand as rows when a cell is opened, because no filter narrows to them."""


@router.get("")
def cross(
    request: Request,
    house: House,
    who: Who,
    figure: str = "received",
    rows: str = "township",
    columns: str = "category",
) -> Response:
    with house.reading() as office:
        chosen = Choice.read(request.query_params, local_date(office.clock.now()))
        found = figures.cross(
            office,
            who.actor,
            figure,
            period=chosen.period,
            rows_by=rows,
            columns_by=columns,
            filters=chosen.filters,
        )
        most = max((cell.value or 0 for line in found.cells for cell in line), default=0)
        return pages.page(
            request,
            "supervision/analysis.html",
            who,
            chosen=chosen,
            cross=found,
            heat=lambda cell: figuring.heat(cell.value, most) if found.definition.kind == "count" else 0,
            behind=lambda row, column: _behind(chosen, figure, rows, row, columns, column),
            known=figures.definitions(),
            dimensions=CROSSED,
            periods=figuring.PERIODS,
            options=figuring.options(office, who.actor),
            dated=DATED,
        )


def _behind(chosen: Choice, figure: str, by: str, key: object, across: str, value: object) -> str:
    """The address of a cell's petitions: one dimension by its value, the other as a filter; empty where none can be."""
    if across in UNFILTERED:
        by, key, across, value = across, value, by, key
    if across in UNFILTERED or value is None:
        return ""
    return chosen.query(
        figure=figure, by=by, key="-" if key is None else key, **{FILTER_OF.get(across, across): value}
    )
