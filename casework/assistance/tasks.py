"""What residents report: a change at home, somebody in need, a call for help; each seen to, answered and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from casework import outbox
from casework.assistance import applications, clocks, programs, rights, told_days
from casework.assistance.applications import NewApplication
from casework.assistance.models import Application, Task, TaskEvent
from casework.assistance.programs import TaskRule
from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import calendars, identity, residents, units
from casework.people.actors import Actor
from casework.people.models import Contact
from casework.petitions import digests
from casework.petitions.periods import Period, Terms, reckon
from store.clock import local_date

KINDS = {"change": "变化报告", "lead": "困难线索", "help": "急难求助"}
STATES = {
    "open": "待处理",
    "visiting": "已安排上门",
    "visited": "已上门",
    "aided": "已先行救助",
    "answered": "已办结",
}
OUTCOMES = {
    "adjusted": "已调整救助",
    "unchanged": "核实后不变",
    "stopped": "已停止救助",
    "applied": "已协助申请",
    "aided": "已先行救助",
    "referred": "已转介",
    "unfounded": "情况不属实",
    "unreachable": "联系不上",
}
TOLD_BY = {
    "phone": "打电话告诉了",
    "in_person": "当面告诉了",
    "paper": "书面送到了",
    "tried": "联系过，没联系上",
    "nobody": "没有留电话，也不知道是谁",
}
"""How a reporter is told who left no address that messages reach."""
MONTHS_WARN = 10
"""Working days before the end of a period in months at which staff are warned."""

EARLIEST = date(2000, 1, 1)


class BadTask(CaseworkError):
    """It cannot be taken in or moved so; the sentence says why."""

    code = "bad_task"


@dataclass(frozen=True)
class NewTask:
    """What was reported, in the reporter's words; `contact` is (channel, address) to answer to."""

    kind: str
    text: str
    matter: str = ""
    """For a change; left empty it is read from the words."""
    happened_on: date | None = None
    place_unit: str | None = None
    place_text: str = ""
    about_name: str = ""
    about_id_number: str = ""
    reporter: str = ""
    """Their name, which stays under seal with the words."""
    phone: str = ""
    urgent: bool = False
    channel: str = "web"
    contact: tuple[str, str] | None = None
    conversation_id: int | None = None
    idempotency_key: str | None = None


def report(office: Office, new: NewTask, by: Actor) -> Task:
    """Enter a report, with its time limit; the same key gives the one already entered.

    Raises:
        BadTask: with the sentence to ask the reporter.
    """
    if new.kind not in KINDS:
        raise BadTask(f"没有这样的报告：{new.kind}。")
    if len(new.text.strip()) < 2:
        raise BadTask("请说一说是什么情况。")
    today = local_date(office.clock.now())
    _check_day(new.happened_on, today)
    if new.idempotency_key:
        known = office.db.scalar(select(Task).where(Task.idempotency_key == new.idempotency_key))
        if known is not None:
            return known
    matter = new.matter or _matter(office, new)
    rule = programs.of(office).task_rule(new.kind, matter)
    happened_on = new.happened_on
    if happened_on is None and new.kind == "change" and rule.months is not None:
        happened_on = told_days.read(new.text, today)
    period = _span(office, rule, happened_on, today)
    tree = units.tree(office)
    place = tree.get(new.place_unit).code if new.place_unit else tree.find(new.place_text or new.text)
    task = Task(
        idempotency_key=new.idempotency_key,
        kind=new.kind,
        matter=matter,
        state="open",
        is_open=True,
        urgent=new.urgent or new.kind == "help",
        told_sealed=office.vault.seal(_told(new.text, new.place_text, new.reporter)),
        digest=digests.redact(new.text, [new.about_name, new.reporter]),
        happened_on=happened_on,
        place_unit=place,
        township=tree.township_of(place),
        place_text=digests.whereabouts(new.place_text)[:120],
        about_name_sealed=office.vault.seal_or_none(new.about_name.strip()),
        phone_sealed=office.vault.seal_or_none(new.phone.strip()),
        contact_id=residents.contact(office, *new.contact).id if new.contact else None,
        conversation_id=new.conversation_id,
        channel=new.channel,
        reported_at=office.clock.now(),
        reported_on=today,
        due_on=period.due_on,
        warn_on=period.warn_on,
        explanation=period.explanation,
        basis_kind=rule.basis_kind,
        escalation_level=0,
    )
    if identity.is_id_number(new.about_id_number):
        number = identity.id_number(new.about_id_number)
        task.about_id_sealed = office.vault.seal(number)
        task.about_id_index = office.vault.index("id", number)
    office.db.add(task)
    office.db.flush()
    record(office, task, "reported", by)
    if task.urgent:
        outbox.write(
            office,
            "alert",
            "desk",
            f"【紧急】{called(task)}，请马上安排人联系或上门。",
            key=f"assistance-task:{task.id}",
        )
    return task


