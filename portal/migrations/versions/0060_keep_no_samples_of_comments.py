"""Keep no samples of comments

Revision: 0060, after 0059
"""

from alembic import op

from portal.storage.column_samples import without_samples_of

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the samples of comments away that PostgreSQL keeps beyond their deletion."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in without_samples_of("rating_comment", "text"):
            op.execute(statement)


def downgrade() -> None:
    """Let PostgreSQL take samples again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE "rating_comment" ALTER COLUMN "text" SET STATISTICS -1')
