"""Tables of the staff's door: second factors, sessions, and every attempt to log in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class Credential(Base):
    """What a staff member logs in with, beside the password hash on `Staff`."""

    __tablename__ = "staff_credential"

    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    must_change: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime | None]
    totp_sealed: Mapped[bytes | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    """The time step of the last code taken, so that no code works twice."""
    enrolment_digest: Mapped[str | None] = mapped_column(String(32))
    """Keyed digest of the one-time word with which an administrator lets this person enrol."""


class StaffSession(Base):
    """One log-in of one browser. Only a keyed digest of the cookie is kept."""

    __tablename__ = "staff_session"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    staff_id: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    stage: Mapped[str] = mapped_column(String(12))
    """`factor`: the second factor is owed; `enrol`: it is to be set up; `change`: a new password is owed; `full`."""
    csrf: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LoginAttempt(Base):
    """One try at the door, successful or not."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_login_index_at", "login_index", "at"),
        Index("ix_login_attempt_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    login_index: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(64))
    factor: Mapped[str] = mapped_column(String(12), default="password")
    outcome: Mapped[str] = mapped_column(String(12), default="failed")
    """`failed` from the start, so that a try cut short counts; then `passed` or `throttled`."""


class Reveal(Base):
    """Somebody looked at personal data in clear, and said why."""

    __tablename__ = "reveal"
    __table_args__ = (
        Index("ix_reveal_about_at", "about", "at"),
        Index("ix_reveal_staff_id_at", "staff_id", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(Id, ForeignKey("staff.id"))
    """None where another system looked with its token."""
    staff_name: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(40))
    """The number of the petition, or `call 17`."""
    what: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200))
