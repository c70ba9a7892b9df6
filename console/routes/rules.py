"""The county's rules and figures: read, changed after a check, every version kept."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import recomputing as registers
from casework.office import CaseworkError, Office
from casework.petitions import recomputing
from casework.rules import rules
from console import pages
from console.desk import House, Opens, Posted, Who

router = APIRouter(prefix="/rules", dependencies=[Depends(Opens("rules"))])


@router.get("")
def files(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        listed = [(name, rules.title(name), rules.versions(office, name)) for name in rules.names(office)]
        return pages.page(request, "admin/rules.html", who, files=listed)


@router.get("/{name}")
def one(request: Request, house: House, who: Who, name: str, version: int = 0) -> Response:
    with house.reading() as office:
        present = rules.text(office, name)
        kept = rules.versions(office, name)
        shown = rules.version(office, name, version).content if version else present
        return pages.page(
            request,
            "admin/rule.html",
            who,
            name=name,
            title=rules.title(name),
            text=shown,
            versions=kept,
            chosen=version,
            fault="",
            reason="",
            difference=rules.difference(present, shown) if version else [],
        )


@router.post("/{name}", dependencies=[Depends(Opens("edit_rules"))])
def change(request: Request, house: House, who: Who, fields: Posted, name: str) -> Response:
    content, upon = fields.text("text", 500_000), fields.text("upon", 9)
    try:
        with house.office() as office:
            if "preview" in fields:
                rules.check(office, name, content)
                return _again(request, office, who, name, content, fields.text("reason"), "")
            rules.put_in_force(
                office,
                who.actor,
                name,
                content,
                fields.text("reason"),
                int(upon) if upon.isdecimal() else None,
            )
    except CaseworkError as fault:
        with house.reading() as office:
            return _again(request, office, who, name, content, fields.text("reason"), str(fault))
    told = f"{rules.title(name)}已生效。"
    why = f"{rules.title(name)}有修改"
    changed = recomputing.keep_current(house.bureau, who.actor, why)
    if changed := changed + registers.keep_current(house.bureau, who.actor, why):
        told += f"{changed} 件的期限随之重算。"
    return pages.go(request, f"/rules/{name}", told)


def _again(
    request: Request, office: Office, who: Who, name: str, content: str, reason: str, fault: str
) -> Response:
    return pages.page(
        request,
        "admin/rule.html",
        who,
        422 if fault else 200,
        name=name,
        title=rules.title(name),
        text=content,
        versions=rules.versions(office, name),
        chosen=0,
        fault=fault,
        reason=reason,
        difference=rules.difference(rules.text(office, name), content.rstrip() + "\n"),
    )
