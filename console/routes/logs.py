"""Who saw personal data and why, and who failed at the door."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.people import reveals
from casework.petitions import queries as petitions
from console import pages
from console.desk import House, Opens, Who

router = APIRouter(prefix="/logs", dependencies=[Depends(Opens("logs"))])


@router.get("")
def logs(request: Request, house: House, who: Who, about: str = "", page: int = 1) -> Response:
    with house.reading() as office:
        hidden = petitions.withheld_numbers(office, who.actor)
        seen = reveals.log(office, about.strip(), page, besides=hidden)
        failed = reveals.attempts(office)
    return pages.page(request, "admin/logs.html", who, seen=seen, failed=failed, about=about, page=page)
