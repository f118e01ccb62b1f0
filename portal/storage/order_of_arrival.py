"""Writes tables anew in the order of their keys, so that no row's place tells when it came.

PostgreSQL shows of each row which transaction wrote it and where it lies; SQLite numbers rows in
tables with a rowid. Both tell the order in which citizens acted, also between tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, text
from sqlalchemy.orm import Session

from portal.storage.database import begin_write

# Shorter than a web request waits for a lock: whoever comes meanwhile waits, and is not refused.
LOCK_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A table whose rows are written anew; ``only`` is a condition on the rows that tell."""

    table: Table
    only: str = "TRUE"


def rewrite_in_key_order(
    session: Session,
    groups: Sequence[Sequence[Rewritten]],
    *,
    before_commit: Callable[[], None] = lambda: None,
) -> None:
    """Write all tables of all groups anew in one transaction; commits.

    :param groups: tables that are locked together before any of them is written; within a group
        in the order in which citizens' acts reach them, so that neither waits for the other.
    :param before_commit: called when everything is written; for tests.
    :raises sqlalchemy.exc.OperationalError: when a table stays locked; nothing is changed then.
    """
    begin_write(session)
    connection = session.connection()
    is_server = connection.dialect.name == "postgresql"
    if is_server:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    for group in groups:
        _rewrite(connection, group, is_server=is_server)
    before_commit()
    session.commit()
    if is_server:
        _clear(session, [each.table.name for group in groups for each in group])


def _rewrite(connection: Connection, group: Sequence[Rewritten], *, is_server: bool) -> None:
    if is_server:
        for each in group:
            connection.execute(text(f"LOCK TABLE {each.table.name} IN EXCLUSIVE MODE"))
    for each in group:
        if is_server:
            connection.execute(text(_on_postgresql(each)))
        elif has_hidden_order(each.table):
            for statement in _on_sqlite(each):
                connection.execute(text(statement))


def has_hidden_order(table: Table) -> bool:
    """Whether SQLite numbers the rows of a table by something that is not its key."""
    if table.dialect_options["sqlite"].get("with_rowid") is False:
        return False
    key = list(table.primary_key)
    return len(key) > 1 or not issubclass(key[0].type.python_type, int)


def _on_postgresql(rewritten: Rewritten) -> str:
    name, columns, key = _names(rewritten.table)
    return (
        f"WITH moved AS (DELETE FROM {name} WHERE {rewritten.only} RETURNING {columns}) "  # noqa: S608 - only names of the models
        f"INSERT INTO {name} ({columns}) SELECT {columns} FROM moved ORDER BY {key}"
    )


def _on_sqlite(rewritten: Rewritten) -> tuple[str, ...]:
    """Return statements for a table that no other refers to: its rows are gone for a moment."""
    name, columns, key = _names(rewritten.table)
    return (
        f"CREATE TEMPORARY TABLE moved AS SELECT {columns} FROM {name} WHERE {rewritten.only}",  # noqa: S608 - only names of the models
        f"DELETE FROM {name} WHERE {rewritten.only}",  # noqa: S608 - only names of the models
        f"INSERT INTO {name} ({columns}) SELECT {columns} FROM moved ORDER BY {key}",  # noqa: S608 - only names of the models
        "DROP TABLE moved",
    )


def _names(table: Table) -> tuple[str, str, str]:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return table.name, columns, ", ".join(f'"{column.name}"' for column in table.primary_key)


def _clear(session: Session, tables: Sequence[str]) -> None:
    """Let PostgreSQL take the rows as they were away."""
    engine = session.connection().engine
    session.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {', '.join(tables)}"))
