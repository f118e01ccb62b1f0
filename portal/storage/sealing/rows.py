"""Rows written and taken away in bulk, in an order and under keys that say nothing of when.

Built by SQLAlchemy, such statements took a third of the mix: it looks at every value of every
row. The columns and their types are still the models'.
"""

import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from random import SystemRandom
from typing import Any, TypeVar

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

# SQLAlchemy gives the constructor of its dialects no types.
_POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # no types


class RowsVanished(RuntimeError):
    """Rows that were just read are gone; the transaction is to be given up."""


def insert_rows(session: Session, table: type[Any], *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in the order given, as one statement; no rows, no statement.

    :param rows: all with the same columns, and values that the driver stores as they are.
    """
    if not rows:
        return
    connection = session.connection()
    columns = tuple(rows[0])
    values = map(itemgetter(*columns), rows)
    statement = _insert(table.__table__, columns, dialect=connection.dialect.name)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(statement, tuple(map(list, zip(*values, strict=True))))
    else:
        connection.exec_driver_sql(statement, list(values))


def take_away(
    session: Session, table: type[Any], *, within: Mapping[str, Any], tokens: Sequence[bytes]
) -> None:
    """Delete the rows with these tokens, all of them or none; without tokens none.

    :param within: what the rows have in common: the columns that their key begins with.
    :raises RowsVanished: when one of them is gone already; the caller gives the rest up.
    """
    if not tokens:
        return
    connection = session.connection()
    statement = _delete(table.__table__, tuple(within), dialect=connection.dialect.name)
    common = tuple(within.values())
    if connection.dialect.name == "postgresql":
        gone = connection.exec_driver_sql(statement, (*common, list(tokens)))
    else:
        gone = connection.exec_driver_sql(statement, [(*common, token) for token in tokens])
    if gone.rowcount != len(tokens):
        raise RowsVanished("rows vanished while they were worked on")


@cache
def _insert(table: Table, columns: tuple[str, ...], *, dialect: str) -> str:
    into = f"INSERT INTO {_quoted(table.name)} ({', '.join(map(_quoted, columns))})"
    if dialect == "postgresql":
        arrays = ", ".join(f"%b::{_type(table, each)}[]" for each in columns)
        return f"{into} SELECT * FROM unnest({arrays})"  # noqa: S608 - only names of the models; values are bound
    return f"{into} VALUES ({', '.join('?' * len(columns))})"


@cache
def _delete(table: Table, within: tuple[str, ...], *, dialect: str) -> str:
    each, token = ("%s", "ANY(%b::bytea[])") if dialect == "postgresql" else ("?", "?")
    common = "".join(f"{_quoted(column)} = {each} AND " for column in within)
    return f"DELETE FROM {_quoted(table.name)} WHERE {common}token = {token}"  # noqa: S608 - only names of the models; values are bound


def _quoted(name: str) -> str:
    return f'"{name}"'


def _type(table: Table, column: str) -> str:
    return str(table.c[column].type.compile(dialect=_POSTGRESQL))


Item = TypeVar("Item")
TOKEN_BYTES = 16
_random = SystemRandom()


def shuffled(items: Sequence[Item]) -> list[Item]:
    """Return ``items`` in an order that nobody can foresee or repeat."""
    mixed = list(items)
    _random.shuffle(mixed)
    return mixed


def new_token() -> bytes:
    """Return a random key for a row; it says nothing about when the row was written."""
    return secrets.token_bytes(TOKEN_BYTES)
