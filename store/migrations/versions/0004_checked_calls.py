"""Calls are checked too, and call-backs drawn: what a sample was drawn from, and the call behind an item."""

import sqlalchemy as sa
from alembic import op

revision = "0004_checked_calls"
down_revision = "0003_trained_model"
branch_labels = None
depends_on = None

CALL = "fk_check_item_call_id_phone_call"


def upgrade() -> None:
    with op.batch_alter_table("check_draw") as batch:
        batch.add_column(
            sa.Column("subject", sa.String(length=12), nullable=False, server_default="petitions")
        )
    with op.batch_alter_table("check_item") as batch:
        batch.add_column(
            sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch.create_foreign_key(CALL, "phone_call", ["call_id"], ["id"])
        batch.alter_column("petition_id", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    """Samples of calls have no place in the older tables and go; those of petitions stay."""
    op.execute(
        "DELETE FROM check_score WHERE item_id IN (SELECT id FROM check_item WHERE petition_id IS NULL)"
    )
    op.execute("DELETE FROM check_item WHERE petition_id IS NULL")
    with op.batch_alter_table("check_item") as batch:
        batch.alter_column("petition_id", existing_type=sa.BigInteger(), nullable=False)
        batch.drop_constraint(CALL, type_="foreignkey")
        batch.drop_column("call_id")
    with op.batch_alter_table("check_draw") as batch:
        batch.drop_column("subject")
