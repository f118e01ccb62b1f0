"""Keep the groups of the inbox together

Revision: 0021, after 0020
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COLUMNS = ["desk_id", "channel", "token"]


def upgrade() -> None:
    op.drop_index("ix_sealed_rating_group", "sealed_rating")
    _key_by(COLUMNS)


def downgrade() -> None:
    _key_by(["token"])
    op.create_index("ix_sealed_rating_group", "sealed_rating", COLUMNS)


def _key_by(columns: list[str]) -> None:
    # SQLite writes the table anew, without a rowid as before.
    with op.batch_alter_table("sealed_rating", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.drop_constraint("pk_sealed_rating", type_="primary")
        table.create_primary_key("pk_sealed_rating", columns)
