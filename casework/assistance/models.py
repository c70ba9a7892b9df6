"""Tables of assistance: applications with their clocks and history, what is received and paid, and tasks.

Personal data lies under seal beside a blind index; `register_models` and `access_models` hold the other tables.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.assistance.access_models import AccessGrant, AccessTry, BindingCode, ListPage
from casework.assistance.register_models import (
    CardKept,
    ColumnChoice,
    ImportRun,
    Monitored,
    RefusedRow,
    Relative,
)
from store.base import Base, Id, Json

__all__ = [
    "AccessGrant",
    "AccessTry",
    "Application",
    "ApplicationClock",
    "ApplicationEvent",
    "ApplicationSerial",
    "BindingCode",
    "CardKept",
    "ColumnChoice",
    "ImportRun",
    "ListPage",
    "Monitored",
    "Payment",
    "RefusedRow",
    "Relative",
    "Support",
    "Task",
    "TaskEvent",
]


class Application(Base):
    """A household's application for one programme, at one step of that programme's procedure."""

    __tablename__ = "assistance_application"
    __table_args__ = (
        Index("ix_assistance_application_open_due", "is_open", "next_due_on"),
        Index("ix_assistance_application_township_open", "township", "is_open"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    """As shown: `SQ26-0000-0011`, or the number that the office's own system gave."""
    number_key: Mapped[str] = mapped_column(String(40), unique=True)
    """The number in capitals and digits alone."""
    idempotency_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    program: Mapped[str] = mapped_column(String(32))
    procedure: Mapped[str] = mapped_column(String(32))
    step: Mapped[str] = mapped_column(String(24))
    stepped_on: Mapped[date]
    """When the present step was reached."""
    is_open: Mapped[bool] = mapped_column(default=True)
    special: Mapped[bool] = mapped_column(default=False)
    """Whether the longer period for special cases applies (57号 art. 22)."""
    delegated: Mapped[bool] = mapped_column(default=False)
    """Whether the township confirms by itself (民发〔2022〕83号 四(一))."""

    name_sealed: Mapped[bytes]
    name_index: Mapped[str] = mapped_column(String(32), index=True)
    id_number_sealed: Mapped[bytes]
    id_index: Mapped[str] = mapped_column(String(32), index=True)
    tail_digest: Mapped[str] = mapped_column(String(32))
    """Keyed digest of number and the last four of the identity number: what an asker must show."""
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(32), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    """The proven address that is told of each step."""
    headcount: Mapped[int] = mapped_column(default=1)
    area: Mapped[str] = mapped_column(String(8), default="")
    """urban or rural; empty where it makes no difference."""
    place_unit: Mapped[str | None] = mapped_column(String(32))
    township: Mapped[str | None] = mapped_column(String(32))
    applied_on: Mapped[date]
    accepted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    """approved, refused or withdrawn."""
    amount: Mapped[Decimal | None]
    """Yuan a month, or once for temporary assistance."""
    pays_from: Mapped[str | None] = mapped_column(String(7))
    """The first month paid, `2026-12` (57号 art. 21)."""
    reason_sealed: Mapped[bytes | None]
    """Why it was refused, as told in writing (社会救助法 art. 45)."""
    asked_for: Mapped[list[str]] = mapped_column(Json, default=list)
    """The materials named at once that are still missing (57号 art. 10)."""
    relative_of: Mapped[bool] = mapped_column(default=False)
    """Declared a near relative of staff or village cadres (57号 art. 11)."""
    complained_of: Mapped[bool] = mapped_column(default=False)
    """Whether a complaint about it came in while it was being examined (57号 art. 20)."""
    visited_by_county_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(40), default="register")
    content: Mapped[str | None] = mapped_column(String(32))
    """Keyed digest of the imported row, so that the same row changes nothing."""

    next_due_on: Mapped[date | None]
    next_warn_on: Mapped[date | None]
    next_stage: Mapped[str | None] = mapped_column(String(24))
    escalation_level: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]
    history_count: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[str] = mapped_column(String(64), default="")

    clocks: Mapped[list["ApplicationClock"]] = relationship(order_by="ApplicationClock.id", lazy="select")


class ApplicationClock(Base):
    """One time limit of an application: of a step, or of the whole."""

    __tablename__ = "assistance_clock"
    __table_args__ = (UniqueConstraint("application_id", "stage", "round"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("assistance_application.id"))
    stage: Mapped[str] = mapped_column(String(24))
    """The step, or `whole`."""
    round: Mapped[int] = mapped_column(default=1)
    label: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(8), default="duty")
    """duty: something is owed by then; posting: the list hangs at least until then."""
    basis: Mapped[str] = mapped_column(String(120))
    basis_kind: Mapped[str] = mapped_column(String(10))
    """law, reported, local or office, as in the petitions' clocks."""
    started_on: Mapped[date]
    days: Mapped[int]
    count: Mapped[str] = mapped_column(String(8))
    due_on: Mapped[date]
    warn_on: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[str]
    running: Mapped[bool] = mapped_column(default=True)
    met_on: Mapped[date | None]

    @property
    def in_time(self) -> bool | None:
        """Whether it was met by its date; None while it runs or if it was stopped."""
        return None if self.met_on is None else self.met_on <= self.due_on


