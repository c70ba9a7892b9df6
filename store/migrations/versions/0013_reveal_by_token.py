"""What another system takes out with its token goes on record too: no member of staff stands behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0013_reveal_by_token"
down_revision = "0012_network"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reveal") as reveal:
        reveal.alter_column("staff_id", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM reveal WHERE staff_id IS NULL")
    with op.batch_alter_table("reveal") as reveal:
        reveal.alter_column("staff_id", existing_type=sa.BigInteger(), nullable=False)
