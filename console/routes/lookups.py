"""Residents' look-ups: a one-time code that binds an account to a person, and the locks that wrong tries leave."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import access, binding, rights
from casework.office import CaseworkError
from casework.people import reveals
from casework.people.residents import Person
from console import pages
from console.desk import House, Opens, Posted, Visitor, Who
from console.keeping import BadEntry

router = APIRouter(prefix="/lookups", dependencies=[Depends(Opens("lookups"))])

OUTCOMES = {"failed": "没对上", "forgiven": "已解除"}
MEANS = {"number": "申请编号", "code": "绑定码"}


@router.get("")
def door(request: Request, house: House, who: Who) -> Response:
    """The form for a code; whoever issues none sees the locks."""
    if not who.may("issue_code"):
        return locks(request, house, who)
    return _form(request, who)


@router.post("/codes", dependencies=[Depends(Opens("issue_code"))])
def issue(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """A code, shown on this answer and nowhere else; one that a message takes is not shown."""
    person = Person(
        fields.text("name", 40),
        fields.text("phone", 30),
        fields.text("id_number", 30),
        fields.text("address", 120),
    )
    how = fields.text("how", 20)
    try:
        if "checked" not in fields:
            raise BadEntry("请先核对本人身份证，再勾选“已核对”。")
        with house.office() as office:
            code = binding.issue(office, who.actor, person, how)
            reveals.record(
                office, who.actor, "绑定码", person.masked().id_number, f"核对身份后发码：{binding.WAYS[how]}"
            )
    except CaseworkError as fault:
        return _form(request, who, 409, fault=str(fault), person=person, how=how)
    return _form(request, who, code=code, how=how, issued_to=person.masked())


@router.get("/locks", dependencies=[Depends(Opens("see_tries"))])
def locks(request: Request, house: House, who: Who, page: int = 1) -> Response:
    page = min(max(page, 1), 10_000)
    with house.reading() as office:
        tries = access.tries(office, who.actor, page)
        return pages.page(
            request,
            "assistance/locks.html",
            who,
            locked=access.locked(office, who.actor),
            tries=tries,
            outcomes=OUTCOMES,
            means=MEANS,
            may_unlock=bool(rights.may(who.actor, "unlock")),
            page=page,
            more=len(tries) == 50,
        )


@router.post("/unlock", dependencies=[Depends(Opens("unlock"))])
def unlock(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        opened = access.unlock(office, who.actor, fields.text("index", 64))
    return pages.go(request, "/lookups/locks", "已解锁，可以再查。" if opened else "这一项已经不锁了。")


def _form(request: Request, who: Visitor, status: int = 200, /, **more: Any) -> Response:
    context = {"fault": "", "person": Person(), "how": "in_person", "code": "", "issued_to": None}
    return pages.page(request, "assistance/code.html", who, status, ways=binding.WAYS, **context | more)
