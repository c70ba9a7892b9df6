"""Tables of petitions. Personal data lies under seal; what is in clear (`digest`) names nobody."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import Base, Id, Json

GUARDED = {"guarded": True}
"""Marks a column whose content each entry of the history attests."""


QUEUE = (
    *("next_due_on", "id", "state", "desk_unit", "sealed", "shielded", "next_warn_on", "handler_staff_id"),
    *("extension_asked", "sensitivity", "answered_on", "category", "township"),
)
"""Columns that lists of open petitions are ordered and narrowed by, so that an index alone can answer."""

OPEN_ONLY: dict[str, Any] = {"sqlite_where": text("is_open = 1"), "postgresql_where": text("is_open")}


class Petition(Base):
    """One matter brought before the office by one or several people."""

    __tablename__ = "petition"
    __table_args__ = (
        Index("ix_petition_queue", *QUEUE, "handler_unit", **OPEN_ONLY),
        Index("ix_petition_unit_queue", "handler_unit", *QUEUE, **OPEN_ONLY),
        Index("ix_petition_typed_queue", "typed_by", "next_due_on", "id", **OPEN_ONLY),
        Index("ix_petition_handler_unit_id", "handler_unit", "id"),
        Index("ix_petition_state_lodged", "state", "lodged_on"),
        Index("ix_petition_township_lodged", "township", "lodged_on"),
        Index("ix_petition_category_lodged", "category", "lodged_on"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True, info=GUARDED)
    code_digest: Mapped[str] = mapped_column(String(32))
    idempotency_key: Mapped[str | None] = mapped_column(String(80), unique=True)

    matter_class: Mapped[str] = mapped_column(String(12), info=GUARDED)
    """suggestion, accusation or claim (信访工作条例 art. 29-31)."""
    path: Mapped[int | None] = mapped_column(info=GUARDED)
    """For a claim the number of the path of art. 31, 1 to 6; only 6 is bound to 60 days."""
    procedure: Mapped[str] = mapped_column(String(10), default="ordinary", info=GUARDED)
    """ordinary or simple."""
    category: Mapped[str] = mapped_column(String(24), info=GUARDED)
    secondary: Mapped[list[str]] = mapped_column(Json, default=list)
    sensitivity: Mapped[str] = mapped_column(String(12), default="ordinary", info=GUARDED)
    """ordinary, crisis, collective or media."""
    sealed: Mapped[bool] = mapped_column(default=False, info=GUARDED)
    """Known to the discipline inspection alone."""
    shielded: Mapped[bool] = mapped_column(default=False, info=GUARDED)
    """Whether rows of `Shield` keep somebody from it."""

    state: Mapped[str] = mapped_column(String(20), info=GUARDED)
    is_open: Mapped[bool] = mapped_column(default=True, info=GUARDED)
    desk_unit: Mapped[str] = mapped_column(String(32), info=GUARDED)
    desk_path: Mapped[str] = mapped_column(String(200))
    handler_unit: Mapped[str] = mapped_column(String(32), info=GUARDED)
    handler_path: Mapped[str] = mapped_column(String(200))
    handler_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), info=GUARDED)
    suggested_unit: Mapped[str] = mapped_column(String(32))
    routing: Mapped[str] = mapped_column(Text)
    """Why it was routed so, in a sentence for staff."""
    assigned_due: Mapped[date | None] = mapped_column(info=GUARDED)
    """The date that whoever assigned it set for a report back (art. 22)."""

    place_unit: Mapped[str | None] = mapped_column(String(32), info=GUARDED)
    township: Mapped[str | None] = mapped_column(String(32))
    place_text: Mapped[str] = mapped_column(String(120), default="")
    happened_from: Mapped[date | None]
    happened_until: Mapped[date | None]
    happened_text: Mapped[str] = mapped_column(String(80), default="")
    program: Mapped[str | None] = mapped_column(String(32))
    application_sealed: Mapped[bytes | None]
    """The number of the application that it speaks of, in capitals and digits: it leads to a person, and is no proof."""

    narrative_sealed: Mapped[bytes] = mapped_column(info=GUARDED)
    wants_sealed: Mapped[bytes | None] = mapped_column(info=GUARDED)
    digest: Mapped[str] = mapped_column(Text, default="")
    """Narrative and wish without names, numbers and addresses."""

    identity: Mapped[str] = mapped_column(String(12), info=GUARDED)
    """real_name, confidential or anonymous."""
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    headcount: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[int | None] = mapped_column(Id)
    typed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)

    lodged_at: Mapped[datetime] = mapped_column(info=GUARDED)
    lodged_on: Mapped[date] = mapped_column(index=True)
    registered_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    """When the petitioner was told whether it is accepted (art. 23)."""
    accepted_on: Mapped[date | None] = mapped_column(info=GUARDED)
    answered_on: Mapped[date | None] = mapped_column(info=GUARDED)
    closed_at: Mapped[datetime | None] = mapped_column(info=GUARDED)
    closed_on: Mapped[date | None] = mapped_column(index=True)
    notified_in_time: Mapped[bool | None]
    concluded_in_time: Mapped[bool | None]
    answered_at_once: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str | None] = mapped_column(String(16))
    """supported, explained or not_supported (art. 32); adopted or noted for suggestions."""

    next_due_on: Mapped[date | None]
    next_stage: Mapped[str | None] = mapped_column(String(24))
    next_warn_on: Mapped[date | None]
    extension_days: Mapped[int] = mapped_column(default=0, info=GUARDED)
    extension_asked: Mapped[int | None] = mapped_column(info=GUARDED)
    times_returned: Mapped[int] = mapped_column(default=0)
    times_reopened: Mapped[int] = mapped_column(default=0)
    times_urged: Mapped[int] = mapped_column(default=0)
    repeat_no: Mapped[int] = mapped_column(default=1)
    """The how-manieth time the same person brings the same matter."""
    satisfaction: Mapped[int | None]
    """1 不满意, 2 基本满意, 3 满意."""
    rated_on: Mapped[date | None]
    called_back: Mapped[int] = mapped_column(default=0)
    """0 not called back after the answer, 1 tried, 2 spoken to."""
    came_again: Mapped[bool] = mapped_column(default=False)
    """Whether the same person brought the same matter again after it was closed."""
    figure_month: Mapped[int] = mapped_column(default=0)
    figure_shape: Mapped[int] = mapped_column(default=0)
    figure_days: Mapped[int | None]
    """Where it counts in the figures; kept by `casework.petitions.figures.shapes.stamp`."""

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("petition.id"), index=True, info=GUARDED)
    link: Mapped[str | None] = mapped_column(String(8), info=GUARDED)
    """How it hangs on its parent: merged or bundled."""

    history_count: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[str] = mapped_column(String(64), default="")

    petitioners: Mapped[list["Petitioner"]] = relationship(order_by="Petitioner.position", lazy="select")
    accused: Mapped[list["Accused"]] = relationship(order_by="Accused.id", lazy="select")
    clocks: Mapped[list["ClockRow"]] = relationship(order_by="ClockRow.id", lazy="select")
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.id", lazy="select")
    evidence: Mapped[list["EvidenceFile"]] = relationship(order_by="EvidenceFile.id", lazy="select")


class Petitioner(Base):
    """One of those who bring the petition; the first is the one who is answered."""

    __tablename__ = "petitioner"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"), index=True)
    name_sealed: Mapped[bytes | None]
    name_index: Mapped[str | None] = mapped_column(String(32), index=True)
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(32), index=True)
    id_number_sealed: Mapped[bytes | None]
    id_index: Mapped[str | None] = mapped_column(String(32), index=True)
    address_sealed: Mapped[bytes | None]
    relation: Mapped[str] = mapped_column(String(20), default="本人")
    """How the petitioner stands to whom the matter is about."""
    on_behalf_of_sealed: Mapped[bytes | None]
    representative: Mapped[bool] = mapped_column(default=False)
    """One of at most five who speak for many (art. 20)."""


class Accused(Base):
    """Somebody, or a unit, that is complained of."""

    __tablename__ = "accused"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    name_sealed: Mapped[bytes | None]
    name_index: Mapped[str | None] = mapped_column(String(32), index=True)
    role: Mapped[str] = mapped_column(String(40), default="")
    unit_code: Mapped[str | None] = mapped_column(String(32), index=True)
    said_sealed: Mapped[bytes | None]
    """The words in which the petitioner named them."""
    struck_on: Mapped[date | None]
    """Set where it was found, on record, that nobody was accused here."""


class Shield(Base):
    """Keeps a petition from a unit with its whole branch, from a member of staff, or from bearers of a name."""

    __tablename__ = "petition_shield"
    __table_args__ = (
        Index("ix_petition_shield_petition", "petition_id", "unit_code", "staff_id", "name_index"),
        *(Index(f"ix_petition_shield_{name}", name) for name in ("unit_code", "staff_id", "name_index")),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    unit_code: Mapped[str | None] = mapped_column(String(32))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    name_index: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(120))


class ClockRow(Base):
    """One running, met or stopped time limit of a petition."""

    __tablename__ = "petition_clock"
    __table_args__ = (
        UniqueConstraint("petition_id", "stage", "round"),
        Index("ix_petition_clock_running", "running", "due_on"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    stage: Mapped[str] = mapped_column(String(24))
    round: Mapped[int] = mapped_column(default=1)
    rule: Mapped[str] = mapped_column(String(32))
    """The rule of `clocks.yml` that it follows."""
    label: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(8), default="duty")
    """duty: the office owes something; window: the petitioner may do something until then."""
    basis: Mapped[str] = mapped_column(String(120))
    basis_kind: Mapped[str] = mapped_column(String(10))
    """law (read in full text), reported (known at second hand), local or office."""
    started_at: Mapped[datetime]
    started_on: Mapped[date]
    started_by: Mapped[str] = mapped_column(String(16))
    days: Mapped[int]
    count: Mapped[str] = mapped_column(String(8))
    """calendar or working."""
    extended_days: Mapped[int] = mapped_column(default=0)
    pauses: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """`{"from": date, "until": date or null, "why": text}`, days in ISO form."""
    due_on: Mapped[date]
    warn_on: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[str] = mapped_column(Text)
    running: Mapped[bool] = mapped_column(default=True)
    met_at: Mapped[datetime | None]
    met_on: Mapped[date | None]
    stopped_why: Mapped[str | None] = mapped_column(String(120))

    @property
    def paused(self) -> bool:
        return any(pause["until"] is None for pause in self.pauses)

    @property
    def in_time(self) -> bool | None:
        """Whether it was met by its date; None while it runs or if it was stopped."""
        return None if self.met_on is None else self.met_on <= self.due_on


class Answer(Base):
    """A reply to the petitioner, from draft to delivery, at one stage."""

    __tablename__ = "petition_answer"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    stage: Mapped[str] = mapped_column(String(12), default="handling")
    """handling, review or recheck."""
    outcome: Mapped[str] = mapped_column(String(16))
    findings_sealed: Mapped[bytes]
    """Facts and reasons, opinion, legal basis (art. 32), for the formal letter."""
    plain_sealed: Mapped[bytes]
    """The same in plain words, as sent to the petitioner."""
    basis: Mapped[str] = mapped_column(String(300), default="")
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    drafted_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    """When it is proven to have reached the person."""
    superseded: Mapped[bool] = mapped_column(default=False)


class Delivery(Base):
    """One attempt to bring an answer to the person, with its result."""

    __tablename__ = "answer_delivery"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("petition_answer.id"), index=True)
    method: Mapped[str] = mapped_column(String(16))
    """telegram, web, sms, phone, letter, visit or posted (left for an anonymous asker to fetch)."""
    reached: Mapped[bool]
    note_sealed: Mapped[bytes | None]
    by_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class EvidenceFile(Base):
    """A photograph, recording or document, under seal; first belongs to a conversation, then to a petition."""

    __tablename__ = "petition_evidence"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petition.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(Id, index=True)
    name_sealed: Mapped[bytes]
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    blob_sealed: Mapped[bytes] = mapped_column(deferred=True)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(20))


class Event(Base):
    """One entry of a petition's history. Entries are only added; each carries the digest of the one before."""

    __tablename__ = "petition_event"
    __table_args__ = (UniqueConstraint("petition_id", "seq"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    move: Mapped[str] = mapped_column(String(24))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(40))
    actor_unit: Mapped[str] = mapped_column(String(32), default="")
    reason_sealed: Mapped[bytes | None]
    changes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """`{field: [before, after]}`, without personal data."""
    dossier: Mapped[str] = mapped_column(String(64))
    """Keyed digest of all that the petition holds after this entry."""
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class Note(Base):
    """An internal remark of staff, never shown to the petitioner."""

    __tablename__ = "petition_note"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="note")
    """note, supplement (told by the petitioner) or urge."""
    text_sealed: Mapped[bytes]
    by_name: Mapped[str] = mapped_column(String(40))
    by_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class Transfer(Base):
    """A lead handed to the discipline inspection, and its receipt."""

    __tablename__ = "petition_transfer"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    from_unit: Mapped[str] = mapped_column(String(32))
    to_unit: Mapped[str] = mapped_column(String(32))
    handed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    handed_at: Mapped[datetime]
    receipt_no: Mapped[str | None] = mapped_column(String(40))
    received_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    received_at: Mapped[datetime | None]


class WrongCode(Base):
    """A query that did not fit, counted so that guessing is slow and is seen."""

    __tablename__ = "wrong_query_code"
    __table_args__ = (Index("ix_wrong_query_code_what_at", "what", "at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    what: Mapped[str] = mapped_column(String(48))
    """The number asked for, or the blind index of who asked."""
    at: Mapped[datetime]


class Serial(Base):
    """The last serial given in a year."""

    __tablename__ = "petition_serial"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
