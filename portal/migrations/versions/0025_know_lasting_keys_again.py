"""Know lasting keys again by their fingerprints

Revision: 0025, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "lasting_key"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("name", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("next_salt", sa.LargeBinary(), nullable=True),
        sa.Column("next_digest", sa.LargeBinary(), nullable=True),
        sa.Column("earlier", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("name IN ('texts', 'secret')", name=op.f("ck_lasting_key_name")),
        sa.CheckConstraint("length(salt) = 16", name=op.f("ck_lasting_key_salt")),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_lasting_key_digest")),
        sa.CheckConstraint("length(next_salt) = 16", name=op.f("ck_lasting_key_next_salt")),
        sa.CheckConstraint("length(next_digest) = 32", name=op.f("ck_lasting_key_next_digest")),
        sa.CheckConstraint(
            "(next_salt IS NULL) = (next_digest IS NULL)", name=op.f("ck_lasting_key_next")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lasting_key")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
