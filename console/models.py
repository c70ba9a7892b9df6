"""Tables of the desk itself: drafts, saved views, who is looking at what, and templates of answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class DeskDraft(Base):
    """What somebody has typed into a form and not yet sent."""

    __tablename__ = "desk_draft"
    __table_args__ = (UniqueConstraint("staff_id", "form"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    form: Mapped[str] = mapped_column(String(80))
    content_sealed: Mapped[bytes]
    saved_at: Mapped[datetime] = mapped_column(index=True)


class SavedView(Base):
    """A work list with filters, under a name of its owner's choice."""

    __tablename__ = "desk_saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(30))
    query: Mapped[str] = mapped_column(String(500))
    saved_at: Mapped[datetime]


class Presence(Base):
    """Who has a record open just now, so that two people do not work on it unawares."""

    __tablename__ = "desk_presence"
    __table_args__ = (
        UniqueConstraint("about", "staff_id"),
        Index("ix_desk_presence_about_seen_at", "about", "seen_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    about: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    staff_name: Mapped[str] = mapped_column(String(40))
    writing: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime]


class AnswerTemplate(Base):
    """A text that is often needed; each change is a new version, the old ones stay."""

    __tablename__ = "desk_answer_template"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    use: Mapped[str] = mapped_column(String(10))
    """chat, phone or answer."""
    category: Mapped[str | None] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
    current: Mapped[bool] = mapped_column(default=True, index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    by_name: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
