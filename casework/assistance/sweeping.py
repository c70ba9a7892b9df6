"""What time does to applications and reports: overdue ones go up, and complaints met in the examination are noted.

It may run twice, late, or side by side: a level is raised once, an alert is written once for an occasion.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select

from casework import outbox
from casework.assistance import history, tasks, visits
from casework.assistance.models import Application, Task
from casework.office import Bureau, Office
from casework.people import calendars, units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions.models import Accused, Petition
from store.clock import local_date

CHUNK = 500
URGE, SUPERVISE = 2, 3
LONG = 5
"""Working days past the date after which it is supervised (督办), as with petitions."""
SWEEP = Actor.system("sweep")
COMPLAINTS = ("wrongly_covered", "favoritism", "embezzlement", "bribery")


def sweep(bureau: Bureau) -> str:
    """Escalate what is overdue and note complaints; return what was done as a sentence."""
    raised = 0
    for table in (Application, Task):
        last = 0
        while True:
            with bureau.office() as office:
                rows = _overdue(office, table, last)
                raised += sum(_escalate(office, row) for row in rows)
            if len(rows) < CHUNK:
                break
            last = rows[-1].id
    with bureau.office() as office:
        noted = note_complaints(office)
    return f"申请和报告超期升级 {raised} 件，审核中有投诉的 {noted} 件。"


def note_complaints(office: Office) -> int:
    """Mark open applications whose applicant is complained of in a petition from the same township (57号 art. 20).

    Sealed petitions are left to the discipline inspection and leave no trace here.
    """
    hit = exists(
        select(Petition.id)
        .join(Accused, Accused.petition_id == Petition.id)
        .where(
            Accused.name_index == Application.name_index,
            Accused.struck_on.is_(None),
            Petition.township == Application.township,
            Petition.lodged_on >= Application.applied_on,
            Petition.category.in_(COMPLAINTS),
            ~Petition.sealed,
        )
        .correlate(Application)
    )
    found = office.db.scalars(
        select(Application).where(Application.is_open, ~Application.complained_of, hit).limit(CHUNK)
    ).all()
    for application in found:
        visits.complained(office, application, SWEEP)
    return len(found)


def _overdue(office: Office, table: Any, after: int) -> Sequence[Any]:
    """The next overdue applications or tasks that have not gone as far up as they can."""
    today = local_date(office.clock.now())
    due = table.next_due_on if table is Application else table.due_on
    query = (
        select(table)
        .where(table.is_open, due < today, table.escalation_level < SUPERVISE, table.id > after)
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
    late = calendars.of(office).between(due, local_date(office.clock.now()))
    level = SUPERVISE if late > LONG else URGE
    if level <= row.escalation_level:
        return False
    row.escalation_level = level
    if isinstance(row, Application):
        what = f"救助申请 {row.number}"
        history.record(office, row, "escalated", SWEEP, row.step, f"超期 {late} 个工作日")
    else:
        what = f"{tasks.KINDS[row.kind]}第 {row.id} 号"
    head = "督办" if level == SUPERVISE else "催办"
    for person in _responsible(office, row, level):
        outbox.write(
            office,
            "alert",
            f"staff:{person}",
            f"【{head}】{what}已超期 {late} 个工作日，请到工作台办理。",
            key=f"assistance-late:{row.__tablename__}:{row.id}:{due}:{level}:{person}",
        )
    return True


def _responsible(office: Office, row: Application | Task, level: int) -> list[int]:
    """The heads of the township and its office; from supervision on, and where there are none, the bureau's leaders."""
    tree = units.tree(office)
    near = (
        [code for code in tree.branch(row.township) if tree.get(code).kind != "village"]
        if row.township
        else []
    )
    staff = office.db.scalars(select(Staff).where(Staff.active)).all()
    heads = [one.id for one in staff if one.unit_code in near and "unit_head" in one.roles]
    leaders = [one.id for one in staff if "supervisor" in one.roles]
    return heads + leaders if level >= SUPERVISE or not heads else heads
