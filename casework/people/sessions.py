"""Sessions of staff: kept in the database, so that logging out and disabling a person take effect at once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from casework.office import Office
from casework.people.access_models import LoginAttempt, StaffSession
from casework.people.models import Staff

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
TOUCH_EVERY = timedelta(minutes=2)
LOGS_KEPT = timedelta(days=200)
"""网络安全法 asks for logs of at least six months."""


@dataclass(frozen=True)
class Opened:
    """A new session: the token goes into the cookie and is kept nowhere else."""

    token: str
    stage: str


@dataclass(frozen=True)
class Found:
    """A living session and its owner."""

    session: StaffSession
    staff: Staff

    @property
    def is_full(self) -> bool:
        return self.session.stage == "full"


def begin(office: Office, staff: Staff, stage: str, address: str = "", agent: str = "") -> Opened:
    """Open a session for a person whose password was right."""
    token = office.secrets.token() + office.secrets.token()
    now = office.clock.now()
    office.db.add(
        StaffSession(
            digest=_digest(office, token),
            staff_id=staff.id,
            stage=stage,
            csrf=office.secrets.token(),
            address=address[:64],
            agent=agent[:200],
            opened_at=now,
            seen_at=now,
        )
    )
    office.db.flush()
    return Opened(token, stage)


def find(office: Office, token: str | None) -> Found | None:
    """The living session behind a cookie; None if it is unknown, ended, too old, idle for 2 h, or its owner disabled."""
    if not token:
        return None
    row = office.db.execute(
        select(StaffSession, Staff)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(StaffSession.digest == _digest(office, token))
    ).first()
    if row is None:
        return None
    session, staff = row
    now = office.clock.now()
    if session.ended_at or not staff.active or now - session.opened_at > LONGEST:
        return None
    if now - session.seen_at > IDLE:
        return None
    return Found(session, staff)


def is_stale(office: Office, session: StaffSession) -> bool:
    """Whether it is time to note that the session is in use; not at every request, to spare writes."""
    return office.clock.now() - session.seen_at > TOUCH_EVERY


def touch(office: Office, digest: str) -> None:
    office.db.execute(
        update(StaffSession).where(StaffSession.digest == digest).values(seen_at=office.clock.now())
    )


def renew(office: Office, token: str, stage: str) -> Opened:
    """Exchange a session for a new one at another stage, so that a token known before never gains rights."""
    found = find(office, token)
    if found is None:
        raise LookupError("no such session")
    end(office, token)
    return begin(office, found.staff, stage, found.session.address, found.session.agent)


def end(office: Office, token: str) -> None:
    office.db.execute(
        update(StaffSession)
        .where(StaffSession.digest == _digest(office, token), StaffSession.ended_at.is_(None))
        .values(ended_at=office.clock.now())
    )


def end_all(office: Office, staff_id: int) -> None:
    """Log a person out everywhere: after a new password, a lost phone, or when the account is closed."""
    office.db.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
        .values(ended_at=office.clock.now())
    )


def due(office: Office) -> int:
    """How many sessions and tries to log in would be erased now; nothing is changed."""
    before = office.clock.now() - LOGS_KEPT
    sessions = select(func.count()).select_from(StaffSession).where(StaffSession.opened_at < before)
    tries = select(func.count()).select_from(LoginAttempt).where(LoginAttempt.at < before)
    return (office.db.scalar(sessions) or 0) + (office.db.scalar(tries) or 0)


def forget_old(office: Office) -> int:
    """Erase sessions and tries to log in after the time for which logs are kept; return how many."""
    before = office.clock.now() - LOGS_KEPT
    gone = len(
        office.db.scalars(
            delete(StaffSession).where(StaffSession.opened_at < before).returning(StaffSession.digest)
        ).all()
    )
    return gone + len(
        office.db.scalars(
            delete(LoginAttempt).where(LoginAttempt.at < before).returning(LoginAttempt.id)
        ).all()
    )


def _digest(office: Office, token: str) -> str:
    return office.vault.index("session", token)
