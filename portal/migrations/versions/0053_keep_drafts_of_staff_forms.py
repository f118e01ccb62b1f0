"""Keep drafts of staff forms

Revision: 0053, after 0052
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database
import portal.storage.texts.columns

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fields", portal.storage.texts.columns.EncryptedText(), nullable=False),
        sa.Column("saved_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_form_draft_revision")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_form_draft_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "address", name=op.f("pk_form_draft")),
    )


def downgrade() -> None:
    op.drop_table("form_draft")
