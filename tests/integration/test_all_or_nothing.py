"""Work of many services is kept whole or not at all, on both databases."""

import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from portal.storage.database import all_or_nothing, begin_write, engine_options
from portal.time.schedule.models import JobRun
from tests.killed import run_until_killed

NOW = datetime(2026, 11, 5, 3, tzinfo=UTC)
KILLED_MIDWAY = """
import os, signal, sys
from sqlalchemy import create_engine
from portal.storage.database import all_or_nothing, engine_options
from tests.integration.test_all_or_nothing import remember
engine = create_engine(sys.argv[1], **engine_options(sys.argv[1]))
with all_or_nothing(engine) as session:
    remember(session, "one")
    os.kill(os.getpid(), signal.SIGKILL)
"""


class BrokenOff(RuntimeError):
    """The work does not come to its end."""


def remember(session: Session, name: str) -> None:
    """A service, as all are: it takes its turn, writes and commits."""
    begin_write(session)
    session.add(JobRun(name=name, last_success_at=NOW))
    session.commit()


def break_off(engine: Engine) -> None:
    with all_or_nothing(engine) as session:
        remember(session, "one")
        raise BrokenOff


def kept(database_url: str) -> int:
    engine = create_engine(database_url, **engine_options(database_url))
    with Session(engine) as session:
        found = session.scalar(select(func.count()).select_from(JobRun))
    engine.dispose()
    return found or 0


def test_what_several_services_committed_is_kept_at_the_end(
    session: Session, database_url: str
) -> None:
    with all_or_nothing(session.get_bind().engine) as whole:
        remember(whole, "one")
        remember(whole, "two")

        assert kept(database_url) == 0
    assert kept(database_url) == 2


def test_nothing_is_kept_of_work_that_fails(session: Session, database_url: str) -> None:
    with pytest.raises(BrokenOff):
        break_off(session.get_bind().engine)

    assert kept(database_url) == 0
    remember(session, "later")
    assert kept(database_url) == 1


def test_a_service_that_takes_its_own_work_back_takes_back_no_other(
    session: Session, database_url: str
) -> None:
    with all_or_nothing(session.get_bind().engine) as whole:
        remember(whole, "one")
        begin_write(whole)
        whole.add(JobRun(name="two", last_success_at=NOW))
        whole.flush()
        whole.rollback()
        remember(whole, "three")

    assert kept(database_url) == 2


def test_nothing_is_kept_of_a_process_that_is_killed(database_url: str) -> None:
    run_until_killed([sys.executable, "-c", KILLED_MIDWAY, database_url], url=database_url)

    assert kept(database_url) == 0
