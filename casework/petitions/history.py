"""The history of a petition: only added to, each entry chained to the one before by a keyed digest.

An entry also carries a digest of the whole dossier as it stood afterwards, so that a change made to the petition's
rows behind the history's back shows as well. The key lies with the installation, not in the database.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions import numbers
from casework.petitions.figures import shapes
from casework.petitions.models import (
    Accused,
    Answer,
    ClockRow,
    Delivery,
    Event,
    EvidenceFile,
    Note,
    Petition,
    Petitioner,
    Serial,
    Shield,
    Transfer,
)
from store.vault import SealBroken

CHUNK = 500
GUARDED = tuple(column.name for column in Petition.__table__.columns if column.info.get("guarded"))


def record(
    office: Office,
    petition: Petition,
    move: str,
    by: Actor,
    from_state: str | None,
    *,
    reason: str | None = None,
    changes: dict[str, Any] | None = None,
) -> Event:
    """Add an entry, after everything else of the move is in place."""
    shapes.stamp(petition)
    office.db.flush()
    event = Event(
        petition_id=petition.id,
        seq=petition.history_count + 1,
        at=office.clock.now(),
        move=move,
        from_state=from_state,
        to_state=petition.state,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
        actor_unit=by.unit_code,
        reason_sealed=office.vault.seal_or_none(reason),
        changes=changes or {},
        dossier=dossier(office, petition),
        previous=petition.history_head,
    )
    event.digest = seal(office, event)
    petition.history_count, petition.history_head = event.seq, event.digest
    office.db.add(event)
    office.db.flush()
    return event


def of(office: Office, petition: Petition) -> list[Event]:
    """All entries in order."""
    return list(office.db.scalars(select(Event).where(Event.petition_id == petition.id).order_by(Event.seq)))


def last_reason(office: Office, petition: Petition, move: str) -> str:
    """The reason given when this move was last made."""
    sealed = office.db.scalar(
        select(Event.reason_sealed)
        .where(Event.petition_id == petition.id, Event.move == move)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return office.vault.open_or_none(sealed) or ""


def seal(office: Office, event: Event) -> str:
    """The keyed digest of an entry, its predecessor's digest included."""
    return office.vault.index(
        "history",
        _canonical(
            [
                event.petition_id,
                event.seq,
                event.at,
                event.move,
                event.from_state,
                event.to_state,
                event.actor_kind,
                event.actor_id,
                event.actor_name,
                event.actor_unit,
                office.vault.open_or_none(event.reason_sealed),
                event.changes,
                event.dossier,
                event.previous,
            ]
        ),
    )


def dossier(office: Office, petition: Petition, edition: str = "2") -> str:
    """The keyed digest of what a petition holds: its guarded columns, people, clocks, answers, evidence, shield; from
    the second edition on, which its digests begin with, also whom it accuses, remarks and hand-overs.
    """
    parts: list[Any] = [[[name, _plain(office, getattr(petition, name))] for name in GUARDED]]
    for table, columns in (_PARTS if edition == "1" else _PARTS | _SINCE_2).items():
        query = select(*columns).order_by(table.id)
        if table is Delivery:
            query = query.join(Answer, Delivery.answer_id == Answer.id).where(
                Answer.petition_id == petition.id
            )
        else:
            query = query.where(table.petition_id == petition.id)
        parts.append([[_plain(office, value) for value in row] for row in office.db.execute(query)])
    digest = office.vault.index("dossier", _canonical(parts))
    return digest if edition == "1" else f"{edition}:{digest}"


def _edition(digest: str) -> str:
    """By which edition a digest was made; the history attests it with the rest."""
    edition, colon, _ = digest.partition(":")
    return edition if colon else "1"


