"""Queries that are built once: they answer with the values of each asking."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError, PendingRollbackError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from portal.storage.prepared import HELD, Prepared, Question, columns_of, prepared


class Base(DeclarativeBase):
    """Tables of this test."""


class Thing(Base):
    """Something with a kind."""

    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]


@prepared()
def of_kind(kind: Any) -> Question:
    """Ask for things of a kind."""
    return select(Thing.id).where(Thing.kind == kind).order_by(Thing.id)


@prepared("ids")
def among(ids: Any, kind: Any) -> Question:
    return select(Thing.id, Thing.kind).where(Thing.id.in_(ids), Thing.kind == kind)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Thing(id=1, kind="a"), Thing(id=2, kind="b"), Thing(id=3, kind="a")])
        session.commit()
        yield session
    engine.dispose()


def test_answers_with_the_values_of_each_asking(session: Session) -> None:
    assert of_kind.things(session, kind="a").all() == [1, 3]
    assert of_kind.things(session, kind="b").all() == [2]
    assert of_kind.thing(session, kind="c") is None


def test_takes_collections_of_any_length(session: Session) -> None:
    def found(*ids: int) -> list[tuple[int, str]]:
        return [tuple(row) for row in among.rows(session, ids=ids, kind="a")]

    assert found(1, 2) == [(1, "a")]
    assert found(1, 2, 3) == [(1, "a"), (3, "a")]
    assert found() == []


def test_sees_what_the_session_did_not_write_yet(session: Session) -> None:
    session.add(Thing(id=4, kind="d"))

    assert of_kind.thing(session, kind="d") == 4


def test_builds_its_statement_once_and_keeps_its_words() -> None:
    built = []

    def build(kind: Any) -> Question:
        built.append(kind)
        return select(Thing.id).where(Thing.kind == kind)

    query = Prepared(build, many=frozenset())

    assert query.statement is query.statement
    assert len(built) == 1
    assert of_kind.__doc__ == "Ask for things of a kind."


@prepared()
def columns_of_kind(kind: Any) -> Question:
    return select(*columns_of(Thing)).where(Thing.kind == kind).order_by(Thing.id)


@prepared()
def records_of_kind(kind: Any) -> Question:
    return select(Thing).where(Thing.kind == kind).order_by(Thing.id)


def test_columns_leave_nothing_in_the_session_and_records_do(session: Session) -> None:
    session.expunge_all()

    rows = columns_of_kind.rows(session, kind="a").all()
    assert [(row.id, row.kind) for row in rows] == [(1, "a"), (3, "a")]
    assert list(session.identity_map) == []

    records = records_of_kind.things(session, kind="a").all()
    assert [each.id for each in records] == [1, 3]
    assert len(session.identity_map) == 2


def test_columns_see_what_the_session_did_not_write_yet_unless_it_is_told_not_to(
    session: Session,
) -> None:
    session.get_one(Thing, 2).kind = "e"

    with session.no_autoflush:
        assert columns_of_kind.rows(session, kind="e").all() == []
    assert [row.id for row in columns_of_kind.rows(session, kind="e")] == [2]


@prepared("kinds")
def of_kinds(kinds: Any) -> Question:
    return select(Thing.id).where(Thing.kind.in_(kinds)).order_by(Thing.id)


def test_one_number_and_texts_are_found_as_others_are(session: Session) -> None:
    assert [tuple(row) for row in among.rows(session, ids={3}, kind="a")] == [(3, "a")]
    assert [tuple(row) for row in among.rows(session, ids=[2], kind="b")] == [(2, "b")]
    assert of_kinds.things(session, kinds=["b"]).all() == [2]
    assert of_kinds.things(session, kinds=["a", "b"]).all() == [1, 2, 3]


def test_asks_in_the_transaction_that_is_open_after_one_ended(session: Session) -> None:
    assert of_kind.things(session, kind="a").all() == [1, 3]
    for end in (session.rollback, session.commit, session.close):
        session.add(Thing(id=9, kind="z"))
        assert of_kind.thing(session, kind="z") == 9
        end()
        assert session.get_transaction() is None
        left = of_kind.thing(session, kind="z")
        assert session.connection() is session.info[HELD][1]
        assert left == (9 if end == session.commit else None)
        if left is not None:
            session.delete(session.get_one(Thing, 9))
            session.commit()


def test_what_a_savepoint_took_back_is_not_seen(session: Session) -> None:
    assert of_kind.thing(session, kind="z") is None
    with session.begin_nested() as savepoint:
        assert of_kind.thing(session, kind="z") is None
        session.add(Thing(id=9, kind="z"))
        assert of_kind.thing(session, kind="z") == 9
        savepoint.rollback()

    assert of_kind.things(session, kind="z").all() == []


def test_a_transaction_that_failed_answers_nothing(session: Session) -> None:
    assert of_kind.thing(session, kind="b") == 2
    session.expunge_all()
    session.add(Thing(id=1, kind="again"))
    with pytest.raises(IntegrityError):
        session.flush()

    with pytest.raises(PendingRollbackError), session.no_autoflush:
        of_kind.thing(session, kind="b")
    session.rollback()
    assert of_kind.thing(session, kind="b") == 2
