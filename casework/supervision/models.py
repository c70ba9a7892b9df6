"""Tables of supervision."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Json


class UnitMatter(Base):
    """Something put to a unit: supervision, a talk, a joint consultation or a notice, with the answer it owes."""

    __tablename__ = "unit_matter"
    __table_args__ = (Index("ix_unit_matter_path", "unit_path", "closed_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    """A key of `matters.KINDS`."""
    unit_code: Mapped[str] = mapped_column(String(32))
    unit_path: Mapped[str] = mapped_column(String(200))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("assistance_application.id"), index=True)
    """The application for assistance that it is about, if it is about one."""
    task_id: Mapped[int | None] = mapped_column(ForeignKey("assistance_task.id"), index=True)
    """The report that it is about, if it is about one."""
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
    acknowledged_by_name: Mapped[str | None] = mapped_column(String(40))
    acknowledged_at: Mapped[datetime | None]
    """When the unit signed for it."""
    answer_sealed: Mapped[bytes | None]
    answered_by_name: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[datetime | None]
    adopted: Mapped[bool | None]
    """Of advice, whether the unit adopts it; None until it says so, and of any other kind."""
    closed_note_sealed: Mapped[bytes | None]
    closed_by_name: Mapped[str | None] = mapped_column(String(40))
    closed_at: Mapped[datetime | None]


class CheckDraw(Base):
    """A random sample of petitions, calls or petitioners to ask; the seed draws the same one again from the same pool."""

    __tablename__ = "check_draw"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    subject: Mapped[str] = mapped_column(String(12), default="petitions", server_default="petitions")
    """A key of `drawn.SUBJECTS`."""
    first: Mapped[date]
    last: Mapped[date]
    label: Mapped[str] = mapped_column(String(80))
    seed: Mapped[int]
    drawn_from: Mapped[int]
    """How many there were to draw from."""
    sheet: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    """The lines of the score sheet as they stood when it was drawn; None where nothing is scored."""
    unit_path: Mapped[str] = mapped_column(String(200), index=True)
    drawn_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    drawn_by_name: Mapped[str] = mapped_column(String(40))
    drawn_at: Mapped[datetime]


class CheckItem(Base):
    """A petition or a call that was drawn, and what its unit says against its score."""

    __tablename__ = "check_item"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("check_draw.id"), index=True)
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petition.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("phone_call.id"))
    appeal_sealed: Mapped[bytes | None]
    appealed_by_name: Mapped[str | None] = mapped_column(String(40))
    appealed_at: Mapped[datetime | None]
    ruling_sealed: Mapped[bytes | None]
    ruled_by_name: Mapped[str | None] = mapped_column(String(40))
    ruled_score: Mapped[int | None]
    """What counts after an appeal."""

    @property
    def subject_id(self) -> int:
        found = self.petition_id or self.call_id
        assert found is not None
        return found


class CheckScore(Base):
    """One scorer's marks for a drawn petition or call."""

    __tablename__ = "check_score"
    __table_args__ = (UniqueConstraint("item_id", "staff_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("check_item.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    by_name: Mapped[str] = mapped_column(String(40))
    marks: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    total: Mapped[int]
    remark_sealed: Mapped[bytes | None]
    at: Mapped[datetime]
