"""Date the rules of figures, and remember what a draft was made of

Revision: 0013, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "figure_rule_change"
REFUSAL = "rows of this table are never changed"
COUNTS = ("last_exclusion", "figures_shown", "figures_hidden")


def make_append_only() -> None:
    """Let the database refuse every change of the table's rows."""
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


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("least_mean", sa.Integer(), nullable=False),
        sa.Column("not_experienced", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.CheckConstraint(
            "length(period) = 7 AND substr(period, 5, 1) = '-' "
            "AND substr(period, 1, 4) BETWEEN '2000' AND '2999' "
            "AND substr(period, 6, 2) BETWEEN '01' AND '12'",
            name=op.f("ck_figure_rule_change_period"),
        ),
        sa.CheckConstraint(
            "least_mean BETWEEN 30 AND 1000", name=op.f("ck_figure_rule_change_least_mean")
        ),
        sa.CheckConstraint(
            "period > substr(CAST(decided_on AS TEXT), 1, 7)",
            name=op.f("ck_figure_rule_change_later_month"),
        ),
        sa.CheckConstraint(
            "length(decided_by) > 0", name=op.f("ck_figure_rule_change_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_rule_change")),
    )
    make_append_only()
    for name in COUNTS:
        op.add_column("release", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in reversed(COUNTS):
        op.drop_column("release", name)
    op.drop_table(TABLE)
