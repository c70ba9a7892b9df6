"""The registers of assistance: tables brought in and taken out, people searched for, statistics handed in."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from casework.assistance import exports, programs, queries, rights, statistics
from casework.assistance.imports import running, uploads
from casework.assistance.imports.kinds import KINDS
from casework.assistance.models import CardKept, Relative
from casework.office import CaseworkError, Office
from casework.people import reveals, units
from console import pages, registering
from console.desk import Desk, Fields, House, Opens, Posted, Visitor, Who
from console.keeping import BadEntry

router = APIRouter(prefix="/registers", dependencies=[Depends(Opens("registers"))])
importing = Depends(Opens("import_registers"))
exporting = Depends(Opens("export_registers"))


@router.get("")
def front(request: Request, house: House, who: Who) -> Response:
    return _front(request, house, who)


@router.post("/imports", dependencies=[importing])
def hand_over(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """Take a table and look it through; nothing is brought in yet."""
    given = fields.raw.get("file")
    name, data = (
        (given.filename or "", given.file.read(uploads.LARGEST + 1))
        if isinstance(given, UploadFile)
        else ("", b"")
    )
    try:
        with house.office() as office:
            id = uploads.hand_over(
                office, who.actor, fields.text("kind", 20), name, data, fields.text("program", 32)
            )
    except CaseworkError as fault:
        return _front(request, house, who, 422, fault=str(fault))
    _start(house, who, id, "looking", None)
    return pages.go(request, f"/registers/imports/{id}")


@router.get("/imports/{id}", dependencies=[importing])
def upload(request: Request, house: House, who: Who, id: int) -> Response:
    with house.reading() as office:
        return pages.page(request, "registers/upload.html", who, **_shown(office, who, id))


@router.get("/imports/{id}/progress", dependencies=[importing])
def progress(request: Request, house: House, who: Who, id: int) -> Response:
    """How far it is; once it has come to rest the page is loaded anew."""
    with house.reading() as office:
        shown = _shown(office, who, id)
        if not shown["working"]:
            return Response(status_code=204, headers={"HX-Refresh": "true"})
        return pages.page(request, "registers/progress.html", who, **shown)


@router.post("/imports/{id}/look", dependencies=[importing])
def look(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """Look it through again, with columns chosen by hand."""
    _start(house, who, id, "looking", _chosen(house, who, fields, id))
    return pages.go(request, f"/registers/imports/{id}")


@router.post("/imports/{id}/bring", dependencies=[importing])
def bring(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    _start(house, who, id, "bringing", None)
    return pages.go(request, f"/registers/imports/{id}")


@router.post("/refused", dependencies=[importing])
def refused(house: House, who: Who, fields: Posted) -> Response:
    """The rows that an import did not take, under its headings, with the reasons: to be put right and brought in again."""
    run = fields.text("run", 12)
    return _file(
        house,
        who,
        "退回的行.xlsx",
        lambda office, path: exports.refused(office, int(run) if run.isdecimal() else 0, path, who.actor),
        "改正退回的行",
    )


@router.post("/export", dependencies=[exporting])
def export(house: House, who: Who, fields: Posted) -> Response:
    kind, reason, clear = fields.text("kind", 20), fields.text("reason", 200), "clear" in fields
    label = KINDS[kind].label if kind in KINDS else kind
    return _file(
        house,
        who,
        f"{label}.xlsx",
        lambda office, path: exports.write(office, kind, path, who.actor, masked=not clear),
        reason if clear else reason or "导出（已遮盖）",
    )


@router.post("/statistics", dependencies=[exporting])
def hand_in(house: House, who: Who, fields: Posted) -> Response:
    since, until = _day(fields, "since"), _day(fields, "until")
    rural = fields.text("area", 10) == "rural"
    back_to = _day(fields, "back_to") if rural else since

    def write(office: Office, path: Path) -> None:
        table = (
            statistics.rural_screening(office, who.actor, back_to, since, until)
            if rural
            else statistics.urban_changes(office, who.actor, since, until)
        )
        statistics.write(office, table, path)

    return _file(
        house, who, f"{'农村低保排查' if rural else '城市低保动态管理'}情况统计表.xlsx", write, "统计报表"
    )


@router.post("/search", dependencies=[Depends(Opens("search_registers"))])
def search(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """Who stands in the registers of relatives and cards, on record."""
    asked = {name: fields.text(name, 60) for name in ("name", "id_number", "reason")}
    try:
        if not asked["name"] and not asked["id_number"]:
            raise BadEntry("请填姓名或身份证号。")
        with house.office() as office:
            found = {
                "relatives": [
                    registering.line(office, row)
                    for row in queries.search(office, who.actor, Relative, **asked)
                ],
                "cards": [
                    registering.line(office, row)
                    for row in queries.search(office, who.actor, CardKept, **asked)
                ],
            }
    except CaseworkError as fault:
        return _front(request, house, who, 422, fault=str(fault), asked=asked)
    return _front(request, house, who, asked=asked, found=found)


def _start(house: Desk, who: Visitor, id: int, state: str, chosen: dict[str, str] | None) -> None:
    """Set the work going beside the page, unless it is going already."""
    with house.office() as office:
        begun = uploads.begin(office, uploads.get(office, id, who.actor), who.actor, state, chosen)
    if begun:
        threading.Thread(
            target=uploads.work, args=(house.bureau, id, who.actor), name=f"import-{id}", daemon=True
        ).start()


def _chosen(house: Desk, who: Visitor, fields: Fields, id: int) -> dict[str, str]:
    with house.reading() as office:
        kind = KINDS[uploads.get(office, id, who.actor).kind]
    return {column.name: fields.text(f"column-{column.name}", 40) for column in kind.columns}


def _shown(office: Office, who: Visitor, id: int) -> dict[str, Any]:
    found = uploads.get(office, id, who.actor)
    return {
        "upload": found,
        "file_name": uploads.file_name(office, found),
        "fault": uploads.fault(office, found),
        "kind": KINDS[found.kind],
        "seen": uploads.seen(office, found),
        "working": uploads.is_working(office, found),
        "program": programs.of(office).program(found.program).name if found.program else "",
    }


def _front(
    request: Request,
    house: Desk,
    who: Visitor,
    status: int = 200,
    /,
    *,
    fault: str = "",
    asked: dict[str, str] | None = None,
    found: dict[str, list[registering.Line]] | None = None,
) -> Response:
    with house.reading() as office:
        return pages.page(
            request,
            "registers/front.html",
            who,
            status,
            fault=fault,
            kinds=KINDS,
            kind_choices=[(kind.name, kind.label) for kind in KINDS.values()],
            export_choices=[(kind.name, kind.label) for kind in exports.EXPORTED.values()],
            programs=[(one.program, one.name) for one in programs.of(office).programs],
            runs=[(run, running.file_name(office, run)) for run in running.runs(office, who.actor)[:20]]
            if rights.may(who.actor, "import")
            else (),
            asked=asked or dict.fromkeys(("name", "id_number", "reason"), ""),
            found=found,
            tree=units.tree(office),
            labels_of={"relatives": "近亲属备案", "cards": "卡折代管"},
        )


def _file(
    house: Desk,
    who: Visitor,
    name: str,
    write: Callable[[Office, Path], Any],
    reason: str,
) -> Response:
    """A file made and handed out; that it was is put on record."""
    with TemporaryDirectory() as folder, house.office() as office:
        path = Path(folder) / "table.xlsx"
        write(office, path)
        reveals.record(office, who.actor, "救助登记", name, reason)
        return pages.office_file(path.read_bytes(), name)


def _day(fields: Fields, name: str) -> date:
    try:
        return date.fromisoformat(fields.text(name, 10))
    except ValueError:
        raise BadEntry("请填写起止日期。") from None
