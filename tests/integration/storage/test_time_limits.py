"""A connection has the limits of who asks, and gives up by itself."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from portal.storage import waiting as limits
from portal.storage.database import engine_options
from portal.storage.failures import FailureKind, kind_of_failure
from portal.storage.postgresql_limits import AnswerOverdue
from portal.storage.waiting import (
    COMMAND,
    MIGRATION,
    REQUEST,
    WaitLimits,
    acting_as,
    current_limits,
)

HASTY = WaitLimits("hasty", statement=5, lock=5, idle_in_transaction=5, answer=0.2, turn=0.05)
STRICT = WaitLimits("strict", statement=0.1, lock=0.1, idle_in_transaction=5, answer=20, turn=0.05)


@contextmanager
def engine_on(url: str) -> Iterator[Engine]:
    engine = create_engine(url, **engine_options(url))
    try:
        yield engine
    finally:
        engine.dispose()


def limit_of(engine: Engine) -> int:
    """Return in milliseconds how long a statement (PostgreSQL) or a lock (SQLite) may take."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            return int(connection.execute(text("PRAGMA busy_timeout")).scalar_one())
        shown = "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'"
        return int(connection.execute(text(shown)).scalar_one())


def expected(chosen: WaitLimits, engine: Engine) -> int:
    return int(1000 * (chosen.turn if engine.dialect.name == "sqlite" else chosen.statement))


def test_a_pooled_connection_takes_the_limits_of_whoever_asks_now(database_url: str) -> None:
    with engine_on(database_url) as engine:
        for chosen in (REQUEST, COMMAND, MIGRATION, REQUEST):
            with acting_as(chosen):
                assert limit_of(engine) == expected(chosen, engine)
        assert engine.pool.checkedin() == 1


def test_nobody_who_says_nothing_waits_longer_than_a_request() -> None:
    assert current_limits() is REQUEST
    with acting_as(COMMAND):
        assert current_limits() is COMMAND
    assert current_limits() is REQUEST


@pytest.mark.parametrize("chosen", [REQUEST, COMMAND, MIGRATION], ids=lambda each: each.name)
def test_a_server_that_works_speaks_before_the_client_gives_up(chosen: WaitLimits) -> None:
    assert chosen.lock < chosen.statement < chosen.answer
    assert chosen.turn < chosen.answer


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_what_an_operator_sets_in_the_address_stays(database_url: str) -> None:
    address = database_url + "?options=-c%20statement_timeout%3D1234"

    with engine_on(address) as engine:
        assert limit_of(engine) == 1234


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_silent_server_is_left_at_the_deadline_and_the_pool_goes_on(database_url: str) -> None:
    with acting_as(HASTY), engine_on(database_url) as engine:
        began = time.monotonic()
        with engine.connect() as connection, pytest.raises(OperationalError) as caught:
            connection.execute(text("SELECT pg_sleep(4)"))

        assert time.monotonic() - began < 3
        assert isinstance(caught.value.orig, AnswerOverdue)
        assert caught.value.connection_invalidated
        assert kind_of_failure(caught.value) is FailureKind.TIMEOUT
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_server_that_works_ends_a_slow_statement_itself(database_url: str) -> None:
    with acting_as(STRICT), engine_on(database_url) as engine, engine.connect() as connection:
        with pytest.raises(OperationalError) as caught:
            connection.execute(text("SELECT pg_sleep(4)"))
        assert kind_of_failure(caught.value) is FailureKind.TIMEOUT
        connection.rollback()

        connection.execute(text("LOCK TABLE account IN ACCESS EXCLUSIVE MODE"))
        with engine.connect() as other, pytest.raises(OperationalError) as refused:
            other.execute(text("SELECT count(*) FROM account"))
        assert kind_of_failure(refused.value) in {FailureKind.LOCK, FailureKind.TIMEOUT}


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_an_error_of_a_live_server_does_not_cost_the_connection(database_url: str) -> None:
    with engine_on(database_url) as engine, engine.connect() as connection:
        number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with pytest.raises(OperationalError):
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        with engine.connect() as other:
            assert other.execute(text("SELECT pg_backend_pid()")).scalar_one() != number


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_database_in_memory_and_an_engine_without_a_pool_have_no_wait_for_one(
    database_url: str,
) -> None:
    assert "pool_timeout" in engine_options(database_url)
    assert "pool_timeout" not in engine_options("sqlite://")
    with closing(create_engine("sqlite://", **engine_options("sqlite://")).raw_connection()):
        pass
    options = engine_options(database_url, is_pooled=False)
    lone = create_engine(database_url, poolclass=NullPool, **options)
    with lone.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_all_connections_being_taken_is_a_failure_with_a_name(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.storage.database.POOL_SECONDS", 0.05)
    options = engine_options(database_url)
    engine = create_engine(database_url, pool_size=1, max_overflow=0, **options)
    with engine.connect(), pytest.raises(Exception, match="QueuePool") as caught:
        engine.connect()
    engine.dispose()

    assert kind_of_failure(caught.value) is FailureKind.TOO_MANY_CONNECTIONS


def test_every_number_of_the_table_is_used_as_seconds() -> None:
    assert 1 <= limits.CONNECT_SECONDS <= 5
    assert REQUEST.answer >= limits.REDIS_SECONDS * (1 + limits.REDIS_RETRIES)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_busy_writer_makes_the_next_give_up(database_url: str, tmp_path: Path) -> None:
    with acting_as(HASTY), engine_on(database_url) as engine:
        write = {"portal_write": True}
        with engine.connect().execution_options(**write) as first:
            first.execute(text("SELECT 1"))
            other = engine.connect().execution_options(**write)
            with closing(other), pytest.raises(OperationalError) as caught:
                other.execute(text("SELECT 1"))
            assert kind_of_failure(caught.value) is FailureKind.LOCK
        with engine.connect().execution_options(**write) as after:
            assert after.execute(text("SELECT 1")).scalar_one() == 1
