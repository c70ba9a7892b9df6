"""Whether a month's payments were entered at all is asked for each payment that is missing."""

from alembic import op

revision = "0016_payment_month"
down_revision = "0015_edited"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_assistance_payment_month", "assistance_payment", ["program", "month"])


def downgrade() -> None:
    op.drop_index("ix_assistance_payment_month", "assistance_payment")