class ApplicationEvent(Base):
    """One entry of an application's history, chained to the one before. Only ever added to."""

    __tablename__ = "assistance_event"
    __table_args__ = (UniqueConstraint("application_id", "seq"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("assistance_application.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    move: Mapped[str] = mapped_column(String(24))
    """A step reached, or received, imported, visited, complained, escalated, signed, supervised, talked, extended."""
    from_step: Mapped[str | None] = mapped_column(String(24))
    to_step: Mapped[str] = mapped_column(String(24))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(40))
    note_sealed: Mapped[bytes | None]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class ApplicationSerial(Base):
    """The last serial given in a year."""

    __tablename__ = "assistance_serial"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Support(Base):
    """What a household receives under one programme: how much, by which rule, since when and until when."""

    __tablename__ = "assistance_support"
    __table_args__ = (Index("ix_assistance_support_program_area", "program", "area", "township"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    """Blind index of programme, person and first day."""
    content: Mapped[str] = mapped_column(String(32))
    program: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(String(8), default="")
    name_sealed: Mapped[bytes]
    name_index: Mapped[str] = mapped_column(String(32), index=True)
    id_number_sealed: Mapped[bytes]
    id_index: Mapped[str] = mapped_column(String(32), index=True)
    phone_sealed: Mapped[bytes | None]
    account_tail: Mapped[str] = mapped_column(String(4), default="")
    headcount: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Decimal]
    """Yuan for the household in each period of payment."""
    since: Mapped[date]
    review_by: Mapped[date | None]
    """When it is checked again."""
    ended_on: Mapped[date | None]
    ended_why: Mapped[str] = mapped_column(String(16), default="")
    """better_off, violation, death, moved or other."""
    township: Mapped[str | None] = mapped_column(String(32))
    place_unit: Mapped[str | None] = mapped_column(String(32))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("assistance_application.id"))
    updated_at: Mapped[datetime]


class Payment(Base):
    """One payment for one month or quarter under one programme."""

    __tablename__ = "assistance_payment"
    __table_args__ = (
        Index("ix_assistance_payment_person", "id_index", "program", "month"),
        Index("ix_assistance_payment_month", "program", "month"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    content: Mapped[str] = mapped_column(String(32))
    program: Mapped[str] = mapped_column(String(32))
    month: Mapped[str] = mapped_column(String(7))
    """The month it is for, or the first month of its quarter: `2026-10`."""
    name_sealed: Mapped[bytes]
    id_number_sealed: Mapped[bytes]
    id_index: Mapped[str] = mapped_column(String(32))
    amount: Mapped[Decimal]
    paid_on: Mapped[date | None]
    account_tail: Mapped[str] = mapped_column(String(4), default="")
    state: Mapped[str] = mapped_column(String(10), default="paid")
    """paid, returned (the bank sent it back) or stopped."""
    note_sealed: Mapped[bytes | None]
    """What the bank or the office wrote beside it; it may name whoever fetched the money."""
    updated_at: Mapped[datetime]


class Task(Base):
    """A change reported, a person in need named, or a call for help: to be seen to, answered and counted."""

    __tablename__ = "assistance_task"
    __table_args__ = (
        Index("ix_assistance_task_open_due", "is_open", "due_on"),
        Index("ix_assistance_task_kind_state", "kind", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    """change, lead or help."""
    matter: Mapped[str] = mapped_column(String(16), default="other")
    """For a change: death, prison, job, income, move, marriage, birth or other."""
    state: Mapped[str] = mapped_column(String(12), default="open")
    """open, visiting, aided, answered."""
    is_open: Mapped[bool] = mapped_column(default=True)
    urgent: Mapped[bool] = mapped_column(default=False)
    told_sealed: Mapped[bytes]
    digest: Mapped[str]
    """What was told, without personal data."""
    happened_on: Mapped[date | None]
    """When the change happened, where that starts the clock (83号 一(三))."""
    place_unit: Mapped[str | None] = mapped_column(String(32))
    township: Mapped[str | None] = mapped_column(String(32))
    place_text: Mapped[str] = mapped_column(String(120), default="")
    about_name_sealed: Mapped[bytes | None]
    about_id_sealed: Mapped[bytes | None]
    about_id_index: Mapped[str | None] = mapped_column(String(32), index=True)
    phone_sealed: Mapped[bytes | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    conversation_id: Mapped[int | None] = mapped_column(Id)
    channel: Mapped[str] = mapped_column(String(16))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("assistance_application.id"))
    """The application that came of it: aid given first, papers afterwards (社会救助法 art. 50)."""
    reported_at: Mapped[datetime]
    reported_on: Mapped[date]
    due_on: Mapped[date]
    warn_on: Mapped[date]
    explanation: Mapped[str]
    basis_kind: Mapped[str] = mapped_column(String(10))
    visited_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    answer_sealed: Mapped[bytes | None]
    escalation_level: Mapped[int] = mapped_column(default=0)


class TaskEvent(Base):
    """What was done about a task. Only ever added to."""

    __tablename__ = "assistance_task_event"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("assistance_task.id"), index=True)
    at: Mapped[datetime]
    move: Mapped[str] = mapped_column(String(12))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(40))
    note_sealed: Mapped[bytes | None]
