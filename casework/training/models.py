"""Tables of trained models: who asked for a training, what came of it, and what was put live when by whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id


class TrainingRun(Base):
    """One training with its evaluation, asked for at the desk and carried out in the background."""

    __tablename__ = "training_run"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    asked_by: Mapped[int] = mapped_column(Id, ForeignKey("staff.id"))
    asked_name: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="asked", index=True)
    """asked, training, measuring, done or failed."""
    said: Mapped[str] = mapped_column(Text, default="")
    """The last lines that the work printed, and why it failed."""
    runner: Mapped[str | None] = mapped_column(String(80))
    """Machine and process that carry it out."""
    seen_at: Mapped[datetime | None]
    """When the runner last gave a sign of life."""
    ended_at: Mapped[datetime | None]
    model: Mapped[str | None] = mapped_column(String(80))


class TrainedModel(Base):
    """A model file in the house's model folder, with its figures on the tuning set."""

    __tablename__ = "trained_model"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    """The file's name."""
    release: Mapped[str] = mapped_column(String(64))
    """Fingerprint of the program that it was made by and works with."""
    usable: Mapped[bool] = mapped_column(default=True)
    """Whether the program that runs now is that release."""
    made_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the file."""
    bytes: Mapped[int]
    labelled: Mapped[int] = mapped_column(default=0)
    """How many messages labelled at the desk it learnt from."""
    figures: Mapped[dict[str, Any] | None]
    """What `huiyin_nlu.evaluate` said of it."""
    tested_with: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the set that it was measured on; only figures of one set can be compared."""
    measured_at: Mapped[datetime | None]


class ModelSwitch(Base):
    """A model was put live. Only added to."""

    __tablename__ = "model_switch"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    model: Mapped[str] = mapped_column(ForeignKey("trained_model.name"))
    before: Mapped[str | None] = mapped_column(String(80))
    back: Mapped[bool] = mapped_column(default=False)
    """Whether it was a step back to the model before."""
    staff_id: Mapped[int | None] = mapped_column(Id, ForeignKey("staff.id"))
    staff_name: Mapped[str] = mapped_column(String(40))
