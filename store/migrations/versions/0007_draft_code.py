"""A broken-off complaint can be taken up on another channel by its code."""

import sqlalchemy as sa
from alembic import op

revision = "0007_draft_code"
down_revision = "0006_import_upload"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("complaint_draft") as table:
        table.add_column(sa.Column("code_digest", sa.String(64), nullable=True))
        table.create_index("ix_complaint_draft_code_digest", ["code_digest"])


def downgrade() -> None:
    with op.batch_alter_table("complaint_draft") as table:
        table.drop_index("ix_complaint_draft_code_digest")
        table.drop_column("code_digest")
