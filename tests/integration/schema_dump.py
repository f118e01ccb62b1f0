"""What a database says its schema is, as plain lines that two databases can be compared by."""

import re

from sqlalchemy import Engine, text

POSTGRESQL_DUMP = """
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type
           || ' ' || coalesce(character_maximum_length::text, '')
           || ' null=' || is_nullable || ' default=' || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' '
           || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
"""
# The server writes a condition down as it read it, and differently once it read what it wrote:
# so each is read once more before it is compared. Nothing of that is kept.
READ_AGAIN = """
    DO $$
    DECLARE it record;
    BEGIN
        FOR it IN
            SELECT conrelid::regclass AS place, conname, pg_get_constraintdef(oid) AS written
            FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND contype = 'c'
        LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', it.place, it.conname);
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', it.place, it.conname, it.written);
        END LOOP;
    END $$
"""
SQLITE_DUMP = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
OPEN, CLOSE = "(", ")"


def schema_dump(engine: Engine) -> set[str]:
    """Return every column, constraint and index; Alembic's own table and triggers left out."""
    dump = _postgresql if engine.dialect.name == "postgresql" else _sqlite
    return {line for line in dump(engine) if "alembic_version" not in line}


def _postgresql(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        connection.exec_driver_sql(READ_AGAIN.replace("%", "%%"))
        found = list(connection.scalars(text(POSTGRESQL_DUMP)))
        connection.rollback()
        return found


def _sqlite(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        rows = connection.execute(text(SQLITE_DUMP)).all()
    lines = []
    for row in rows:
        if row.type == "table":
            lines += [f"{row.name}: {item}" for item in _items(row.sql)]
        elif row.type == "index":
            lines.append(_plain(row.sql))
    return lines


def _items(create_table: str) -> list[str]:
    """Split the body of a CREATE TABLE at its top-level commas; what follows the body is one."""
    start, end = create_table.index(OPEN), create_table.rindex(CLOSE)
    items, depth = [""], 0
    for sign in create_table[start + 1 : end]:
        depth += (sign == OPEN) - (sign == CLOSE)
        if sign == "," and not depth:
            items.append("")
        else:
            items[-1] += sign
    return [_plain(item) for item in (*items, create_table[end + 1 :])]


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip()
