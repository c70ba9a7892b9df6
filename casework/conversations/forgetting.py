"""What a talk keeps about somebody, and deleting it on request or when its time is up (个人信息保护法 art. 19, 45, 47)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, exists, func, or_, select, update

from casework.conversations import talks
from casework.conversations.local import local
from casework.conversations.models import Button, Conversation, Draft, Evidence, Handover, Message
from casework.office import Office
from casework.outbox.models import Letter
from casework.people import residents
from casework.petitions.models import EvidenceFile, Petition

ERASED = "（已按要求删除）"


@dataclass(frozen=True)
class Stored:
    """How much is kept."""

    messages: int
    files: int
    draft: bool
    petitions: int

    def in_words(self) -> str:
        """The same as a sentence for the resident."""
        parts = [f"对话 {self.messages} 条", f"照片、文件、语音 {self.files} 份"]
        if self.draft:
            parts.append("没登记的投诉草稿 1 份")
        parts.append(f"从这里登记的诉求 {self.petitions} 件")
        return "您在这里存着：" + "，".join(parts) + "。都是加密存的。"


@dataclass(frozen=True)
class Forgotten:
    """What was deleted, and how many petitions the law keeps."""

    messages: int
    kept_petitions: int


def stored(office: Office, conversation: Conversation) -> Stored:
    """How much this talk keeps."""

    def count(table: type, *conditions: object) -> int:
        query = select(func.count()).select_from(table)
        for condition in conditions:
            query = query.where(condition)  # type: ignore[arg-type]
        return office.db.scalar(query) or 0

    return Stored(
        messages=count(Message, Message.conversation_id == conversation.id),
        files=count(Evidence, Evidence.conversation_id == conversation.id),
        draft=bool(count(Draft, Draft.conversation_id == conversation.id)),
        petitions=count(Petition, Petition.conversation_id == conversation.id),
    )


def forget(office: Office, conversation: Conversation) -> Forgotten:
    """Delete what was said, drafts, buttons and unused files. Petitions and their files are kept by law."""
    kept = stored(office, conversation).petitions
    here = conversation.id
    forget_files(office, conversation)
    office.db.execute(delete(Evidence).where(Evidence.conversation_id == here))
    office.db.execute(delete(Button).where(Button.conversation_id == here))
    office.db.execute(delete(Draft).where(Draft.conversation_id == here))
    office.db.execute(
        update(Handover)
        .where(Handover.conversation_id == here)
        .values(reason_sealed=office.vault.seal(ERASED), callback_phone_sealed=None, outcome_sealed=None)
    )
    where = f"{conversation.channel}:{talks.address(office, conversation)}"
    office.db.execute(
        delete(Letter).where(
            Letter.address_index == office.vault.index("contact", where),
            Letter.key.startswith("talk:"),
            Letter.state.in_(("sent", "failed")),
        )
    )
    gone = office.db.execute(delete(Message).where(Message.conversation_id == here, Message.state != "new"))
    office.db.execute(
        update(Message)
        .where(Message.conversation_id == here)
        .values(text_sealed=office.vault.seal(ERASED), payload=None)
    )
    conversation.network_index = None
    conversation.forgotten_at = office.clock.now()
    conversation.memory_erased_at = None
    office.db.flush()
    office.db.expire_all()
    return Forgotten(gone.rowcount, kept)  # type: ignore[attr-defined]


def forget_files(office: Office, conversation: Conversation) -> list[int]:
    """Delete the files sent here that belong to no petition; returns their ids."""
    unused = select(EvidenceFile.id).where(
        EvidenceFile.conversation_id == conversation.id, EvidenceFile.petition_id.is_(None)
    )
    ids = list(office.db.scalars(unused))
    if ids:
        office.db.execute(delete(Evidence).where(Evidence.file_id.in_(ids)))
        office.db.execute(delete(EvidenceFile).where(EvidenceFile.id.in_(ids)))
    return ids


def due(office: Office) -> list[str]:
    """Tokens of the talks silent for longer than the county keeps them; nothing is changed."""
    return [conversation.token for conversation in office.db.scalars(_due(office))]


def forget_old(office: Office, limit: int = 200) -> list[str]:
    """Forget talks silent for longer than the county keeps them; returns their tokens, for Rasa's own store."""
    silent = office.db.scalars(_due(office).limit(limit)).all()
    tokens = [conversation.token for conversation in silent]
    for conversation in silent:
        forget(office, conversation)
    return tokens


def due_addresses(office: Office, before: datetime) -> list[int]:
    """Ids of the talks whose address would be erased; nothing is changed."""
    return [conversation.id for conversation in office.db.scalars(_silent_since(before))]


def forget_addresses(office: Office, before: datetime, limit: int = 200) -> int:
    """Erase the addresses of talks in which nothing was said since then; return how many. Who writes again begins anew."""
    silent = office.db.scalars(_silent_since(before).limit(limit)).all()
    for conversation in silent:
        conversation.address_sealed = office.vault.seal("")
        conversation.address_index = f"{residents.FORGOTTEN}{conversation.id}"
    return len(silent)


def _silent_since(before: datetime) -> Select[Conversation]:
    return select(Conversation).where(
        Conversation.last_at < before,
        Conversation.forgotten_at.is_not(None),
        ~Conversation.address_index.startswith(residents.FORGOTTEN),
    )


def _due(office: Office) -> Select[Conversation]:
    """Silent talks that were never forgotten, or in which something was said since."""
    before = office.clock.now() - timedelta(days=local(office.county).talk_kept_days)
    said_since = exists().where(
        Message.conversation_id == Conversation.id, Message.at > Conversation.forgotten_at
    )
    return select(Conversation).where(
        Conversation.last_at < before, or_(Conversation.forgotten_at.is_(None), said_since)
    )


def to_forget_in_rasa(office: Office, before: datetime) -> list[str]:
    """Tokens of talks that were forgotten before then and are still in Rasa's memory; marked as deleted there."""
    forgotten = office.db.scalars(
        select(Conversation).where(
            Conversation.forgotten_at < before, Conversation.memory_erased_at.is_(None)
        )
    ).all()
    for conversation in forgotten:
        conversation.memory_erased_at = office.clock.now()
    return [conversation.token for conversation in forgotten]
