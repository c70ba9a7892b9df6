"""The table of letters."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Json


class Letter(Base):
    """One message to one address. Letters to an address leave in the order in which they were written."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_state_next_try_at", "state", "next_try_at"),
        Index("ix_letter_address_queue", "address_index", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What the letter is about, once and for all: writing it again writes nothing."""
    channel: Mapped[str] = mapped_column(String(16))
    address_sealed: Mapped[bytes]
    address_index: Mapped[str] = mapped_column(String(32))
    text_sealed: Mapped[bytes]
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    about: Mapped[str | None] = mapped_column(String(16), index=True)
    conversation_id: Mapped[int | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting, leased, sending, sent or failed."""
    parts_sent: Mapped[int] = mapped_column(default=0)
    """How many parts of a long letter are out already."""
    attempts: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))
