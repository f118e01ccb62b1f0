"""How the portal uses SQLite and PostgreSQL: the declarative base, engines and the write lock."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Engine, ExceptionContext, event, make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from portal.storage.failures import has_waited
from portal.storage.row_rules import Base, UtcDateTime, is_hash, is_period, one_of
from portal.storage.sqlite_files import watch_files
from portal.storage.waiting import POOL_SECONDS, TurnNotReached, WriteTurn, current_limits, give_up

_WRITE = "portal_write"
_SINGLE = "portal_single"
_TURN = "portal_write_turn"
_LIMITS = "portal_limits"

watch_files()

# What tables are made of stands with their rules; it is found here as well.
__all__ = ["Base", "UtcDateTime", "is_hash", "is_period", "one_of"]


def engine_options(url: str, *, is_pooled: bool = True) -> dict[str, Any]:
    """Return the options every engine of the portal is made with.

    Parameters are hidden so that a failing statement never writes answers into a log.

    :param is_pooled: False for an engine that opens each connection anew.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    is_postgresql = url.startswith("postgresql")
    if is_postgresql:
        options["connect_args"] = _postgresql().connection_options()
    is_file = url.startswith("sqlite") and bool(make_url(url).database)
    if is_pooled and (is_postgresql or is_file):
        options["pool_timeout"] = POOL_SECONDS
    return options


def _postgresql() -> Any:
    """Return what only PostgreSQL needs; its driver is not loaded for SQLite."""
    return import_module("portal.storage.postgresql_limits")


@contextmanager
def refused_as(session: Session, refusal: Exception) -> Iterator[None]:
    """Undo and raise ``refusal`` where the database refuses the block, which flushes or commits."""
    try:
        yield
    except IntegrityError as error:
        session.rollback()
        raise refusal from error


def begin_write(session: Session) -> None:
    """Start a transaction that may write; call it before the first statement of a service.

    SQLite has one writer at a time: the write lock is a file lock, because its own
    busy wait starves processes. A read transaction that is open without changes is ended
    first, since SQLite cannot turn a stale reader into a writer.
    """
    end_read(session)
    session.connection(execution_options={_WRITE: True})


def end_read(session: Session) -> None:
    """End a read transaction that is open without changes, before something that takes long."""
    if session.in_transaction() and not (session.new or session.dirty or session.deleted):
        session.commit()


@contextmanager
def short_write(session: Session) -> Iterator[Connection]:
    """Give a connection for one short write that the session does not take part in; commits it.

    On SQLite it is a transaction under the write lock. On PostgreSQL each statement commits itself,
    in one round trip; a statement is all or nothing even so. What the session read before is
    ended first, so that it sees what was written.
    """
    if session.in_transaction():
        session.commit()
    engine = cast(Engine, session.get_bind())
    is_sqlite = engine.dialect.name == "sqlite"
    options: dict[str, Any] = {_WRITE: True} if is_sqlite else {"isolation_level": "AUTOCOMMIT"}
    with engine.connect().execution_options(**options) as connection:
        yield connection
        connection.commit()


@contextmanager
def all_or_nothing(engine: Engine) -> Iterator[Session]:
    """Give a session for work of many services of which everything is kept or nothing.

    Each of its commits only ends a savepoint; when the block ends well, all of it is committed
    at once. A process that is killed before leaves the database as it was. The block is the one
    writer meanwhile: nothing in it may write on another connection.
    """
    with (
        engine.connect().execution_options(**{_WRITE: True}) as connection,
        connection.begin(),
        Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as (
            session
        ),
    ):
        yield session


@contextmanager
def short_read(session: Session) -> Iterator[Connection]:
    """Give a connection for single SELECTs of what is committed, each in one round trip.

    It opens no transaction, which costs as much as the statement itself.
    """
    engine = cast(Engine, session.get_bind())
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", _SINGLE: True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def is_writing(session: Session) -> bool:
    """Return whether the session's transaction was started by ``begin_write``."""
    if not session.in_transaction():
        return False
    return bool(session.connection().get_execution_options().get(_WRITE))


@event.listens_for(Engine, "do_connect")
def _connect(dialect: Dialect, record: Any, words: list[Any], options: dict[str, Any]) -> Any:
    """Open a connection with a time limit, or leave it to SQLAlchemy."""
    if dialect.driver != "psycopg":
        return None
    return _postgresql().connect(current_limits(), words=words, options=options)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, record: Any) -> None:
    limits = record.info[_LIMITS] = current_limits()
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {int(limits.turn * 1000)}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is deleted is overwritten, however the library was built: no page keeps it.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Pool, "checkout")
def _limit(connection: Any, record: Any, proxy: Any) -> None:
    """Set the time limits of a connection when the kind of its user changed."""
    limits = current_limits()
    if record.info.get(_LIMITS) is limits:
        return
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {int(limits.turn * 1000)}")
    else:
        _postgresql().change_limits(connection, limits)
    record.info[_LIMITS] = limits


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if connection.dialect.name != "sqlite" or options.get(_SINGLE):
        return
    if options.get(_WRITE):
        _take_turn(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Connection) -> None:
    database = connection.engine.url.database
    if not database or database == ":memory:":
        return
    turn = connection.info.get(_TURN)
    if turn is None:
        turn = connection.info[_TURN] = WriteTurn(database)
    try:
        turn.take(current_limits().turn)
    except TurnNotReached as error:
        give_up()
        raise OperationalError(None, None, error) from error


@event.listens_for(Pool, "checkin")
def _give_turn_back(connection: Any, record: Any) -> None:
    turn = record.info.get(_TURN)
    if turn is not None:
        turn.give_back()


@event.listens_for(Pool, "close")
def _close_turn(connection: Any, record: Any) -> None:
    turn = record.info.pop(_TURN, None)
    if turn is not None:
        turn.close()


@event.listens_for(Engine, "handle_error")
def _wait_once(context: ExceptionContext) -> None:
    """After a request has waited in vain once, let its later statements fail without waiting."""
    if has_waited(context.original_exception):
        give_up()


@event.listens_for(Engine, "handle_error")
def _forget_failing_row(context: ExceptionContext) -> None:
    """Take the failing row out of an error, so that no log can repeat what a citizen said.

    PostgreSQL puts it into the detail ("Failing row contains ..."), and values that do not
    fit their type (class 22) into the message itself.
    """
    # Only psycopg's errors have a state; the driver itself is not imported for its name.
    original: Any = context.original_exception
    state, raised = getattr(original, "sqlstate", None), context.sqlalchemy_exception
    if state is None or raised is None:
        return
    is_value_named = state.startswith("22")
    message = "a value does not fit" if is_value_named else original.diag.message_primary
    original.args = (message,)
    raised.args = (f"({type(original).__name__}) {message}",)
