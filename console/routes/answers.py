"""Templates of answers: found by anybody who answers, edited by those who keep the knowledge."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.office import CaseworkError, NotFound
from casework.petitions.categories import CATEGORIES
from console import keeping, pages
from console.desk import Desk, House, Opens, Posted, Visitor, Who
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
    entered = AnswerTemplate(
        code=fields.text("code", 40),
        title=fields.text("title", 60),
        use=fields.text("use", 10),
        category=fields.text("category", 24),
        text=fields.text("text", 5000),
        withdrawn="withdrawn" in fields,
    )
    try:
        with house.office() as office:
            keeping.save_template(
                office,
                who,
                entered.code,
                entered.title,
                entered.use,
                entered.category or "",
                entered.text,
                withdrawn=entered.withdrawn,
            )
    except CaseworkError as fault:
        return _refused(request, house, who, entered, str(fault))
    return pages.go(request, "/answers", "模板已保存，旧版留存。")


def _refused(request: Request, house: Desk, who: Visitor, entered: AnswerTemplate, fault: str) -> Response:
    """The form with the sentence and all that was entered; saved again it is a version of the same template."""
    with house.reading() as office:
        try:
            versions = keeping.template_versions(office, entered.code)
        except NotFound:
            versions = ()
    return _form(request, who, entered, versions, fault)


def _form(
    request: Request, who: Visitor, template: AnswerTemplate | None, versions: object, fault: str = ""
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
    )
