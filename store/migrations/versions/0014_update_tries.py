"""An update that a channel brought is given up after so many tries, no longer by its age."""

import sqlalchemy as sa
from alembic import op

revision = "0014_update_tries"
down_revision = "0013_reveal_by_token"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channel_update", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("channel_update") as updates:
        updates.drop_column("tries")
