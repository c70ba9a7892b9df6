"""Tables of reports: each one kept with its file, its digest, who asked for it and who took it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class Report(Base):
    """A ledger or report for a period and a branch, from the asking to the file."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_same", "kind", "unit_code", "first", "last"),
        Index("ix_report_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    first: Mapped[date]
    last: Mapped[date]
    label: Mapped[str] = mapped_column(String(80))
    """The period as it is printed."""
    step: Mapped[int] = mapped_column(default=0, server_default="0")
    """The months of a period to date, as `Period.step`: what it is compared with depends on it."""
    unit_code: Mapped[str] = mapped_column(String(32))
    unit_path: Mapped[str] = mapped_column(String(200))
    sealed: Mapped[bool] = mapped_column(default=False)
    """Made for the discipline inspection, and for nobody else to take."""
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    """None for one that was made on its date without being asked for."""
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None]
    """The date by which it had to be there."""
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting, making, ready, stopped or failed."""
    progress: Mapped[int] = mapped_column(default=0)
    """Rows written so far."""
    stop_asked: Mapped[bool] = mapped_column(default=False)
    beat_at: Mapped[datetime | None]
    """When its maker last gave a sign of life."""
    made_at: Mapped[datetime | None]
    file_name: Mapped[str] = mapped_column(String(160), default="")
    file_sealed: Mapped[bytes | None] = mapped_column(deferred=True)
    marks_sealed: Mapped[bytes | None] = mapped_column(deferred=True)
    """A short digest of each row, to tell later what changed."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the content, without the day on which it was made."""
    sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of the file, so that a copy can be checked."""
    changed: Mapped[str] = mapped_column(Text, default="")
    """How the content differs from the one made before for the same period; or why it could not be made."""


class ReportTaking(Base):
    """Who took a report's file out, and when."""

    __tablename__ = "report_taking"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
