"""Trained models: asked for at the desk, measured, put live and taken back on record."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import store.base

revision = "0003_trained_model"
down_revision = "0002_turns"
branch_labels = None
depends_on = None

FIGURES = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "training_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_name", sa.String(length=40), nullable=False),
        sa.Column("asked_at", store.base.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("runner", sa.String(length=80), nullable=True),
        sa.Column("seen_at", store.base.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", store.base.Instant(timezone=True), nullable=True),
        sa.Column("model", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_training_run_asked_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_run")),
    )
    op.create_index(op.f("ix_training_run_state"), "training_run", ["state"])
    op.create_table(
        "trained_model",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("release", sa.String(length=64), nullable=False),
        sa.Column("usable", sa.Boolean(), nullable=False),
        sa.Column("made_at", store.base.Instant(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("labelled", sa.Integer(), nullable=False),
        sa.Column("figures", FIGURES, nullable=True),
        sa.Column("tested_with", sa.String(length=64), nullable=True),
        sa.Column("measured_at", store.base.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_trained_model")),
    )
    op.create_table(
        "model_switch",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", store.base.Instant(timezone=True), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("before", sa.String(length=80), nullable=True),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("staff_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["model"], ["trained_model.name"], name=op.f("fk_model_switch_model_trained_model")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_model_switch_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_switch")),
    )


def downgrade() -> None:
    op.drop_table("model_switch")
    op.drop_table("trained_model")
    op.drop_index(op.f("ix_training_run_state"), "training_run")
    op.drop_table("training_run")
