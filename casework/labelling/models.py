"""Table of utterances to learn from."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Json


class Utterance(Base):
    """Something that was badly understood, with personal data removed, and what it should have meant."""

    __tablename__ = "utterance"
    __table_args__ = (Index("ix_utterance_state_at", "state", "at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ref: Mapped[str] = mapped_column(String(80), unique=True)
    """Where it comes from, such as `message 17` or `call 5`; the same one is collected once."""
    source: Mapped[str] = mapped_column(String(12))
    """fallback, unsure, corrected or disliked."""
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    intent_before: Mapped[str | None] = mapped_column(String(32))
    confidence: Mapped[float | None]
    ranking: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Likeliest intents as `[name, confidence]`."""
    category_before: Mapped[str | None] = mapped_column(String(24))

    state: Mapped[str] = mapped_column(String(10), default="new")
    """new, labelled, approved, dropped or exported."""
    intent: Mapped[str | None] = mapped_column(String(32))
    category: Mapped[str | None] = mapped_column(String(24))
    labelled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    labelled_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    exported_at: Mapped[datetime | None]
