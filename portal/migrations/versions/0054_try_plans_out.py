"""Try plans out

Revision: 0054, after 0053
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database
import portal.storage.texts.columns

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_plan",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fields", portal.storage.texts.columns.EncryptedText(), nullable=False),
        sa.Column("expires_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'returned', 'agreed')", name=op.f("ck_practice_plan_state")
        ),
        sa.CheckConstraint("revision > 0", name=op.f("ck_practice_plan_revision")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_practice_plan_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_practice_plan")),
    )


def downgrade() -> None:
    op.drop_table("practice_plan")
