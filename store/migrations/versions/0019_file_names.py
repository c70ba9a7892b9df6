"""What an imported table was called, and why it was refused, may name somebody: both go under the seal."""

import sqlalchemy as sa
from alembic import context, op

revision = "0019_file_names"
down_revision = "0017_supervision"
branch_labels = None
depends_on = None

COLUMNS = (
    ("import_upload", "file_name", sa.String(length=120)),
    ("import_upload", "fault", sa.String(length=400)),
    ("assistance_import", "file_name", sa.String(length=120)),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=ON")
    for table, column, _ in COLUMNS:
        op.add_column(table, sa.Column(f"{column}_sealed", sa.LargeBinary(), nullable=True))
        _seal(table, column)
        op.drop_column(table, column)


def downgrade() -> None:
    """The names stay with the newer version: an older one would lay them open again."""
    for table, column, kind in reversed(COLUMNS):
        op.add_column(table, sa.Column(column, kind, nullable=False, server_default=""))
        op.drop_column(table, f"{column}_sealed")


def _seal(table: str, column: str) -> None:
    rows = sa.table(table, sa.column("id"), sa.column(column), sa.column(f"{column}_sealed"))
    clear, sealed = rows.c[column], rows.c[f"{column}_sealed"]
    database, vault = op.get_bind(), context.config.attributes["vault"]
    for id, said in database.execute(sa.select(rows.c.id, clear).where(clear != "")).all():
        database.execute(sa.update(rows).where(rows.c.id == id).values({sealed: vault.seal(said), clear: ""}))
