"""Only one mix runs at a time, whoever starts it and on whichever machine."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, exc, text
from sqlalchemy.orm import Session

from portal.storage.private_files import open_private
from portal.storage.waiting import AdvisoryLock

# PostgreSQL gives back what a killed process held when it notices: at once, or when the statement
# that was under way ends.
KILLED_SECONDS = 3
NUMBER = {"lock": int(AdvisoryLock.MIX)}


class AnotherMixIsRunning(RuntimeError):
    """A mix is running already; it does what this one would do."""

    def __init__(self) -> None:
        """Say it, and what to do when it is known that none is."""
        super().__init__(
            "a mix is already running; if it was killed a moment ago, try again in a minute"
        )


@contextmanager
def only_mixer(session: Session) -> Iterator[None]:
    """Hold the mixer's run; it is given back even when the process is killed.

    :raises AnotherMixIsRunning: when someone else holds it.
    """
    engine = session.connection().engine
    session.commit()
    taken = _on_server(engine) if engine.dialect.name == "postgresql" else _on_file(engine)
    with taken:
        yield


@contextmanager
def _on_server(engine: Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not _is_taken(connection):
            raise AnotherMixIsRunning
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), NUMBER)


def _is_taken(connection: Connection) -> bool:
    """Take the lock; wait as long as the server may need to notice that its holder was killed."""
    if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), NUMBER):
        return True
    before = connection.scalar(text("SELECT current_setting('lock_timeout')"))
    _let_wait(connection, f"{KILLED_SECONDS}s")
    try:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), NUMBER)
    except exc.OperationalError:
        return False
    finally:
        _let_wait(connection, before)  # a server that went away meanwhile says so here
    return True


def _let_wait(connection: Connection, time: str) -> None:
    connection.execute(text("SELECT set_config('lock_timeout', :time, false)"), {"time": time})


@contextmanager
def _on_file(engine: Engine) -> Iterator[None]:
    handle = open_private(f"{engine.url.database}.mix.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise AnotherMixIsRunning from error
    finally:
        os.close(handle)
