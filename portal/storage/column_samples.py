"""Columns of which the server keeps no samples: they would outlive what was deleted.

Whatever is kept as bytes is a sealed text, a key or a hash: of these no table has samples. A plain
text that somebody wrote in confidence is named with ``keep_no_samples``.
"""

from typing import cast

from sqlalchemy import Column, FromClause, LargeBinary, Table, event
from sqlalchemy.engine import Connection


def keep_no_samples(table: FromClause, column: str) -> None:
    """Let PostgreSQL plan without samples of a column's values.

    Its statistics hold up to a hundred values of each column, of whatever rows there were when
    they were taken, and stay until they are taken again. SQLite's hold none.
    """
    target = cast(Table, table)
    found: Column[object] = target.c[column]

    @event.listens_for(target, "after_create")
    def without_samples(_table: Table, connection: Connection, **_: object) -> None:
        _take_none(connection, target.name, column=found.name)


@event.listens_for(Table, "after_create")
def keep_no_samples_of_bytes(table: Table, connection: Connection, **_: object) -> None:
    """Let PostgreSQL take no samples of bytes in any table, those of migrations included."""
    for column in table.columns:
        if isinstance(column.type, LargeBinary):
            _take_none(connection, table.name, column=column.name)


def _take_none(connection: Connection, table: str, *, column: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_takes_none(table, column))


def _takes_none(table: str, column: str) -> str:
    return f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 0'


def without_samples_of(table: str, column: str, *, kind: str = "text") -> tuple[str, ...]:
    """Return what takes the samples of a column away and keeps new ones from being taken.

    :param kind: the type that the column has.
    """
    # The server drops a column's samples when its type is set, to what it was as well.
    same_type = f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE {kind}'
    return (_takes_none(table, column), same_type)
