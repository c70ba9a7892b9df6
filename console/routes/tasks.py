"""Changes reported, persons in need and calls for help: seen to, aided first where it cannot wait, answered."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import programs, queries, rights, signing, tasks
from casework.assistance.applications import NewApplication
from casework.assistance.models import Application, Task
from casework.calls import calls
from casework.office import CaseworkError, Office
from casework.people import reveals, units
from casework.people.residents import Person
from casework.supervision import of_tasks
from console import applying, ending, intake, moves, pages, reporting
from console.desk import Desk, Fields, House, Opens, Posted, Visitor, Who
from console.keeping import BadEntry
from store.clock import local_date

router = APIRouter(prefix="/tasks", dependencies=[Depends(Opens("tasks"))])
answering = Depends(Opens("answer_tasks"))

EVENTS = {
    "reported": "收到",
    "told_more": "补充",
    "recomputed": "重算期限",
    "dated": "记下变化的日子",
    "arranged": "安排上门",
    "visit": "上门",
    "aided": "先行救助",
    "answered": "办结答复",
    "escalated": "到期催办",
    "signed": "签收催办",
    "supervised": "督办",
    "talked": "约谈",
}


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
    gist = f"{tasks.KINDS[entered.kind]}第 {entered.id} 号"
    ending.end(office, who, call, "reported", notes, form, task_id=entered.id, gist=gist)


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
def one(request: Request, house: House, who: Who, id: int) -> Response:
    with house.reading() as office:
        context = _show(office, who, tasks.get(office, id, who.actor))
        return pages.page(request, "assistance/task.html", who, **context)


@router.post("/{id}/reveal", dependencies=[Depends(Opens("reveal"))])
def reveal(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    with house.office() as office:
        found = tasks.get(office, id, who.actor)
        about = f"{tasks.KINDS[found.kind]}第 {found.id} 号"
        reveals.record(office, who.actor, about, "原话和身份", fields.text("reason", 200))
        context = _show(office, who, found, clear=True)
        return pages.page(request, "assistance/task.html", who, **context)


@router.post("/{id}/visit", dependencies=[answering])
def visit(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """A visit that was made, or that somebody is sent to make."""
    made = fields.text("made", 4)
    try:
        if made not in ("yes", "no"):
            raise BadEntry("请选已经去过，还是刚安排。")
        with house.office() as office:
            move = tasks.visit if made == "yes" else tasks.arrange_visit
            move(office, tasks.get(office, id, who.actor), who.actor, fields.text("note", 2000))
    except CaseworkError as fault:
        return _refused(request, house, who, id, "visit", fault, fields)
    return pages.go(
        request, f"/tasks/{id}", "上门情况已记下。" if made == "yes" else "安排已记下，去过以后再记看到的。"
    )


@router.post("/{id}/day", dependencies=[answering])
def day(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """When the change happened, once that is known: its time runs from then."""
    try:
        with house.office() as office:
            found = tasks.get(office, id, who.actor)
            tasks.date_change(office, found, who.actor, _day(fields.text("happened_on", 10)))
            said = f"已从那天起算，期限是 {found.due_on}。"
    except CaseworkError as fault:
        return _refused(request, house, who, id, "day", fault, fields)
    return pages.go(request, f"/tasks/{id}", said)


@router.post("/{id}/aid", dependencies=[answering])
def aid(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """Aid given at once; the application whose papers follow is opened with it (社会救助法 art. 50)."""
    try:
        with house.office() as office:
            found = tasks.get(office, id, who.actor)
            applicant = NewApplication(
                program="temporary",
                name=fields.text("name", 40),
                id_number=fields.text("id_number", 30),
                phone=fields.text("phone", 30),
                place_unit=found.place_unit,
                urgent=True,
                idempotency_key=f"task:{found.id}",
            )
            made = tasks.aid_first(
                office,
                found,
                who.actor,
                applicant,
                fields.text("amount", 20) or None,
                fields.text("aid_note", 500),
            )
            said = f"已记下先行救助，申请 {made.number} 等着补手续。"
    except CaseworkError as fault:
        return _refused(request, house, who, id, "aid", fault, fields)
    return pages.go(request, f"/tasks/{id}", said)


@router.post("/{id}/answer", dependencies=[answering])
def answer(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    try:
        with house.office() as office:
            found = tasks.get(office, id, who.actor)
            tasks.answer(
                office,
                found,
                who.actor,
                fields.text("outcome", 16),
                fields.text("text", 2000),
                fields.text("told_by", 12),
            )
    except CaseworkError as fault:
        return _refused(request, house, who, id, "answer", fault, fields)
    return pages.go(request, "/tasks", f"第 {id} 号已办结。")


@router.post("/{id}/sign", dependencies=[Depends(Opens("move_applications"))])
def sign(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """Sign for the level to which a late report was raised."""
    try:
        with house.office() as office:
            found = tasks.get(office, id, who.actor)
            office.db.refresh(found, with_for_update=True)
            signing.sign(office, found, who.actor, fields.text("note", 500))
    except CaseworkError as fault:
        return _refused(request, house, who, id, "sign", fault, fields)
    return pages.go(request, f"/tasks/{id}", "已签收。")


@router.post("/{id}/supervise", dependencies=[Depends(Opens("supervision"))])
def supervise(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """督办 or 约谈 of one report, put to the office where it lies."""
    try:
        with house.office() as office:
            found = tasks.get(office, id, who.actor)
            kind, demand, present = (fields.text(name, 2000) for name in ("kind", "demand", "present"))
            of_tasks.put(office, found, who.actor, kind, demand, moves.day(fields, "due_on"), present[:500])
    except CaseworkError as fault:
        return _refused(request, house, who, id, "supervise", fault, fields)
    return pages.go(request, f"/tasks/{id}", "已记录，承办单位在“催办与督办”里看得到。")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadEntry("请填变化发生的日子。") from None


def _refused(
    request: Request, house: Desk, who: Visitor, id: int, form: str, fault: CaseworkError, fields: Fields
) -> Response:
    """The page again, with the sentence and with what was typed."""
    typed = {name: fields.text(name) for name in fields.names() if name != "csrf"}
    with house.reading() as office:
        context = _show(office, who, tasks.get(office, id, who.actor))
        context |= {"fault": str(fault), "opened": form, "typed": typed}
        return pages.page(request, "assistance/task.html", who, 409, **context)


def _show(office: Office, who: Visitor, task: Task, *, clear: bool = False) -> dict[str, Any]:
    unseal = office.vault.open_or_none
    about = Person(
        unseal(task.about_name_sealed) or "",
        unseal(task.phone_sealed) or "",
        unseal(task.about_id_sealed) or "",
    )
    verdict = rights.may(who.actor, "answer_task")
    rule = programs.of(office).task_rule(task.kind, task.matter)
    return {
        "t": task,
        "clear": clear,
        "fault": "",
        "opened": "",
        "typed": {},
        "today": local_date(office.clock.now()),
        "tree": units.tree(office),
        "kinds": tasks.KINDS,
        "states": tasks.STATES,
        "outcomes": tasks.OUTCOMES,
        "told_by": None if tasks.reached_at(office, task) else tasks.TOLD_BY,
        "bases": applying.BASES,
        "rule": rule.label,
        "told": tasks.told(office, task) if clear else task.digest,
        "about": about if clear else about.masked(),
        "answer": unseal(task.answer_sealed),
        "application": office.db.get(Application, task.application_id) if task.application_id else None,
        "may_answer": task.is_open and bool(verdict),
        "may_aid": task.application_id is None and bool(rights.may(who.actor, "decide")),
        "may_date": task.kind == "change" and rule.months is not None,
        "why_not": verdict.why,
        "unsigned": bool(signing.unsigned(office, [task])),
        "may_sign": signing.may_sign(office, task, who.actor),
        "may_put": of_tasks.may_put(office, task, who.actor),
        "events": [
            {
                "at": event.at,
                "label": EVENTS.get(event.move, event.move),
                "actor_name": event.actor_name,
                "note": unseal(event.note_sealed),
            }
            for event in tasks.history(office, task)
        ],
    }