_PARTS: dict[Any, tuple[Any, ...]] = {
    Petitioner: (
        Petitioner.position,
        Petitioner.name_sealed,
        Petitioner.phone_sealed,
        Petitioner.id_number_sealed,
    ),
    ClockRow: (
        ClockRow.stage,
        ClockRow.round,
        ClockRow.started_on,
        ClockRow.days,
        ClockRow.extended_days,
        ClockRow.due_on,
        ClockRow.met_at,
        ClockRow.running,
    ),
    Answer: (
        Answer.stage,
        Answer.outcome,
        Answer.findings_sealed,
        Answer.plain_sealed,
        Answer.approved_by,
        Answer.reached_at,
    ),
    Delivery: (Delivery.method, Delivery.reached, Delivery.at),
    EvidenceFile: (EvidenceFile.sha256, EvidenceFile.size),
    Shield: (Shield.unit_code, Shield.staff_id, Shield.name_index),
}
_SINCE_2: dict[Any, tuple[Any, ...]] = {
    Petitioner: (
        *_PARTS[Petitioner],
        Petitioner.address_sealed,
        Petitioner.relation,
        Petitioner.on_behalf_of_sealed,
        Petitioner.representative,
    ),
    Accused: (
        Accused.name_sealed,
        Accused.role,
        Accused.unit_code,
        Accused.said_sealed,
        Accused.struck_on,
    ),
    Note: (Note.kind, Note.text_sealed, Note.by_staff, Note.at),
    Transfer: (
        Transfer.from_unit,
        Transfer.to_unit,
        Transfer.handed_at,
        Transfer.receipt_no,
        Transfer.received_at,
    ),
}


@dataclass(frozen=True)
class Fault:
    """A row that does not agree with the history, and what is wrong with it."""

    number: str
    row: str
    what: str

    def __str__(self) -> str:
        return f"{self.number} {self.row}：{self.what}"


def verify(office: Office, number: str | None = None) -> Iterator[Fault]:
    """Everything that was changed behind the history's back, by row; nothing when all agrees.

    With a number that petition alone; else all of them, and those that are gone.
    """
    if number is not None:
        yield from _verify_some(
            office, list(office.db.scalars(select(Petition).where(Petition.number == number)))
        )
        return
    last = 0
    while chunk := list(
        office.db.scalars(select(Petition).where(Petition.id > last).order_by(Petition.id).limit(CHUNK))
    ):
        last = chunk[-1].id
        yield from _verify_some(office, chunk)
        office.db.expunge_all()
    yield from _missing(office)


def _verify_some(office: Office, petitions: list[Petition]) -> Iterator[Fault]:
    events: dict[int, list[Event]] = {petition.id: [] for petition in petitions}
    for event in office.db.scalars(
        select(Event).where(Event.petition_id.in_(events)).order_by(Event.petition_id, Event.seq)
    ):
        events[event.petition_id].append(event)
    for petition in petitions:
        yield from _verify_one(office, petition, events[petition.id])


def _verify_one(office: Office, petition: Petition, events: list[Event]) -> Iterator[Fault]:
    previous, expected = "", 1
    for event in events:
        row = f"petition_event {event.id}（第{event.seq}条）"
        if event.seq != expected:
            yield Fault(petition.number, row, f"缺少第{expected}条记录")
        elif event.previous != previous:
            yield Fault(petition.number, row, "与上一条记录接不上")
        if seal(office, event) != event.digest:
            yield Fault(petition.number, row, "内容被改动")
        previous, expected = event.digest, event.seq + 1
    row = f"petition {petition.id}"
    if petition.history_count != len(events) or petition.history_head != previous:
        yield Fault(petition.number, row, "末尾的办理记录被删除或添加")
    elif not events:
        yield Fault(petition.number, row, "没有任何办理记录")
    elif dossier(office, petition, _edition(events[-1].dossier)) != events[-1].dossier:
        yield Fault(
            petition.number,
            row,
            "案卷内容（状态、正文、人员、时限、答复、附件、备注、移送或回避名单）与最后一条办理记录不符",
        )


def _missing(office: Office) -> Iterator[Fault]:
    """Serials that were given but whose petition is gone. Those of earlier versions stood in a row."""
    for given in office.db.scalars(select(Serial)):
        prefix = f"HY{given.year % 100:02d}-%"
        have = office.db.scalar(select(func.count()).where(Petition.number.like(prefix))) or 0
        if have == given.last:
            continue
        known = set(office.db.scalars(select(Petition.number).where(Petition.number.like(prefix))))
        for serial in range(1, given.last + 1):
            number = numbers.scattered(office, given.year, serial)
            if number not in known and numbers.compose(given.year, serial) not in known:
                yield Fault(number, "petition", "编号已发出，但案卷不在了")


def _plain(office: Office, value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    try:
        return office.vault.open(value)
    except SealBroken:
        return "seal broken"


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_text, separators=(",", ":"))


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
