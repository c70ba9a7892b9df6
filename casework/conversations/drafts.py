"""A complaint broken off is kept for seven days, then it is gone; its code takes it up on another channel."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from casework.conversations import queries, talks
from casework.conversations.models import Conversation, Draft, Evidence
from casework.office import CaseworkError, Office
from casework.petitions.models import EvidenceFile, WrongCode

KEPT_FOR = timedelta(days=7)
DIGITS = 8
TRIES = 5
WINDOW = timedelta(hours=1)


class TooManyTries(CaseworkError):
    """Wrong codes were tried too often from this address."""

    code = "too_many_tries"


@dataclass(frozen=True)
class Kept:
    """Until when a draft is kept, and the code that takes it up elsewhere; the code is stored nowhere in clear."""

    until: datetime
    code: str


def save(office: Office, conversation: Conversation, content: dict[str, Any]) -> Kept:
    """Keep what was told so far; a code issued for it earlier lapses."""
    now = office.clock.now()
    code = office.secrets.digits(DIGITS)
    draft = queries.draft_of(office, conversation.id) or Draft(conversation_id=conversation.id)
    draft.content_sealed = office.vault.seal(json.dumps(content, ensure_ascii=False))
    draft.code_digest = _digest(office, code)
    draft.saved_at = now
    draft.keep_until = now + KEPT_FOR
    office.db.add(draft)
    office.db.flush()
    return Kept(draft.keep_until, code)


def find(office: Office, conversation: Conversation) -> dict[str, Any] | None:
    """What was kept, if it is still kept."""
    draft = queries.draft_of(office, conversation.id)
    if draft is None or draft.keep_until < office.clock.now():
        return None
    return _content(office, draft)


def take_up(office: Office, conversation: Conversation, code: str) -> dict[str, Any] | None:
    """Move the draft with this code, and the files that belong to it, into this talk.

    None for a wrong or lapsed code alike. A wrong try is recorded, so call it in a unit of work that commits.

    Raises:
        TooManyTries: five wrong codes within an hour from this address.
    """
    asker = office.vault.index("draft-asker", f"{conversation.channel}:{talks.address(office, conversation)}")
    now = office.clock.now()
    wrong = office.db.scalar(
        select(func.count())
        .select_from(WrongCode)
        .where(WrongCode.what == asker, WrongCode.at > now - WINDOW)
    )
    if (wrong or 0) >= TRIES:
        raise TooManyTries("接续码试错次数太多，请一小时后再试；也可以从头跟我说一遍。")
    draft = queries.draft_by_code(office, _digest(office, code))
    if draft is None or draft.keep_until < now:
        office.db.add(WrongCode(what=asker, at=now))
        office.db.flush()
        return None
    content = _content(office, draft)
    if draft.conversation_id != conversation.id:
        drop(office, conversation)
        _move_files(office, list((content.get("complaint_draft") or {}).get("evidence", ())), conversation)
        draft.conversation_id = conversation.id
        office.db.flush()
    return content


def drop(office: Office, conversation: Conversation) -> None:
    draft = queries.draft_of(office, conversation.id)
    if draft is not None:
        office.db.delete(draft)
        office.db.flush()


def drop_expired(office: Office) -> int:
    """Delete what is past its time; returns how many."""
    expired = queries.drafts_past(office, office.clock.now())
    for draft in expired:
        office.db.delete(draft)
    return len(expired)


def _move_files(office: Office, ids: list[int], conversation: Conversation) -> None:
    files = update(EvidenceFile).where(EvidenceFile.id.in_(ids), EvidenceFile.petition_id.is_(None))
    office.db.execute(files.values(conversation_id=conversation.id))
    shown = update(Evidence).where(Evidence.file_id.in_(ids))
    office.db.execute(shown.values(conversation_id=conversation.id, message_id=None))


def _content(office: Office, draft: Draft) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(office.vault.open(draft.content_sealed))
    return content


def _digest(office: Office, code: str) -> str:
    return office.vault.index("draft-code", code)