def called(task: Task) -> str:
    """What a report is called where others speak of it, without what it tells: `困难线索第 12 号`."""
    return f"{KINDS[task.kind]}第 {task.id} 号"


def last_reported(office: Office, conversation_id: int) -> Task | None:
    """What a talk reported last of others or of a change and is still open, if anything is."""
    return office.db.scalars(
        select(Task)
        .where(Task.conversation_id == conversation_id, Task.kind != "help", Task.is_open)
        .order_by(Task.id.desc())
    ).first()


def called_for(office: Office, conversation_id: int) -> Task | None:
    """The call for help that a talk made and that is still open, if there is one."""
    return office.db.scalars(
        select(Task)
        .where(Task.conversation_id == conversation_id, Task.kind == "help", Task.is_open)
        .order_by(Task.id.desc())
    ).first()


def tell_more(
    office: Office, task: Task, by: Actor, text: str, place_text: str = "", phone: str = ""
) -> None:
    """Add what the reporter says afterwards; a place and a number fill what was not known."""
    before = office.vault.open(task.told_sealed)
    if text.strip() in before:
        return
    told = f"{before}\n{_told(text, place_text)}"
    task.told_sealed, task.digest = office.vault.seal(told), digests.redact(told, [])
    if task.place_unit is None and (place := units.tree(office).find(place_text or text)):
        task.place_unit, task.township = place, units.tree(office).township_of(place)
    task.place_text = task.place_text or digests.whereabouts(place_text)[:120]
    task.phone_sealed = task.phone_sealed or office.vault.seal_or_none(phone.strip())
    record(office, task, "told_more", by, text)


def _told(text: str, place: str, reporter: str = "") -> str:
    """What was told, with the place as it was given: its house number is kept here alone, under seal; and by whom."""
    text, place, reporter = text.strip(), place.strip(), reporter.strip()
    told = text if place in text or place == digests.whereabouts(place) else f"{text}\n地点：{place}"
    return f"{told}\n报告人：{reporter}" if reporter and reporter not in told else told


def promise(office: Office, task: Task) -> str:
    """What the reporter is told on reporting: what happens now and by when."""
    day = f"{task.due_on.month}月{task.due_on.day}日"
    match task.kind:
        case "change":
            return f"记下了（第 {task.id} 号）。会有人核实，最迟 {task.due_on.year}年{day} 核查办结；要减发或停发的，会先听您家的意见，再书面告诉您家。"
        case "lead":
            return f"记下了（第 {task.id} 号），会安排人最迟 {day} 上门看望。他要是现在就有危险，请马上打 110 或 120。"
        case _:
            return f"记下了（第 {task.id} 号），已经叫了值班同志。情况紧急的先救助、后补手续（《社会救助法》第五十条）。"


def arrange_visit(office: Office, task: Task, by: Actor, note: str) -> None:
    """Somebody is sent; the visit has yet to be made. Raises BadTask, NotAllowed."""
    _require(office, task, by)
    if not note.strip():
        raise BadTask("请写明谁、什么时候去。")
    if task.state == "open":
        task.state = "visiting"
    record(office, task, "arranged", by, note)


