"""Templates of answers: found by anybody who answers, edited by those who keep the knowledge."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.office import CaseworkError
from casework.petitions.categories import CATEGORIES
from console import keeping, pages
from console.desk import House, Opens, Posted, Who
from console.models import AnswerTemplate

router = APIRouter(prefix="/answers", dependencies=[Depends(Opens("answers"))])


@router.get("")
def templates(request: Request, house: House, who: Who, use: str = "") -> Response:
    with house.reading() as office:
        found = keeping.templates(office, use if use in keeping.USES else "")
    return pages.page(request, "admin/answers.html", who, templates=found, uses=keeping.USES, use=use)


@router.get("/new", dependencies=[Depends(Opens("edit_answers"))])
def new(request: Request, who: Who) -> Response:
    return _form(request, who, None, ())


@router.get("/{code}")
def one(request: Request, house: House, who: Who, code: str) -> Response:
    with house.reading() as office:
        versions = keeping.template_versions(office, code)
    return _form(request, who, versions[0], versions)


@router.post("", dependencies=[Depends(Opens("edit_answers"))])
def save(request: Request, house: House, who: Who, fields: Posted) -> Response:
    try:
        with house.office() as office:
            keeping.save_template(
                office,
                who,
                fields.text("code", 40),
                fields.text("title", 60),
                fields.text("use", 10),
                fields.text("category", 24),
                fields.text("text", 5000),
                withdrawn="withdrawn" in fields,
            )
    except CaseworkError as fault:
        return _form(request, who, None, (), str(fault), fields.text("text"))
    return pages.go(request, "/answers", "模板已保存，旧版留存。")


def _form(
    request: Request,
    who: Who,
    template: AnswerTemplate | None,
    versions: object,
    fault: str = "",
    text: str = "",
) -> Response:
    return pages.page(
        request,
        "admin/answer.html",
        who,
        422 if fault else 200,
        template=template,
        versions=versions,
        uses=keeping.USES,
        categories=CATEGORIES,
        fault=fault,
        text=text,
    )
