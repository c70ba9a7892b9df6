"""A matter put to a unit keeps the report that it is about, as it keeps the application; those put before are known by
their subject, which names the report by kind and number."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0022_task_matter"
down_revision = "0021_shield_found"
branch_labels = None
depends_on = None

SUBJECT = re.compile(r"(变化报告|困难线索|急难求助)第 (\d{1,9}) 号")
KINDS = {"变化报告": "change", "困难线索": "lead", "急难求助": "help"}


def upgrade() -> None:
    with op.batch_alter_table("unit_matter") as batch_op:
        batch_op.add_column(sa.Column("task_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_unit_matter_task_id_assistance_task"), "assistance_task", ["task_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_unit_matter_task_id"), ["task_id"])
    _join(op.get_bind())


def _join(connection: sa.Connection) -> None:
    matters = connection.execute(
        sa.text("SELECT id, subject FROM unit_matter WHERE kind IN ('supervision', 'talk')")
    ).all()
    for matter in matters:
        if named := SUBJECT.fullmatch(matter.subject):
            connection.execute(
                sa.text(
                    "UPDATE unit_matter SET task_id = (SELECT id FROM assistance_task WHERE id = :task AND kind = :kind)"
                    " WHERE id = :id"
                ),
                {"task": int(named[2]), "kind": KINDS[named[1]], "id": matter.id},
            )


def downgrade() -> None:
    with op.batch_alter_table("unit_matter") as batch_op:
        batch_op.drop_index(op.f("ix_unit_matter_task_id"))
        batch_op.drop_constraint(op.f("fk_unit_matter_task_id_assistance_task"), type_="foreignkey")
        batch_op.drop_column("task_id")
