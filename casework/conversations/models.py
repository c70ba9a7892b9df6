"""Tables of talks: who talks through which channel, what was said, and which talks wait for a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base, Id, Json, Sealed


class Conversation(Base):
    """One resident's talk on one channel; `token` is the name by which Rasa knows it and says nothing."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "address_index"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(32))
    address_sealed: Mapped[bytes] = mapped_column(Sealed)
    address_index: Mapped[str] = mapped_column(String(64))
    network_index: Mapped[str | None] = mapped_column(String(32))
    """Blind index of the address on the internet that it was last led from, where there is one."""
    resident_id: Mapped[int | None] = mapped_column(Id, index=True)
    state: Mapped[str] = mapped_column(String(16), default="bot", index=True)
    """`bot`: Huiyin answers; `waiting`: Huiyin answers and a person was asked for; `operator`: a person answers."""
    held_by: Mapped[int | None] = mapped_column(Id)
    turn: Mapped[str | None] = mapped_column(String(32))
    """Who works on this talk's message now, of all processes; None when nobody does."""
    turn_until: Mapped[datetime | None]
    started_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    told_privacy_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    """When what had been said until then was deleted; who comes back is kept and deleted anew."""
    memory_erased_at: Mapped[datetime | None]
    """When Rasa's memory of the talk was deleted too."""


class Message(Base):
    """One thing said. A resident's message is kept before anything is done with it."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "update_id"),
        Index("ix_message_state_at", "state", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    direction: Mapped[str] = mapped_column(String(16))
    """`resident`, `huiyin` or `operator`."""
    text_sealed: Mapped[bytes] = mapped_column(Sealed)
    edited: Mapped[bool] = mapped_column(default=False)
    """Whether it says anew what was said before: the resident changed a message that they had sent."""
    payload: Mapped[str | None] = mapped_column(Text)
    """What a pressed button stands for; server-issued, never personal data."""
    about: Mapped[str | None] = mapped_column(String(120))
    buttons: Mapped[list[dict[str, str]] | None] = mapped_column(Json)
    """Buttons offered with it: `id` and `title`."""
    update_id: Mapped[str | None] = mapped_column(String(160))
    """The channel's own number of the update, by which a second delivery is known."""
    answers_id: Mapped[int | None] = mapped_column(Id, index=True)
    state: Mapped[str] = mapped_column(String(16), default="done")
    """`new`: not yet answered; `kept`: could not be answered, to be answered later; `done`."""
    staff_id: Mapped[int | None] = mapped_column(Id)
    at: Mapped[datetime]
    evidence: Mapped[list["Evidence"]] = relationship(lazy="selectin", order_by="Evidence.id")


class Update(Base):
    """An update as a channel brought it, sealed, from before the channel is told that it arrived until it is done."""

    __tablename__ = "channel_update"
    __table_args__ = (UniqueConstraint("channel", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    number: Mapped[int] = mapped_column(BigInteger)
    content_sealed: Mapped[bytes] = mapped_column(Sealed)
    at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    """How often it was brought back after it had been begun and not done."""


class Button(Base):
    """A button that was offered. The channel carries only `id`; what it stands for stays here."""

    __tablename__ = "button"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(String(120))
    """The record it is about: a petition's number, an answer's id."""
    at: Mapped[datetime]


class Evidence(Base):
    """A photo, document or recording that a resident sent in a talk; the sealed file itself lies with the petitions."""

    __tablename__ = "talk_evidence"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("petition_evidence.id"))
    kind: Mapped[str] = mapped_column(String(16))
    """`image`, `document`, `audio` or `video`."""
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    thumbnail_sealed: Mapped[bytes | None] = mapped_column(Sealed, deferred=True)


class Handover(Base):
    """A talk that a person should take: why, how pressing, what was understood, who took it."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """`crisis`, `help`, `collective`, `request`, `unclear`, `unanswered`, `record`."""
    urgency: Mapped[int]
    """0 at once, 1 today, 2 in turn."""
    reason_sealed: Mapped[bytes] = mapped_column(Sealed)
    understood: Mapped[dict[str, Any]]
    """Intents, category and kinds of facts; no personal data."""
    state: Mapped[str] = mapped_column(String(16), index=True)
    """`waiting`, `taken`, `callback`, `done` or `gone`."""
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(Id)
    ended_at: Mapped[datetime | None]
    callback_phone_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    callback_when: Mapped[str | None] = mapped_column(String(60))
    outcome_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    """How it ended, in the words of whoever ended it."""


class Draft(Base):
    """A complaint that is not lodged yet, kept until `keep_until`, so that it can be taken up again."""

    __tablename__ = "complaint_draft"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), unique=True)
    content_sealed: Mapped[bytes] = mapped_column(Sealed)
    code_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of the code by which it is taken up on another channel; None while it is being told."""
    saved_at: Mapped[datetime]
    keep_until: Mapped[datetime] = mapped_column(index=True)
