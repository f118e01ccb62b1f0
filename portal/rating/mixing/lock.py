"""Only one mix runs at a time, whoever starts it and on whichever machine."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal.storage.private_files import open_private
from portal.storage.waiting import AdvisoryLock


class AnotherMixIsRunning(RuntimeError):
    """A mix is running already; it does what this one would do."""


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
        lock = {"lock": int(AdvisoryLock.MIX)}
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), lock):
            raise AnotherMixIsRunning("a mix is already running")
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)


@contextmanager
def _on_file(engine: Engine) -> Iterator[None]:
    handle = open_private(f"{engine.url.database}.mix.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise AnotherMixIsRunning("a mix is already running") from error
    finally:
        os.close(handle)
