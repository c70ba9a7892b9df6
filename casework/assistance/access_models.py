"""Tables of who may ask: tries, what was proven, and one-time codes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class AccessTry(Base):
    """One try to prove a right to ask, counted by number, by person and by address."""

    __tablename__ = "assistance_access_try"
    __table_args__ = (
        Index("ix_assistance_access_try_number", "number_index", "at"),
        Index("ix_assistance_access_try_person", "person_index", "at"),
        Index("ix_assistance_access_try_network", "network_index", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(8))
    """number or code."""
    number_index: Mapped[str] = mapped_column(String(32))
    number_shown: Mapped[str] = mapped_column(String(12))
    """The end of what was asked for, for the staff's list."""
    person_index: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    network_index: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(10), default="failed")
    """`failed` from the start, so that a try cut short counts; then passed or forgiven."""


class AccessGrant(Base):
    """One address has proven that it may ask for one person, until a time."""

    __tablename__ = "assistance_access_grant"
    __table_args__ = (Index("ix_assistance_access_grant_person", "person_index", "until"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_index: Mapped[str] = mapped_column(String(32))
    id_index: Mapped[str] = mapped_column(String(32))
    number_key: Mapped[str] = mapped_column(String(40))
    """The application that was named."""
    given_at: Mapped[datetime]
    until: Mapped[datetime]


class BindingCode(Base):
    """A code handed to a person once, with which they bind their account to their record."""

    __tablename__ = "assistance_binding_code"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    how: Mapped[str] = mapped_column(String(20))
    """How it was handed over: in_person, phone, letter or message."""
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ListPage(Base):
    """The page of one person's list of benefits, which an address handed out in a talk opens until a time."""

    __tablename__ = "assistance_list_page"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), unique=True)
    device_index: Mapped[str | None] = mapped_column(String(32))
    """The device that alone may open it, where the talk is tied to one."""
    id_index: Mapped[str] = mapped_column(String(32))
    number_key: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime]
