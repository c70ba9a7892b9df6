"""Writing, claiming and settling letters: each goes out once, or is listed as failed.

A deliverer claims letters under a lease, says of each that it is now sending it, sends it, and settles it. One that
dies before it began to send loses its lease after `LEASE` and another takes over. One that dies while it sends
leaves a letter of which nobody can know whether it arrived: that one is not sent again but listed as failed, except
on channels where twice is better than not at all. While the first letter to an address waits for its next try, later
ones to the same address wait behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from casework.office import Office
from casework.outbox.models import Letter

LEASE = timedelta(minutes=2)
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600, 86400))
"""Waits before each further try; after the last the letter has failed and is shown to staff."""

LONGEST_FLOOD = timedelta(hours=1)
"""A channel that asks to be left alone for longer is asked again after this."""

UNSENT = ("waiting", "leased", "sending")
UNCERTAIN = "投递中断，不知道是否送到"
FORGOTTEN = "（保存期满，已删除）"
NOBODY = ""
"""The index of an address that was forgotten."""
BY_MACHINE = ("sms", "telegram", "web")
"""Channels on which the house itself delivers; their names for people are in `casework/petitions/categories.py`."""


def write(
    office: Office,
    channel: str,
    address: str,
    text: str,
    buttons: Sequence[Mapping[str, Any]] = (),
    *,
    key: str,
    about: str | None = None,
    conversation_id: int | None = None,
) -> Letter:
    """Put a letter in the outbox, or return the one already written under this key."""
    known = office.db.scalar(select(Letter).where(Letter.key == key))
    if known is not None:
        return known
    now = office.clock.now()
    letter = Letter(
        key=key,
        channel=channel,
        address_sealed=office.vault.seal(address),
        address_index=office.vault.index("contact", f"{channel}:{address}"),
        text_sealed=office.vault.seal(text),
        buttons=[dict(button) for button in buttons],
        about=about,
        conversation_id=conversation_id,
        state="waiting",
        attempts=0,
        written_at=now,
        next_try_at=now,
    )
    try:
        with office.db.begin_nested():
            office.db.add(letter)
    except IntegrityError:
        return office.db.scalars(select(Letter).where(Letter.key == key)).one()
    return letter


def claim(
    office: Office,
    limit: int = 20,
    channels: Iterable[str] = BY_MACHINE,
    address: str | None = None,
    *,
    whole: bool = False,
) -> list[Letter]:
    """Letters whose time has come, at most one for each address, leased to the caller.

    `address` narrows it to one address; `whole` gives all of its queue in order, for a page that fetches its own.
    Letters whose lease has run out count as waiting. Commit before sending.
    """
    now = office.clock.now()
    channels = list(channels)
    ready = or_(
        (Letter.state == "waiting") & ((Letter.next_try_at <= now) | _under_a_wrong_clock(now)),
        (Letter.state == "leased") & ((Letter.leased_until <= now) | (Letter.leased_until > now + LEASE)),
    )
    query = select(Letter).where(ready, Letter.channel.in_(channels)).order_by(Letter.id)
    if address is not None:
        indexes = [office.vault.index("contact", f"{channel}:{address}") for channel in channels]
        query = query.where(Letter.address_index.in_(indexes))
    if not whole:
        earlier = aliased(Letter)
        query = query.where(
            ~select(earlier.id)
            .where(
                earlier.address_index == Letter.address_index,
                earlier.state.in_(UNSENT),
                earlier.id < Letter.id,
            )
            .exists()
        )
    letters = list(office.db.scalars(query.limit(limit).with_for_update(skip_locked=True)))
    for letter in letters:
        letter.state = "leased"
        letter.attempts += 1
        letter.leased_until = now + LEASE
    office.db.flush()
    return letters


def _under_a_wrong_clock(now: datetime) -> ColumnElement[bool]:
    """The next try lies further off than any wait after so many tries: it was set while the clock had leaped."""
    waits = (timedelta(), *(max(wait, LONGEST_FLOOD) for wait in BACKOFF))
    return or_(
        *((Letter.attempts == tries) & (Letter.next_try_at > now + wait) for tries, wait in enumerate(waits))
    )


def begin(office: Office, letter_id: int, attempt: int) -> bool:
    """Say that the letter is being sent now; False where it is no longer this deliverer's. Commit before sending."""
    now = office.clock.now()
    begun = (
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == "leased", Letter.attempts == attempt)
        .values(state="sending", leased_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    return bool(office.db.execute(begun).rowcount)  # type: ignore[attr-defined]


def interrupted(office: Office, repeatable: Iterable[str] = ()) -> list[Letter]:
    """Settle the letters whose deliverer died while it sent them; returns those that are now listed as failed.

    Letters on `repeatable` channels go out again.
    """
    now = office.clock.now()
    lost = office.db.scalars(
        select(Letter)
        .where(Letter.state == "sending", (Letter.leased_until <= now) | (Letter.leased_until > now + LEASE))
        .with_for_update(skip_locked=True)
    )
    given_up, again = [], set(repeatable)
    for letter in lost:
        if letter.channel in again:
            letter.state, letter.next_try_at, letter.leased_until = "waiting", now, None
        else:
            blocked(office, letter, UNCERTAIN)
            given_up.append(letter)
    office.db.flush()
    return given_up


def sent(office: Office, letter: Letter) -> None:
    """The letter is out."""
    letter.state, letter.sent_at, letter.error = "sent", office.clock.now(), None
    letter.leased_until = None


def failed(office: Office, letter: Letter, error: str, retry_after: timedelta | None = None) -> None:
    """It did not go. Try again after a growing wait, or after what the channel asked for; give up in the end."""
    letter.error = error[:200]
    letter.leased_until = None
    if letter.attempts > len(BACKOFF):
        letter.state = "failed"
        return
    letter.state = "waiting"
    asked = min(retry_after or timedelta(), LONGEST_FLOOD)
    letter.next_try_at = office.clock.now() + max(asked, BACKOFF[letter.attempts - 1])


def blocked(office: Office, letter: Letter, error: str) -> None:
    """It can never go: the address is gone or refuses messages. Letters behind it go on."""
    letter.state, letter.error, letter.leased_until = "failed", error[:200], None


def cancel(office: Office, key: str) -> None:
    """Take back a letter that has not left."""
    letter = office.db.scalar(select(Letter).where(Letter.key == key, Letter.state == "waiting"))
    if letter is not None:
        office.db.delete(letter)


def forget_old(office: Office, before: datetime, limit: int = 500) -> int:
    """Take text and address out of letters settled before then, at most `limit`; return how many.

    The letter itself stays: its key keeps it from being written again.
    """
    wanted = office.db.scalars(_old(before).limit(limit)).all()
    for letter in wanted:
        letter.text_sealed = office.vault.seal(FORGOTTEN)
        letter.address_sealed, letter.address_index = office.vault.seal(""), NOBODY
        letter.buttons = []
    return len(wanted)


def old(office: Office, before: datetime) -> list[int]:
    """Ids of the letters whose text and address would be taken out; nothing is changed."""
    return [letter.id for letter in office.db.scalars(_old(before))]


def _old(before: datetime) -> Select[Letter]:
    return (
        select(Letter)
        .where(
            Letter.written_at < before, Letter.state.in_(("sent", "failed")), Letter.address_index != NOBODY
        )
        .order_by(Letter.id)
    )


def waiting(office: Office, channels: Iterable[str] | None = None) -> int:
    """How many letters have not left yet."""
    query = select(func.count()).select_from(Letter).where(Letter.state.in_(UNSENT))
    if channels is not None:
        query = query.where(Letter.channel.in_(list(channels)))
    return office.db.scalar(query) or 0
