"""What follows from bringing records in: clocks and history of applications, messages on steps, benefits and payments."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from casework.assistance import applications as desk
from casework.assistance import benefits, clocks, history, payments, telling
from casework.assistance.imports.shapes import Kind, Record
from casework.assistance.models import Application, ApplicationClock, Payment, Support
from casework.assistance.programs import Limit, Procedure
from casework.assistance.programs import of as programs_of
from casework.office import Office
from casework.people.actors import Actor
from casework.people.models import Contact, Resident

PURPOSES = {"id_number": "id", "phone": "phone", "name": "name", "official": "name", "keeper": "name"}
"""By which purpose each sealed field is indexed, so that the same person is found in every table."""


ALIKE = ("program", "procedure", "step", "is_open", "stepped_on", "accepted_on", "delegated")
"""Columns by which applications that come in have the same clocks."""
NEXT = ("next_due_on", "next_warn_on", "next_stage")


def key_column(table: Any) -> Any:
    """The column that tells a record of this table from others."""
    return table.number_key if table is Application else table.key


def derived(office: Office, kind: Kind, key: str, record: Record) -> dict[str, Any]:
    """Columns that are made of others."""
    if kind.table is Application:
        nearest, _ = _clocks(office, tuple(record.clear[name] for name in ALIKE))
        return {"tail_digest": desk.tail_digest(office, key, record.sealed["id_number"][-4:]), **nearest}
    return {}


def entered(office: Office, kind: Kind, keys: Sequence[str], by: Actor) -> None:
    """Records that were not there before."""
    if kind.table is Application:
        _begin(office, keys, by)
    if kind.table is Support:
        for support in _bound(office, Support, Support.key.in_(keys)):
            if support.ended_on is None:
                benefits.tell_change(office, support, None)
    if kind.table is Payment:
        for payment in _bound(office, Payment, Payment.key.in_(keys), Payment.state != "paid"):
            payments.tell_trouble(office, payment)


def before(office: Office, kind: Kind, ids: Sequence[int]) -> dict[int, Any]:
    """What the effects of a change are told by: an application's step, what a benefit was, a payment's state."""
    if kind.table is Application:
        rows = office.db.execute(select(Application.id, Application.step).where(Application.id.in_(ids)))
        return {row.id: row.step for row in rows}
    if kind.table is Support:
        supports = office.db.execute(
            select(
                Support.id, Support.amount, Support.ended_on, Support.review_by, Support.account_tail
            ).where(Support.id.in_(ids))
        )
        return {
            id: benefits.Before(amount, ended, review_by, tail)
            for id, amount, ended, review_by, tail in supports
        }
    if kind.table is Payment:
        states = office.db.execute(select(Payment.id, Payment.state).where(Payment.id.in_(ids)))
        return {row.id: row.state for row in states}
    return {}


def changed(office: Office, kind: Kind, was: Mapping[int, Any], by: Actor) -> None:
    """Records that were brought up to date."""
    if kind.table is Application:
        for application in office.db.scalars(select(Application).where(Application.id.in_(was))):
            stepped = application.step != was[application.id]
            if stepped:
                clocks.advance(office, application, application.stepped_on)
            history.record(office, application, "imported", by, was[application.id])
            if stepped:
                telling.tell(office, application)
    if kind.table is Support:
        for support in _bound(office, Support, Support.id.in_(was)):
            benefits.tell_change(office, support, was[support.id])
    if kind.table is Payment:
        for payment in _bound(office, Payment, Payment.id.in_(was), Payment.state != "paid"):
            if payment.state != was[payment.id]:
                payments.tell_trouble(office, payment)


def _bound(office: Office, table: Any, *where: Any) -> Sequence[Any]:
    """Those of these benefits or payments whose person has bound an account."""
    query = (
        select(table)
        .join(Resident, Resident.id_index == table.id_index)
        .join(Contact, Contact.resident_id == Resident.id)
        .where(*where, Contact.verified_at.is_not(None))
    )
    return office.db.scalars(query.distinct()).all()


def _begin(office: Office, keys: Sequence[str], by: Actor) -> None:
    """The clocks and the first entry of the history of applications that were not there before, all at once."""
    alike = [getattr(Application, name) for name in ALIKE]
    query = select(Application.id, *alike).where(
        Application.number_key.in_(keys), Application.history_count == 0
    )
    new = office.db.execute(query).all()
    started = [
        {**clock, "application_id": id} for id, *like in new for clock in _clocks(office, tuple(like))[1]
    ]
    clock_table: Any = ApplicationClock.__table__
    if started:
        office.db.execute(insert(clock_table), started)
    history.begin_all(office, {row.id: row.step for row in new}, "imported", by)


def _clocks(office: Office, like: tuple[Any, ...]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The date that is next, and the columns of the clocks, of all that come in alike: reckoned once for a unit of work."""
    reckoned: dict[tuple[Any, ...], Any] = office.db.info.setdefault("imported_alike", {})
    if like not in reckoned:
        model = Application(**dict(zip(ALIKE, like, strict=True)), special=False)
        _start(office, model)
        columns = set(ApplicationClock.__table__.columns.keys()) - {"id", "application_id"}
        reckoned[like] = (
            {name: getattr(model, name) for name in NEXT},
            [{name: getattr(clock, name) for name in columns} for clock in model.clocks],
        )
    return reckoned[like]


def _start(office: Office, application: Application) -> None:
    """Start the clocks that run at the step it came in with, each from the day it is counted from."""
    if not application.is_open:
        return
    procedure = programs_of(office).procedures[application.procedure]
    for limit in procedure.clocks:
        if application.step in limit.starts:
            clocks.start(office, application, limit, application.stepped_on)
        elif (
            application.accepted_on
            and "accepted" in limit.starts
            and _runs(procedure, limit, application.step)
        ):
            clocks.start(office, application, limit, application.accepted_on)
    clocks.settle(office, application)


def _runs(procedure: Procedure, limit: Limit, step: str) -> bool:
    """Whether a limit that started on acceptance still runs at a step: no way there need meet or stop it."""
    over = {*limit.meets, *limit.stops}
    seen, ahead = {"accepted"}, deque(["accepted"])
    while ahead:
        name = ahead.popleft()
        if name == step:
            return True
        for following in procedure.steps[name].next:
            if following not in over and following not in seen:
                seen.add(following)
                ahead.append(following)
    return False
