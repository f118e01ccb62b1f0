"""Keep which paper files were taken out again, and why

Revision: 0079, after 0078
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

GROWS = "paper_withdrawal"
REFUSAL = "rows of this table are never changed"


def make_append_only() -> None:
    """Let the database refuse every change of a withdrawal."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {GROWS}_refuses_{change} BEFORE {change.upper()} ON {GROWS} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    for name, acts, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {GROWS}_refuses_{name} BEFORE {acts} ON {GROWS} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def is_month(column: str) -> str:
    """Return the rule that a column holds a month such as 2026-03."""
    return (
        f"length({column}) = 7 AND substr({column}, 5, 1) = '-' "
        f"AND substr({column}, 1, 4) BETWEEN '2000' AND '2999' "
        f"AND substr({column}, 6, 2) BETWEEN '01' AND '12'"
    )


def upgrade() -> None:
    op.create_table(
        GROWS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "length(content_hash) = 32", name=op.f("ck_paper_withdrawal_content_hash")
        ),
        sa.CheckConstraint(
            is_month("first_period"), name=op.f("ck_paper_withdrawal_first_period")
        ),
        sa.CheckConstraint(is_month("last_period"), name=op.f("ck_paper_withdrawal_last_period")),
        sa.CheckConstraint("respondents > 0", name=op.f("ck_paper_withdrawal_respondents")),
        sa.CheckConstraint("imported_on <= withdrawn_on", name=op.f("ck_paper_withdrawal_days")),
        sa.CheckConstraint(
            "length(reason) BETWEEN 1 AND 500", name=op.f("ck_paper_withdrawal_reason")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_paper_withdrawal_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_withdrawal")),
    )
    op.create_index(op.f("ix_paper_withdrawal_agency_id"), GROWS, ["agency_id"])
    make_append_only()


def downgrade() -> None:
    op.drop_table(GROWS)
