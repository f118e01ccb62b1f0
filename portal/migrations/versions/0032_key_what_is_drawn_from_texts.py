"""Key what is drawn from encrypted texts

The signatures of complaints were hashes without a key: they tell what a text says. They are taken
away; the nightly work on complaints holds the key and computes them anew. Until then nothing is
proposed as alike. What is taken away does not come back on the way down.

Revision: 0032, after 0031
"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

NONE = 0


def upgrade() -> None:
    op.drop_index("ix_complaint_signature", "complaint")
    _forget()


def downgrade() -> None:
    _forget()
    op.create_index("ix_complaint_signature", "complaint", ["signature"])


def _forget() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # Writes the table anew, so that no dead row keeps a signature.
        op.execute(f"ALTER TABLE complaint ALTER COLUMN signature TYPE bigint USING {NONE}")
    else:
        op.execute(f"UPDATE complaint SET signature = {NONE}")
