"""Runs the queries of several parts of a page as one statement.

A part of a page is a generator: it yields the queries whose rows it needs and is sent the rows;
what it returns is its value. ``answered`` runs many of them at once and sends what they ask in
the same step as one statement.
"""

from collections import namedtuple
from collections.abc import Generator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Integer, Select, String, literal, null, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

Answer = TypeVar("Answer")
Rows = Sequence[Any]
Question = Select[*tuple[Any, ...]]
#: Yields queries, is sent the rows of each in the same order, and returns an answer.
Asking = Generator[Sequence[Question], Sequence[Rows], Answer]
#: Kind of column and which one of this kind it is within its query.
Slot = tuple[type[TypeEngine[Any]], int]


def answer(session: Session, asking: Asking[Answer]) -> Answer:
    """Return the answer of one part."""
    found: Answer
    (found,) = answered(session, [asking])
    return found


def answered(session: Session, askings: Sequence[Asking[Any]]) -> Sequence[Any]:
    """Return the answers of many parts in their order.

    What all of them ask in one step is read by one statement, so that there are as many
    statements as the part with the most steps has.
    """
    asking = side_by_side(*askings)
    rows: Sequence[Rows] | None = None
    while True:
        try:
            rows = read_together(session, _step(asking, rows))
        except StopIteration as end:
            return cast(Sequence[Any], end.value)


def side_by_side(*askings: Asking[Any]) -> Asking[Sequence[Any]]:
    """Ask what several parts ask, step by step together; the answers are in their order."""
    found: dict[int, Any] = {}
    sent: Mapping[int, Sequence[Rows] | None] = dict.fromkeys(range(len(askings)))
    while sent:
        asked: dict[int, Sequence[Question]] = {}
        for number, rows in sent.items():
            try:
                asked[number] = _step(askings[number], rows)
            except StopIteration as end:
                found[number] = end.value
        if not asked:
            break
        every = iter((yield [each for group in asked.values() for each in group]))
        sent = {number: [next(every) for _ in group] for number, group in asked.items()}
    return [found[number] for number in range(len(askings))]


def _step(asking: Asking[Any], rows: Sequence[Rows] | None) -> Sequence[Question]:
    """Return what a part asks next; ``rows`` is None before its first question."""
    return next(asking) if rows is None else asking.send(rows)


def nothing_asked(value: Answer) -> Asking[Answer]:
    """Ask nothing and answer a value."""
    yield from ()
    return value


def read_together(session: Session, questions: Sequence[Question]) -> Sequence[Rows]:
    """Return the rows of each query, read by one statement; the order within one is any.

    :param questions: of columns with a name each, without ORDER BY or LIMIT.
    """
    if len(questions) < 2:
        return [session.execute(each).all() for each in questions]
    slots = [_slots(each) for each in questions]
    wide = list(dict.fromkeys(slot for each in slots for slot in each))
    parts = [
        _widened(question, number=number, slots=own, wide=wide)
        for number, (question, own) in enumerate(zip(questions, slots, strict=True))
    ]
    places = [[wide.index(slot) + 1 for slot in each] for each in slots]
    kinds = [_row_kind(tuple(each.selected_columns.keys())) for each in questions]
    found: list[list[Any]] = [[] for _ in questions]
    for row in session.execute(union_all(*parts)):
        number = row[0]
        found[number].append(kinds[number]._make([row[place] for place in places[number]]))
    return found


def _slots(question: Question) -> list[Slot]:
    """Return the slot of each column; the second column of a kind takes the second slot."""
    taken: dict[type[TypeEngine[Any]], int] = {}
    slots = []
    for column in question.selected_columns:
        kind = String if isinstance(column.type, String) else type(column.type)
        taken[kind] = taken.get(kind, 0) + 1
        slots.append((kind, taken[kind]))
    return slots


def _widened(
    question: Question, *, number: int, slots: Sequence[Slot], wide: Sequence[Slot]
) -> Question:
    """Return a query with its number first and its columns in their slots, the others empty."""
    own = dict(zip(slots, question.selected_columns, strict=True))
    columns = [own.get(slot, _empty(slot[0])) for slot in wide]
    return question.with_only_columns(
        literal(number, Integer), *columns, maintain_column_froms=True
    )


def _empty(kind: type[TypeEngine[Any]]) -> Any:
    """Return an empty value of a kind; the type has to be said, or PostgreSQL takes it for text."""
    return sql_cast(null(), kind())


@lru_cache(maxsize=256)
def _row_kind(names: tuple[str, ...]) -> Any:
    return namedtuple("Answered", names)
