"""Tables of supervision."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class UnitMatter(Base):
    """Something put to a unit: supervision, a talk, a joint consultation or a notice, with the answer it owes."""

    __tablename__ = "unit_matter"
    __table_args__ = (Index("ix_unit_matter_path", "unit_path", "closed_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    """A key of `matters.KINDS`."""
    unit_code: Mapped[str] = mapped_column(String(32))
    unit_path: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(120))
    demand_sealed: Mapped[bytes]
    present_sealed: Mapped[bytes | None]
    """Who took part in a talk or a consultation."""
    due_on: Mapped[date | None] = mapped_column(index=True)
    """The date by which an answer is owed; None where none is."""
    raised_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    raised_by_name: Mapped[str] = mapped_column(String(40))
    raised_unit_path: Mapped[str] = mapped_column(String(200))
    raised_at: Mapped[datetime]
    answer_sealed: Mapped[bytes | None]
    answered_by_name: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[datetime | None]
    closed_note_sealed: Mapped[bytes | None]
    closed_by_name: Mapped[str | None] = mapped_column(String(40))
    closed_at: Mapped[datetime | None]
