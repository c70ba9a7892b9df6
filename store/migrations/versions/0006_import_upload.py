"""Tables of registers handed over at the desk.

Revision ID: 0006_import_upload
Revises: 0005_level
"""

import sqlalchemy as sa
from alembic import op

import store.base

revision = "0006_import_upload"
down_revision = "0005_level"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_upload",
        sa.Column("id", store.base.Id, nullable=False),
        sa.Column("staff_id", store.base.Id, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("program", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("chosen", store.base.Json, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_expected", sa.Integer(), nullable=True),
        sa.Column("report_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fault", sa.String(400), nullable=False),
        sa.Column("added_at", store.base.Instant(timezone=True), nullable=False),
        sa.Column("touched_at", store.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_import_upload_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_upload")),
    )
    op.create_index(op.f("ix_import_upload_added_at"), "import_upload", ["added_at"])


def downgrade() -> None:
    op.drop_table("import_upload")