def visit(office: Office, task: Task, by: Actor, note: str) -> None:
    """A visit was made, with what was found. Raises BadTask, NotAllowed."""
    _require(office, task, by)
    if not note.strip():
        raise BadTask("请写明谁、什么时候去，看到什么。")
    task.visited_on = local_date(office.clock.now())
    if task.state in ("open", "visiting"):
        task.state = "visited"
    record(office, task, "visit", by, note)


def date_change(office: Office, task: Task, by: Actor, happened_on: date) -> None:
    """Put on record when a change happened; its time runs from that day, not from the report (民发〔2022〕83号 一(三)).

    Raises:
        BadTask: its time runs from the report, or the day cannot be.
        NotAllowed.
    """
    _require(office, task, by)
    if task.kind != "change" or programs.of(office).task_rule(task.kind, task.matter).months is None:
        raise BadTask("这一件的期限从报告之日起算，不用记发生的日子。")
    _check_day(happened_on, local_date(office.clock.now()))
    before, task.happened_on = task.due_on, happened_on
    recompute(office, task)
    record(office, task, "dated", by, f"{happened_on} 发生；期限 {before} → {task.due_on}")


def aid_first(
    office: Office, task: Task, by: Actor, applicant: NewApplication, amount: object, note: str = ""
) -> Application:
    """Give aid at once and open the application whose papers follow (社会救助法 art. 50).

    Raises:
        BadTask: the task is closed, or aid was given already.
        BadApplication, BadStep, NotAllowed: as for applications.
    """
    _require(office, task, by)
    if task.application_id is not None:
        raise BadTask("这一件已经先行救助过了。")
    application = applications.receive(office, applicant, by)
    if application.step == "received":
        applications.advance(office, application, "aided", by, amount=amount, note=note)
    task.state, task.application_id = "aided", application.id
    record(office, task, "aided", by, note)
    return application


def answer(office: Office, task: Task, by: Actor, outcome: str, text: str, told_by: str = "") -> None:
    """Close a task with its outcome; the reporter is told the text by message, or was told it otherwise.

    `told_by` is one of `TOLD_BY`, where no message reaches the reporter.

    Raises:
        BadTask: a lead was not visited, the outcome is unknown, nothing is said, or nobody told the reporter.
        NotAllowed.
    """
    _require(office, task, by)
    if outcome not in OUTCOMES:
        raise BadTask("请选办理结果。")
    if len(text.strip()) < 2:
        raise BadTask("请写明告诉报告人的话：办了什么，为什么。")
    if task.kind == "lead" and task.visited_on is None and _is_somewhere(task):
        raise BadTask("困难线索要先上门看过，才能办结；只安排了还不算。")
    contact = reached_at(office, task)
    if contact is None:
        _check_told(task, told_by)
    task.outcome, task.answer_sealed = outcome, office.vault.seal(text.strip())
    task.state, task.is_open = "answered", False
    task.answered_on = local_date(office.clock.now())
    said = text if contact else f"{text.strip()}\n报告人：{TOLD_BY[told_by]}"
    record(office, task, "answered", by, said)
    if contact is not None:
        outbox.write(
            office,
            contact.channel,
            office.vault.open(contact.address_sealed),
            f"您报告的情况（第 {task.id} 号）有结果了：{text.strip()}",
            key=f"assistance-task-answer:{task.id}",
            conversation_id=task.conversation_id,
        )


def reached_at(office: Office, task: Task) -> Contact | None:
    """Where messages reach the reporter."""
    contact = office.db.get(Contact, task.contact_id) if task.contact_id else None
    return None if contact is None or contact.blocked_at else contact


def _is_somewhere(task: Task) -> bool:
    """Whether a place to go to is known."""
    return bool(task.place_unit or task.place_text)


