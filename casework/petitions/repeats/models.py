"""Tables of repeats: traces to find them by, matters that came more than once, and links still to be judged."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.petitions.models import Petition
from store.base import Base, Id, Json


class RepeatBand(Base):
    """A band of the signature of a petition's text; alike texts share one."""

    __tablename__ = "repeat_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    petition_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)


class RepeatTrace(Base):
    """What else a petition is found again by, for each petitioner: whom it is about, and the household."""

    __tablename__ = "repeat_trace"
    __table_args__ = (
        Index("ix_repeat_trace_principal", "principal_index", "petition_id"),
        Index("ix_repeat_trace_household", "household_index", "petition_id"),
    )

    petition_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0)
    principal_index: Mapped[str | None] = mapped_column(String(32))
    """Blind index of the name of whom the matter is about: the one represented, else the petitioner."""
    household_index: Mapped[str | None] = mapped_column(String(32))
    """Blind index of the address, where it goes down to the house."""


class RepeatMatter(Base):
    """A matter that the same person has brought more than once: a line of the ledger, struck off when settled."""

    __tablename__ = "repeat_matter"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    opened_on: Mapped[date]
    last_on: Mapped[date] = mapped_column(index=True)
    times: Mapped[int] = mapped_column(default=1)
    lead_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The leader who has taken it on (领导包案)."""
    struck_on: Mapped[date | None] = mapped_column(index=True)
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    struck_note_sealed: Mapped[bytes | None]
    times_struck: Mapped[int] = mapped_column(default=0)

    members: Mapped[list["RepeatMember"]] = relationship(order_by="RepeatMember.position")


class RepeatMember(Base):
    """A petition as one time of a matter, why it belongs there and who says so."""

    __tablename__ = "repeat_member"
    __table_args__ = (UniqueConstraint("matter_id", "position"),)

    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True, autoincrement=False)
    matter_id: Mapped[int] = mapped_column(ForeignKey("repeat_matter.id"), index=True)
    position: Mapped[int]
    score: Mapped[int] = mapped_column(default=0)
    """In hundredths."""
    reasons: Mapped[list[str]] = mapped_column(Json, default=list)
    how: Mapped[str] = mapped_column(String(10))
    """first, automatic or judged."""
    by_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class RepeatOffer(Base):
    """Two petitions that may be one matter, for a person to judge."""

    __tablename__ = "repeat_offer"
    __table_args__ = (
        UniqueConstraint("petition_id", "earlier_id"),
        Index("ix_repeat_offer_state", "state", "petition_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    score: Mapped[int]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    state: Mapped[str] = mapped_column(String(10), default="open")
    """open, confirmed or dismissed."""
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    judged_at: Mapped[datetime | None]


Index("ix_petition_place_category_lodged", Petition.place_unit, Petition.category, Petition.lodged_on)
