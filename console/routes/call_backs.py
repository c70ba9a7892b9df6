"""Call-backs: a supervisor draws, an operator rings up and notes what was said."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.office import Office
from casework.people import reveals, units
from casework.petitions.categories import SATISFACTION
from casework.petitions.figures import periods
from casework.petitions.models import Petition
from casework.supervision import call_backs, checks
from casework.supervision.checks import BadCheck
from console import figuring, pages
from console.desk import Fields, House, Opens, Posted, Visitor, Who
from store.clock import local_date

router = APIRouter(prefix="/call-backs", dependencies=[Depends(Opens("calls"))])
TAKES = Depends(Opens("take_calls"))
DRAWS = Depends(Opens("supervision"))

PAGE = "/call-backs"


@router.get("")
def listing(request: Request, house: House, who: Who, draw: int = 0) -> Response:
    with house.reading() as office:
        return _page(request, office, who, draw)


@router.post("", dependencies=[DRAWS])
def draw(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        said = fields.text("period", 40)
        period = figuring.named(said, local_date(office.clock.now())) or periods.of(said)
        size = fields.text("size", 4)
        if not size.isdecimal():
            raise BadCheck("件数请填整数。")
        seed = int(office.secrets.digits(6))
        checks.draw(office, who.actor, period, int(size), seed, "call_backs")
    return pages.go(request, PAGE, "已抽好，坐席在这一页逐件回访。")


@router.post("/{item}/phone", dependencies=[TAKES])
def phone(request: Request, house: House, who: Who, fields: Posted, item: int) -> Response:
    """The numbers to ring up; that they were looked at goes on record."""
    with house.office() as office:
        petition = call_backs.one(office, item, who.actor)
        reveals.record(office, who.actor, petition.number, "反映人姓名和电话", "电话回访")
        return _page(request, office, who, _number(fields, "draw"), {item: _people(office, petition)})


@router.post("/{item}", dependencies=[TAKES])
def record(request: Request, house: House, who: Who, fields: Posted, item: int) -> Response:
    reached = fields.text("reached", 4) == "yes"
    mark = fields.text("satisfaction", 1)
    if reached and fields.text("settled", 4) not in ("yes", "no"):
        raise BadCheck("打通了就请记下：群众说解决了没有。")
    with house.office() as office:
        call_backs.record(
            office,
            item,
            who.actor,
            reached=reached,
            settled=fields.text("settled", 4) == "yes" if reached else None,
            satisfaction=int(mark) if reached and mark in ("1", "2", "3") else None,
            words=fields.text("words", 1000),
        )
    return pages.go(
        request, f"{PAGE}?draw={_number(fields, 'draw')}", "回访已记下。" if reached else "已记下没有打通。"
    )


def _page(
    request: Request,
    office: Office,
    who: Visitor,
    draw: int,
    shown: dict[int, list[tuple[str, str]]] | None = None,
) -> Response:
    draws = checks.draws(office, who.actor, "call_backs")
    chosen = next((one for one in draws if one.id == draw), draws[0] if draws else None)
    found = call_backs.drawn(office, chosen, who.actor) if chosen else []
    return pages.page(
        request,
        "calls/call_backs.html",
        who,
        draws=draws,
        shown=chosen,
        found=found,
        result=call_backs.result(found),
        people=shown or {},
        tries=call_backs.TRIES,
        tree=units.tree(office),
        satisfaction=SATISFACTION,
        periods=figuring.PERIODS,
        opened=office.vault.open_or_none,
    )


def _people(office: Office, petition: Petition) -> list[tuple[str, str]]:
    opened = office.vault.open_or_none
    return [
        (opened(one.name_sealed) or "未留姓名", opened(one.phone_sealed) or "未留电话")
        for one in petition.petitioners
    ]


def _number(fields: Fields, name: str) -> int:
    text = fields.text(name, 9)
    return int(text) if text.isdecimal() else 0
