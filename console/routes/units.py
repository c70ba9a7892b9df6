"""The tree of units, as the county's file has it."""

from collections import Counter

from fastapi import APIRouter, Depends, Request
from sqlalchemy import select
from starlette.responses import Response

from casework.people import units
from casework.people.models import Staff
from console import pages
from console.desk import House, Opens, Who

router = APIRouter(prefix="/units", dependencies=[Depends(Opens("units"))])

KINDS = {
    "city": "上级",
    "county": "县",
    "bureau": "民政局",
    "section": "股室",
    "discipline": "派驻纪检监察组",
    "township": "乡镇、街道",
    "office": "民政所",
    "village": "村、社区",
}


@router.get("")
def tree(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        found = sorted(units.tree(office).units.values(), key=lambda unit: unit.path)
        people = Counter(office.db.scalars(select(Staff.unit_code).where(Staff.active)))
    return pages.page(request, "admin/units.html", who, units=found, people=people, kinds=KINDS)
