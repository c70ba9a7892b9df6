"""Formal notices of a petition: read before they are issued, issued with a number, taken out as Word files."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.office import CaseworkError, NotFound
from casework.people import reveals, units
from casework.petitions import notices, queries
from console import pages
from console.desk import Desk, House, Opens, Posted, Visitor, Who

router = APIRouter(prefix="/petitions/{number}/notices", dependencies=[Depends(Opens("petitions"))])

TO = {"petitioner": "给信访人", "unit": "给承办单位", "file": "存档"}


@router.get("")
def offered(request: Request, house: House, who: Who, number: str) -> Response:
    return _page(request, house, who, number)


@router.post("/{kind}/preview")
def preview(request: Request, house: House, who: Who, fields: Posted, number: str, kind: str) -> Response:
    """The notice in full, with the names that it bears; that it was read is put on record."""
    text = fields.text("text", 2000)
    try:
        with house.office() as office:
            petition = queries.get(office, number, who.actor)
            lines = notices.preview(office, petition, kind, who.actor, text=text)
            reveals.record(office, who.actor, petition.number, notices.KINDS[kind].title, "出文书前预览")
    except CaseworkError as fault:
        return _refused(request, house, who, number, kind, fault, text)
    return _page(request, house, who, number, lines=lines, kind=kind, text=text)


@router.post("/{kind}")
def issue(request: Request, house: House, who: Who, fields: Posted, number: str, kind: str) -> Response:
    text = fields.text("text", 2000)
    try:
        with house.office() as office:
            petition = queries.get(office, number, who.actor)
            issued = notices.issue(office, petition, kind, who.actor, text=text).number
    except CaseworkError as fault:
        return _refused(request, house, who, number, kind, fault, text)
    return pages.go(request, f"/petitions/{number}/notices", f"已印发 {issued}，可以下载打印。")


@router.get("/{id}/file")
def take(house: House, who: Who, number: str, id: int) -> Response:
    with house.office() as office:
        petition = queries.get(office, number, who.actor)
        if id not in {notice.id for notice in notices.of(office, petition, who.actor)}:
            raise NotFound("没有这份文书，或您无权查看。")
        name, data = notices.take_out(office, id, who.actor)
        reveals.record(office, who.actor, petition.number, name, "下载文书")
    return pages.office_file(data, name)


def _refused(
    request: Request, house: Desk, who: Visitor, number: str, kind: str, fault: CaseworkError, text: str
) -> Response:
    if isinstance(fault, NotFound):
        raise fault
    return _page(request, house, who, number, 409, fault=str(fault), kind=kind, text=text)


def _page(
    request: Request, house: Desk, who: Visitor, number: str, status: int = 200, /, **more: Any
) -> Response:
    with house.reading() as office:
        petition = queries.get(office, number, who.actor)
        context = {
            "fault": "",
            "lines": [],
            "kind": "",
            "text": "",
            "p": petition,
            "issued": notices.of(office, petition, who.actor),
            "available": notices.available(office, petition, who.actor),
            "kinds": notices.KINDS,
            "to": TO,
            "tree": units.tree(office),
        }
        return pages.page(request, "petitions/notices.html", who, status, **context | more)
