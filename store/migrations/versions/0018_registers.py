"""A petition keeps the application that it speaks of, a matter put to a unit the application that it is about, and an
import the headings of its file and the programme said for all of it, with which its refused rows go out again."""

import sqlalchemy as sa
from alembic import op

from store.base import Json

revision = "0018_registers"
down_revision = "0017_supervision"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("petition", sa.Column("application_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("unit_matter") as batch_op:
        batch_op.add_column(sa.Column("application_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_unit_matter_application_id_assistance_application"),
            "assistance_application",
            ["application_id"],
            ["id"],
        )
        batch_op.create_index(op.f("ix_unit_matter_application_id"), ["application_id"])
    op.add_column("assistance_import", sa.Column("titles", Json, nullable=True))
    op.add_column(
        "assistance_import", sa.Column("program", sa.String(length=32), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("assistance_import", "program")
    op.drop_column("assistance_import", "titles")
    with op.batch_alter_table("unit_matter") as batch_op:
        batch_op.drop_index(op.f("ix_unit_matter_application_id"))
        batch_op.drop_constraint(
            op.f("fk_unit_matter_application_id_assistance_application"), type_="foreignkey"
        )
        batch_op.drop_column("application_id")
    op.drop_column("petition", "application_sealed")
