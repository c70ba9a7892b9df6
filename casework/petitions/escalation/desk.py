"""Escalations on the desk of a member of staff: told, seen, acknowledged, raised by hand; and the chain of a petition."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.petitions import history, queries, shield
from casework.petitions.escalation import sweeping
from casework.petitions.escalation.models import Escalation, EscalationEvent, StaffAlert
from casework.petitions.escalation.rules import BY_HAND, SUPERVISION, by_hand
from casework.petitions.escalation.rules import of as rules_of
from casework.petitions.models import Petition
from store.clock import local_date

MOST = 100


class BadSupervision(CaseworkError):
    """A 督办 or 约谈 that cannot be."""

    code = "bad_supervision"


@dataclass(frozen=True)
class Line:
    """An escalation as it is shown: of which petition, how high, why, until when, and what became of it."""

    id: int
    number: str
    level: int
    level_label: str
    label: str
    why: str
    raised_at: datetime
    respond_by: date | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    ended_at: datetime | None
    ended_why: str
    by_hand: bool
    raised_by: int | None
    demand: str
    """What was demanded by hand, in the words of whoever raised it."""
    answer: str
    """What the unit wrote back to a 督办 or 约谈 raised by hand."""
    answered_at: datetime | None
    answered_by: str
    may_acknowledge: bool
    may_answer: bool
    """Whether the reader may do so now; an answer is owed only to what was raised by hand."""
    late: bool
    """An answer owed to what was raised by hand came after its date, or is not there although the date is past."""
    events: tuple["Happening", ...] = ()


@dataclass(frozen=True)
class Happening:
    """An event in the chain of an escalation."""

    kind: str
    at: datetime
    by: str
    note: str


def alerts(office: Office, actor: Actor, *, unseen: bool = True, limit: int = MOST) -> list[Line]:
    """What the actor was told of and may still read, highest level first, newest first."""
    query = (
        select(Escalation, Petition)
        .join(StaffAlert, StaffAlert.escalation_id == Escalation.id)
        .join(Petition, Petition.id == Escalation.petition_id)
        .where(StaffAlert.staff_id == actor.id, Escalation.ended_at.is_(None), queries.visible(office, actor))
        .order_by(Escalation.level.desc(), Escalation.id.desc())
        .limit(limit)
    )
    if unseen:
        query = query.where(StaffAlert.seen_at.is_(None))
    return _lines(office, actor, [(row[0], row[1]) for row in office.db.execute(query)])


def seen(office: Office, actor: Actor, ids: Iterable[int]) -> None:
    """The actor has looked at these escalations."""
    office.db.execute(
        update(StaffAlert)
        .where(
            StaffAlert.staff_id == actor.id,
            StaffAlert.escalation_id.in_(list(ids)),
            StaffAlert.seen_at.is_(None),
        )
        .values(seen_at=office.clock.now())
        .execution_options(synchronize_session=False)
    )


def standing(
    office: Office, actor: Actor, *, level: int = 1, unit: str = "", limit: int = MOST
) -> list[Line]:
    """Escalations of a level and above that stand, as far as the actor may read their petitions."""
    query = (
        select(Escalation, Petition)
        .join(Petition, Petition.id == Escalation.petition_id)
        .where(Escalation.ended_at.is_(None), Escalation.level >= level, queries.visible(office, actor))
        .order_by(Escalation.level.desc(), Escalation.id.desc())
        .limit(limit)
    )
    if unit:
        query = query.where(Petition.handler_unit == unit)
    return _lines(office, actor, [(row[0], row[1]) for row in office.db.execute(query)])


def owed(office: Office, actor: Actor) -> int:
    """How many of those of which the actor was told await an acknowledgement by a date, or an answer, that the actor
    may give."""
    told = alerts(office, actor, unseen=False)
    return sum(line.may_answer or (line.may_acknowledge and line.respond_by is not None) for line in told)


def level(office: Office, petition: Petition) -> int:
    """The highest level that stands raised over a petition; 0 where none does."""
    found = select(func.max(Escalation.level)).where(
        Escalation.petition_id == petition.id, Escalation.ended_at.is_(None)
    )
    return office.db.scalar(found) or 0


def chain(office: Office, petition: Petition, actor: Actor) -> list[Line]:
    """All escalations of a petition with what happened to each, oldest first.

    Raises:
        NotFound: the actor may not read the petition.
    """
    queries.by_id(office, petition.id, actor)
    rows = office.db.scalars(
        select(Escalation).where(Escalation.petition_id == petition.id).order_by(Escalation.id)
    ).all()
    return _lines(office, actor, [(row, petition) for row in rows], with_events=True)


def acknowledge(office: Office, id: int, by: Actor, note: str) -> Escalation:
    """Take note of an escalation, with what will be done; some rules end by it.

    Raises:
        NotFound: there is none, or none that the actor may know of.
        NotAllowed: the actor may not act on the petition, or raised it.
        BadSupervision: nothing was written, or it has ended.
    """
    found, _ = _to_act_on(office, id, by)
    if not note.strip():
        raise BadSupervision("请写明打算怎么办、什么时候办完。")
    if found.acknowledged_at is None:
        _acknowledged(office, found, by, note)
        rule = rules_of(office).get(found.rule)
        if rule is not None and rule.ends == "acknowledged":
            sweeping.finish(office, [found.id], "已签收")
            office.db.refresh(found)
    seen(office, by, [found.id])
    return found


def answer(office: Office, id: int, by: Actor, text: str) -> Escalation:
    """The handling unit's answer in writing to what was raised by hand (art. 40: 书面反馈), once.

    Raises:
        NotFound: there is none, or none that the actor may know of.
        NotAllowed: the actor may not act on the petition, raised it, or does not handle it.
        BadSupervision: nothing was written, none is owed, it was answered, or it has ended.
    """
    found, petition = _to_act_on(office, id, by)
    if not rights.may(by, "answer_supervision", petition):
        raise NotAllowed("由承办人或承办单位负责人回复。")
    if found.rule != BY_HAND:
        raise BadSupervision("这条是按规则自动发起的，签收即可，不用回复。")
    if not text.strip():
        raise BadSupervision("请写明办理情况。")
    if _last(office, [id], "answered"):
        raise BadSupervision("这条已经回复过。有新情况请写在这一件的备注里。")
    if found.acknowledged_at is None:
        _acknowledged(office, found, by, text)
    sweeping.record(office, [id], "answered", by.id, text)
    seen(office, by, [id])
    return found


def _to_act_on(office: Office, id: int, by: Actor) -> tuple[Escalation, Petition]:
    """Raises NotFound, NotAllowed, BadSupervision."""
    found = office.db.get(Escalation, id, with_for_update=True)
    if found is None:
        raise NotFound("没有这条催办或督办，或您无权查看。")
    petition = queries.by_id(office, found.petition_id, by)
    verdict = rights.may(by, "note", petition)
    if not verdict:
        raise NotAllowed(verdict.why)
    if found.raised_by is not None and found.raised_by == by.id:
        raise NotAllowed("这条是您发起的，由承办单位签收、回复。")
    if found.ended_at is not None:
        raise BadSupervision("这条已经结束，不用再签收、回复。")
    return found, petition


def _may_act_on(row: Escalation, petition: Petition, actor: Actor) -> bool:
    """Whether `_to_act_on` lets the actor, who may read the petition, act on it."""
    own = row.raised_by is not None and row.raised_by == actor.id
    return row.ended_at is None and not own and bool(rights.may(actor, "note", petition))


def _acknowledged(office: Office, found: Escalation, by: Actor, note: str) -> None:
    found.acknowledged_at, found.acknowledged_by = office.clock.now(), by.id
    office.db.flush()
    sweeping.record(office, [found.id], "acknowledged", by.id, note)


def supervise(
    office: Office, petition: Petition, by: Actor, level: int, why: str, respond_by: date | None = None
) -> Escalation:
    """督办 or 约谈 by hand (信访工作条例 art. 39, 40): on record, told to the unit's head, until it is closed or ended;
    an answer is owed by a date.

    Raises:
        NotAllowed, BadSupervision.
    """
    verdict = rights.may(by, "supervise", petition)
    if not verdict or (petition.shielded and shield.hides(office, petition, by)):
        raise NotAllowed(verdict.why or "这一件您须回避。")
    book = rules_of(office)
    if level < SUPERVISION or level not in book.levels:
        raise BadSupervision("人工只能发起督办或约谈。")
    if not why.strip():
        raise BadSupervision("请写明督办的理由和要求。")
    if respond_by is None:
        raise BadSupervision("请写明要求承办单位在哪一天前书面回复。")
    if respond_by < local_date(office.clock.now()):
        raise BadSupervision("回复日期已经过去，请再核对。")
    if not petition.is_open:
        raise BadSupervision("这一件已经办结，要督办请先重新办理。")
    event = history.record(office, petition, "supervise", by, petition.state, reason=why)
    raised = Escalation(
        petition_id=petition.id,
        rule=BY_HAND,
        occasion=str(event.seq),
        level=level,
        why=f"{book.levels[level]}（人工发起）。",
        raised_at=office.clock.now(),
        raised_by=by.id,
        respond_by=respond_by,
    )
    office.db.add(raised)
    office.db.flush()
    sweeping.record(office, [raised.id], "raised", by.id, why)
    sweeping.tell(office, by_hand(level), {petition.id: raised.id}, [petition], Counter())
    return raised


def lift(office: Office, id: int, by: Actor, why: str) -> None:
    """End by hand what was raised by hand, with the reason.

    Raises:
        NotFound, NotAllowed, BadSupervision.
    """
    found = office.db.get(Escalation, id)
    if found is None or found.rule != BY_HAND:
        raise NotFound("没有这条人工督办。")
    petition = queries.by_id(office, found.petition_id, by)
    verdict = rights.may(by, "supervise", petition)
    if not verdict:
        raise NotAllowed(verdict.why)
    if not why.strip():
        raise BadSupervision("请写明为什么解除。")
    if found.ended_at is not None:
        raise BadSupervision("这条已经结束，不用再解除。")
    history.record(office, petition, "lift_supervision", by, petition.state, reason=why)
    sweeping.finish(office, [found.id], "人工解除", by.id, why)
    office.db.refresh(found)


def unseen(office: Office, actor: Actor) -> int:
    """How many standing alerts the actor has not looked at."""
    return (
        office.db.scalar(
            select(func.count())
            .select_from(StaffAlert)
            .join(Escalation, Escalation.id == StaffAlert.escalation_id)
            .join(Petition, Petition.id == Escalation.petition_id)
            .where(
                StaffAlert.staff_id == actor.id,
                StaffAlert.seen_at.is_(None),
                Escalation.ended_at.is_(None),
                queries.visible(office, actor),
            )
        )
        or 0
    )


def _lines(
    office: Office, actor: Actor, rows: Sequence[tuple[Escalation, Petition]], with_events: bool = False
) -> list[Line]:
    book = rules_of(office)
    ids = [row.id for row, _ in rows]
    happened: dict[int, list[EscalationEvent]] = {id: [] for id in ids}
    if with_events and ids:
        for event in office.db.scalars(
            select(EscalationEvent).where(EscalationEvent.escalation_id.in_(ids)).order_by(EscalationEvent.id)
        ):
            happened[event.escalation_id].append(event)
    answered, raised = _last(office, ids, "answered"), _last(office, ids, "raised")
    today = local_date(office.clock.now())
    people = {row.acknowledged_by for row, _ in rows} | {event.by_staff for event in answered.values()}
    people |= {event.by_staff for events in happened.values() for event in events}
    named = office.db.execute(select(Staff.id, Staff.name).where(Staff.id.in_([id for id in people if id])))
    names: dict[int | None, str] = {row.id: row.name for row in named}
    return [
        Line(
            row.id,
            petition.number,
            row.level,
            book.levels.get(row.level, str(row.level)),
            book.label(row.rule),
            row.why,
            row.raised_at,
            row.respond_by,
            row.acknowledged_at,
            names.get(row.acknowledged_by, ""),
            row.ended_at,
            row.ended_why or "",
            row.rule == BY_HAND,
            row.raised_by,
            office.vault.open_or_none(raised[row.id].note_sealed) or ""
            if row.rule == BY_HAND and row.id in raised
            else "",
            office.vault.open_or_none(told.note_sealed) or "" if (told := answered.get(row.id)) else "",
            told.at if told else None,
            names.get(told.by_staff, "") if told else "",
            row.acknowledged_at is None and _may_act_on(row, petition, actor),
            row.rule == BY_HAND
            and told is None
            and _may_act_on(row, petition, actor)
            and bool(rights.may(actor, "answer_supervision", petition)),
            _late(row, told, today),
            tuple(_chain(office, row, happened[row.id], names)) if with_events else (),
        )
        for row, petition in rows
    ]


def _last(office: Office, ids: Sequence[int], kind: str) -> dict[int, EscalationEvent]:
    """The last event of a kind of each."""
    events = office.db.scalars(
        select(EscalationEvent)
        .where(EscalationEvent.escalation_id.in_(ids), EscalationEvent.kind == kind)
        .order_by(EscalationEvent.id)
    )
    return {event.escalation_id: event for event in events}


def _late(row: Escalation, told: EscalationEvent | None, today: date) -> bool:
    """Without an answer it runs until today, or until it was ended."""
    until = told.at if told else row.ended_at
    return (
        row.rule == BY_HAND
        and row.respond_by is not None
        and (local_date(until) if until else today) > row.respond_by
    )


def _chain(
    office: Office, row: Escalation, events: Sequence[EscalationEvent], names: dict[int | None, str]
) -> Iterator[Happening]:
    if row.raised_by is None:
        yield Happening("raised", row.raised_at, "系统", row.why)
    for event in events:
        note = office.vault.open_or_none(event.note_sealed) or ""
        yield Happening(event.kind, event.at, names.get(event.by_staff, "系统"), note)
