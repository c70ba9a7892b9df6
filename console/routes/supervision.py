"""The supervisor's first page: what presses in the branch, and the way to figures and reports."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.people import units
from casework.petitions import queries
from casework.petitions.queries import Filters
from console import pages, worklists
from console.desk import House, Opens, Who

router = APIRouter(prefix="/supervision", dependencies=[Depends(Opens("supervision"))])


@router.get("")
def overview(request: Request, house: House, who: Who) -> Response:
    """Counts of the lists that press, by township of the visitor's branch."""
    with house.reading() as office:
        tree = units.tree(office)
        below = set(tree.branch(who.unit_code))
        townships = [
            unit for unit in tree.of_kind("township") if unit.code in below or who.may("supervision")
        ]
        rows = []
        for unit in townships:
            counts = {
                name: queries.worklist(office, who.actor, name, Filters(township=unit.code), size=1).total
                for name in ("unanswered", "due_today", "overdue")
            }
            if any(counts.values()):
                rows.append((unit, counts))
        totals = [
            (name, title, queries.count(office, who.actor, name))
            for name, title in worklists.titles(who).items()
            if name not in worklists.EVERYONE
        ]
        return pages.page(request, "supervision.html", who, rows=rows, totals=totals)
