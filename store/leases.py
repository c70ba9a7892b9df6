"""Who does a recurring job now: one holder at a time, for a limited time, across processes and machines."""

import hashlib
import os
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import String, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.base import Base


class Lease(Base):
    """The record of a recurring job: its holder, until when, and how its last run went."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str | None] = mapped_column(String(80))
    held_until: Mapped[datetime | None]
    last_started: Mapped[datetime | None]
    last_finished: Mapped[datetime | None]
    last_outcome: Mapped[str | None] = mapped_column(String(400))


def this_process() -> str:
    """A holder's name that no other process has: two containers may share both host name and process number."""
    return f"{socket.gethostname()}:{os.getpid()}:{token_hex(2)}"


def acquire(db: Session, name: str, holder: str, now: datetime, *, every: timedelta, hold: timedelta) -> bool:
    """Take the job if it is due and nobody holds it.

    Args:
        every: the job is due when its last start lies at least this far back.
        hold: after this long the lease is free again, should the holder have died.

    A lease that claims to start in the future, or to last longer than it may, was taken under a wrong clock and holds
    nobody back.

    Returns:
        Whether this holder is to run the job now. Two callers never both get True for the same run.
    """
    due = or_(Lease.last_started.is_(None), Lease.last_started <= now - every, Lease.last_started > now)
    free = or_(Lease.holder.is_(None), Lease.held_until <= now, Lease.held_until > now + hold)
    taken = (
        update(Lease)
        .where(Lease.name == name, due, free)
        .values(holder=holder, held_until=now + hold, last_started=now)
        .execution_options(synchronize_session=False)
    )
    if db.execute(taken).rowcount:  # type: ignore[attr-defined]
        return True
    if db.scalar(select(Lease.name).where(Lease.name == name)):
        return False
    try:
        with db.begin_nested():
            db.execute(
                insert(Lease).values(name=name, holder=holder, held_until=now + hold, last_started=now)
            )
    except IntegrityError:
        return False
    return True


def renew(db: Session, name: str, holder: str, now: datetime, *, hold: timedelta) -> bool:
    """Keep the job a while longer; False where another has taken it meanwhile."""
    kept = (
        update(Lease)
        .where(Lease.name == name, Lease.holder == holder)
        .values(held_until=now + hold)
        .returning(Lease.name)
        .execution_options(synchronize_session=False)
    )
    return db.scalar(kept) is not None


def release(db: Session, name: str, holder: str, now: datetime, outcome: str) -> None:
    """Give the job back and record how it went; a lease that was lost meanwhile stays with its new holder."""
    given_back = (
        update(Lease)
        .where(Lease.name == name, Lease.holder == holder)
        .values(holder=None, held_until=None, last_finished=now, last_outcome=outcome[:400])
        .execution_options(synchronize_session=False)
    )
    db.execute(given_back)


def queue(db: Session, names: Iterable[str]) -> None:
    """Whoever names one of these in another transaction waits until this one ends, so that each sees what was done before.

    SQLite queues all writers already.
    """
    if db.get_bind().dialect.name == "postgresql":
        for name in sorted(names):
            lock = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
            db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
