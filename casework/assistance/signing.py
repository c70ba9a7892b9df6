"""Signing (签收) for an application that went up because it is late: by whom it lies with, with what will be done.

As with petitions, a level that is raised stands unsigned until somebody who handles it signs; who signed, when and with
what promise is an entry of the application's history.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from casework.assistance import clocks, history, rights
from casework.assistance.models import Application, ApplicationEvent
from casework.office import CaseworkError, NotAllowed, Office
from casework.people import units
from casework.people.actors import Actor


class BadSigning(CaseworkError):
    """There is nothing to sign for, or nothing was written."""

    code = "bad_signing"


def sign(office: Office, application: Application, by: Actor, note: str) -> None:
    """Sign for the level that stands, with what will be done by when.

    Raises:
        NotAllowed: the application does not lie with the actor's office.
        BadSigning: nothing was written, or nothing stands unsigned.
    """
    if not may_sign(office, application, by):
        raise NotAllowed("由承办这件申请的乡镇负责人或承办人签收。")
    if not note.strip():
        raise BadSigning("请写明打算怎么办、什么时候办完。")
    if application.id not in unsigned(office, [application]):
        raise BadSigning("这件没有待签收的催办、督办。")
    history.record(office, application, "signed", by, application.step, note)


def may_sign(office: Office, application: Application, by: Actor) -> bool:
    """Whether the actor handles it: a handler or head of its township, or of the county where it lies in none."""
    if not rights.may(by, "sign_for") or not rights.reaches(office, by, application):
        return False
    return application.township is None or by.unit_code in _offices(office, application.township)


def unsigned(office: Office, applications: Sequence[Application]) -> set[int]:
    """The ids of those whose level was raised, still stands, and was not signed for since."""
    ids = [one.id for one in applications]
    return set(office.db.scalars(select(Application.id).where(Application.id.in_(ids), _unsigned())))


def owed(office: Office, by: Actor) -> int:
    """How many applications the actor's office is to sign for."""
    if not rights.may(by, "sign_for") or not by.unit_code:
        return 0
    townships = units.tree(office).of_kind("township")
    own = {unit.code for unit in townships if by.unit_code in _offices(office, unit.code)}
    query = select(func.count()).where(Application.township.in_(own), _unsigned())
    return office.db.scalar(query) or 0


def _offices(office: Office, township: str) -> list[str]:
    """The township and its offices, without the villages."""
    tree = units.tree(office)
    return [code for code in tree.branch(township) if tree.get(code).kind != "village"]


def _unsigned() -> ColumnElement[bool]:
    def last(move: str) -> ColumnElement[int]:
        found = select(func.max(ApplicationEvent.seq)).where(
            ApplicationEvent.application_id == Application.id, ApplicationEvent.move == move
        )
        return func.coalesce(found.correlate(Application).scalar_subquery(), 0)

    stands = Application.escalation_level > clocks.REMINDED
    return Application.is_open & stands & (last("escalated") > last("signed"))
