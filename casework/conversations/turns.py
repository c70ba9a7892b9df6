"""Whose turn it is: one message of a talk is worked on at a time, in the order in which they came, whichever of many
processes took them in."""

from datetime import timedelta

from sqlalchemy import select

from casework.conversations import queries
from casework.conversations.models import Conversation, Message
from casework.office import Office

LONGEST = timedelta(minutes=2)
"""No turn is longer; one that claims to be was begun under a wrong clock and counts as over."""


def hold(office: Office, conversation: Conversation) -> None:
    """Keep other processes from changing this talk until the unit of work ends."""
    office.db.refresh(conversation, with_for_update=True)


def take(office: Office, conversation: Conversation, message: Message, by: str, lease: timedelta) -> bool:
    """Begin or go on with the work on a message; False while it has to wait.

    It waits for the one who has the turn, and for earlier messages that came in less than a lease ago and whose
    turn therefore is still to come. A turn whose holder died ends with its lease.
    """
    hold(office, conversation)
    now = office.clock.now()
    until = conversation.turn_until
    taken = conversation.turn is not None and until is not None and now < until <= now + LONGEST
    if taken and conversation.turn != by:
        return False
    if queries.earlier_unanswered(office, message, since=now - lease, until=now):
        return False
    conversation.turn, conversation.turn_until = by, now + lease
    return True


def end(office: Office, conversation: Conversation, by: str) -> bool:
    """Give the turn back; False where it had gone to another meanwhile."""
    hold(office, conversation)
    if conversation.turn != by:
        return False
    conversation.turn = conversation.turn_until = None
    return True


def is_free(office: Office, conversation_id: int, by: str) -> bool:
    """Whether it is worth asking for the turn, read without any lock."""
    now = office.clock.now()
    turn, until = office.db.execute(
        select(Conversation.turn, Conversation.turn_until).where(Conversation.id == conversation_id)
    ).one()
    return turn in (None, by) or until is None or not now < until <= now + LONGEST
