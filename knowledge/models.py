"""Tables of what editors change and what residents could not get answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Json


class Revision(Base):
    """One version of one answer. Rows are added, never rewritten, except that a draft is once published."""

    __tablename__ = "knowledge_revision"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(80), index=True)
    version: Mapped[int]
    content: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The answer as in the corpus files; None withdraws it."""
    reason: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(Id)
    """Who put the version in; where an answer of the files was only read, its reader."""
    author: Mapped[str] = mapped_column(String(60))
    second_reader_id: Mapped[int | None] = mapped_column(Id)
    second_reader: Mapped[str | None] = mapped_column(String(60))
    effective_from: Mapped[date] = mapped_column(Date)
    written_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)


class OpenQuestion(Base):
    """A question that found no answer or a bad one, with how often it came. Holds nothing that points to a person."""

    __tablename__ = "knowledge_open_question"
    __table_args__ = (UniqueConstraint("kind", "fingerprint"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`unanswered` or `badly_rated`."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of the words that carry the meaning, so that the same question said otherwise is counted together."""
    sample: Mapped[str] = mapped_column(String(200))
    intent: Mapped[str | None] = mapped_column(String(40))
    answer_id: Mapped[str | None] = mapped_column(String(80))
    """The answer that was rated badly, or the one nearest."""
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(12), default="open", index=True)
    """`open`, `answered`, or `set_aside`."""
    settled_by: Mapped[str | None] = mapped_column(String(80))
    """The answer that now covers it, or why it was set aside."""
    settled_at: Mapped[datetime | None]


class AnswerUse(Base):
    """How often an answer was given and how it was rated, by day."""

    __tablename__ = "knowledge_answer_use"
    __table_args__ = (UniqueConstraint("answer_id", "day"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    answer_id: Mapped[str] = mapped_column(String(80), index=True)
    day: Mapped[date] = mapped_column(Date)
    given: Mapped[int] = mapped_column(default=0)
    helpful: Mapped[int] = mapped_column(default=0)
    unhelpful: Mapped[int] = mapped_column(default=0)
