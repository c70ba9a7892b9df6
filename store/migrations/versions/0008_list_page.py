"""A resident's own list of benefits can be opened as a page for a short while."""

import sqlalchemy as sa
from alembic import op

revision = "0008_list_page"
down_revision = "0007_draft_code"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assistance_list_page",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("device_index", sa.String(32), nullable=True),
        sa.Column("id_index", sa.String(32), nullable=False),
        sa.Column("number_key", sa.String(40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_list_page")),
        sa.UniqueConstraint("digest", name=op.f("uq_assistance_list_page_digest")),
    )


def downgrade() -> None:
    op.drop_table("assistance_list_page")
