"""Keep forms that were sent after the sign-in had ended

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_form",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("device_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(token_hash) = 32", name=op.f("ck_kept_form_token_hash")),
        sa.CheckConstraint("length(device_hash) = 32", name=op.f("ck_kept_form_device_hash")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_device_hash"), "kept_form", ["device_hash"])


def downgrade() -> None:
    op.drop_index(op.f("ix_kept_form_device_hash"), table_name="kept_form")
    op.drop_table("kept_form")
