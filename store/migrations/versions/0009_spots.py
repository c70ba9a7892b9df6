"""Hot spots are counted along an index of places and topics."""

from alembic import op

revision = "0009_spots"
down_revision = "0008_list_page"
branch_labels = None
depends_on = None

COLUMNS = (
    "place_unit",
    "category",
    "figure_month",
    "headcount",
    "handler_unit",
    "desk_unit",
    "sealed",
    "shielded",
    "township",
    "matter_class",
    "channel",
    "typed_by",
    "lodged_on",
    "id",
)


def upgrade() -> None:
    op.create_index("ix_petition_spots", "petition", list(COLUMNS))


def downgrade() -> None:
    op.drop_index("ix_petition_spots", "petition")
