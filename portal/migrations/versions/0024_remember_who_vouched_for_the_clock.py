"""Remember who vouched for the clock

Revision: 0024, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE = "clock_vouch"
REFUSAL = "rows of this table are never changed"
SQLITE = tuple(
    f"CREATE TRIGGER {TABLE}_refuses_{change} BEFORE {change.upper()} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for change in ("update", "delete")
)
POSTGRESQL = (
    f"CREATE TRIGGER {TABLE}_refuses_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    f"CREATE TRIGGER {TABLE}_refuses_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vouched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vouched_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("wrong_traces", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "length(vouched_by) BETWEEN 1 AND 200", name=op.f("ck_clock_vouch_vouched_by")
        ),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 500", name=op.f("ck_clock_vouch_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_vouch")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
