"""Writes into tallies what no ratings can give, as a slip at the database's console would."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

Corruption = dict[str, Any]

LEVEL_COUNTS = (
    '{"parking": [1, 2, 3, 4]}',
    '{"time": [0, 0, 1, 0], "": [0, 0, 1, 0]}',
    '{"time": [1, 2]}',
    '{"time": [-5, 0, 0, 6]}',
    '{"time": [999999, 0, 0, 0]}',
    '{"time": "many"}',
    '{"time": [0.5, 0, 0, 1]}',
    "{}",
    "[]",
    "null",
    '"time"',
    "[" * 5000 + "]" * 5000,
)
NUMBERS = {
    "respondents": (0, -7, 2**31 - 1),
    "all_top": (-1, 10**6),
    "composite_sum": (-1, 0, 2**62, -(2**62)),
    "composite_square_sum": (-1, 0, 2**62),
}
CORRUPTIONS: tuple[Corruption, ...] = (
    *({"level_counts": each} for each in LEVEL_COUNTS),
    *({column: each} for column, values in NUMBERS.items() for each in values),
)
# SQLite takes anything in any column.
ANYTHING: tuple[Corruption, ...] = (
    {"level_counts": "no JSON {"},
    {"respondents": "many"},
    {"composite_sum": 0.5},
)
corruptions = st.sampled_from(CORRUPTIONS)


def let_anything_in(session: Session, *, tables: Iterable[str] = ("tally",)) -> None:
    """Take the rules off sums that the database itself would keep; commits."""
    bind = session.get_bind()
    if bind.dialect.name == "postgresql":
        for table in tables:
            _drop_rules(session, table)
        session.commit()
        return
    session.commit()

    @event.listens_for(bind, "begin")
    def ignore(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")


def _drop_rules(session: Session, table: str) -> None:
    names = session.scalars(
        text(
            "SELECT conname FROM pg_constraint "
            f"WHERE conrelid = '{table}'::regclass AND contype = 'c'"
        )
    ).all()
    for name in names:
        session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))


def corrupt_tally(session: Session, tally_id: int, corruption: Corruption) -> None:
    """Write ``corruption`` into columns of a tally; the caller commits."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    for column, value in corruption.items():
        is_json = is_postgresql and column == "level_counts"
        given = "CAST(:value AS JSON)" if is_json else ":value"
        session.execute(
            text(f"UPDATE tally SET {column} = {given} WHERE id = :id"),
            {"value": value, "id": tally_id},
        )
