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
            to=lambda row, column: chosen.to(figure, rows, row, across=columns, other=column),
            known=figures.definitions(),
            dimensions=CROSSED,
            periods=figuring.PERIODS,
            options=figuring.options(office, who.actor),
            dated=DATED,
        )
