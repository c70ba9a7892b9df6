"""Why a card is kept by another tells of an illness, as a rule: it goes under the seal."""

import sqlalchemy as sa
from alembic import context, op

revision = "0020_card_reason"
down_revision = "0019_file_names"
branch_labels = None
depends_on = None

CARDS = sa.table(
    "assistance_card_kept", sa.column("id"), sa.column("reason"), sa.column("reason_sealed", sa.LargeBinary())
)


def upgrade() -> None:
    database, vault = op.get_bind(), context.config.attributes["vault"]
    if database.dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=ON")
    op.add_column(CARDS.name, sa.Column("reason_sealed", sa.LargeBinary(), nullable=True))
    told = sa.select(CARDS.c.id, CARDS.c.reason).where(CARDS.c.reason != "")
    for id, reason in database.execute(told).all():
        database.execute(
            sa.update(CARDS).where(CARDS.c.id == id).values(reason_sealed=vault.seal(reason), reason="")
        )
    op.drop_column(CARDS.name, "reason")


def downgrade() -> None:
    """The reasons stay with the newer version: an older one would lay them open again."""
    op.add_column(CARDS.name, sa.Column("reason", sa.String(length=80), nullable=False, server_default=""))
    op.drop_column(CARDS.name, "reason_sealed")
