"""Several questions answered by one statement: the same rows as one by one, with their types."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.accounts.staff.models import Account
from portal.organisation.people.models import KeptLine, Officer, PersonPost
from portal.storage.joint_reading import (
    Asking,
    Question,
    QuestionAsked,
    answer,
    answered,
    asked,
    nothing_asked,
    read_together,
    side_by_side,
)
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_people, make_post

NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)


@asked()
def lines() -> Question:
    return select(KeptLine.person_id, KeptLine.superior_id, KeptLine.starts_on, KeptLine.ends_on)


@asked()
def accounts() -> Question:
    return select(Account.email, Account.created_at, Account.is_active, Account.officer_id)


@asked()
def heads() -> Question:
    return select(PersonPost.is_head, func.count().label("count")).group_by(PersonPost.is_head)


@asked()
def named(officer_id: Any) -> Question:
    return select(Officer.id, Officer.name).where(Officer.id == officer_id)


@asked()
def people() -> Question:
    return select(func.count(Officer.id).label("count"))


def questions() -> Sequence[QuestionAsked]:
    """One question for each kind of column, of different widths, one of which finds nothing."""
    return [lines(), accounts(), heads(), named(officer_id=-1)]


@pytest.fixture
def statements(session: Session) -> Callable[[], int]:
    """Fill a few tables and return a counter of statements that read."""
    below, above = make_people(session, "Ayu Contoh", "Budi Contoh")
    make_line(session, below, to=above)
    agency = make_agency(session)
    for each in (below, above):
        make_post(session, each, agency)
    account = {"name": "Ayu", "officer_id": below, "is_active": True, "created_at": NOW}
    session.add(Account(email="ayu@example.go.id", **account))
    session.flush()
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append(call[2]))
    return lambda: sum("SELECT" in each for each in asked)


def test_one_statement_gives_the_same_rows_with_their_types_as_one_by_one(
    session: Session, statements: Callable[[], int]
) -> None:
    together = read_together(session, questions())

    assert statements() == 1
    for question, rows in zip(questions(), together, strict=True):
        alone = question.query.rows(session, **question.values).all()
        assert [tuple(each) for each in rows] == [tuple(each) for each in alone]
    (line,), (account,), (posts,), none = together
    assert isinstance(line.starts_on, date)
    assert (line.ends_on, account.created_at, account.is_active) == (None, NOW, True)
    assert (posts.is_head, posts.count) == (False, 2)
    assert none == []


def counted(steps: int) -> Asking[list[int]]:
    """Ask in so many steps, each for one more than the step before."""
    found: list[int] = []
    for _ in range(steps):
        (rows,) = yield [people()]
        found.append(rows[0].count)
    return found


def test_there_are_as_many_statements_as_the_part_with_the_most_steps_has(
    session: Session, statements: Callable[[], int]
) -> None:
    def nested() -> Asking[Any]:
        first = yield from counted(1)
        both = yield from side_by_side(counted(1), counted(2), nothing_asked("nothing"))
        return [first, *both]

    found = answered(session, [counted(2), nothing_asked(7), counted(0), nested(), counted(1)])

    assert found == [[2, 2], 7, [], [[2], [2], [2, 2], "nothing"], [2]]
    assert statements() == 3


def test_what_asks_nothing_reads_nothing(session: Session, statements: Callable[[], int]) -> None:
    assert answer(session, nothing_asked("value")) == "value"
    assert answered(session, []) == []
    assert statements() == 0
