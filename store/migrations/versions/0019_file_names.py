"""Names of files and notes in somebody's own words may name people: all of them go under the seal."""

import sqlalchemy as sa
from alembic import context, op

revision = "0019_file_names"
down_revision = "0018_registers"
branch_labels = None
depends_on = None

COLUMNS = (
    ("import_upload", "file_name", sa.String(length=120)),
    ("import_upload", "fault", sa.String(length=400)),
    ("assistance_import", "file_name", sa.String(length=120)),
    ("assistance_payment", "note", sa.String(length=80)),
    ("assistance_relative", "note", sa.String(length=200)),
    ("assistance_card_kept", "note", sa.String(length=200)),
    ("phone_call", "callback_note", sa.String(length=200)),
    ("handover", "outcome", sa.String(length=200)),
    ("answer_delivery", "note", sa.String(length=200)),
)
AT_ONCE = 1000


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
        free = (table, column) == ("handover", "outcome")
        op.add_column(table, sa.Column(column, kind, nullable=free, server_default=None if free else ""))
        op.drop_column(table, f"{column}_sealed")


def _seal(table: str, column: str) -> None:
    rows = sa.table(table, sa.column("id"), sa.column(column), sa.column(f"{column}_sealed"))
    clear, sealed = rows.c[column], rows.c[f"{column}_sealed"]
    database, vault = op.get_bind(), context.config.attributes["vault"]
    change = (
        sa.update(rows)
        .where(rows.c.id == sa.bindparam("row"))
        .values({sealed: sa.bindparam("said"), clear: ""})
    )
    told = sa.select(rows.c.id, clear).where(clear != "").order_by(rows.c.id).limit(AT_ONCE)
    last = 0
    while some := database.execute(told.where(rows.c.id > last)).all():
        database.execute(change, [{"row": id, "said": vault.seal(said)} for id, said in some])
        last = some[-1].id
