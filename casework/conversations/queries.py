"""All queries of the talks' tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select

from casework.conversations.models import Button, Conversation, Draft, Evidence, Handover, Message
from casework.office import Office
from casework.people.duty import STANDBY
from casework.people.models import Duty, Staff

OPEN = ("waiting", "callback")


def by_address(office: Office, channel: str, address: str) -> Conversation | None:
    return office.db.scalar(
        select(Conversation).where(
            Conversation.channel == channel,
            Conversation.address_index == office.vault.index(f"address:{channel}", address),
        )
    )


def by_token(office: Office, token: str) -> Conversation | None:
    return office.db.scalar(select(Conversation).where(Conversation.token == token))


def by_update(office: Office, conversation_id: int, update_id: str) -> Message | None:
    return office.db.scalar(
        select(Message).where(Message.conversation_id == conversation_id, Message.update_id == update_id)
    )


def messages(office: Office, conversation_id: int, after: int = 0, limit: int = 200) -> Sequence[Message]:
    """The newest `limit` messages with an id above `after`, oldest first."""
    newest = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.id > after)
        .order_by(Message.id.desc())
        .limit(limit)
    )
    return list(reversed(office.db.scalars(newest).all()))


def newest(office: Office) -> int:
    """The number of the last thing said in any talk; 0 before the first."""
    return office.db.scalar(select(func.max(Message.id))) or 0


def last_heard(office: Office, conversation_ids: Iterable[int]) -> Sequence[Message]:
    """The last thing that each of these residents said."""
    newest = (
        select(func.max(Message.id))
        .where(Message.conversation_id.in_(list(conversation_ids)), Message.direction == "resident")
        .group_by(Message.conversation_id)
    )
    return office.db.scalars(select(Message).where(Message.id.in_(newest))).all()


def answers(office: Office, message_id: int) -> Sequence[Message]:
    return office.db.scalars(
        select(Message).where(Message.answers_id == message_id).order_by(Message.id)
    ).all()


def count_since(office: Office, conversation_id: int, since: datetime) -> int:
    """How many messages the resident sent since then; what a clock that leaped has dated ahead does not count."""
    return (
        office.db.scalar(
            select(func.count())
            .select_from(Message)
            .where(
                Message.conversation_id == conversation_id,
                Message.direction == "resident",
                Message.at.between(since, office.clock.now()),
            )
        )
        or 0
    )


def unanswered(office: Office, before: datetime, limit: int = 50) -> Sequence[Message]:
    """Residents' messages kept for later, or begun before `before` and never finished, oldest first.

    One that lies in the future was begun while the clock had leaped.
    """
    never_finished = (Message.at < before) | (Message.at > office.clock.now())
    return office.db.scalars(
        select(Message)
        .where(
            Message.direction == "resident",
            (Message.state == "kept") | ((Message.state == "new") & never_finished),
        )
        .order_by(Message.id)
        .limit(limit)
    ).all()


def kept_before(office: Office, conversation_id: int, message_id: int, since: datetime) -> Sequence[Message]:
    """The resident's messages before this one that were kept for later and came since then, oldest first."""
    return office.db.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == "resident",
            Message.state == "kept",
            Message.id < message_id,
            Message.at >= since,
        )
        .order_by(Message.id)
    ).all()


def earlier_unanswered(office: Office, message: Message, since: datetime, until: datetime) -> bool:
    """Whether the resident said something before, in this span of time, that nobody has begun to answer."""
    query = select(Message.id).where(
        Message.conversation_id == message.conversation_id,
        Message.direction == "resident",
        Message.state == "new",
        Message.id < message.id,
        Message.at > since,
        Message.at <= until,
    )
    return office.db.scalar(query.limit(1)) is not None


def button(office: Office, button_id: str, conversation_id: int) -> Button | None:
    found = office.db.get(Button, button_id)
    return found if found and found.conversation_id == conversation_id else None


def open_handover(office: Office, conversation_id: int) -> Handover | None:
    """The handover of this talk that nobody has finished."""
    return office.db.scalar(
        select(Handover)
        .where(Handover.conversation_id == conversation_id, Handover.state.in_((*OPEN, "taken")))
        .order_by(Handover.id.desc())
    )


def waiting(office: Office, limit: int = 100) -> Sequence[tuple[Handover, Conversation]]:
    """Talks that wait for a person, most pressing first, then by time."""
    rows = office.db.execute(
        select(Handover, Conversation)
        .join(Conversation, Conversation.id == Handover.conversation_id)
        .where(Handover.state.in_(OPEN))
        .order_by(Handover.urgency, Handover.id)
        .limit(limit)
    )
    return [(handover, conversation) for handover, conversation in rows]


