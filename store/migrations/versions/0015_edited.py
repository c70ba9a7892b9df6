"""A message that its sender changed afterwards is kept as said anew, and says that it is a change."""

import sqlalchemy as sa
from alembic import op

revision = "0015_edited"
down_revision = "0014_update_tries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message") as batch_op:
        batch_op.add_column(sa.Column("edited", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_column("edited")
