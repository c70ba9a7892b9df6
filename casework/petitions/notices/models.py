"""Tables of notices: each one numbered, dated and kept under seal with its petition."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class Notice(Base):
    """A formal notice as it was issued."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("kind", "year", "serial"),
        UniqueConstraint("petition_id", "kind", "occasion"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    kind: Mapped[str] = mapped_column(String(16))
    occasion: Mapped[str] = mapped_column(String(40))
    """What it is about, so that the same notice is not issued twice."""
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(40))
    """As it is printed: 青民信受〔2026〕3号."""
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    to_unit: Mapped[str | None] = mapped_column(String(32))
    """The unit it is addressed to; None for one to the petitioner or for the file."""
    file_sealed: Mapped[bytes] = mapped_column(deferred=True)
    plain_sealed: Mapped[bytes | None]
    """The same in plain words, as the petitioner is told."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file, so that a copy can be checked."""


class NoticeSerial(Base):
    """The last serial of a kind of notice in a year."""

    __tablename__ = "notice_serial"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
