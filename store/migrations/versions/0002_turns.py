"""Whose turn it is in a talk, updates kept until they are done, and how much of a letter is out.

Revision ID: 0002_turns
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

import store.base

revision = "0002_turns"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversation") as table:
        table.add_column(sa.Column("turn", sa.String(32), nullable=True))
        table.add_column(sa.Column("turn_until", store.base.Instant(timezone=True), nullable=True))
    with op.batch_alter_table("letter") as table:
        table.add_column(sa.Column("parts_sent", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "channel_update",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", store.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_update")),
        sa.UniqueConstraint("channel", "number", name=op.f("uq_channel_update_channel_number")),
    )
    op.execute("UPDATE message SET state = 'done' WHERE state = 'out'")


def downgrade() -> None:
    op.execute("UPDATE letter SET state = 'failed' WHERE state = 'sending'")
    op.drop_table("channel_update")
    with op.batch_alter_table("letter") as table:
        table.drop_column("parts_sent")
    with op.batch_alter_table("conversation") as table:
        table.drop_column("turn_until")
        table.drop_column("turn")
