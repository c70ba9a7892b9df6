"""Files that a resident has just sent."""

from datetime import timedelta

from actions.turn import Turn
from casework.conversations import talks
from casework.conversations.models import Conversation
from casework.office import Office
from casework.petitions import evidence

JUST_NOW = timedelta(minutes=30)
"""A file sent so long before a matter is told belongs to it."""


def just_now(office: Office, conversation: Conversation) -> list[int]:
    """Ids of the files sent here just now that belong to no petition, the oldest first."""
    return evidence.loose(office, conversation.id, office.clock.now() - JUST_NOW)


def unclaimed(office: Office, turn: Turn) -> tuple[int, ...]:
    """Those of them that belong to no complaint that is being told either."""
    others = (turn.slot("complaint_draft") or {}).get("evidence", ())
    return tuple(id for id in just_now(office, talks.get(office, turn.token)) if id not in others)
