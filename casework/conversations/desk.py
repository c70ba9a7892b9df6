"""The live desk: a talk waits for a person, a person takes it, answers, and gives it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from casework import outbox
from casework.conversations import alerts, queries, talks
from casework.conversations.models import Conversation, Handover
from casework.office import CaseworkError, Office

URGENCY = {"crisis": 0, "help": 0, "collective": 1, "unanswered": 1, "request": 2, "unclear": 2, "record": 2}
"""How soon a person is needed: 0 at once, 1 today, 2 in turn."""

LONGEST_WHEN = 60
"""So many signs of when to call are kept."""
SILENT = timedelta(minutes=30)
"""After this long without a word of whoever holds it a talk goes back to the queue."""


class AlreadyTaken(CaseworkError):
    """Somebody else holds the talk."""

    code = "already_taken"


class NotHeld(CaseworkError):
    """The talk is not in this person's hands."""

    code = "not_held"


@dataclass(frozen=True)
class Waiting:
    """A talk in the queue, as the desk lists it."""

    handover: Handover
    conversation: Conversation
    reason: str
    understood: dict[str, Any]
    callback_phone: str | None


def ask_for_person(
    office: Office,
    conversation: Conversation,
    kind: str,
    reason: str,
    understood: dict[str, Any] | None = None,
) -> Handover:
    """Put the talk into the queue; once there it stays one entry, and only gets more pressing."""
    handover = queries.open_handover(office, conversation.id)
    if handover is None:
        handover = Handover(
            conversation_id=conversation.id,
            kind=kind,
            urgency=URGENCY[kind],
            reason_sealed=office.vault.seal(reason),
            understood=understood or {},
            state="waiting",
            asked_at=office.clock.now(),
        )
        office.db.add(handover)
    elif URGENCY[kind] < handover.urgency:
        handover.kind = kind
        handover.urgency = URGENCY[kind]
        handover.reason_sealed = office.vault.seal(reason)
        handover.understood = understood or handover.understood
    if conversation.state == "bot":
        conversation.state = "waiting"
    office.db.flush()
    return handover


def anyone_on_duty(office: Office) -> bool:
    """Whether the roster of the hotline's desk, or of any unit where none is named, has somebody now."""
    now = office.clock.now()
    return queries.on_duty_now(office, now)


def position(office: Office, handover: Handover) -> int:
    """How many talks are ahead."""
    return queries.ahead_of(office, handover)


def queue(office: Office, limit: int = 100) -> list[Waiting]:
    """Who waits, most pressing first."""
    return [
        Waiting(
            handover,
            conversation,
            office.vault.open(handover.reason_sealed),
            handover.understood,
            office.vault.open_or_none(handover.callback_phone_sealed),
        )
        for handover, conversation in queries.waiting(office, limit)
    ]


def take(office: Office, token: str, staff_id: int, staff_name: str) -> Conversation:
    """Take a talk into one's hands; the resident is told that a person is there.

    Raises:
        AlreadyTaken: another member of staff holds it.
    """
    conversation = talks.get(office, token)
    if conversation.held_by not in (None, staff_id):
        raise AlreadyTaken("这段对话已经有同事接了，请从列表里另选一位。")
    if conversation.held_by == staff_id:
        return conversation
    handover = queries.open_handover(office, conversation.id)
    if handover:
        handover.state = "taken"
        handover.taken_at = office.clock.now()
        handover.taken_by = staff_id
    conversation.state = "operator"
    conversation.held_by = staff_id
    conversation.last_at = office.clock.now()
    _send(
        office,
        conversation,
        f"您好，我是值班话务员{staff_name[:1]}同志，您前面说的我都看到了，请讲。",
        staff_id,
    )
    return conversation


def answer(office: Office, token: str, staff_id: int, text: str) -> None:
    """Say something to the resident in the same chat.

    Raises:
        NotHeld: the talk is not in this person's hands.
    """
    conversation = _held(office, token, staff_id)
    conversation.last_at = office.clock.now()
    _send(office, conversation, text.strip(), staff_id)


def give_back(office: Office, token: str, staff_id: int, outcome: str = "") -> None:
    """End the talk with a person; Huiyin answers again.

    Raises:
        NotHeld: the talk is not in this person's hands.
    """
    conversation = _held(office, token, staff_id)
    _close(office, conversation, outcome)
    _send(office, conversation, "话务员已结束这次对话。还有别的事，继续跟我（回音）说就行。", None)


def ask_to_be_called(office: Office, conversation: Conversation, phone: str, when: str) -> Handover:
    """Nobody is there: the resident is called back instead."""
    handover = ask_for_person(office, conversation, "request", "请求回电")
    handover.state = "callback"
    handover.callback_phone_sealed = office.vault.seal(phone)
    handover.callback_when = when[:LONGEST_WHEN]
    return handover


def settle(office: Office, token: str, outcome: str = "") -> None:
    """Strike a waiting talk off the queue without taking it, e.g. after a call back."""
    _close(office, talks.get(office, token), outcome)


def release_silent(office: Office) -> int:
    """Give talks whose operator went silent back to the queue; returns how many."""
    silent = queries.held_and_silent_since(office, office.clock.now() - SILENT)
    for conversation in silent:
        conversation.held_by = None
        conversation.state = "bot"
        handover = ask_for_person(office, conversation, "unanswered", "话务员接入后没有再答复")
        if handover.state == "taken":
            handover.state = "waiting"
            handover.taken_by = None
        alerts.raise_alert(office, conversation, handover)
    return len(silent)


def held(office: Office, staff_id: int) -> Sequence[Conversation]:
    """The talks in this person's hands."""
    return queries.held_by(office, staff_id)


def _held(office: Office, token: str, staff_id: int) -> Conversation:
    conversation = talks.get(office, token)
    if conversation.held_by != staff_id:
        raise NotHeld("这段对话不在您手上，请先点“接入”。")
    return conversation


def _close(office: Office, conversation: Conversation, outcome: str) -> None:
    handover = queries.open_handover(office, conversation.id)
    if handover:
        handover.state = "done"
        handover.ended_at = office.clock.now()
        handover.outcome_sealed = office.vault.seal_or_none(outcome[:200])
    conversation.state = "bot"
    conversation.held_by = None
    office.db.flush()


def _send(office: Office, conversation: Conversation, text: str, staff_id: int | None) -> None:
    said = talks.say(office, conversation, text, staff_id=staff_id)
    if conversation.channel != "web":
        outbox.write(
            office,
            conversation.channel,
            talks.address(office, conversation),
            text,
            key=f"talk:{said.id}",
        )
