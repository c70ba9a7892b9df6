"""Tables of the registers (relatives, cards kept, households watched) and of what was imported into them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Json


class Relative(Base):
    """Near relatives of staff and village cadres on assistance (近亲属备案, 57号 art. 11)."""

    __tablename__ = "assistance_relative"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    content: Mapped[str] = mapped_column(String(32))
    unit_name: Mapped[str] = mapped_column(String(80), default="")
    official_sealed: Mapped[bytes]
    official_index: Mapped[str] = mapped_column(String(32), index=True)
    official_post: Mapped[str] = mapped_column(String(40), default="")
    relation: Mapped[str] = mapped_column(String(24))
    """How the relative stands to the official: 配偶, 子女, 父母 …"""
    name_sealed: Mapped[bytes]
    name_index: Mapped[str] = mapped_column(String(32), index=True)
    id_number_sealed: Mapped[bytes | None]
    id_index: Mapped[str | None] = mapped_column(String(32), index=True)
    phone_sealed: Mapped[bytes | None]
    assisted: Mapped[bool] = mapped_column(default=True)
    """Whether on assistance at the time; the self-report lists relatives who are not as well."""
    assisted_since: Mapped[date | None]
    home_sealed: Mapped[bytes | None]
    registered_sealed: Mapped[bytes | None]
    """Where the household is registered (户籍所在地)."""
    township: Mapped[str | None] = mapped_column(String(32), index=True)
    note_sealed: Mapped[bytes | None]
    updated_at: Mapped[datetime]


class CardKept(Base):
    """A bank card or passbook that somebody keeps for a person on assistance (卡折代管, 57号 art. 26)."""

    __tablename__ = "assistance_card_kept"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    content: Mapped[str] = mapped_column(String(32))
    name_sealed: Mapped[bytes]
    name_index: Mapped[str] = mapped_column(String(32), index=True)
    id_number_sealed: Mapped[bytes | None]
    id_index: Mapped[str | None] = mapped_column(String(32), index=True)
    account_tail: Mapped[str] = mapped_column(String(4), default="")
    keeper_sealed: Mapped[bytes]
    keeper_index: Mapped[str] = mapped_column(String(32), index=True)
    keeper_post: Mapped[str] = mapped_column(String(40), default="")
    keeper_phone_sealed: Mapped[bytes | None]
    reason_sealed: Mapped[bytes | None]
    """Why it is kept by another: an illness, as a rule."""
    agreement_on: Mapped[date | None]
    """When the written agreement was signed; None where there is none."""
    filed_on: Mapped[date | None]
    """When it was filed with the county."""
    ended_on: Mapped[date | None]
    township: Mapped[str | None] = mapped_column(String(32), index=True)
    note_sealed: Mapped[bytes | None]
    updated_at: Mapped[datetime]


class Monitored(Base):
    """A household watched for falling into poverty (建档立卡、防返贫监测) that may need assistance."""

    __tablename__ = "assistance_monitored"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    content: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(40), default="")
    name_sealed: Mapped[bytes]
    name_index: Mapped[str] = mapped_column(String(32), index=True)
    id_number_sealed: Mapped[bytes | None]
    id_index: Mapped[str | None] = mapped_column(String(32), index=True)
    headcount: Mapped[int] = mapped_column(default=1)
    township: Mapped[str | None] = mapped_column(String(32), index=True)
    updated_at: Mapped[datetime]


class ImportRun(Base):
    """One file brought in: by whom, with what outcome."""

    __tablename__ = "assistance_import"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    file_name_sealed: Mapped[bytes | None]
    """A file may be called after somebody; None once its time is up."""
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    by_name: Mapped[str] = mapped_column(String(40))
    by_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """None where it broke off; running it again goes on where it stopped."""
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    titles: Mapped[list[str] | None] = mapped_column(Json)
    """The headings as they stand in the file, with which refused rows go out again."""
    program: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """The programme of the whole file, where no column said it."""


class RefusedRow(Base):
    """A row that could not be taken, kept with the reason for a year, to be put right."""

    __tablename__ = "assistance_refused_row"
    __table_args__ = (
        UniqueConstraint("kind", "digest"),
        Index("ix_assistance_refused_row_run", "import_id", "line"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("assistance_import.id"))
    kind: Mapped[str] = mapped_column(String(16))
    line: Mapped[int]
    """The row in the file, as the spreadsheet counts it."""
    reason: Mapped[str] = mapped_column(String(200))
    cells_sealed: Mapped[bytes]
    digest: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]


class ColumnChoice(Base):
    """Which column of a table means what, remembered by the table's heading."""

    __tablename__ = "assistance_column_choice"
    __table_args__ = (UniqueConstraint("kind", "heading"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    heading: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the column titles in order."""
    columns: Mapped[dict[str, Any]] = mapped_column(Json)
    """`{field: column title}`."""
    chosen_by: Mapped[str] = mapped_column(String(40))
    chosen_at: Mapped[datetime]
