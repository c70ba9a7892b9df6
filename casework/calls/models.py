"""Tables of calls."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Json


class Call(Base):
    """One telephone call, from the first ring to its outcome."""

    __tablename__ = "phone_call"
    __table_args__ = (
        UniqueConstraint("external_id"),
        Index("ix_phone_call_state_began", "state", "began_at"),
        Index("ix_phone_call_callback", "callback", "callback_by"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(80))
    """The telephone system's own name of the call; None for one that an operator entered."""
    direction: Mapped[str] = mapped_column(String(4), default="in")
    line: Mapped[str] = mapped_column(String(40), default="")
    """The line or seat that rang."""
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(32), index=True)
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    """ringing, talking, ended or missed."""
    began_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    notes_sealed: Mapped[bytes | None]
    form_sealed: Mapped[bytes | None]
    """The form as far as it is filled in, JSON."""
    understood: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Intent, category and confidences of the last suggestion; no personal data."""
    corrected: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What the operator decided otherwise: `{field: [suggested, taken]}`, without personal data."""
    intent: Mapped[str | None] = mapped_column(String(32))
    category: Mapped[str | None] = mapped_column(String(24))
    outcome: Mapped[str | None] = mapped_column(String(16))
    """A key of `calls.OUTCOMES`."""
    answer_id: Mapped[str | None] = mapped_column(String(80))
    """The answer of the knowledge base that was read out."""
    transferred_to: Mapped[str | None] = mapped_column(String(80))
    petition_number: Mapped[str | None] = mapped_column(String(16), index=True)
    gist: Mapped[str] = mapped_column(String(200), default="")
    """What it was about, without personal data."""

    callback: Mapped[str] = mapped_column(String(8), default="none")
    """none, owed, done or given_up."""
    callback_by: Mapped[datetime | None]
    callback_tries: Mapped[int] = mapped_column(default=0)
    callback_note_sealed: Mapped[bytes | None]
    called_back_at: Mapped[datetime | None]
    answers_call_id: Mapped[int | None] = mapped_column(ForeignKey("phone_call.id"))
    """For an outgoing call, the missed one that it answers."""
