"""Address complaints to units

Revision: 0017, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_unit",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_unit_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "agency_id"],
            ["unit.id", "unit.agency_id"],
            name=op.f("fk_complaint_unit_unit_id_agency_id_unit"),
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_unit")),
    )


def downgrade() -> None:
    op.drop_table("complaint_unit")
