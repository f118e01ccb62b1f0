"""Runs the queries of several parts of a page as one statement.

A part of a page is a generator: it yields the questions whose rows it needs and is sent the rows;
what it returns is its value. ``answered`` runs many of them at once and sends what they ask in
the same step as one statement.

A question is a query that is built once a process (``asked``) with its values of this time, so
that the statement for the same questions is built once, too. Built anew for each page, it took
most of a first screen's time.
"""

from collections import namedtuple
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import CompoundSelect, Integer, String, literal, null, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from portal.storage.prepared import Build, Prepared, Question, of_any_number, sent

__all__ = ["Asking", "Question", "answer", "answered", "asked", "nothing_asked", "side_by_side"]
Answer = TypeVar("Answer")
Rows = Sequence[Any]
#: Yields questions, is sent the rows of each in the same order, and returns an answer.
Asking = Generator[Sequence["QuestionAsked"], Sequence[Rows], Answer]
#: Kind of column and which one of this kind it is within its query.
Slot = tuple[type[TypeEngine[Any]], int]


class Together(Prepared):
    """A query of columns with a name each, without ORDER BY or LIMIT, asked beside others."""

    def __call__(self, **values: Any) -> "QuestionAsked":
        """Return the question with these values; None is none (``Prepared``)."""
        return QuestionAsked(self, values)

    def numbered(self, number: int) -> Question:
        """Return the query with places of names that no other of a joint statement has."""
        return self._built(of_any_number, before=before(number))

    @property
    def collections(self) -> frozenset[str]:
        """The values that stand for many."""
        return self._many


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A query with the values it is asked with."""

    query: Together
    values: Mapping[str, Any]


def asked(*many: str) -> Callable[[Build], Together]:
    """Let a function that builds a query be called once; see ``storage.prepared.prepared``.

    :param many: parameters that stand for a collection, for ``column.in_``.
    """

    def keep(build: Build) -> Together:
        return Together(build, many=frozenset(many))

    return keep


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
        asked: dict[int, Sequence[QuestionAsked]] = {}
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


def _step(asking: Asking[Any], rows: Sequence[Rows] | None) -> Sequence[QuestionAsked]:
    """Return what a part asks next; ``rows`` is None before its first question."""
    return next(asking) if rows is None else asking.send(rows)


def nothing_asked(value: Answer) -> Asking[Answer]:
    """Ask nothing and answer a value."""
    yield from ()
    return value


def read_together(session: Session, questions: Sequence[QuestionAsked]) -> Sequence[Rows]:
    """Return the rows of each question, read by one statement; the order within one is any."""
    if len(questions) < 2:
        return [each.query.rows(session, **each.values).all() for each in questions]
    joint = _joint(tuple(each.query for each in questions))
    values = {
        f"{before(number)}{name}": tuple(value) if name in each.query.collections else value
        for number, each in enumerate(questions)
        for name, value in each.values.items()
    }
    found: list[list[Any]] = [[] for _ in questions]
    parts = [
        (rows.append, part.row, part.columns) for rows, part in zip(found, joint.parts, strict=True)
    ]
    for row in sent(session, joint.statement, values=values):
        add, made, columns = parts[row[0]]
        add(made(columns(row)))
    return found


class PartOfJoint(NamedTuple):
    """How the rows of one question are taken out of those of a joint statement."""

    row: Callable[[Sequence[Any]], Any]
    columns: Callable[[Any], Sequence[Any]]


class Joint(NamedTuple):
    """One statement for several questions, and how the rows of each are taken out."""

    statement: CompoundSelect[*tuple[Any, ...]]
    parts: Sequence[PartOfJoint]


@lru_cache(maxsize=128)
def _joint(queries: tuple[Together, ...]) -> Joint:
    """Build the statement of these questions, once for as long as it is asked."""
    questions = [each.numbered(number) for number, each in enumerate(queries)]
    slots = [_slots(each) for each in questions]
    wide = list(dict.fromkeys(slot for each in slots for slot in each))
    empty = {slot: _empty(slot[0]) for slot in wide}
    parts = [
        _widened(question, number=number, slots=own, empty=empty)
        for number, (question, own) in enumerate(zip(questions, slots, strict=True))
    ]
    places = [[wide.index(slot) + 1 for slot in each] for each in slots]
    return Joint(
        union_all(*parts),
        [
            PartOfJoint(_row_kind(tuple(each.selected_columns.keys()))._make, _taken_from(own))
            for each, own in zip(questions, places, strict=True)
        ],
    )


def _taken_from(places: Sequence[int]) -> Callable[[Any], Sequence[Any]]:
    """Return what takes the values in these places out of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    (only,) = places
    return lambda row: (row[only],)


def before(number: int) -> str:
    """Return what the names of a question's values begin with in a joint statement."""
    return f"q{number}_"


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
    question: Question, *, number: int, slots: Sequence[Slot], empty: Mapping[Slot, Any]
) -> Question:
    """Return a query with its number first and its columns in their slots, the others empty."""
    own = dict(zip(slots, question.selected_columns, strict=True))
    columns = [own.get(slot, nothing) for slot, nothing in empty.items()]
    return question.with_only_columns(
        literal(number, Integer), *columns, maintain_column_froms=True
    )


def _empty(kind: type[TypeEngine[Any]]) -> Any:
    """Return an empty value of a kind; the type has to be said, or PostgreSQL takes it for text."""
    return sql_cast(null(), kind())


@lru_cache(maxsize=256)
def _row_kind(names: tuple[str, ...]) -> Any:
    return namedtuple("Answered", names)
