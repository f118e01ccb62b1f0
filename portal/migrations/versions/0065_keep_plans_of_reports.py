"""Keep plans of reports

Revision: 0065, after 0064
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("suggestions", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("post", sa.String(length=160), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("staff_number", sa.String(length=20), nullable=False),
        sa.CheckConstraint("length(period) BETWEEN 4 AND 7", name=op.f("ck_report_plan_period")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_report_plan_revision")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_report_plan_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_plan_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_plan")),
        sa.UniqueConstraint("unit_id", "period", name=op.f("uq_report_plan_unit_id_period")),
    )
    op.create_index(
        "uq_report_plan_agency_id_period",
        "report_plan",
        ["agency_id", "period"],
        unique=True,
        sqlite_where=sa.text("unit_id IS NULL"),
        postgresql_where=sa.text("unit_id IS NULL"),
    )

    op.create_table(
        "report_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_plan_id", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=12), nullable=False),
        sa.Column("action", sa.String(length=500), nullable=False),
        sa.Column("schedule", sa.String(length=100), nullable=False),
        sa.Column("person_in_charge", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("realisation", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "element IN ('requirements', 'procedure', 'time', 'cost', 'product', 'competence', 'conduct', 'complaints', 'facilities')",
            name=op.f("ck_report_action_element"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'under_way', 'done', 'dropped')",
            name=op.f("ck_report_action_state"),
        ),
        sa.ForeignKeyConstraint(
            ["report_plan_id"],
            ["report_plan.id"],
            name=op.f("fk_report_action_report_plan_id_report_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_action")),
        sa.UniqueConstraint(
            "report_plan_id", "element", name=op.f("uq_report_action_report_plan_id_element")
        ),
    )


def downgrade() -> None:
    op.drop_table("report_action")
    op.drop_table("report_plan")
