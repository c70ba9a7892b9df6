"""What time does to applications and reports: those nearly due are reminded of, overdue ones go up, as petitions do;
and complaints met in the examination are noted.

It may run twice, late, or side by side: a level is raised once, an alert is written once for an occasion.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from casework import outbox
from casework.assistance import clocks, history, tasks, visits
from casework.assistance.models import Application, Task
from casework.office import Bureau, Office
from casework.people import calendars, units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions.models import Petition
from store.clock import local_date

CHUNK = 500
REMIND, URGE, SUPERVISE = clocks.REMINDED, 2, 3
HEADS = {REMIND: "提醒", URGE: "催办", SUPERVISE: "督办"}
LONG = 5
"""Working days past the date after which it is supervised (督办), as with petitions."""
SWEEP = Actor.system("sweep")


def sweep(bureau: Bureau) -> str:
    """Escalate what is overdue and note complaints; return what was done as a sentence."""
    raised = 0
    for table in (Application, Task):
        last = 0
        while True:
            with bureau.office() as office:
                rows = _pressing(office, table, last)
                raised += sum(_escalate(office, row) for row in rows)
            if len(rows) < CHUNK:
                break
            last = rows[-1].id
    with bureau.office() as office:
        noted = note_complaints(office)
    return f"申请和报告到期提醒、超期升级 {raised} 件，审核中有投诉的 {noted} 件。"


def note_complaints(office: Office) -> int:
    """Mark open applications whose applicant is complained of in a petition from the same township (57号 art. 20).

    Sealed petitions are left to the discipline inspection and leave no trace here.
    """
    hit = visits.complaint(~Petition.sealed)
    found = office.db.scalars(
        select(Application).where(Application.is_open, ~Application.complained_of, hit).limit(CHUNK)
    ).all()
    for application in found:
        visits.complained(office, application, SWEEP)
    return len(found)


def _pressing(office: Office, table: Any, after: int) -> Sequence[Any]:
    """The next applications or tasks that are overdue or nearly due and have not gone as far up as they can."""
    today = local_date(office.clock.now())
    due, warn = (
        (table.next_due_on, table.next_warn_on) if table is Application else (table.due_on, table.warn_on)
    )
    overdue = and_(due < today, table.escalation_level < SUPERVISE)
    soon = and_(warn <= today, table.escalation_level < REMIND)
    query = (
        select(table)
        .where(table.is_open, or_(overdue, soon), table.id > after)
        .order_by(table.id)
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    )
    return office.db.scalars(query).all()


def _escalate(office: Office, row: Application | Task) -> bool:
    """Raise one level where its time has come; True if raised."""
    due = row.next_due_on if isinstance(row, Application) else row.due_on
    if due is None:
        return False
    today = local_date(office.clock.now())
    late = calendars.of(office).between(due, today) if due < today else 0
    level = REMIND if due >= today else SUPERVISE if late > LONG else URGE
    if level <= row.escalation_level:
        return False
    row.escalation_level = level
    what = f"救助申请 {row.number}" if isinstance(row, Application) else tasks.called(row)
    if level > REMIND:
        _record(office, row, f"{HEADS[level]}：超期 {late} 个工作日")
    said = f"快到期了，最迟 {due} 办" if level == REMIND else f"已超期 {late} 个工作日"
    for person in _responsible(office, row, level):
        outbox.write(
            office,
            "alert",
            f"staff:{person}",
            f"【{HEADS[level]}】{what}{said}，请到工作台办理。",
            key=f"assistance-late:{row.__tablename__}:{row.id}:{due}:{level}:{person}",
        )
    return True


def _record(office: Office, row: Application | Task, note: str) -> None:
    if isinstance(row, Application):
        history.record(office, row, "escalated", SWEEP, row.step, note)
    else:
        tasks.record(office, row, "escalated", SWEEP, note)


def _responsible(office: Office, row: Application | Task, level: int) -> list[int]:
    """Who is told at a level, as with petitions: reminded are the handlers of the township; urged they and the heads;
    of supervision the heads and the bureau's leaders. Where there is none of these, the next above are told."""
    tree = units.tree(office)
    near = (
        [code for code in tree.branch(row.township) if tree.get(code).kind != "village"]
        if row.township
        else []
    )
    staff = office.db.scalars(select(Staff).where(Staff.active)).all()
    handlers = [one.id for one in staff if one.unit_code in near and "handler" in one.roles]
    heads = [one.id for one in staff if one.unit_code in near and "unit_head" in one.roles]
    leaders = [one.id for one in staff if "supervisor" in one.roles]
    if level == REMIND:
        return handlers or heads or leaders
    if level == URGE:
        return sorted({*handlers, *heads}) if heads else sorted({*handlers, *leaders})
    return heads + leaders
