"""Tables that only grow: the database itself refuses to change or delete their rows."""

from typing import Any, cast

from sqlalchemy import Connection, FromClause, Table, event

FUNCTION = "refuse_change"

REFUSAL = "rows of this table are never changed"

# 23514 is what a failed CHECK reports, so that both databases raise an IntegrityError.
POSTGRESQL_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23514'; END $$"
)


def triggers(table: str, *, dialect: str) -> tuple[str, ...]:
    """Return the statements that make ``table`` append-only on ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for change in ("update", "delete")
        )
    kinds = (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    )
    return POSTGRESQL_FUNCTION, *(
        f"CREATE TRIGGER {table}_refuses_{name} BEFORE {acts} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {FUNCTION}()"
        for name, acts, each in kinds
    )


def make_append_only(table: FromClause) -> None:
    """Let ``table`` (a mapped class's ``__table__``) get its triggers whenever it is created."""
    target = cast(Table, table)
    for dialect in ("sqlite", "postgresql"):
        for statement in triggers(target.name, dialect=dialect):
            _run_after_create(target, statement=statement, dialect=dialect)


def _run_after_create(table: Table, *, statement: str, dialect: str) -> None:
    @event.listens_for(table, "after_create")
    def run(target: Table, connection: Connection, **_: Any) -> None:
        if connection.dialect.name == dialect:
            connection.exec_driver_sql(statement)
