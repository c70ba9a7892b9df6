"""A talk keeps a blind index of the address that it is led from, so that tries are counted by address too."""

import sqlalchemy as sa
from alembic import op

revision = "0012_network"
down_revision = "0011_open_now"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.add_column(sa.Column("network_index", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.drop_column("network_index")
