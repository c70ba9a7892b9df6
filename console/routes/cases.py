"""What is done alike with an application and with a report: signed for, supervised, given to a township."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from casework.assistance import cases, signing
from casework.assistance.cases import Case
from casework.office import Office
from casework.people import units
from casework.supervision import of_cases
from console import moves
from console.casepages import At
from console.desk import Opens, Posted

router = APIRouter(dependencies=[Depends(Opens("applications")), Depends(Opens("tasks"))])
SIGNS = [Depends(Opens("move_applications"))]
SUPERVISES = [Depends(Opens("supervision"))]
PLACES = [Depends(Opens("answer_tasks"))]


@router.post("/applications/{number}/sign", dependencies=SIGNS)
@router.post("/tasks/{id}/sign", dependencies=SIGNS)
def sign(at: At, fields: Posted) -> Response:
    """Sign for the level to which it was raised because it is late."""

    def act(office: Office, case: Case) -> str:
        signing.sign(office, case, at.who.actor, fields.text("note", 500))
        return "已签收。"

    return at.move("sign", fields, act)


@router.post("/applications/{number}/supervise", dependencies=SUPERVISES)
@router.post("/tasks/{id}/supervise", dependencies=SUPERVISES)
def supervise(at: At, fields: Posted) -> Response:
    """督办 or 约谈, put to the unit with which it lies."""

    def act(office: Office, case: Case) -> str:
        kind, demand, present = (fields.text(name, 2000) for name in ("kind", "demand", "present"))
        due_on = moves.day(fields, "due_on")
        of_cases.put(office, case, at.who.actor, kind, demand, due_on, present[:500])
        return "已记录，并告诉了承办单位。"

    return at.move("supervise", fields, act)


@router.post("/applications/{number}/place", dependencies=PLACES)
@router.post("/tasks/{id}/place", dependencies=PLACES)
def place(at: At, fields: Posted) -> Response:
    """Give it to the township where it belongs."""

    def act(office: Office, case: Case) -> str:
        cases.place(office, case, at.who.actor, fields.text("place_unit", 32))
        return f"已分到{units.tree(office).name(case.township)}。"

    return at.move("place", fields, act)
