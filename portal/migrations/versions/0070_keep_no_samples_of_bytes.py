"""Keep no samples of bytes

Revision: 0070, after 0069
"""

from sqlalchemy import Connection, text

from alembic import op
from portal.storage.column_samples import without_samples_of

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

COLUMNS = text(
    "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
    "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 "
    "AND NOT attisdropped AND atttypid = 'bytea'::regtype ORDER BY relname, attnum"
)
# The server sets no type of a column that a trigger names.
TRIGGERS = text(
    "SELECT relname, tgname, pg_get_triggerdef(pg_trigger.oid) AS made FROM pg_trigger "
    "JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal "
    "ORDER BY relname, tgname"
)


def upgrade() -> None:
    """Take the samples of sealed texts, keys and hashes away, which outlived their deletion."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    columns = connection.execute(COLUMNS).all()
    tables = {table for table, _ in columns}
    triggers = [each for each in connection.execute(TRIGGERS) if each.relname in tables]
    for each in triggers:
        _run(connection, f'DROP TRIGGER "{each.tgname}" ON "{each.relname}"')
    for table, column in columns:
        for statement in without_samples_of(table, column, kind="bytea"):
            _run(connection, statement)
    for each in triggers:
        _run(connection, each.made)


def downgrade() -> None:
    """Let PostgreSQL take samples again."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table, column in connection.execute(COLUMNS).all():
            _run(connection, f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS -1')


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))
