"""Quality checks: draw a sample, score it, appeal, decide."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.people import staff as staff_accounts
from casework.people import units
from casework.petitions.figures import periods
from casework.supervision import checks
from casework.supervision.checks import BadCheck
from casework.supervision.drawn import SUBJECTS
from casework.supervision.models import CheckDraw
from console import figuring, pages
from console.desk import Fields, House, Opens, Posted, Who
from store.clock import local_date

router = APIRouter(prefix="/supervision/checks", dependencies=[Depends(Opens("supervision"))])


@router.get("")
def listing(request: Request, house: House, who: Who, draw: int = 0) -> Response:
    with house.reading() as office:
        drawn = checks.draws(office, who.actor, *checks.CHECKED)
        shown = next((one for one in drawn if one.id == draw), drawn[0] if drawn else None)
        found = checks.items(office, shown.id, who.actor) if shown else []
        tree = units.tree(office)
        return pages.page(
            request,
            "supervision/checks.html",
            who,
            draws=drawn,
            shown=shown,
            items=found,
            sheet=checks.sheet_of(office, shown) if shown else [],
            subjects={name: SUBJECTS[name] for name in checks.CHECKED},
            agreement=checks.agreement(found),
            by_unit=[
                (tree.name(code), mean, count)
                for code, (mean, count) in sorted(checks.averages(found, "unit_code").items())
            ],
            by_operator=[
                (staff_accounts.get(office, id).name if id else "群众自己登记", mean, count)
                for id, (mean, count) in checks.averages(found, "operator").items()
            ],
            tree=tree,
            periods=figuring.PERIODS,
        )


@router.post("")
def draw(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        said = fields.text("period", 40)
        period = figuring.named(said, local_date(office.clock.now())) or periods.of(said)
        seed = _number(fields, "seed") if "seed" in fields else int(office.secrets.digits(6))
        subject = fields.text("subject", 12) or "petitions"
        if subject not in checks.CHECKED:
            raise BadCheck("请选择抽查信访件还是来电。")
        back = _back(checks.draw(office, who.actor, period, _number(fields, "size"), seed, subject))
    return pages.go(request, back, "已抽好，抽到的件和当时的评分表都存下了。")


@router.post("/{id}/score")
def score(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        draw = checks.draw_of(office, id, who.actor)
        marks = {line.id: _number(fields, line.id) for line in checks.sheet_of(office, draw)}
        checks.score(office, id, who.actor, marks, fields.text("remark", 500))
        back = _back(draw)
    return pages.go(request, back, "已打分。")


@router.post("/{id}/appeal")
def appeal(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        checks.appeal(office, id, who.actor, fields.text("text", 2000))
        back = _back(checks.draw_of(office, id, who.actor))
    return pages.go(request, back, "已提出申诉。")


@router.post("/{id}/rule")
def rule(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        checks.rule(office, id, who.actor, _number(fields, "total"), fields.text("text", 2000))
        back = _back(checks.draw_of(office, id, who.actor))
    return pages.go(request, back, "已裁定。")


def _back(draw: CheckDraw) -> str:
    """The page of the draw to which something was done, which need not be the newest."""
    return f"/supervision/checks?draw={draw.id}"


def _number(fields: Fields, name: str) -> int:
    """Raises BadCheck where it is no whole number."""
    text = fields.text(name, 9)
    if not text.isdecimal():
        raise BadCheck("请填整数。")
    return int(text)
