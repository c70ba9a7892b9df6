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
from casework.assistance.numbers import BadNumber, key
from casework.assistance.providers import Subject
from casework.assistance.sheets import sheet
from casework.office import CaseworkError, NotFound, Office
from casework.people import reveals, units
from casework.petitions.numbers import spoken
from casework.supervision import of_applications
from console import applying, intake, moves, pages
from console.desk import Desk, Fields, House, Opens, Posted, Visitor, Who
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
def one(request: Request, house: House, who: Who, number: str) -> Response:
    with house.reading() as office:
        context = applying.show(office, who, _get(office, number, who))
        return pages.page(request, "assistance/application.html", who, **context)


@router.post("/{number}/reveal", dependencies=[Depends(Opens("reveal"))])
def reveal(request: Request, house: House, who: Who, fields: Posted, number: str) -> Response:
    with house.office() as office:
        found = _get(office, number, who)
        reveals.record(office, who.actor, found.number, "救助申请人身份", fields.text("reason", 200))
        context = applying.show(office, who, found, clear=True)
        return pages.page(request, "assistance/application.html", who, **context)


@router.get("/{number}/benefits")
def benefit_list(house: House, who: Who, number: str) -> Response:
    """What the applicant's household receives, as a sheet to print and hand over (救助幸福清单); it names nobody."""
    with house.reading() as office:
        found = benefits.of(office, Subject(_get(office, number, who).id_index))
        return pages.sheet(found.html())


@router.get("/{number}/payments")
def payment_record(request: Request, house: House, who: Who, number: str) -> Response:
    """What the applicant was paid, what has not come and what has stopped, as they are told when they ask."""
    with house.reading() as office:
        found = _get(office, number, who)
        subject = Subject(found.id_index)
        return pages.page(
            request,
            "assistance/payments.html",
            who,
            a=found,
            paid=payments.sentences(office, subject),
            missing=payments.all_missing(office, subject),
            stops=payments.stops(office, subject),
        )


@router.post("/{number}/refusal", dependencies=[Depends(Opens("reveal"))])
def refusal(house: House, who: Who, fields: Posted, number: str) -> Response:
    """The written notice of a refusal, to print and hand over; it bears the name, and that it was read is on record."""
    with house.office() as office:
        found = _get(office, number, who)
        if found.outcome != "refused":
            raise applications.BadStep("这一件没有作出不予同意的决定，不能出通知书。")
        reveals.record(office, who.actor, found.number, "不予同意通知书", "出文书送达")
        title, _, text = telling.refusal_notice(office, found).partition("\n")
    return pages.sheet(sheet("refusal.html", title=title, paragraphs=text.strip().split("\n")))


@router.post("/{number}/steps/{step}", dependencies=[Depends(Opens("move_applications"))])
def take_step(request: Request, house: House, who: Who, fields: Posted, number: str, step: str) -> Response:
    try:
        with house.office() as office:
            found = _get(office, number, who)
            office.db.refresh(found, with_for_update=True)
            moves.unchanged(found.history_count, fields.text("seen", 10))
            applications.advance(
                office,
                found,
                step,
                who.actor,
                reason=fields.text("reason", 2000),
                missing=fields.text("missing", 2000).split("\n"),
                amount=fields.text("amount", 20) or None,
                note=fields.text("note", 500),
            )
            said = f"这一件现在是“{applying.step_label(office, found)}”。"
    except CaseworkError as fault:
        return _refused(request, house, who, number, step, fault, fields)
    return pages.go(request, f"/applications/{key(number)}", said)


@router.post("/{number}/visit", dependencies=[Depends(Opens("visit_homes"))])
def visit(request: Request, house: House, who: Who, fields: Posted, number: str) -> Response:
    try:
        with house.office() as office:
            found = _get(office, number, who)
            office.db.refresh(found, with_for_update=True)
            moves.unchanged(found.history_count, fields.text("seen", 10))
            visits.record(office, found, who.actor, fields.text("found", 2000))
    except CaseworkError as fault:
        return _refused(request, house, who, number, "visit", fault, fields)
    return pages.go(request, f"/applications/{key(number)}", "入户情况已记下。")


@router.post("/{number}/sign", dependencies=[Depends(Opens("move_applications"))])
def sign(request: Request, house: House, who: Who, fields: Posted, number: str) -> Response:
    """Sign for the level to which a late application was raised."""
    try:
        with house.office() as office:
            found = _get(office, number, who)
            office.db.refresh(found, with_for_update=True)
            signing.sign(office, found, who.actor, fields.text("note", 500))
    except CaseworkError as fault:
        return _refused(request, house, who, number, "sign", fault, fields)
    return pages.go(request, f"/applications/{key(number)}", "已签收。")


@router.post("/{number}/supervise", dependencies=[Depends(Opens("supervision"))])
def supervise(request: Request, house: House, who: Who, fields: Posted, number: str) -> Response:
    """督办 or 约谈 of one application, put to the office where it lies."""
    try:
        with house.office() as office:
            found = _get(office, number, who)
            office.db.refresh(found, with_for_update=True)
            of_applications.put(
                office,
                found,
                who.actor,
                fields.text("kind", 12),
                fields.text("demand", 2000),
                moves.day(fields, "due_on"),
                fields.text("present", 500),
            )
    except CaseworkError as fault:
        return _refused(request, house, who, number, "supervise", fault, fields)
    return pages.go(request, f"/applications/{key(number)}", "已记录，承办单位在“催办与督办”里看得到。")


@router.post("/{number}/prolong", dependencies=[Depends(Opens("decide_applications"))])
def prolong(request: Request, house: House, who: Who, fields: Posted, number: str) -> Response:
    try:
        with house.office() as office:
            found = _get(office, number, who)
            office.db.refresh(found, with_for_update=True)
            moves.unchanged(found.history_count, fields.text("seen", 10))
            applications.prolong(office, found, who.actor, fields.text("reason", 500))
    except CaseworkError as fault:
        return _refused(request, house, who, number, "prolong", fault, fields)
    return pages.go(request, f"/applications/{key(number)}", "已按特殊情形延长，期限已重算。")


def _refused(
    request: Request, house: Desk, who: Visitor, number: str, form: str, fault: CaseworkError, fields: Fields
) -> Response:
    """The page again, with the sentence and with what was typed."""
    typed = {name: fields.text(name) for name in fields.names() if name not in ("csrf", "seen")}
    with house.reading() as office:
        context = applying.show(office, who, _get(office, number, who))
        context |= {"fault": str(fault), "opened": form, "typed": typed}
        return pages.page(request, "assistance/application.html", who, 409, **context)


def _get(office: Office, number: str, who: Visitor) -> Application:
    return applications.find(office, number, who.actor)


def _name(office: Office, application: Application) -> str:
    return applying.identity_of(office, application).masked().name
