"""The history of an application: only added to, each entry chained to the one before by a keyed digest."""

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from casework.assistance.models import Application, ApplicationEvent
from casework.office import Office
from casework.people.actors import Actor


def record(
    office: Office, application: Application, move: str, by: Actor, from_step: str | None, note: str = ""
) -> ApplicationEvent:
    """Add an entry, after everything else of the move is in place."""
    office.db.flush()
    event = _entry(office, application, move, by, from_step, note)
    office.db.add(event)
    office.db.flush()
    return event


def record_all(office: Office, applications: Sequence[Application], move: str, by: Actor) -> None:
    """Add the same entry to each of many, at once."""
    office.db.flush()
    office.db.add_all([_entry(office, one, move, by, None) for one in applications])
    office.db.flush()


def _entry(
    office: Office, application: Application, move: str, by: Actor, from_step: str | None, note: str = ""
) -> ApplicationEvent:
    event = ApplicationEvent(
        application_id=application.id,
        seq=application.history_count + 1,
        at=office.clock.now(),
        move=move,
        from_step=from_step,
        to_step=application.step,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
        note_sealed=office.vault.seal_or_none(note),
        previous=application.history_head,
    )
    event.digest = _digest(office, event)
    application.history_count, application.history_head = event.seq, event.digest
    application.updated_at = event.at
    return event


def of(office: Office, application: Application) -> list[ApplicationEvent]:
    """All entries in order."""
    return list(
        office.db.scalars(
            select(ApplicationEvent)
            .where(ApplicationEvent.application_id == application.id)
            .order_by(ApplicationEvent.seq)
        )
    )


def faults(office: Office, application: Application) -> Iterator[str]:
    """What in the history was changed behind its back, a sentence each; nothing when all agrees."""
    previous, expected = "", 1
    for event in of(office, application):
        if event.seq != expected or event.previous != previous:
            yield f"{application.number} 第{expected}条办理记录接不上"
        if _digest(office, event) != event.digest:
            yield f"{application.number} 第{event.seq}条办理记录被改动"
        previous, expected = event.digest, event.seq + 1
    if (application.history_count, application.history_head) != (expected - 1, previous):
        yield f"{application.number} 末尾的办理记录被删除或添加"


def verify(office: Office) -> Iterator[str]:
    """What was changed behind the history of any application, a sentence each."""
    for application in office.db.scalars(
        select(Application).order_by(Application.id).execution_options(yield_per=500)
    ):
        yield from faults(office, application)


def _digest(office: Office, event: ApplicationEvent) -> str:
    fields = [
        event.application_id,
        event.seq,
        event.at.isoformat(),
        event.move,
        event.from_step,
        event.to_step,
        event.actor_kind,
        event.actor_id,
        event.actor_name,
        office.vault.open_or_none(event.note_sealed),
        event.previous,
    ]
    return office.vault.index("assistance-history", json.dumps(fields, ensure_ascii=False))
