"""Keep who wants the daily mail

Revision: 0048, after 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_choice",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(name="is_wanted"), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_digest_choice_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_digest_choice")),
    )


def downgrade() -> None:
    op.drop_table("digest_choice")
