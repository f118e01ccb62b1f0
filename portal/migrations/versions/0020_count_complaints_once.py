"""Count the complaints of a half-year once

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "complaint_half_year"
REFUSAL = "rows of this table are never changed"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "length(period) = 6 AND substr(period, 5, 1) = '-'",
            name=op.f("ck_complaint_half_year_period"),
        ),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_complaint_half_year")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_refuses_{change} BEFORE {change.upper()} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {TABLE}_refuses_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_refuses_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
