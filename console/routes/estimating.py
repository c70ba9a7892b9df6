"""资格预估 for somebody on the line: the questions as one form, what to read out, what to bring. Nothing is kept."""

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from casework.office import NotFound
from console import pages
from console.desk import Desk, House, Opens, Posted, Who
from knowledge.estimate import Estimator, Interview, NotUnderstood, advice
from knowledge.estimate.rules import Value, rules
from knowledge.materials import Catalogue, situations
from knowledge.materials.lists import POLICY

router = APIRouter(prefix="/estimate", dependencies=[Depends(Opens("estimate"))])

PARTS = (
    ("眼下", ("emergency", "already")),
    ("申请人和家人", ("area", "age", "household", "spouse", "minor_children", "dependent_children",
                "other_dependents", "excluded_members")),
    ("收入（每月，元）", ("wage", "business", "other_incomes", "assets_income", "retirement", "support_received",
                  "other_transfers", "basic_pension")),
    ("财产", ("savings", "homes", "vehicle", "vehicle_value")),
    ("残疾、重病和花费", ("disability", "disability_kind", "disabled_is_applicant", "disabled_adult_jobless",
                  "severe_illness", "illness_cost", "rigid_spending")),
    ("该管他的人、就业", ("supporter", "supporter_why", "recent_job")),
)  # fmt: skip


@router.get("")
def form(request: Request, house: House, who: Who) -> Response:
    if house.library is None:
        return pages.page(request, "estimate/away.html", who)
    return _page(request, house, who, {}, {}, {})


@router.post("")
def estimate(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """Estimate by what the form holds; a reply that cannot be read is told beside its question."""
    interview = _interview(house)
    said = {one.key: fields.text(one.key, 40) for one in interview.questions if one.key in fields}
    facts: dict[str, Value] = {}
    faults: dict[str, str] = {}
    for key, reply in said.items():
        try:
            facts[key] = interview.read(key, reply)
        except NotUnderstood as slip:
            faults[key] = str(slip)
    return _page(request, house, who, said, facts, faults)


@router.get("/materials/{program}")
def materials(
    house: House, program: str, with_: str = Query("", alias="with", max_length=200)
) -> HTMLResponse:
    catalogue = Catalogue.load(house.library.corpus)
    listing = catalogue.listing(program, with_.split(","))
    if listing is None:
        raise NotFound("没有这份材料清单。")
    page = catalogue.html(listing, house.library.figures, house.library.today)
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})


def _interview(house: Desk) -> Interview:
    if house.library is None:
        raise NotFound("政策语料没有载入，暂时不能预估。请告诉系统管理员。")
    return Interview(Estimator(rules(), house.library.figures, house.library.corpus))


def _page(
    request: Request,
    house: Desk,
    who: Who,
    said: dict[str, str],
    facts: dict[str, Value],
    faults: dict[str, str],
) -> Response:
    interview = _interview(house)
    day = house.library.today
    questions = {one.key: one for one in interview.questions}
    made = interview.estimate(facts, day) if facts else []
    missing = {key for one in made for key in one.missing}
    return pages.page(
        request,
        "estimate/page.html",
        who,
        422 if faults else 200,
        parts=[(title, [questions[key] for key in keys]) for title, keys in PARTS],
        given=said,
        faults=faults,
        made=made,
        advice=advice(made),
        missing=missing,
        next=interview.next_question(facts, day) if facts else None,
        told=[interview.said(key, value) for key, value in facts.items()],
        situations=",".join(situations(facts)),
        lists={code for code, _ in Catalogue.load(house.library.corpus).programs},
        names={key: one.name for key, one in questions.items()},
    )
