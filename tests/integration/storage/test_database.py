"""Moments in both databases, and who may write in one that has no file."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from portal.storage.database import Base, begin_write, engine_options, is_writing
from portal.time.schedule.models import JobRun

JAKARTA = timezone(timedelta(hours=7))
NOON = datetime(2026, 11, 21, 12, tzinfo=JAKARTA)


def test_a_moment_comes_back_as_utc(session: Session) -> None:
    session.add(JobRun(name="mix", last_success_at=NOON))
    session.commit()
    session.expire_all()

    assert session.scalars(select(JobRun.last_success_at)).one() == NOON.astimezone(UTC)


def test_no_moment_can_be_asked_for(session: Session) -> None:
    session.add(JobRun(name="mix", last_success_at=NOON))
    session.commit()

    moment: datetime | None = None
    assert session.scalars(select(JobRun).where(JobRun.last_success_at == moment)).all() == []
    assert session.scalars(select(JobRun).where(JobRun.last_success_at.in_([None]))).all() == []


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    bare = datetime(2026, 11, 21, 12)  # noqa: DTZ001 - the very thing to be refused
    session.add(JobRun(name="mix", last_success_at=bare))

    with pytest.raises(StatementError, match="without a time zone"):
        session.commit()


def test_a_database_in_memory_needs_no_turn() -> None:
    engine = create_engine("sqlite://", **engine_options("sqlite://"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        assert not is_writing(session)
        begin_write(session)

        assert is_writing(session)
