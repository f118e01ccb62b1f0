"""Take in paper questionnaires

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _is_period(column: str) -> str:
    return (
        f"length({column}) = 7 AND substr({column}, 5, 1) = '-' "
        f"AND substr({column}, 1, 4) BETWEEN '2000' AND '2999' "
        f"AND substr({column}, 6, 2) BETWEEN '01' AND '12'"
    )


def upgrade() -> None:
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "length(content_hash) = 32", name=op.f("ck_paper_batch_content_hash")
        ),
        sa.CheckConstraint(_is_period("first_period"), name=op.f("ck_paper_batch_first_period")),
        sa.CheckConstraint(_is_period("last_period"), name=op.f("ck_paper_batch_last_period")),
        sa.CheckConstraint("first_period <= last_period", name=op.f("ck_paper_batch_order")),
        sa.CheckConstraint("respondents > 0", name=op.f("ck_paper_batch_respondents")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_paper_batch_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_paper_batch_content_hash")),
    )
    op.create_index(op.f("ix_paper_batch_agency_id"), "paper_batch", ["agency_id"])


def downgrade() -> None:
    op.drop_table("paper_batch")
