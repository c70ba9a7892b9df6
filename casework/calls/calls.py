"""A call as it goes: it rings, somebody answers, notes are kept as typed, and it ends with an outcome."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select

from casework.calls import queries
from casework.calls.models import Call
from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import identity
from casework.people.actors import Actor
from casework.people.models import Resident
from casework.people.rights import may

OUTCOMES = {
    "answered": "当场答复",
    "lodged": "登记信访件",
    "added": "并入已有件",
    "reported": "登记报告",
    "transferred": "转接他处",
    "promised": "约定回电",
    "danger": "危急处置",
    "unrelated": "无关或误拨",
    "silent": "无声或中断",
}

CALL_BACK_WITHIN = timedelta(hours=24)
"""本系统口径：a missed caller is called back within a day."""
RINGS_AT_MOST = timedelta(minutes=3)
TRIES = 3

EventKind = Literal["ringing", "answered", "ended", "missed"]


class CallOver(CaseworkError):
    """The call has ended; its record is closed."""

    code = "call_over"


class BadOutcome(CaseworkError):
    """A call cannot end like this."""

    code = "bad_outcome"


@dataclass(frozen=True)
class Reported:
    """What the telephone system tells of a call."""

    external_id: str
    event: EventKind
    phone: str = ""
    line: str = ""
    staff_id: int | None = None
    at: datetime | None = None


def report(office: Office, told: Reported) -> Call:
    """Take in an event of the telephone system. The same event twice, or events out of order, do no harm."""
    at = told.at or office.clock.now()
    call = queries.by_external_id(office, told.external_id)
    if call is None:
        call = _new(office, told.phone, began_at=at, state="ringing", line=told.line)
        call.external_id = told.external_id
        office.db.add(call)
    if call.phone_sealed is None:
        identify(office, call, told.phone)
    call.began_at = min(call.began_at, at)
    if told.event == "answered" and call.answered_at is None and call.ended_at is None:
        call.answered_at, call.state = at, "talking"
    elif told.event == "answered" and call.answered_at is None:
        call.answered_at = min(at, call.ended_at or at)
    elif told.event in ("ended", "missed") and call.ended_at is None:
        call.ended_at = at
        call.state = "ended" if call.answered_at else "missed"
    if told.staff_id is not None and call.staff_id is None and call.answered_at:
        call.staff_id = told.staff_id
    if call.state == "missed" and call.callback == "none" and call.phone_sealed:
        call.callback, call.callback_by = "owed", at + CALL_BACK_WITHIN
    if call.answered_at and call.callback == "owed" and call.callback_tries == 0:
        call.callback, call.callback_by = "none", None
        call.state = "ended" if call.ended_at else "talking"
    office.db.flush()
    return call


def begin(office: Office, by: Actor, phone: str) -> Call:
    """Enter a call by hand; the number may be unknown."""
    _allow(by)
    now = office.clock.now()
    call = _new(office, phone, began_at=now, state="talking")
    call.answered_at, call.staff_id = now, by.id
    office.db.add(call)
    office.db.flush()
    return call


def answer(office: Office, by: Actor, call_id: int) -> Call:
    """Take a ringing call.

    Raises:
        CallOver: a colleague was faster, or the caller hung up.
    """
    _allow(by)
    call = get(office, call_id)
    if call.staff_id not in (None, by.id):
        raise CallOver("这个电话同事已经接了。")
    if call.state not in ("ringing", "talking"):
        raise CallOver("对方已经挂断，请到“待回电”里回拨。")
    call.staff_id = by.id
    call.answered_at = call.answered_at or office.clock.now()
    call.state = "talking"
    return call


def get(office: Office, call_id: int) -> Call:
    """Raises NotFound."""
    call = office.db.get(Call, call_id)
    if call is None:
        raise NotFound("没有这通电话的记录。")
    return call


def shown(office: Office, by: Actor, call_id: int) -> Call:
    """The call, for whoever looks at its record.

    Raises:
        NotFound: there is none, or none that may be shown to them; the two look the same.
    """
    call = office.db.scalar(select(Call).where(Call.id == call_id, queries.open_to(office, by)))
    if call is None:
        raise NotFound("没有这通电话的记录。")
    return call


def mine(office: Office, by: Actor, call_id: int) -> Call:
    """A call that this person answered and may still write to.

    Raises:
        NotFound: it is somebody else's.
        CallOver: its record is closed.
    """
    _allow(by)
    call = get(office, call_id)
    if call.staff_id != by.id:
        raise NotFound("没有这通电话的记录。")
    if call.outcome is not None:
        raise CallOver("这通电话已经办结，记录不能再改。需要补充请登记一通新的。")
    return call


def keep(office: Office, call: Call, notes: str, form: dict[str, str]) -> None:
    """Keep notes and form as typed, so that nothing is lost when the line or the machine drops."""
    call.notes_sealed = office.vault.seal_or_none(notes)
    call.form_sealed = office.vault.seal_or_none(json.dumps(form, ensure_ascii=False) if form else None)


def kept(office: Office, call: Call) -> tuple[str, dict[str, str]]:
    """The notes and the form as last typed."""
    form = office.vault.open_or_none(call.form_sealed)
    return office.vault.open_or_none(call.notes_sealed) or "", json.loads(form) if form else {}


def identify(office: Office, call: Call, phone: str) -> None:
    """Note the caller's number once it is known."""
    normal = identity.phone(phone)
    call.phone_sealed = office.vault.seal_or_none(normal)
    call.phone_index = office.vault.index("phone", normal) if normal else None
    call.resident_id = _resident(office, call.phone_index)


