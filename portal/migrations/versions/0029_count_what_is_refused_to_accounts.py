"""Count what is refused to accounts, and let links make a device known

Revision: 0029, after 0022
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0029"
down_revision = "0022"
branch_labels = None
depends_on = None

BEFORE = "purpose IN ('invitation', 'password_reset')"
AFTER = "purpose IN ('invitation', 'password_reset', 'device')"


def upgrade() -> None:
    op.create_table(
        "refusal_count",
        sa.Column("account_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('password', 'code', 'page')", name=op.f("ck_refusal_count_kind")
        ),
        sa.CheckConstraint("account_number >= 0", name=op.f("ck_refusal_count_account_number")),
        sa.CheckConstraint("times > 0", name=op.f("ck_refusal_count_times")),
        sa.PrimaryKeyConstraint("account_number", "hour", "kind", name=op.f("pk_refusal_count")),
    )
    op.create_index(op.f("ix_refusal_count_hour"), "refusal_count", ["hour"])
    _allow_purposes(AFTER)


def downgrade() -> None:
    # A link of the new kind means nothing to the code of before.
    op.execute("DELETE FROM one_time_link WHERE purpose = 'device'")
    _allow_purposes(BEFORE)
    op.drop_index(op.f("ix_refusal_count_hour"), table_name="refusal_count")
    op.drop_table("refusal_count")


def _allow_purposes(rule: str) -> None:
    name = op.f("ck_one_time_link_purpose")
    with op.batch_alter_table("one_time_link") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, rule)
