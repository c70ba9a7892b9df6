"""Signing (签收) for an application or a report that went up because it is late: by whom it lies with, with what will
be done.

As with petitions, a level that is raised stands unsigned until somebody who handles it signs; who signed, when and with
what promise is an entry of its history.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from casework.assistance import cases, clocks, rights
from casework.assistance.cases import Case
from casework.assistance.models import Application, ApplicationEvent, Task, TaskEvent
from casework.office import CaseworkError, NotAllowed, Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import routing

Cases = type[Application] | type[Task]


class BadSigning(CaseworkError):
    """There is nothing to sign for, or nothing was written."""

    code = "bad_signing"


def sign(office: Office, late: Case, by: Actor, note: str) -> None:
    """Sign for the level that stands, with what will be done by when.

    Raises:
        NotAllowed: it does not lie with the actor's office.
        BadSigning: nothing was written, or nothing stands unsigned.
    """
    if not may_sign(office, late, by):
        raise NotAllowed(
            "由承办这一件的单位负责人或承办人签收；没有分到乡镇的，由县里的业务股室或分管领导签收。"
        )
    if not note.strip():
        raise BadSigning("请写明打算怎么办、什么时候办完。")
    if late.id not in unsigned(office, [late]):
        raise BadSigning("这件没有待签收的催办、督办。")
    cases.record(office, late, "signed", by, note)


def may_sign(office: Office, late: Case, by: Actor) -> bool:
    """Whether the actor handles it: a handler or head of its township; where it lies in none, of the county's section, or
    a supervisor of the county."""
    if not rights.reaches(office, by, late):
        return False
    if rights.may(by, "sign_for") and by.unit_code in cases.hands(office, late):
        return True
    return late.township is None and bool(rights.may(by, "sign_for_county"))


def unsigned(office: Office, rows: Sequence[Case]) -> set[int]:
    """The ids of those whose level was raised, still stands, and was not signed for since."""
    if not rows:
        return set()
    table, ids = type(rows[0]), [one.id for one in rows]
    return set(office.db.scalars(select(table.id).where(table.id.in_(ids), _unsigned(table))))


def owed(office: Office, by: Actor, table: Cases = Application) -> int:
    """How many applications, or reports, the actor's office is to sign for."""
    if not rights.may(by, "sign_for") or not by.unit_code:
        return 0
    tree = units.tree(office)
    own = {unit.code for unit in tree.of_kind("township") if by.unit_code in tree.offices(unit.code)}
    lies: ColumnElement[bool] = table.township.in_(own)
    if by.unit_code in tree.offices(routing.rules(office).section):
        lies = or_(lies, table.township.is_(None))
    return office.db.scalar(select(func.count()).where(lies, _unsigned(table))) or 0


def unsigned_since(table: Cases, level: int, before: datetime) -> ColumnElement[bool]:
    """The condition that a row was raised to a level before a moment, and nobody has signed for it."""
    return (table.escalation_level == level) & _unsigned(table) & (_last(table, "escalated", "at") < before)


def _unsigned(table: Cases) -> ColumnElement[bool]:
    stands = table.escalation_level > clocks.REMINDED
    escalated, signed = (_last(table, move, "id") for move in ("escalated", "signed"))
    return table.is_open & stands & (escalated > func.coalesce(signed, 0))


def _last(table: Cases, move: str, column: str) -> ColumnElement[Any]:
    """The highest value of a column of the history's entries of one kind; null where there is none."""
    event: Any = ApplicationEvent if table is Application else TaskEvent
    whose = ApplicationEvent.application_id if table is Application else TaskEvent.task_id
    found = select(func.max(getattr(event, column))).where(whose == table.id, event.move == move)
    return found.correlate(table).scalar_subquery()
