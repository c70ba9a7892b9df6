"""Tables of people: units, staff, residents and how to reach them, consent, duty, and the working calendar."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Json


class Unit(Base):
    """An authority, a section of one, or a village committee."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    """county, city, bureau, section, discipline, township, office or village."""
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("unit.code"), index=True)
    path: Mapped[str] = mapped_column(String(200), index=True)
    """Codes from the root down, each followed by a slash: `/QH-MZ/QH-102/`."""
    place: Mapped[str | None] = mapped_column(String(40))
    division: Mapped[str | None] = mapped_column(String(12))
    """Division code of 12 digits: county 6, township 3, village 3."""
    phone: Mapped[str | None] = mapped_column(String(32))
    aliases: Mapped[list[str]] = mapped_column(Json, default=list)
    active: Mapped[bool] = mapped_column(default=True)


class Staff(Base):
    """Somebody who works with the console."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"), index=True)
    unit_path: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(Json, default=list)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Resident(Base):
    """A person who has turned to the office, known under seal."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name_sealed: Mapped[bytes | None]
    name_index: Mapped[str | None] = mapped_column(String(32))
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(32), index=True)
    id_number_sealed: Mapped[bytes | None]
    id_index: Mapped[str | None] = mapped_column(String(32), unique=True)
    address_sealed: Mapped[bytes | None]
    place_unit: Mapped[str | None] = mapped_column(String(32))
    added_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    keep_until: Mapped[date | None] = mapped_column(index=True)
    """The day after which the identity is erased, unless a case still needs it (个人信息保护法 art. 19)."""
    erased_at: Mapped[datetime | None]


class Contact(Base):
    """One address on one channel, and whose it is as far as that is proven."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("channel", "address_index"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    """telegram, web, phone, sms, letter or visit."""
    address_sealed: Mapped[bytes]
    address_index: Mapped[str] = mapped_column(String(32))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"), index=True)
    verified_at: Mapped[datetime | None]
    """When it was proven that this resident holds the address; None while it is only claimed."""
    verified_how: Mapped[str | None] = mapped_column(String(40))
    blocked_at: Mapped[datetime | None]
    """When the address refused further messages."""
    added_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class Consent(Base):
    """What a person was told and agreed to, in which words, and when (个人信息保护法 art. 14, 17, 29)."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Duty(Base):
    """Who is on duty at a desk, from when to when."""

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_unit_code_starts_at", "unit_code", "starts_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    post: Mapped[str] = mapped_column(String(20), default="值班员")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(String(200))


class CalendarYear(Base):
    """How far a year's working days are settled."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(12))
    """`official` by the State Council's notice, or `provisional` until it is out."""
    source: Mapped[str] = mapped_column(String(200))
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class CalendarDay(Base):
    """A day that differs from the plain week: a rest day on a weekday, or work on a weekend (调休)."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
