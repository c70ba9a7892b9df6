"""Updates of a channel that forgets them once they are fetched: kept until they are done, so that a process that dies
loses none."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select

from casework.conversations.models import Update
from casework.office import Office

KEPT = timedelta(days=2)
"""An update that still is not done after this is dropped; who sent it has long been told to try again."""


def keep(office: Office, channel: str, number: int, content: str) -> None:
    """Keep an update; the same one twice is kept once."""
    known = select(Update.id).where(Update.channel == channel, Update.number == number)
    if office.db.scalar(known) is None:
        sealed = office.vault.seal(content)
        office.db.add(Update(channel=channel, number=number, content_sealed=sealed, at=office.clock.now()))


def done(office: Office, channel: str, number: int) -> None:
    """The update has been dealt with."""
    office.db.execute(delete(Update).where(Update.channel == channel, Update.number == number))


def left_over(office: Office, channel: str, older_than: timedelta, limit: int = 100) -> Sequence[str]:
    """The contents of updates that were begun and never done, oldest first."""
    now = office.clock.now()
    office.db.execute(delete(Update).where(Update.at < now - KEPT))
    found = office.db.scalars(
        select(Update)
        .where(Update.channel == channel, or_(Update.at <= now - older_than, Update.at > now))
        .order_by(Update.number)
        .limit(limit)
    )
    return [office.vault.open(update.content_sealed) for update in found]
