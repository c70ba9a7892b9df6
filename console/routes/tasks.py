"""Changes reported, persons in need and calls for help: seen to, aided first where it cannot wait, answered."""

from datetime import date

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import queries, rights, signing, tasks
from casework.assistance.applications import NewApplication
from casework.assistance.models import Task
from casework.calls import calls
from casework.office import CaseworkError, Office
from casework.people import reveals, units
from console import ending, intake, moves, pages, reporting
from console.casepages import At
from console.desk import House, Opens, Posted, Visitor, Who
from console.keeping import BadEntry
from store.clock import local_date

router = APIRouter(prefix="/tasks", dependencies=[Depends(Opens("tasks"))])
answering = Depends(Opens("answer_tasks"))


@router.get("")
def listing(request: Request, house: House, who: Who, kind: str = "", page: int = 1) -> Response:
    page, kind = min(max(page, 1), 10_000), kind if kind in tasks.KINDS else ""
    with house.reading() as office:
        today = local_date(office.clock.now())
        rows = queries.open_tasks(office, who.actor, kind, page)
        return pages.page(
            request,
            "assistance/tasks.html",
            who,
            rows=rows,
            kind=kind,
            kinds=tasks.KINDS,
            states=tasks.STATES,
            unsigned=signing.unsigned(office, rows),
            tree=units.tree(office),
            counts=tasks.counts(office, who.actor, date(today.year, 1, 1), today),
            today=today,
            page=page,
            more=len(rows) == queries.PAGE,
        )


@router.get("/new", dependencies=[answering])
def blank(request: Request, house: House, who: Who, call: int | None = None) -> Response:
    """An empty form; from a call, with what the caller has said so far."""
    with house.reading() as office:
        form, words = reporting.of_call(office, who, call) if call else ({}, "")
        return _form(request, office, who, form, words, office.secrets.token(), call)


@router.post("", dependencies=[answering])
def enter(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """Enter a report, and show what to read out; a call that it was made in ends with it."""
    form, words, key = reporting.read(fields), fields.text("words"), fields.text("key", 60)
    call = fields.text("call", 12)
    back = int(call) if call.isdecimal() else None
    try:
        if not key:
            raise BadEntry("表单不完整，请从“报告和线索”重新打开。")
        with house.office() as office:
            new = reporting.task(form, words, f"desk:{who.staff_id}:{key}")
            entered = tasks.report(office, new, who.actor)
            if back:
                _end(office, who, back, entered)
            return pages.page(
                request,
                "assistance/reported.html",
                who,
                t=entered,
                promise=tasks.promise(office, entered),
                call=back,
                reaches=rights.reaches(office, who.actor, entered),
            )
    except CaseworkError as fault:
        with house.reading() as office:
            return _form(request, office, who, form, words, key, back, str(fault))


def _end(office: Office, who: Visitor, call_id: int, entered: Task) -> None:
    """The call ends with the report; one that is over already stays as it ended. Raises NotFound, NotAllowed."""
    if calls.get(office, call_id).outcome is not None:
        return
    call = calls.mine(office, who.actor, call_id)
    notes, form = calls.kept(office, call)
    form |= {"intent": reporting.MEANS[entered.kind]}
    ending.end(office, who, call, "reported", notes, form, task_id=entered.id, gist=tasks.called(entered))


def _form(
    request: Request,
    office: Office,
    who: Visitor,
    form: dict[str, str],
    words: str,
    key: str,
    call: int | None,
    fault: str = "",
) -> Response:
    return pages.page(
        request,
        "assistance/report.html",
        who,
        409 if fault else 200,
        form=reporting.blank(form),
        words=words,
        key=key,
        call=call,
        fault=fault,
        today=local_date(office.clock.now()),
        kinds=tasks.KINDS,
        channels=reporting.CAME_BY,
        places=intake.places(office, who),
    )


@router.get("/{id}")
def one(at: At) -> Response:
    with at.house.reading() as office:
        return at.show(office)


@router.post("/{id}/reveal", dependencies=[Depends(Opens("reveal"))])
def reveal(at: At, fields: Posted) -> Response:
    with at.house.office() as office:
        about = tasks.called(at.find(office))
        reveals.record(office, at.who.actor, about, "原话和身份", fields.text("reason", 200))
        return at.show(office, clear=True)


@router.post("/{id}/visit", dependencies=[answering])
def visit(at: At, fields: Posted) -> Response:
    """A visit that was made, or that somebody is sent to make."""

    def act(office: Office, found: Task) -> str:
        match fields.text("made", 4):
            case "yes":
                tasks.visit(office, found, at.who.actor, fields.text("note", 2000))
                return "上门情况已记下。"
            case "no":
                tasks.arrange_visit(office, found, at.who.actor, fields.text("note", 2000))
                return "安排已记下，去过以后再记看到的。"
        raise BadEntry("请选已经去过，还是刚安排。")

    return at.move("visit", fields, act)


@router.post("/{id}/day", dependencies=[answering])
def day(at: At, fields: Posted) -> Response:
    """When the change happened, once that is known: its time runs from then."""

    def act(office: Office, found: Task) -> str:
        happened_on = moves.day(fields, "happened_on")
        if happened_on is None:
            raise BadEntry("请填变化发生的日子。")
        tasks.date_change(office, found, at.who.actor, happened_on)
        return f"已从那天起算，期限是 {found.due_on}。"

    return at.move("day", fields, act)


@router.post("/{id}/aid", dependencies=[answering])
def aid(at: At, fields: Posted) -> Response:
    """Aid given at once; the application whose papers follow is opened with it (社会救助法 art. 50)."""

    def act(office: Office, found: Task) -> str:
        applicant = NewApplication(
            program="temporary",
            name=fields.text("name", 40),
            id_number=fields.text("id_number", 30),
            phone=fields.text("phone", 30),
            place_unit=found.place_unit,
            urgent=True,
            idempotency_key=f"task:{found.id}",
        )
        amount, note = fields.text("amount", 20) or None, fields.text("aid_note", 500)
        made = tasks.aid_first(office, found, at.who.actor, applicant, amount, note)
        return f"已记下先行救助，申请 {made.number} 等着补手续。"

    return at.move("aid", fields, act)


@router.post("/{id}/answer", dependencies=[answering])
def answer(at: At, fields: Posted) -> Response:
    def act(office: Office, found: Task) -> str:
        outcome, text, told_by = (
            fields.text("outcome", 16),
            fields.text("text", 2000),
            fields.text("told_by", 12),
        )
        tasks.answer(office, found, at.who.actor, outcome, text, told_by)
        return f"第 {found.id} 号已办结。"

    return at.move("answer", fields, act, then="/tasks")
