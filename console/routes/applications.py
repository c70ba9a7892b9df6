"""Applications for assistance: what is open, counting down to zero, and the page of one application."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import (
    applications,
    benefits,
    flags,
    payments,
    queries,
    signing,
    telling,
    visits,
)
from casework.assistance.models import Application
from casework.assistance.numbers import BadNumber
from casework.assistance.providers import Subject
from casework.assistance.sheets import sheet
from casework.office import CaseworkError, NotFound, Office
from casework.people import reveals, units
from casework.petitions.numbers import spoken
from console import applying, intake, moves, pages
from console.casepages import At
from console.desk import House, Opens, Posted, Visitor, Who
from console.keeping import BadEntry
from store.clock import local_date

router = APIRouter(prefix="/applications", dependencies=[Depends(Opens("applications"))])
RECEIVES = Depends(Opens("receive_applications"))


@router.get("")
def countdown(
    request: Request, house: House, who: Who, page: int = 1, overdue: bool = False, q: str = ""
) -> Response:
    page = min(max(page, 1), 10_000)
    with house.reading() as office:
        fault = ""
        if q.strip():
            try:
                found = applications.find(office, q[:80], who.actor)
                return pages.go(request, f"/applications/{found.number_key}")
            except (NotFound, BadNumber) as missing:
                fault = str(missing)
        rows = queries.open_applications(office, who.actor, page, overdue)
        return pages.page(
            request,
            "assistance/applications.html",
            who,
            fault=fault,
            q=q[:80],
            count=queries.countdown(office, who.actor),
            rows=[(row, _name(office, row), applying.step_label(office, row)) for row in rows],
            marks=flags.marks(office, rows),
            secret=visits.kept_secret(office, rows, who.actor),
            unsigned=signing.unsigned(office, rows),
            program=lambda code: applying.program_name(office, code),
            tree=units.tree(office),
            overdue=overdue,
            page=page,
            more=len(rows) == queries.PAGE,
        )


@router.get("/new", dependencies=[RECEIVES])
def blank(request: Request, house: House, who: Who, call: int | None = None) -> Response:
    """An empty form; from a call, with what the caller has said so far."""
    with house.reading() as office:
        form = intake.of_call(office, who, call) if call else {}
        return _form(request, office, who, form, office.secrets.token(), call)


@router.post("", dependencies=[RECEIVES])
def receive(request: Request, house: House, who: Who, fields: Posted) -> Response:
    form, key, call = intake.read(fields), fields.text("key", 60), fields.text("call", 12)
    back = int(call) if call.isdecimal() else None
    try:
        if not key:
            raise BadEntry("表单不完整，请从“救助申请”重新打开。")
        with house.office() as office:
            new = intake.application(form, f"desk:{who.staff_id}:{key}")
            taken = applications.receive(office, new, who.actor)
            return pages.page(
                request,
                "assistance/received.html",
                who,
                a=taken,
                spoken=spoken(taken.number.removeprefix("SQ")),
                standing=telling.standing(office, taken),
                call=back,
            )
    except CaseworkError as fault:
        with house.reading() as office:
            return _form(request, office, who, form, key, back, str(fault))


def _form(
    request: Request,
    office: Office,
    who: Visitor,
    form: dict[str, str],
    key: str,
    call: int | None,
    fault: str = "",
) -> Response:
    return pages.page(
        request,
        "assistance/new.html",
        who,
        409 if fault else 200,
        form=intake.blank(form),
        key=key,
        call=call,
        fault=fault,
        today=local_date(office.clock.now()),
        programs=intake.offered(office),
        places=intake.places(office, who),
        areas=intake.AREAS,
    )


@router.get("/{number}")
def one(at: At) -> Response:
    with at.house.reading() as office:
        return at.show(office)


@router.post("/{number}/reveal", dependencies=[Depends(Opens("reveal"))])
def reveal(at: At, fields: Posted) -> Response:
    with at.house.office() as office:
        found = at.find(office)
        reveals.record(office, at.who.actor, found.number, "救助申请人身份", fields.text("reason", 200))
        return at.show(office, clear=True)


@router.get("/{number}/benefits")
def benefit_list(at: At) -> Response:
    """What the applicant's household receives, as a sheet to print and hand over (救助幸福清单); it names nobody."""
    with at.house.reading() as office:
        return pages.sheet(benefits.of(office, Subject(at.find(office).id_index)).html())


@router.get("/{number}/payments")
def payment_record(at: At) -> Response:
    """What the applicant was paid, what has not come and what has stopped, as they are told when they ask."""
    with at.house.reading() as office:
        found = at.find(office)
        subject = Subject(found.id_index)
        return pages.page(
            at.request,
            "assistance/payments.html",
            at.who,
            a=found,
            paid=payments.sentences(office, subject),
            missing=payments.all_missing(office, subject),
            stops=payments.stops(office, subject),
        )


@router.post("/{number}/refusal", dependencies=[Depends(Opens("reveal"))])
def refusal(at: At, fields: Posted) -> Response:
    """The written notice of a refusal, to print and hand over; it bears the name, and that it was read is on record."""
    with at.house.office() as office:
        found = at.find(office)
        if found.outcome != "refused":
            raise applications.BadStep("这一件没有作出不予同意的决定，不能出通知书。")
        reveals.record(office, at.who.actor, found.number, "不予同意通知书", "出文书送达")
        title, _, text = telling.refusal_notice(office, found).partition("\n")
    return pages.sheet(sheet("refusal.html", title=title, paragraphs=text.strip().split("\n")))


@router.post("/{number}/steps/{step}", dependencies=[Depends(Opens("move_applications"))])
def take_step(at: At, fields: Posted, step: str) -> Response:
    def act(office: Office, found: Application) -> str:
        moves.unchanged(found.history_count, fields.text("seen", 10))
        applications.advance(
            office,
            found,
            step,
            at.who.actor,
            reason=fields.text("reason", 2000),
            missing=fields.text("missing", 2000).split("\n"),
            amount=fields.text("amount", 20) or None,
            note=fields.text("note", 500),
        )
        return f"这一件现在是“{applying.step_label(office, found)}”。"

    return at.move(step, fields, act)


@router.post("/{number}/visit", dependencies=[Depends(Opens("visit_homes"))])
def visit(at: At, fields: Posted) -> Response:
    def act(office: Office, found: Application) -> str:
        moves.unchanged(found.history_count, fields.text("seen", 10))
        visits.record(office, found, at.who.actor, fields.text("found", 2000))
        return "入户情况已记下。"

    return at.move("visit", fields, act)


@router.post("/{number}/prolong", dependencies=[Depends(Opens("decide_applications"))])
def prolong(at: At, fields: Posted) -> Response:
    def act(office: Office, found: Application) -> str:
        moves.unchanged(found.history_count, fields.text("seen", 10))
        applications.prolong(office, found, at.who.actor, fields.text("reason", 500))
        return "已按特殊情形延长，期限已重算。"

    return at.move("prolong", fields, act)


def _name(office: Office, application: Application) -> str:
    return applying.identity_of(office, application).masked().name
