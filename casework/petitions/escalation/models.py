"""Tables of escalation: what stands raised, what happened to it, and who was told."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.petitions.models import Petition
from store.base import Base, Id


class Escalation(Base):
    """A rule that has struck a petition on one occasion, until it ends."""

    __tablename__ = "escalation"
    __table_args__ = (UniqueConstraint("petition_id", "rule", "occasion"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    rule: Mapped[str] = mapped_column(String(32))
    occasion: Mapped[str] = mapped_column(String(40))
    """What tells one striking of the rule from the next: the stage and its date, a count, the day of a rating."""
    level: Mapped[int]
    why: Mapped[str] = mapped_column(String(200))
    """A sentence for staff that names nobody."""
    raised_at: Mapped[datetime]
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who raised it by hand; None where the sweep did."""
    respond_by: Mapped[date | None]
    """The working day by which somebody must have taken note, else it goes a level up."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(80))


Index(
    "ix_escalation_standing",
    Escalation.rule,
    Escalation.petition_id,
    Escalation.respond_by,
    sqlite_where=Escalation.ended_at.is_(None),
    postgresql_where=Escalation.ended_at.is_(None),
)


class EscalationEvent(Base):
    """What happened to an escalation after it was raised: acknowledged, ended; and what was written when a person
    raised it. Only ever added to; that a rule raised it is the escalation itself."""

    __tablename__ = "escalation_event"
    __table_args__ = (UniqueConstraint("escalation_id", "kind"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"))
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note_sealed: Mapped[bytes | None]


class StaffAlert(Base):
    """Tells one member of staff of one escalation, on their desk."""

    __tablename__ = "staff_alert"
    __table_args__ = (
        UniqueConstraint("escalation_id", "staff_id"),
        Index("ix_staff_alert_desk", "staff_id", "seen_at", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


_OPEN = text("is_open = 1")
_UNSATISFIED = Petition.satisfaction == 1

Index(
    "ix_petition_open_signs",
    Petition.sensitivity,
    Petition.channel,
    Petition.repeat_no,
    Petition.times_returned,
    Petition.times_reopened,
    Petition.next_warn_on,
    Petition.next_due_on,
    Petition.next_stage,
    Petition.id,
    sqlite_where=_OPEN,
    postgresql_where=text("is_open"),
)
Index(
    "ix_petition_unsatisfied",
    Petition.rated_on,
    Petition.id,
    sqlite_where=_UNSATISFIED,
    postgresql_where=_UNSATISFIED,
)
