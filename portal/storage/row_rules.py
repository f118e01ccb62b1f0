"""Rules of tables that the database keeps by itself: columns and rows that never change.

A rule is one condition in SQL under which the database refuses a change. Both databases report
it as a failed CHECK does, so that a service sees an ``IntegrityError``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    FromClause,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table; constraint names follow one convention."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite stores no zone, so UTC is set when it is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and normalise aware ones to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedText(LargeBinary):
    """A text under the key of texts.

    :param signature: the column beside it that holds the text's signature, if one does.
    """

    def __init__(self, *, signature: str | None = None) -> None:
        super().__init__()
        self.signature = signature


def one_of(column: str, allowed: type[StrEnum] | Iterable[str], *, name: str) -> CheckConstraint:
    """Return a CHECK that ``column`` holds one of the fixed words ``allowed``."""
    words = ", ".join(f"'{word!s}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=name)


def is_hash(column: str) -> CheckConstraint:
    """Return a CHECK that ``column`` holds a SHA-256: 32 bytes."""
    return CheckConstraint(f"length({column}) = 32", name=column)


def is_period(column: str, *, name: str) -> CheckConstraint:
    """Return a CHECK that ``column`` looks like a month, ``2026-01`` to ``2026-12``."""
    return CheckConstraint(
        f"length({column}) = 7 AND substr({column}, 5, 1) = '-' "
        f"AND substr({column}, 1, 4) BETWEEN '2000' AND '2999' "
        f"AND substr({column}, 6, 2) BETWEEN '01' AND '12'",
        name=name,
    )


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


_DAY_AFTER = re.compile(r"DAY_AFTER\(([^()]+)\)")
_PLAIN = {"sqlite": r"date(\1, '+1 day')", "postgresql": r"(\1 + 1)"}


@dataclass(frozen=True, slots=True)
class RowRule:
    """One refusal.

    :ivar name: of the trigger, unique in the database.
    :ivar act: ``INSERT``, ``UPDATE``, ``DELETE`` or ``UPDATE OF column, ...``.
    :ivar refuses: the condition, over ``NEW`` and ``OLD``; ``DAY_AFTER(x)`` is the day after ``x``.
    :ivar message: what the refusal says; no quotation marks.
    """

    name: str
    table: str
    act: str
    refuses: str
    message: str

    def statements(self, dialect: str) -> tuple[str, ...]:
        """Return what makes the rule on ``sqlite`` or ``postgresql``."""
        condition = _DAY_AFTER.sub(_PLAIN[dialect], self.refuses)
        if dialect == "sqlite":
            made = (
                f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )
            return (made,)
        row = "OLD" if self.act == "DELETE" else "NEW"
        function = (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {condition} THEN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        trigger = (
            f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )
        return function, trigger


def state_rules(
    table: str, *, first: str, allowed: Iterable[tuple[str, str]]
) -> tuple[RowRule, RowRule]:
    """Return the rules of a column ``state``: where it begins, and what may follow what.

    :param first: the state in which every row begins.
    :param allowed: every allowed change, old and new; every other one is refused.
    """
    changes = ", ".join(f"'{old} {new}'" for old, new in allowed)
    return (
        RowRule(
            f"{table}_state_begins",
            table,
            "INSERT",
            f"NEW.state <> '{first}'",
            "the first state is another one",
        ),
        RowRule(
            f"{table}_state_follows",
            table,
            "UPDATE OF state",
            f"NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ({changes})",
            "this state cannot follow that one",
        ),
    )


def stays(table: str, *columns: str, name: str = "stays") -> RowRule:
    """Return the rule that ``columns`` of a row never change."""
    changed = " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns)
    return RowRule(
        f"{table}_{name}",
        table,
        f"UPDATE OF {', '.join(columns)}",
        f"({changed})",
        "this part of the row never changes",
    )


def never_deleted(table: str) -> RowRule:
    """Return the rule that no row of ``table`` is deleted."""
    return RowRule(f"{table}_is_kept", table, "DELETE", "TRUE", "rows of this table are kept")


def keep_rules(table: FromClause, *rules: RowRule) -> None:
    """Let ``table`` (a mapped class's ``__table__``) get ``rules`` whenever it is created."""
    target = cast(Table, table)

    @event.listens_for(target, "after_create")
    def run(created: Table, connection: Connection, **_: Any) -> None:
        for rule in rules:
            for statement in rule.statements(connection.dialect.name):
                connection.exec_driver_sql(statement)