def _check_told(task: Task, told_by: str) -> None:
    if told_by not in TOLD_BY:
        raise BadTask("报告人收不到消息，请先打电话或当面告诉他，再选是怎么告诉的。")
    if told_by == "nobody" and task.phone_sealed:
        raise BadTask("报告人留了电话，请先打电话告诉他。")


def get(office: Office, id: int, by: Actor) -> Task:
    """Raises NotFound: none, or none in this actor's reach."""
    rights.require(by, "read")
    found = office.db.scalars(select(Task).where(Task.id == id, rights.reach(office, by, Task))).first()
    if found is None:
        raise NotFound("没有找到这一件，或您无权查看。")
    return found


def told(office: Office, task: Task) -> str:
    """The reporter's own words, in clear. The caller answers for the right to see them."""
    return office.vault.open(task.told_sealed)


def history(office: Office, task: Task) -> Sequence[TaskEvent]:
    return office.db.scalars(
        select(TaskEvent).where(TaskEvent.task_id == task.id).order_by(TaskEvent.id)
    ).all()


def counts(office: Office, by: Actor, since: date, until: date) -> dict[str, dict[str, int]]:
    """Reports by kind: how many came in between two days inclusive, are answered, in time, and still open."""
    rights.require(by, "read")
    rows = office.db.execute(
        select(
            Task.kind,
            func.count(),
            func.count(Task.answered_on),
            func.count().filter(Task.answered_on <= Task.due_on),
            func.count().filter(Task.is_open),
        )
        .where(Task.reported_on.between(since, until), rights.reach(office, by, Task))
        .group_by(Task.kind)
    )
    named = ("reported", "answered", "in_time", "open")
    return {kind: dict(zip(named, numbers, strict=True)) for kind, *numbers in rows}


def recompute(office: Office, task: Task) -> None:
    """Reckon an open task's date anew by today's rules and calendar."""
    rule = programs.of(office).task_rule(task.kind, task.matter)
    period, before = _span(office, rule, task.happened_on, task.reported_on), task.due_on
    task.due_on, task.warn_on, task.explanation = period.due_on, period.warn_on, period.explanation
    if task.due_on >= local_date(office.clock.now()):
        stays = task.escalation_level == clocks.REMINDED and task.due_on == before
        task.escalation_level = clocks.REMINDED if stays else 0


def _check_day(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise BadTask("变化发生的日子在今天之后，请再核对。")
    if day is not None and day < EARLIEST:
        raise BadTask("变化发生的日子太早，请再核对。")


def _matter(office: Office, new: NewTask) -> str:
    """What changed, by the first of the county's words that the report holds."""
    for rule in programs.of(office).tasks:
        if rule.kind == new.kind and any(word in new.text for word in rule.words):
            return rule.matter
    return "other"


def _span(office: Office, rule: TaskRule, happened_on: date | None, reported_on: date) -> Period:
    if rule.months is not None:
        start, event = (happened_on, "发生") if happened_on else (reported_on, "报告")
        return clocks.reckon_months(office, start, rule.months, event, rule.basis, MONTHS_WARN)
    rolls = rule.kind != "help" and rule.count == "calendar"
    terms = Terms(rule.days or 0, rule.count, "报告", rule.basis, min(2, (rule.days or 1) - 1), rolls)
    return reckon(terms, reported_on, calendars.of(office))


def _require(office: Office, task: Task, by: Actor) -> None:
    rights.require(by, "answer_task")
    if not rights.reaches(office, by, task):
        raise NotAllowed("这一件不归您的单位办理。")
    if not task.is_open:
        raise BadTask("这一件已经办结。")


def record(office: Office, task: Task, move: str, by: Actor, said: str = "") -> None:
    """Add to what was done about a task."""
    office.db.add(
        TaskEvent(
            task_id=task.id,
            at=office.clock.now(),
            move=move,
            actor_kind=by.kind,
            actor_id=by.id,
            actor_name=by.name,
            note_sealed=office.vault.seal_or_none(said),
        )
    )
    office.db.flush()
