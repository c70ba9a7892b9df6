"""Letters of the house as part of the talk that they reach: shown in its history, with buttons that can be pressed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from casework import outbox
from casework.conversations import queries, talks
from casework.conversations.models import Conversation, Message
from casework.conversations.talks import Offer, Reply
from casework.office import Office
from casework.outbox import Letter
from casework.petitions import delivery

RATING = re.compile(r"rate:(?P<number>HY[\d-]+):(?P<mark>[123])")
RATINGS = {"3": "/accept_reply", "2": "/accept_reply", "1": "/reject_reply"}
LISTED = timedelta(days=30)
IN_THE_TALK = "talk:"
"""Letters under such keys carry what the talk already holds."""


def into_talk(office: Office, letter: Letter, conversation: Conversation) -> Reply:
    """The letter as something said in the talk; the same letter is added once, however often it is tried."""
    text = office.vault.open(letter.text_sealed)
    if letter.key.startswith(IN_THE_TALK):
        said = office.db.get(Message, int(letter.key.removeprefix(IN_THE_TALK)))
        return talks.shown(office, said) if said else Reply(text)
    offers = [offer(button) for button in letter.buttons]
    return talks.say(office, conversation, text, offers, letter=letter.key)


def offer(button: Mapping[str, Any]) -> Offer:
    """A letter's button: a rating of a petition as `rate:NUMBER:MARK`, or words of the dialogue."""
    title, payload = str(button["title"]), str(button.get("payload") or button["title"])
    if rating := RATING.fullmatch(payload):
        return Offer(title, RATINGS[rating["mark"]], rating["number"])
    return Offer.of(title, payload)


def is_waiting(office: Office, channel: str, address: str) -> bool:
    """Whether a letter to this address has not left."""
    query = select(Letter.id).where(
        Letter.address_index == office.vault.index("contact", f"{channel}:{address}"),
        Letter.state.in_(("waiting", "leased", "sending")),
    )
    return office.db.scalar(query.limit(1)) is not None


@dataclass(frozen=True)
class Undelivered:
    """A letter that was given up, and the talk to whose resident it should have gone."""

    conversation: Conversation
    written_at: datetime
    why: str


def undelivered(office: Office, limit: int = 20) -> list[Undelivered]:
    """The newest letters of the last 30 days that did not arrive, or of which nobody knows whether they did."""
    letters = office.db.scalars(
        select(Letter)
        .where(Letter.state == "failed", Letter.written_at > office.clock.now() - LISTED)
        .order_by(Letter.id.desc())
        .limit(limit)
    )
    found = []
    for letter in letters:
        address = office.vault.open(letter.address_sealed)
        if (conversation := queries.by_address(office, letter.channel, address)) is not None:
            found.append(Undelivered(conversation, letter.written_at, letter.error or ""))
    return found


def fetch(office: Office, conversation: Conversation) -> int:
    """Put every letter to this talk's address into the talk, in order; returns how many.

    For channels whose residents fetch what is said to them: once it is in the talk it is delivered.
    """
    address = talks.address(office, conversation)
    letters = outbox.claim(office, 50, [conversation.channel], address, whole=True)
    for letter in letters:
        into_talk(office, letter, conversation)
        delivery.sent(office, letter)
    return len(letters)
