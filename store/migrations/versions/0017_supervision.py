"""A report keeps of what it is the part to date, a draw its score sheet, a matter its receipt and, for advice, whether
it was adopted."""

import sqlalchemy as sa
from alembic import op

from store.base import Json

revision = "0017_supervision"
down_revision = "0016_payment_month"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report") as batch_op:
        batch_op.add_column(sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("check_draw") as batch_op:
        batch_op.add_column(sa.Column("sheet", Json, nullable=True))
    with op.batch_alter_table("unit_matter") as batch_op:
        batch_op.add_column(sa.Column("acknowledged_by_name", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("adopted", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("unit_matter") as batch_op:
        batch_op.drop_column("adopted")
        batch_op.drop_column("acknowledged_at")
        batch_op.drop_column("acknowledged_by_name")
    with op.batch_alter_table("check_draw") as batch_op:
        batch_op.drop_column("sheet")
    with op.batch_alter_table("report") as batch_op:
        batch_op.drop_column("step")
