"""Guessing at codes is slow, and is seen: each wrong one is counted by what was asked for, who asked, and from where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from casework import outbox
from casework.office import CaseworkError, Office
from casework.people.sessions import LOGS_KEPT
from casework.petitions.models import WrongCode
from store import leases

WINDOW = timedelta(hours=1)
NETWORK_TRIES = 40
"""Of one address on the internet, behind which many people may be; as with look-ups of applications."""


class TooManyTries(CaseworkError):
    """Wrong codes were tried too often for this, or by this asker."""

    code = "too_many_tries"


@dataclass(frozen=True)
class Mark:
    """Something that wrong codes are counted by, and how many an hour it may have."""

    what: str
    tries: int

    @classmethod
    def asker(cls, office: Office, asker: str, tries: int) -> "Mark":
        """Whoever asks, such as `telegram:123`; kept as a blind index."""
        return cls(office.vault.index("asker", asker), tries)

    @classmethod
    def network(cls, network: str) -> "Mark":
        """An address on the internet, given as its blind index."""
        return cls(f"net:{network}", NETWORK_TRIES)


def hold_back(office: Office, marks: Collection[Mark], refusal: str) -> None:
    """Let nobody try on while one of the marks is used up. Tries at the same mark queue until the unit of work ends, so
    that each sees those before it.

    Raises:
        TooManyTries: with `refusal`.
    """
    leases.queue(office.db, [mark.what for mark in marks])
    if any(_wrong(office, mark.what) >= mark.tries for mark in marks):
        raise TooManyTries(refusal)


def missed(office: Office, marks: Collection[Mark]) -> None:
    """Count a wrong code; staff are told when it uses up a mark, of which nothing is said: it may be a sealed matter's."""
    now = office.clock.now()
    office.db.add_all(WrongCode(what=mark.what, at=now) for mark in marks)
    office.db.flush()
    if any(_wrong(office, mark.what) == mark.tries for mark in marks):
        outbox.write(
            office,
            "alert",
            "desk",
            "【提醒】有人反复试查询码或接续码，已挡住一小时。",
            key=f"guessing:{now:%Y%m%d%H}",
        )


def recent(office: Office, since: datetime) -> int:
    """How many wrong codes have been counted since then; each counts once for every mark of its own."""
    return office.db.scalar(select(func.count()).select_from(WrongCode).where(WrongCode.at > since)) or 0


def due(office: Office) -> int:
    """How many lie further back than any record of tries is kept."""
    old = WrongCode.at < office.clock.now() - LOGS_KEPT
    return office.db.scalar(select(func.count()).select_from(WrongCode).where(old)) or 0


def forget_old(office: Office) -> None:
    office.db.execute(delete(WrongCode).where(WrongCode.at < office.clock.now() - LOGS_KEPT))


def _wrong(office: Office, what: str) -> int:
    query = (
        select(func.count())
        .select_from(WrongCode)
        .where(WrongCode.what == what, WrongCode.at > office.clock.now() - WINDOW)
    )
    return office.db.scalar(query) or 0