def held_by(office: Office, staff_id: int) -> Sequence[Conversation]:
    return office.db.scalars(
        select(Conversation)
        .where(Conversation.held_by == staff_id, Conversation.state == "operator")
        .order_by(Conversation.last_at.desc())
    ).all()


def lively(office: Office, now: datetime, limit: int = 30) -> Sequence[Conversation]:
    """Talks with a word in the last half hour, and since they were forgotten, newest first, for whoever watches."""
    return office.db.scalars(
        select(Conversation)
        .where(
            Conversation.last_at > now - timedelta(minutes=30),
            or_(Conversation.forgotten_at.is_(None), Conversation.forgotten_at < Conversation.last_at),
        )
        .order_by(Conversation.last_at.desc())
        .limit(limit)
    ).all()


def held_and_silent_since(office: Office, since: datetime) -> Sequence[Conversation]:
    """Talks in which whoever holds them has said nothing since then, whatever the resident said.

    Who takes a talk greets at once, so that the taking counts as a word.
    """
    spoke = (
        select(Message.id)
        .where(
            Message.conversation_id == Conversation.id,
            Message.direction == "operator",
            Message.staff_id == Conversation.held_by,
            Message.at >= since,
        )
        .exists()
    )
    return office.db.scalars(select(Conversation).where(Conversation.state == "operator", ~spoke)).all()


def ahead_of(office: Office, handover: Handover) -> int:
    """How many talks will be taken before this one."""
    return (
        office.db.scalar(
            select(func.count())
            .select_from(Handover)
            .where(
                Handover.state == "waiting",
                (Handover.urgency < handover.urgency)
                | ((Handover.urgency == handover.urgency) & (Handover.id < handover.id)),
            )
        )
        or 0
    )


def draft_of(office: Office, conversation_id: int) -> Draft | None:
    return office.db.scalar(select(Draft).where(Draft.conversation_id == conversation_id))


def draft_by_code(office: Office, digest: str) -> Draft | None:
    return office.db.scalar(select(Draft).where(Draft.code_digest == digest))


def drafts_silent_since(office: Office, moment: datetime) -> Sequence[tuple[Draft, Conversation]]:
    """Drafts without a code in whose talks nobody has said a word since then."""
    rows = office.db.execute(
        select(Draft, Conversation)
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .where(Draft.code_digest.is_(None), Draft.saved_at < moment, Conversation.last_at < moment)
        .order_by(Draft.id)
    )
    return [(draft, conversation) for draft, conversation in rows]


def drafts_past(office: Office, moment: datetime) -> Sequence[Draft]:
    return office.db.scalars(select(Draft).where(Draft.keep_until < moment)).all()


def evidence_of(office: Office, conversation_id: int) -> Sequence[Evidence]:
    return office.db.scalars(
        select(Evidence).where(Evidence.conversation_id == conversation_id).order_by(Evidence.id)
    ).all()


def evidence_by_digest(office: Office, conversation_id: int, digest: str) -> Evidence | None:
    return office.db.scalar(
        select(Evidence).where(Evidence.conversation_id == conversation_id, Evidence.digest == digest)
    )


def audio_among(office: Office, conversation_id: int, file_ids: Sequence[int]) -> bool:
    """Whether one of these files is a recording."""
    query = select(Evidence.id).where(
        Evidence.conversation_id == conversation_id, Evidence.file_id.in_(file_ids), Evidence.kind == "audio"
    )
    return office.db.scalar(query.limit(1)) is not None


def on_duty_now(office: Office, now: datetime) -> bool:
    """Whether anybody's shift covers this instant; an office without any roster counts as staffed.

    Who is on stand-by (备勤) is called, but does not sit at the desk.
    """
    rostered = office.db.scalar(select(Duty.id).where(Duty.post != STANDBY).limit(1))
    if rostered is None:
        return True
    return office.db.scalar(_shifts_at(now).where(Duty.post != STANDBY).limit(1)) is not None


def on_standby_now(office: Office, now: datetime) -> Sequence[str]:
    """Names of those whose stand-by shift covers this instant."""
    return office.db.scalars(
        _shifts_at(now)
        .where(Duty.post == STANDBY, Staff.active)
        .join(Staff, Duty.staff_id == Staff.id)
        .with_only_columns(Staff.name)
        .order_by(Staff.name)
    ).all()


def _shifts_at(now: datetime) -> Select[int]:
    return select(Duty.id).where(Duty.starts_at <= now, Duty.ends_at > now)
