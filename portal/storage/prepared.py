"""Statements that are built once a process and asked again and again with other values.

Building a statement, and finding out whether it was asked before, costs three times as much as
asking a small database. A page of staff asks twenty or more: most of its time went there.
"""

import inspect
from collections.abc import Callable
from typing import Any

from sqlalchemy import Result, ScalarResult, Select, bindparam
from sqlalchemy.orm import Session

Question = Select[*tuple[Any, ...]]
Build = Callable[..., Question]


class Prepared:
    """A query whose values are given when it is asked, one for each parameter of ``build``.

    What the session changed and did not write yet is written first, as before any other query.
    None is no value: ``column == None`` is another statement than ``column == 3``.
    """

    def __init__(self, build: Build, *, many: frozenset[str]) -> None:
        self._build = build
        self._many = many
        self._statement: Question | None = None
        self.__doc__ = build.__doc__

    @property
    def statement(self) -> Question:
        """The statement with a place for each value."""
        if self._statement is None:
            names = inspect.signature(self._build).parameters
            places: dict[str, Any] = {
                each: bindparam(each, expanding=each in self._many) for each in names
            }
            self._statement = self._build(**places)
        return self._statement

    def rows(self, session: Session, **values: Any) -> Result[*tuple[Any, ...]]:
        """Ask with these values."""
        return session.execute(self.statement, values)

    def things(self, session: Session, **values: Any) -> ScalarResult[Any]:
        """Ask with these values and return the first column of each row."""
        return session.scalars(self.statement, values)

    def thing(self, session: Session, **values: Any) -> Any:
        """Ask with these values and return the first column of the first row, or None."""
        return session.scalar(self.statement, values)


def prepared(*many: str) -> Callable[[Build], Prepared]:
    """Let a function that builds a query be called once, with places instead of values.

    :param many: parameters that stand for a collection, for ``column.in_``.
    """

    def keep(build: Build) -> Prepared:
        return Prepared(build, many=frozenset(many))

    return keep
