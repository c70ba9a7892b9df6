"""A complaint that is not lodged yet is kept for seven days, then it is gone.

It is kept as it is told, so that walking away loses no more than saying so. On another channel it is taken up by its
code, or by an account that is proven to be the same person's.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from casework.conversations import queries, talks
from casework.conversations.models import Conversation, Draft, Evidence
from casework.office import Office
from casework.people import residents
from casework.petitions import guessing
from casework.petitions.guessing import Mark
from casework.petitions.models import EvidenceFile

KEPT_FOR = timedelta(days=7)
SILENT = timedelta(minutes=30)
"""After this long without a word a complaint that was being told counts as broken off."""
DIGITS = 8
TRIES = 5
HELD_BACK = "接续码试错次数太多，请一小时后再试；也可以从头跟我说一遍。"


@dataclass(frozen=True)
class Kept:
    """Until when a draft is kept, and the code that takes it up elsewhere; the code is stored nowhere in clear."""

    until: datetime
    code: str


def note(office: Office, conversation: Conversation, content: dict[str, Any]) -> None:
    """Keep what is told while it is told; another matter that was broken off before stays as it is."""
    draft = queries.draft_of(office, conversation.id)
    if draft is not None and draft.code_digest and _key(_content(office, draft)) != _key(content):
        return
    _write(office, conversation, draft, content)


def save(office: Office, conversation: Conversation, content: dict[str, Any]) -> Kept:
    """Keep what was told so far; a code issued for it earlier lapses."""
    draft = _write(office, conversation, queries.draft_of(office, conversation.id), content)
    return _coded(office, draft)


def break_off_silent(office: Office) -> list[tuple[Conversation, Kept]]:
    """Issue codes for the complaints whose tellers walked away, once for each; to be told where they were begun."""
    silent = queries.drafts_silent_since(office, office.clock.now() - SILENT)
    return [(conversation, _coded(office, draft)) for draft, conversation in silent]


def find(office: Office, conversation: Conversation) -> dict[str, Any] | None:
    """What was kept, here or by the same person elsewhere, if it is still kept."""
    draft = _at_hand(office, conversation)
    return _content(office, draft) if draft else None


def told(office: Office, conversation: Conversation) -> dict[str, Any] | None:
    """What is being told in this very talk, or was broken off in it, if it is still kept."""
    draft = _still_kept(office, conversation)
    return _content(office, draft) if draft else None


def bring(office: Office, conversation: Conversation) -> dict[str, Any] | None:
    """The same, moved into this talk where it was told elsewhere."""
    draft = _at_hand(office, conversation)
    return _moved(office, draft, conversation) if draft else None


def take_up(office: Office, conversation: Conversation, code: str) -> dict[str, Any] | None:
    """Move the draft with this code, and the files that belong to it, into this talk.

    None for a wrong or lapsed code alike. A wrong try is recorded, so call it in a unit of work that commits.

    Raises:
        guessing.TooManyTries: five wrong codes within an hour from this address, or forty from its network.
    """
    asker = f"draft:{conversation.channel}:{talks.address(office, conversation)}"
    marks = [Mark.asker(office, asker, TRIES)]
    if conversation.network_index:
        marks.append(Mark.network(conversation.network_index))
    guessing.hold_back(office, marks, HELD_BACK)
    draft = queries.draft_by_code(office, _digest(office, code))
    if draft is None or draft.keep_until < office.clock.now():
        guessing.missed(office, marks)
        return None
    return _moved(office, draft, conversation)


def drop(office: Office, conversation: Conversation, key: str) -> None:
    """Delete the draft of the complaint with this key; another one stays."""
    draft = queries.draft_of(office, conversation.id)
    if draft is not None and _key(_content(office, draft)) == key:
        office.db.delete(draft)
        office.db.flush()


def drop_expired(office: Office) -> int:
    """Delete what is past its time; returns how many."""
    past = expired(office)
    for draft in past:
        office.db.delete(draft)
    return len(past)


def expired(office: Office) -> Sequence[Draft]:
    """What is past its time; nothing is changed."""
    return queries.drafts_past(office, office.clock.now())


def _write(office: Office, conversation: Conversation, draft: Draft | None, content: dict[str, Any]) -> Draft:
    draft = draft or Draft(conversation_id=conversation.id)
    draft.content_sealed = office.vault.seal(json.dumps(content, ensure_ascii=False))
    draft.saved_at = office.clock.now()
    draft.keep_until = draft.saved_at + KEPT_FOR
    office.db.add(draft)
    office.db.flush()
    return draft


def _coded(office: Office, draft: Draft) -> Kept:
    code = office.secrets.digits(DIGITS)
    draft.code_digest = _digest(office, code)
    office.db.flush()
    return Kept(draft.keep_until, code)


def _at_hand(office: Office, conversation: Conversation) -> Draft | None:
    """The draft of this talk, else the newest of a talk on an account proven to be the same person's."""
    if own := _still_kept(office, conversation):
        return own
    elsewhere = [_still_kept(office, talk) for talk in _of_same_person(office, conversation)]
    return max(filter(None, elsewhere), key=lambda draft: draft.saved_at, default=None)


def _still_kept(office: Office, conversation: Conversation) -> Draft | None:
    draft = queries.draft_of(office, conversation.id)
    return draft if draft is not None and draft.keep_until >= office.clock.now() else None


def _of_same_person(office: Office, conversation: Conversation) -> list[Conversation]:
    person = residents.for_contact(office, conversation.channel, talks.address(office, conversation))
    proven = residents.proven_contacts(office, person) if person else ()
    found = [queries.by_address(office, one.channel, office.vault.open(one.address_sealed)) for one in proven]
    return [talk for talk in found if talk is not None and talk.id != conversation.id]


def _moved(office: Office, draft: Draft, conversation: Conversation) -> dict[str, Any]:
    content = _content(office, draft)
    if draft.conversation_id != conversation.id:
        before = queries.draft_of(office, conversation.id)
        if before is not None:
            office.db.delete(before)
            office.db.flush()
        _move_files(office, list((content.get("complaint_draft") or {}).get("evidence", ())), conversation)
        draft.conversation_id = conversation.id
        office.db.flush()
    return content


def _key(content: Mapping[str, Any]) -> str:
    return str((content.get("complaint_draft") or {}).get("key"))


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
