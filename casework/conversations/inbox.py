"""Updates of a channel that forgets them once they are fetched: kept until they are done, so that a process that dies
loses none."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select

from casework.conversations.models import Update
from casework.office import Office

MOST_TRIES = 100
"""An update that was begun so often and never done stays where it is, and staff are alarmed by the figure of `stuck`."""
STUCK_KEPT = timedelta(days=30)
"""What could not be dealt with is erased after this."""


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
    """The contents of updates that were begun and never done, oldest first; each time counts as a try.

    None is dropped for its age, which a clock that leaps would give to all of them.
    """
    now = office.clock.now()
    found = office.db.scalars(
        select(Update)
        .where(
            Update.channel == channel,
            Update.tries < MOST_TRIES,
            or_(Update.at <= now - older_than, Update.at > now),
        )
        .order_by(Update.number)
        .limit(limit)
    ).all()
    for update in found:
        update.tries += 1
    return [office.vault.open(update.content_sealed) for update in found]


def stuck(office: Office) -> int:
    """How many updates were given up."""
    return office.db.scalar(select(func.count()).where(Update.tries >= MOST_TRIES)) or 0


def forget_stuck(office: Office) -> None:
    """Erase what was given up long ago."""
    office.db.execute(delete(Update).where(_given_up(office)))


def given_up(office: Office) -> list[int]:
    """Ids of what would be erased now; nothing is changed."""
    return list(office.db.scalars(select(Update.id).where(_given_up(office))))


def _given_up(office: Office) -> ColumnElement[bool]:
    return (Update.tries >= MOST_TRIES) & (Update.at < office.clock.now() - STUCK_KEPT)
