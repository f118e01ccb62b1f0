"""Keep no way in with comments

A comment said how its rating came in, which nothing reads: it told which of a desk's crowds it was
of. What is taken away does not come back: on the way down every comment says "open", the way of
which least can be known.

Revision: 0039, after 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLE = "rating_comment"
CHECK = "channel IN ('ticket', 'presence', 'open', 'paper')"
# SQLite writes the table anew, without a rowid as before.
KEPT = {"sqlite_with_rowid": False}


def upgrade() -> None:
    with op.batch_alter_table(TABLE, table_kwargs=KEPT) as table:
        table.drop_constraint(op.f("ck_rating_comment_channel"), type_="check")
        table.drop_column("channel")
    if op.get_bind().dialect.name == "postgresql":
        # Writes the table anew, so that no row keeps what its column held.
        op.execute(f"ALTER TABLE {TABLE} ALTER COLUMN text TYPE text USING text || ''")


def downgrade() -> None:
    with op.batch_alter_table(TABLE, table_kwargs=KEPT) as table:
        table.add_column(
            sa.Column("channel", sa.String(10), nullable=False, server_default="open")
        )
        table.create_check_constraint(op.f("ck_rating_comment_channel"), CHECK)
    with op.batch_alter_table(TABLE, table_kwargs=KEPT) as table:
        table.alter_column("channel", server_default=None)
