"""What is open is counted by age from its small index alone, which names that it is open."""

import sqlalchemy as sa
from alembic import op

revision = "0011_open_now"
down_revision = "0010_typed"
branch_labels = None
depends_on = None

NAME = "ix_petition_open_now"
ASKED = ("handler_unit", "desk_unit", "sealed", "shielded", "township", "category", "matter_class", "channel")
COLUMNS = ("next_due_on", "next_stage", "figure_month", *ASKED, "typed_by", "lodged_on", "id")


def _make(*columns: str) -> None:
    op.create_index(
        NAME,
        "petition",
        list(columns),
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )


def upgrade() -> None:
    op.drop_index(NAME, "petition")
    _make(*COLUMNS, "is_open")


def downgrade() -> None:
    op.drop_index(NAME, "petition")
    _make(*COLUMNS)
