"""Signing (签收) for an application or a report that went up because it is late: by whom it lies with, with what will
be done.

As with petitions, a level that is raised stands unsigned until somebody who handles it signs; who signed, when and with
what promise is an entry of its history.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from casework.assistance import clocks, history, rights, tasks
from casework.assistance.models import Application, ApplicationEvent, Task, TaskEvent
from casework.office import CaseworkError, NotAllowed, Office
from casework.people import units
from casework.people.actors import Actor

Late = Application | Task


class BadSigning(CaseworkError):
    """There is nothing to sign for, or nothing was written."""

    code = "bad_signing"


def sign(office: Office, late: Late, by: Actor, note: str) -> None:
    """Sign for the level that stands, with what will be done by when.

    Raises:
        NotAllowed: it does not lie with the actor's office.
        BadSigning: nothing was written, or nothing stands unsigned.
    """
    if not may_sign(office, late, by):
        raise NotAllowed("由承办这一件的乡镇负责人或承办人签收。")
    if not note.strip():
        raise BadSigning("请写明打算怎么办、什么时候办完。")
    if late.id not in unsigned(office, [late]):
        raise BadSigning("这件没有待签收的催办、督办。")
    if isinstance(late, Task):
        tasks.record(office, late, "signed", by, note)
    else:
        history.record(office, late, "signed", by, late.step, note)


def may_sign(office: Office, late: Late, by: Actor) -> bool:
    """Whether the actor handles it: a handler or head of its township, or of the county where it lies in none."""
    if not rights.may(by, "sign_for") or not rights.reaches(office, by, late):
        return False
    return late.township is None or by.unit_code in _offices(office, late.township)


def unsigned(office: Office, rows: Sequence[Late]) -> set[int]:
    """The ids of those whose level was raised, still stands, and was not signed for since."""
    if not rows:
        return set()
    table, ids = type(rows[0]), [one.id for one in rows]
    return set(office.db.scalars(select(table.id).where(table.id.in_(ids), _unsigned(table))))


def owed(office: Office, by: Actor, table: type[Application] | type[Task] = Application) -> int:
    """How many applications, or reports, the actor's office is to sign for."""
    if not rights.may(by, "sign_for") or not by.unit_code:
        return 0
    townships = units.tree(office).of_kind("township")
    own = {unit.code for unit in townships if by.unit_code in _offices(office, unit.code)}
    query = select(func.count()).where(table.township.in_(own), _unsigned(table))
    return office.db.scalar(query) or 0


def _offices(office: Office, township: str) -> list[str]:
    """The township and its offices, without the villages."""
    tree = units.tree(office)
    return [code for code in tree.branch(township) if tree.get(code).kind != "village"]


def _unsigned(table: type[Application] | type[Task]) -> ColumnElement[bool]:
    event: Any = ApplicationEvent if table is Application else TaskEvent
    whose = ApplicationEvent.application_id if table is Application else TaskEvent.task_id

    def last(move: str) -> ColumnElement[int]:
        found = select(func.max(event.id)).where(whose == table.id, event.move == move)
        return func.coalesce(found.correlate(table).scalar_subquery(), 0)

    stands = table.escalation_level > clocks.REMINDED
    return table.is_open & stands & (last("escalated") > last("signed"))
