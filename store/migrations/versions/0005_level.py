"""The level of a petition's escalation is read from what stands raised, and kept nowhere twice.

Revision ID: 0005_level
Revises: 0004_checked_calls
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_level"
down_revision = "0004_checked_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("petition", "escalation_level")


def downgrade() -> None:
    op.add_column("petition", sa.Column("escalation_level", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE petition SET escalation_level = (SELECT MAX(level) FROM escalation"
        " WHERE escalation.petition_id = petition.id AND ended_at IS NULL)"
        " WHERE id IN (SELECT petition_id FROM escalation WHERE ended_at IS NULL)"
    )
