"""Lists of the registers for staff: what is open, counting down to zero; searches by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, or_, select

from casework.assistance import rights
from casework.assistance.models import Application, CardKept, Relative, Support, Task
from casework.office import Office
from casework.people import identity, reveals, units
from casework.people.actors import Actor
from store.clock import local_date

PAGE = 50
Registered = TypeVar("Registered", Relative, CardKept, Support, Application)


@dataclass(frozen=True)
class Countdown:
    """What is left until zero, as of a day: applications and reports together."""

    as_of: date
    applications: int
    tasks: int
    overdue: int
    due_soon: int
    by_township: tuple[tuple[str, int, int], ...]
    """Township's name, open, overdue; the most overdue first."""
    overdue_tasks: int = 0
    """How many of those overdue are reports."""

    @property
    def left(self) -> int:
        return self.applications + self.tasks


def countdown(office: Office, by: Actor) -> Countdown:
    """The applications and reports in the actor's reach that are not finished (动态清零). Raises NotAllowed."""
    rights.require(by, "read")
    today = local_date(office.clock.now())
    tally: dict[str | None, list[int]] = {}
    totals, overdue = {Application: 0, Task: 0}, {Application: 0, Task: 0}
    soon = 0
    for table, due, warn in (
        (Application, Application.next_due_on, Application.next_warn_on),
        (Task, Task.due_on, Task.warn_on),
    ):
        rows = office.db.execute(
            select(
                table.township,
                func.count(),
                func.count().filter(due < today),
                func.count().filter(due >= today, warn <= today),
            )
            .where(table.is_open, rights.reach(office, by, table))
            .group_by(table.township)
        )
        for township, open_here, late, warned in rows:
            totals[table] += open_here
            overdue[table] += late
            soon += warned
            here = tally.setdefault(township, [0, 0])
            here[0], here[1] = here[0] + open_here, here[1] + late
    tree = units.tree(office)
    lines = [(tree.name(code) or "未分乡镇", left, late) for code, (left, late) in tally.items()]
    lines.sort(key=lambda line: (-line[2], -line[1]))
    return Countdown(
        today,
        totals[Application],
        totals[Task],
        sum(overdue.values()),
        soon,
        tuple(lines),
        overdue[Task],
    )


def open_applications(
    office: Office, by: Actor, page: int = 1, overdue: bool = False
) -> Sequence[Application]:
    """Open applications in the actor's reach, the most pressing first, 50 a page."""
    rights.require(by, "read")
    query = select(Application).where(Application.is_open, rights.reach(office, by, Application))
    if overdue:
        query = query.where(Application.next_due_on < local_date(office.clock.now()))
    query = query.order_by(Application.next_due_on.is_(None), Application.next_due_on, Application.id)
    return office.db.scalars(query.limit(PAGE).offset(PAGE * (max(1, page) - 1))).all()


def of_caller(
    office: Office, by: Actor, phone_index: str, id_index: str | None, limit: int = 6
) -> Sequence[Application]:
    """Applications of whoever calls, by telephone or identity number, in the actor's reach: open ones first."""
    rights.require(by, "read")
    whose = [Application.phone_index == phone_index]
    if id_index:
        whose.append(Application.id_index == id_index)
    query = select(Application).where(or_(*whose), rights.reach(office, by, Application))
    return office.db.scalars(
        query.order_by(Application.is_open.desc(), Application.id.desc()).limit(limit)
    ).all()


def open_tasks(office: Office, by: Actor, kind: str = "", page: int = 1) -> Sequence[Task]:
    """Open reports in the actor's reach: urgent ones first, then by date, 50 a page."""
    rights.require(by, "read")
    query = select(Task).where(Task.is_open, rights.reach(office, by, Task))
    if kind:
        query = query.where(Task.kind == kind)
    query = query.order_by(Task.urgent.desc(), Task.due_on, Task.id)
    return office.db.scalars(query.limit(PAGE).offset(PAGE * (max(1, page) - 1))).all()


def search(
    office: Office, by: Actor, table: type[Registered], *, name: str = "", id_number: str = "", reason: str
) -> list[Registered]:
    """Rows of a register by person, in the actor's reach; the search is put on record with its reason.

    In the registers of relatives and cards the official and the keeper are searched as well.

    Raises:
        NotAllowed, ReasonMissing.
    """
    rights.require(by, "search_registers")
    reveals.record(office, by, table.__tablename__, "查询救助登记", reason)
    wanted: list[Any] = []
    if id_number:
        wanted.append(table.id_index == office.vault.index("id", identity.id_number(id_number)))
    if name:
        index = office.vault.index("name", identity.name(name))
        for column in ("name_index", "official_index", "keeper_index"):
            if hasattr(table, column):
                wanted.append(getattr(table, column) == index)
    if not wanted:
        return []
    query = select(table).where(or_(*wanted), rights.reach(office, by, table)).order_by(table.id).limit(PAGE)
    return list(office.db.scalars(query))
