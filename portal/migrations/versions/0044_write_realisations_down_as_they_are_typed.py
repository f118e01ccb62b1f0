"""Keep what is typed of a realisation, and why an indicator should drop out

Revision: 0044, after 0043
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "realisation_draft",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("indicator_key", sa.Integer(), nullable=False),
        sa.Column("period_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_realisation_draft_revision")),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_realisation_draft_plan_id_person_id_performance_plan"),
        ),
        sa.PrimaryKeyConstraint(
            "plan_id", "indicator_key", "period_number", name=op.f("pk_realisation_draft")
        ),
    )
    op.add_column("realisation", sa.Column("drop_reason", sa.LargeBinary(), nullable=True))
    op.add_column("realisation", sa.Column("drop_above", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("realisation", "drop_above")
    op.drop_column("realisation", "drop_reason")
    op.drop_table("realisation_draft")
