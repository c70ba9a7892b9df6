"""A complaint broken off is kept for seven days, then it is gone."""

import json
from datetime import datetime, timedelta
from typing import Any

from casework.conversations import queries
from casework.conversations.models import Conversation, Draft
from casework.office import Office

KEPT_FOR = timedelta(days=7)


def save(office: Office, conversation: Conversation, content: dict[str, Any]) -> datetime:
    """Keep what was told so far; returns until when."""
    now = office.clock.now()
    draft = queries.draft_of(office, conversation.id) or Draft(conversation_id=conversation.id)
    draft.content_sealed = office.vault.seal(json.dumps(content, ensure_ascii=False))
    draft.saved_at = now
    draft.keep_until = now + KEPT_FOR
    office.db.add(draft)
    office.db.flush()
    return draft.keep_until


def find(office: Office, conversation: Conversation) -> dict[str, Any] | None:
    """What was kept, if it is still kept."""
    draft = queries.draft_of(office, conversation.id)
    if draft is None or draft.keep_until < office.clock.now():
        return None
    content: dict[str, Any] = json.loads(office.vault.open(draft.content_sealed))
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
