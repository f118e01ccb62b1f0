"""What the database refuses by itself: any change of a table, or some changes of its rows.

A rule is one condition in SQL under which the database refuses a change. Both databases report
it as a failed CHECK does, so that a service sees an ``IntegrityError``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
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
