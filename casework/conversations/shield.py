"""The shield over talks: what was told in a talk and became a petition is kept from those from whom the petition is kept
(信访工作条例 art. 30), and so is a complaint that is still being told. Who is called to such a talk reads it from there on: a person in danger is seen by a human at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from casework.conversations import alerts, drafts, queries, talks
from casework.conversations.models import Conversation, Message
from casework.office import NotFound, Office
from casework.people import residents, rights, units
from casework.people.actors import Actor
from casework.people.models import Contact
from casework.petitions import accused, routing, shield
from casework.petitions import queries as petitions
from casework.petitions.models import Event, Petition


@dataclass(frozen=True)
class Shown:
    """A talk as far as a member of staff may read it: from the message with the id `first` on, all of it where that is 0."""

    conversation: Conversation
    first: int

    def holds(self, message_id: int | None) -> bool:
        """Whether a message, or what came with it, is among what may be shown."""
        return self.first == 0 or (message_id or 0) >= self.first


def get(office: Office, token: str, actor: Actor) -> Shown:
    """The talk with this token.

    Raises:
        NotFound: there is none, or none of which this member of staff may know; the two look the same.
    """
    conversation = talks.get(office, token)
    found = of(office, [conversation], actor)
    if not found:
        raise NotFound("没有找到这段对话。")
    return found[0]


def of(office: Office, conversations: Iterable[Conversation], actor: Actor) -> list[Shown]:
    """Those of some talks that may be shown to a member of staff, in the same order."""
    asked = list(conversations)
    told = _told(office, asked, actor)
    shown = (_shown(office, one, told.get(one.id), actor) for one in asked)
    return [one for one in shown if one is not None]


def _told(office: Office, conversations: Iterable[Conversation], actor: Actor) -> dict[int, datetime]:
    """When what is kept from the actor was last lodged in these talks, by the talk's id; what they typed they know.

    What is lodged in a talk bears its address, which has an index.
    """
    by_address = {
        residents.address_index(office, one.channel, talks.address(office, one)): one.id
        for one in conversations
    }
    lodged = (
        select(Petition.conversation_id, func.max(Event.at))
        .join(Contact, Contact.id == Petition.contact_id)
        .join(Event, and_(Event.petition_id == Petition.id, Event.seq == 1))
        .where(
            Contact.address_index.in_(by_address),
            Petition.conversation_id.in_(by_address.values()),
            petitions.withheld(office, actor),
            Petition.typed_by.is_distinct_from(actor.id),
        )
        .group_by(Petition.conversation_id)
    )
    return {id: at for id, at in office.db.execute(lodged) if id is not None}


def _shown(office: Office, conversation: Conversation, told: datetime | None, actor: Actor) -> Shown | None:
    held = conversation.held_by == actor.id
    called = _called(office, conversation)
    if told is None:
        hidden = not held and called is None and _complained_of(office, conversation, actor)
        return None if hidden else Shown(conversation, 0)
    if called is None and not held:
        return None
    mine = (Message.conversation_id == conversation.id, Message.direction == "resident")
    after = office.db.scalar(select(func.min(Message.id)).where(*mine, Message.at > told))
    asking = (
        office.db.scalar(select(func.max(Message.id)).where(*mine, Message.at <= called)) if called else 0
    )
    return Shown(conversation, max(after or queries.newest(office) + 1, asking or 0))


def _called(office: Office, conversation: Conversation) -> datetime | None:
    """When staff were called to a talk to which they still are."""
    handover = queries.open_handover(office, conversation.id)
    if handover is not None:
        return handover.asked_at
    return alerts.watched_at(office, conversation)


def _complained_of(office: Office, conversation: Conversation, actor: Actor) -> bool:
    return _names(office, conversation, actor) or _accuses(office, conversation, actor)


def _accuses(office: Office, conversation: Conversation, actor: Actor) -> bool:
    """Whether the complaint that is being told would, once lodged, be kept from this member of staff: it is of them or of
    their unit, or it will be sealed."""
    complaint = drafts.told(office, conversation) or {}
    said, place, category = (
        str(complaint.get(f"complaint_{slot}") or "") for slot in ("accused", "place", "category")
    )
    where = units.tree(office).find(place) if place else None
    route = routing.decide(office, category or "other", accused.read(said), where)
    sealed = route.sealed and not rights.holds(actor, "read_sealed")
    return sealed or shield.bars(office, route.barred, actor)


def _names(office: Office, conversation: Conversation, actor: Actor) -> bool:
    """Whether the resident has named this member of staff: it may be of them that is being complained."""
    said = talks.history(office, conversation)
    return any(one.direction == "resident" and actor.name in one.text for one in said)
