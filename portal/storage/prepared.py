"""Statements that are built once a process and asked again and again with other values.

Building a statement, and finding out whether it was asked before, costs three times as much as
asking a small database. A page of staff asks twenty or more: most of its time went there.
"""

from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any

from sqlalchemy import BindParameter, Connection, Result, ScalarResult, Select, bindparam, inspect
from sqlalchemy.orm import Session, SessionTransaction

Question = Select[*tuple[Any, ...]]
Build = Callable[..., Question]
# Where a session holds the connection of its transaction.
HELD = "prepared_connection"


class Prepared:
    """A query whose values are given when it is asked, one for each parameter of ``build``.

    What the session changed and did not write yet is written first, as before any other query.
    None is no value: ``column == None`` is another statement than ``column == 3``. A query of
    columns is sent without the ORM, which takes more than half of such a question's time; only
    a query of whole records needs it. Collections of one number each are asked by a statement of
    their own, which is written once; another is written anew for each number of values.
    """

    def __init__(self, build: Build, *, many: frozenset[str]) -> None:
        self._build = build
        self._many = many
        self._statement: Question | None = None
        self._of_one: Question | None = None
        self._is_of_columns = False
        self.__doc__ = build.__doc__

    @property
    def statement(self) -> Question:
        """The statement with a place for each value."""
        if self._statement is None:
            statement = self._built(of_any_number)
            asked = statement.column_descriptions
            self._is_of_columns = all(each["expr"] is not each["entity"] for each in asked)
            self._statement = statement
        return self._statement

    @property
    def _statement_of_one(self) -> Question:
        """The same with a place for one number in each collection."""
        if self._of_one is None:
            self._of_one = self._built(lambda name: [bindparam(name)])
        return self._of_one

    def _built(self, collection: Callable[[str], Any], *, before: str = "") -> Question:
        """Return the query with a place for each value.

        :param before: what the name of each place begins with.
        """
        return self._build(
            **{
                name: collection(before + name) if name in self._many else bindparam(before + name)
                for name in self.parameters
            }
        )

    @property
    def parameters(self) -> Sequence[str]:
        """The names of the values."""
        return tuple(signature(self._build).parameters)

    def rows(self, session: Session, **values: Any) -> Result[*tuple[Any, ...]]:
        """Ask with these values."""
        statement = self.statement
        if not self._is_of_columns:
            return session.execute(statement, values)
        if self._many:
            ones = {name: _only_number(values[name]) for name in self._many}
            if None not in ones.values():
                statement, values = self._statement_of_one, values | ones
        return sent(session, statement, values=values)

    def things(self, session: Session, **values: Any) -> ScalarResult[Any]:
        """Ask with these values and return the first column of each row."""
        return self.rows(session, **values).scalars()

    def thing(self, session: Session, **values: Any) -> Any:
        """Ask with these values and return the first column of the first row, or None."""
        return self.rows(session, **values).scalar()


def sent(session: Session, statement: Any, *, values: Any) -> Result[*tuple[Any, ...]]:
    """Send a query of columns without the ORM; what the session changed is written first."""
    if session.autoflush:
        session.flush()
    return _connection(session).execute(statement, values)


def of_any_number(name: str) -> BindParameter[Any]:
    """Return the place for a collection."""
    return bindparam(name, expanding=True)


def _only_number(values: Any) -> int | None:
    """Return the only number of a collection, or None where it holds anything else."""
    if len(values) != 1:
        return None
    (only,) = values
    return only if type(only) is int else None


def _connection(session: Session) -> Connection:
    """Return the connection of the session's transaction; within it, it is looked for once."""
    if session.in_nested_transaction():
        return session.connection()
    held: tuple[SessionTransaction, Connection] | None = session.info.get(HELD)
    if held is not None and held[0] is session.get_transaction() and held[0].is_active:
        return held[1]
    connection = session.connection()
    transaction = session.get_transaction()
    if transaction is not None:
        session.info[HELD] = (transaction, connection)
    return connection


def columns_of(record: type[Any]) -> list[Any]:
    """Return the columns of a kind of record, for records that are read and not changed.

    The session keeps nothing of them, which makes a page's questions half as expensive.
    """
    return [each.class_attribute for each in inspect(record).column_attrs]


def prepared(*many: str) -> Callable[[Build], Prepared]:
    """Let a function that builds a query be called once, with places instead of values.

    :param many: parameters that stand for a collection, for ``column.in_``.
    """

    def keep(build: Build) -> Prepared:
        return Prepared(build, many=frozenset(many))

    return keep
