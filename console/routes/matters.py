"""催办、督办: what stands raised on petitions, and what was put to units; answered by those who handle them."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.office import Office
from casework.people import rights, units
from casework.people.rights import AtUnit
from casework.petitions import escalation, numbers, queries
from casework.petitions.figures import periods
from casework.supervision import matters, of_cases
from console import figuring, moves, pages
from console.desk import Fields, House, Opens, Posted, Who
from store.clock import local_date

router = APIRouter(prefix="/supervision/matters", dependencies=[Depends(Opens("matters"))])
SUPERVISES = Depends(Opens("supervision"))

BACK = "/supervision/matters"


@router.get("")
def listing(
    request: Request, house: House, who: Who, closed: bool = False, unit: str = "", period: str = "last_month"
) -> Response:
    """Matters put to units, and escalations that stand; with a unit, a notice drafted from its figures."""
    with house.reading() as office:
        today = local_date(office.clock.now())
        draft = ""
        if unit and rights.may(who.actor, "put_matter", AtUnit(units.get(office, unit).path)):
            draft = matters.drafted(
                office, who.actor, unit, figuring.named(period, today) or periods.of(period)
            )
        tree = units.tree(office)
        listed = matters.listed(office, who.actor, closed=closed)
        return pages.page(
            request,
            "supervision/matters.html",
            who,
            reads_matters=who.holds("read_matters"),
            matters=listed,
            addresses=of_cases.addresses(office, [one.matter for one in listed]),
            kinds=matters.KINDS,
            closed=closed,
            standing=escalation.standing(office, who.actor, level=2),
            below=[
                (one.code, one.name)
                for one in sorted(tree.units.values(), key=lambda one: one.path)
                if one.path.startswith(who.actor.unit_path)
                and one.code != who.unit_code
                and one.kind != "village"
            ],
            unit=unit,
            draft=draft,
            tree=tree,
            today=today,
            periods=figuring.PERIODS,
        )


@router.post("", dependencies=[SUPERVISES])
def put(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        matters.put_all(
            office,
            who.actor,
            fields.text("kind", 12),
            fields.all("unit"),
            fields.text("subject", 120),
            fields.text("demand"),
            moves.day(fields, "due_on"),
            fields.text("present", 500),
        )
    return pages.go(request, BACK, "已记录，对方单位负责人在这一页看得到。")


@router.post("/petition", dependencies=[SUPERVISES])
def supervise(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """督办 or 约谈 of one petition."""
    level = fields.text("level", 2)
    with house.office() as office:
        petition = queries.get(office, fields.text("number", 24), who.actor)
        escalation.supervise(
            office,
            petition,
            who.actor,
            int(level) if level.isdecimal() else 0,
            fields.text("why"),
            moves.day(fields, "due_on"),
        )
    return pages.go(request, BACK, "已发起，并告诉了承办单位负责人。")


@router.post("/escalations/{id}")
def acknowledge(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    back = _back(fields)
    with house.office() as office:
        escalation.acknowledge(office, id, who.actor, fields.text("note", 500))
    return pages.go(request, back, "已签收。")


@router.post("/escalations/{id}/answer")
def answer_escalation(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    back = _back(fields)
    with house.office() as office:
        escalation.answer(office, id, who.actor, fields.text("text"))
    return pages.go(request, back, "已回复。")


@router.post("/escalations/{id}/lift", dependencies=[SUPERVISES])
def lift(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        escalation.lift(office, id, who.actor, fields.text("why", 500))
    return pages.go(request, BACK, "已解除，理由记入这一件的经过。")


@router.post("/{id}/answer")
def answer(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        adopted = {"yes": True, "no": False}.get(fields.text("adopted", 3))
        matters.answer(office, id, who.actor, fields.text("text"), adopted)
        back = _stood(office, fields, id)
    return pages.go(request, back, "已回复。")


@router.post("/{id}/acknowledge")
def acknowledge_matter(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        matters.acknowledge(office, id, who.actor)
        back = _stood(office, fields, id)
    return pages.go(request, back, "已签收。")


@router.post("/{id}/close", dependencies=[SUPERVISES])
def close(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        matters.close(office, id, who.actor, fields.text("text", 2000))
        back = _stood(office, fields, id)
    return pages.go(request, back, "已结束。")


def _stood(office: Office, fields: Fields, id: int) -> str:
    """The list, or the page of what the matter is about where the form stood on it."""
    address = of_cases.address(office, id) if "of_case" in fields else None
    return f"/{address}" if address else BACK


def _back(fields: Fields) -> str:
    """The list, or the petition's page where the form stood on it. Raises BadNumber."""
    return f"/petitions/{numbers.parse(fields.text('number', 24))}" if "number" in fields else BACK
