"""What somebody typed in and is still open is listed along an index of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0010_typed"
down_revision = "0009_spots"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_petition_typed_queue",
        "petition",
        ["typed_by", "next_due_on", "id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )


def downgrade() -> None:
    op.drop_index("ix_petition_typed_queue", "petition")
