"""Let staff read their figures

Revision: 0015, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

REFUSAL = "rows of this table are never changed"
PERIOD = (
    "length(period) = 7 AND substr(period, 5, 1) = '-' "
    "AND substr(period, 1, 4) BETWEEN '2000' AND '2999' "
    "AND substr(period, 6, 2) BETWEEN '01' AND '12'"
)


def make_append_only(table: str) -> None:
    """Let the database refuse every change of ``table``'s rows."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    op.create_table(
        "staff_draft",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_staff_draft_release_id_release")
        ),
        sa.PrimaryKeyConstraint("release_id", "address", name=op.f("pk_staff_draft")),
    )
    op.create_table(
        "staff_document",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(PERIOD, name=op.f("ck_staff_document_period")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_staff_document_release_id_release")
        ),
        sa.PrimaryKeyConstraint("release_id", "address", name=op.f("pk_staff_document")),
    )
    op.create_index("ix_staff_document_latest", "staff_document", ["address", "period"])
    make_append_only("staff_document")


def downgrade() -> None:
    op.drop_table("staff_document")
    op.drop_table("staff_draft")
