"""The history of an application: only added to, each entry chained to the one before by a keyed digest."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from casework.assistance.models import Application, ApplicationEvent
from casework.office import Office
from casework.people.actors import Actor

DIGESTED = (
    "application_id",
    "seq",
    "at",
    "move",
    "from_step",
    "to_step",
    "actor_kind",
    "actor_id",
    "actor_name",
    "note_sealed",
    "previous",
)
"""The columns that an entry's digest covers, the note in clear."""


def record(
    office: Office, application: Application, move: str, by: Actor, from_step: str | None, note: str = ""
) -> ApplicationEvent:
    """Add an entry, after everything else of the move is in place."""
    office.db.flush()
    last = (application.history_count, application.history_head)
    event = ApplicationEvent(
        **_entry(office, application.id, application.step, move, by, from_step, note, last)
    )
    application.history_count, application.history_head = event.seq, event.digest
    application.updated_at = event.at
    office.db.add(event)
    office.db.flush()
    return event


def begin_all(office: Office, steps: Mapping[int, str], move: str, by: Actor) -> None:
    """Add the first entry to each of many applications, at once: `{id: step}`."""
    if not steps:
        return
    entries = [_entry(office, id, step, move, by) for id, step in steps.items()]
    event: Any = ApplicationEvent.__table__
    application: Any = Application.__table__
    office.db.execute(insert(event), entries)
    heads = (
        update(application)
        .where(application.c.id == bindparam("of"))
        .values(
            history_count=bindparam("count"), history_head=bindparam("head"), updated_at=bindparam("moved")
        )
    )
    office.db.execute(
        heads,
        [
            {"of": one["application_id"], "count": one["seq"], "head": one["digest"], "moved": one["at"]}
            for one in entries
        ],
    )


def _entry(
    office: Office,
    application_id: int,
    step: str,
    move: str,
    by: Actor,
    from_step: str | None = None,
    note: str = "",
    last: tuple[int, str] = (0, ""),
) -> dict[str, Any]:
    """The columns of an entry; `last` is the number and the digest of the one before it."""
    entry = {
        "application_id": application_id,
        "seq": last[0] + 1,
        "at": office.clock.now(),
        "move": move,
        "from_step": from_step,
        "to_step": step,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_name": by.name,
        "note_sealed": office.vault.seal_or_none(note),
        "previous": last[1],
    }
    return {**entry, "digest": _digest(office, entry)}


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
        if _digest(office, {name: getattr(event, name) for name in DIGESTED}) != event.digest:
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


def _digest(office: Office, entry: Mapping[str, Any]) -> str:
    plain = {"at": entry["at"].isoformat(), "note_sealed": office.vault.open_or_none(entry["note_sealed"])}
    fields = [plain.get(name, entry[name]) for name in DIGESTED]
    return office.vault.index("assistance-history", json.dumps(fields, ensure_ascii=False))
