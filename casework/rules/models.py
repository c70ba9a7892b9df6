"""Table of the versions of the county's files."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class RuleVersion(Base):
    """One version of one of the county's files, and who put it in force and why."""

    __tablename__ = "rule_version"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(200))
    by_staff: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    by_name: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