def end(
    office: Office,
    by: Actor,
    call: Call,
    outcome: str,
    *,
    suggested: dict[str, Any] | None = None,
    taken: dict[str, Any] | None = None,
    otherwise: dict[str, list[str]] | None = None,
    gist: str = "",
    answer_id: str = "",
    transferred_to: str = "",
    petition_number: str = "",
    task_id: int | None = None,
    call_back_by: datetime | None = None,
) -> None:
    """Close the record of a call.

    `suggested` and `taken` hold intent and category as the machine had them and as the operator decided; where
    they differ the pair is kept as evidence for training; `otherwise` holds such pairs of other fields, redacted.
    Whoever was spoken to is owed no call back any more for what was missed before; a silent line settles nothing.

    Raises:
        BadOutcome: unknown, or without what it needs.
    """
    if outcome not in OUTCOMES:
        raise BadOutcome("请选一个通话结果。")
    if outcome == "transferred" and not transferred_to:
        raise BadOutcome("转接他处：请写明转到哪里。")
    if outcome in ("lodged", "added") and not petition_number:
        raise BadOutcome("请先登记信访件，再结束通话。")
    if outcome == "reported" and task_id is None:
        raise BadOutcome("请先登记报告，再结束通话。")
    if outcome == "promised" and not call.phone_sealed:
        raise BadOutcome("约定回电：请先填来电号码。")
    suggested, taken = suggested or {}, taken or {}
    now = office.clock.now()
    call.outcome = outcome
    call.intent, call.category = taken.get("intent") or None, taken.get("category") or None
    call.corrected = {
        name: [suggested.get(name), value]
        for name, value in taken.items()
        if value and suggested.get(name) and value != suggested.get(name)
    } | (otherwise or {})
    call.understood = suggested
    call.gist = gist[:200]
    call.answer_id = answer_id[:80] or None
    call.transferred_to = transferred_to[:80] or None
    call.petition_number = petition_number or None
    call.ended_at = call.ended_at or now
    call.state = "ended"
    if outcome == "promised":
        call.callback, call.callback_by = "owed", call_back_by or now + CALL_BACK_WITHIN
    if outcome != "silent":
        for owed in queries.settled_by(office, call):
            _settle(office, owed.id, "done", now)
    elif call.answers_call_id and get(office, call.answers_call_id).callback_tries >= TRIES:
        _settle(office, call.answers_call_id, "given_up", now)


def call_back(office: Office, by: Actor, call_id: int) -> Call:
    """Begin the call that answers a missed one."""
    _allow(by)
    missed = get(office, call_id)
    if missed.callback != "owed":
        raise CallOver("这位来电人已经回过电了。")
    call = _new(office, office.vault.open_or_none(missed.phone_sealed) or "", office.clock.now(), "talking")
    call.direction, call.staff_id, call.answers_call_id = "out", by.id, missed.id
    call.answered_at = office.clock.now()
    missed.callback_tries += 1
    office.db.add(call)
    office.db.flush()
    return call


def not_reached(office: Office, by: Actor, call_id: int, note: str) -> None:
    """Record a try to call back that reached nobody; after three the entry is struck off, with a note."""
    _allow(by)
    missed = get(office, call_id)
    if missed.callback != "owed":
        raise CallOver("这位来电人已经回过电了。")
    missed.callback_tries += 1
    missed.callback_note_sealed = office.vault.seal_or_none(note[:200])
    if missed.callback_tries >= TRIES:
        _settle(office, call_id, "given_up", office.clock.now())


def hang_up_lost(office: Office) -> int:
    """Mark as missed what still rings after three minutes, because the telephone system never said more."""
    before = office.clock.now() - RINGS_AT_MOST
    lost = office.db.scalars(select(Call).where(Call.state == "ringing", Call.began_at < before)).all()
    for call in lost:
        call.state, call.ended_at = "missed", before
        if call.phone_sealed:
            call.callback, call.callback_by = "owed", call.began_at + CALL_BACK_WITHIN
    return len(lost)


def _new(office: Office, phone: str, began_at: datetime, state: str, line: str = "") -> Call:
    call = Call(
        state=state, began_at=began_at, line=line[:40], direction="in", callback="none", callback_tries=0
    )
    identify(office, call, phone)
    return call


def _resident(office: Office, phone_index: str | None) -> int | None:
    if phone_index is None:
        return None
    return office.db.scalar(
        select(Resident.id).where(Resident.phone_index == phone_index).order_by(Resident.last_seen_at.desc())
    )


def _settle(office: Office, call_id: int, how: str, at: datetime) -> None:
    missed = get(office, call_id)
    missed.callback, missed.called_back_at = how, at


def _allow(by: Actor) -> None:
    verdict = may(by, "take_calls")
    if not verdict:
        raise NotAllowed(verdict.why)
