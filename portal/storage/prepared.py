"""Statements that are built once a process and asked again and again with other values.

Building a statement, and finding out whether it was asked before, costs three times as much as
asking a small database. A page of staff asks twenty or more: most of its time went there.
"""

from collections.abc import Callable
from inspect import signature
from typing import Any

from sqlalchemy import Result, ScalarResult, Select, bindparam, inspect
from sqlalchemy.orm import Session

Question = Select[*tuple[Any, ...]]
Build = Callable[..., Question]


class Prepared:
    """A query whose values are given when it is asked, one for each parameter of ``build``.

    What the session changed and did not write yet is written first, as before any other query.
    None is no value: ``column == None`` is another statement than ``column == 3``. A query of
    columns is sent without the ORM, which takes more than half of such a question's time; only
    a query of whole records needs it.
    """

    def __init__(self, build: Build, *, many: frozenset[str]) -> None:
        self._build = build
        self._many = many
        self._statement: Question | None = None
        self._is_of_columns = False
        self.__doc__ = build.__doc__

    @property
    def statement(self) -> Question:
        """The statement with a place for each value."""
        if self._statement is None:
            names = signature(self._build).parameters
            places: dict[str, Any] = {
                each: bindparam(each, expanding=each in self._many) for each in names
            }
            statement = self._build(**places)
            asked = statement.column_descriptions
            self._is_of_columns = all(each["expr"] is not each["entity"] for each in asked)
            self._statement = statement
        return self._statement

    def rows(self, session: Session, **values: Any) -> Result[*tuple[Any, ...]]:
        """Ask with these values."""
        statement = self.statement
        if not self._is_of_columns:
            return session.execute(statement, values)
        if session.autoflush:
            session.flush()
        return session.connection().execute(statement, values)

    def things(self, session: Session, **values: Any) -> ScalarResult[Any]:
        """Ask with these values and return the first column of each row."""
        return self.rows(session, **values).scalars()

    def thing(self, session: Session, **values: Any) -> Any:
        """Ask with these values and return the first column of the first row, or None."""
        return self.rows(session, **values).scalar()


def columns_of(record: type[Any]) -> list[Any]:
    """Return the columns of a kind of record, for records that are read and not changed.

    The session remembers nothing of them, which makes a page's questions half as expensive.
    """
    return [each.class_attribute for each in inspect(record).column_attrs]


def prepared(*many: str) -> Callable[[Build], Prepared]:
    """Let a function that builds a query be called once, with places instead of values.

    :param many: parameters that stand for a collection, for ``column.in_``.
    """

    def keep(build: Build) -> Prepared:
        return Prepared(build, many=frozenset(many))

    return keep
