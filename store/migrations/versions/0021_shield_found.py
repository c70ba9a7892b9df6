"""What the shield keeps from somebody is found by their unit, themselves or their name, without all of it being read."""

from alembic import op

revision = "0021_shield_found"
down_revision = "0020_card_reason"
branch_labels = None
depends_on = None

COLUMNS = ("unit_code", "staff_id", "name_index")


def upgrade() -> None:
    for column in COLUMNS:
        op.create_index(f"ix_petition_shield_{column}", "petition_shield", [column])


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_petition_shield_{column}", "petition_shield")
