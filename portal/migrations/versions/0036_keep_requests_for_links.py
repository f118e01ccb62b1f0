"""Keep requests for one-time links until they are answered

A request that was acknowledged is a row before it is worked on, encrypted, as long as any other.

Revision: 0036, after 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sealed) = 2088", name=op.f("ck_asked_link_sealed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_link")),
    )


def downgrade() -> None:
    op.drop_table("asked_link")
