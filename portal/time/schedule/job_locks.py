"""A lock for a job: at most one process holds it, and a process that ends gives it back."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from portal.storage.database import engine_options
from portal.storage.private_files import open_private

# Held by whoever publishes months: the job, the commands, the start of a demonstration.
PUBLISHING = "releases"
NAMESPACE = "suara-loket job "


@contextmanager
def job_lock(engine: Engine, name: str) -> Iterator[bool]:
    """Hold the lock of the job ``name`` while the block runs; yields False when another has it.

    PostgreSQL keeps it as an advisory lock on a connection of its own, so that the job may
    commit as often as it likes; SQLite as a locked file beside the database.
    """
    if engine.dialect.name == "postgresql":
        with _advisory_lock(engine, name) as is_ours:
            yield is_ours
    else:
        with _file_lock(Path(f"{engine.url.database}.{name}.turn")) as is_ours:
            yield is_ours


def job_lock_number(name: str) -> int:
    """Return the signed 64-bit number PostgreSQL locks the job ``name`` under."""
    digest = hashlib.sha256((NAMESPACE + name).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


@contextmanager
def _advisory_lock(engine: Engine, name: str) -> Iterator[bool]:
    options = engine_options(engine.url.drivername, is_pooled=False)
    lone = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", **options)
    number = {"number": job_lock_number(name)}
    with lone.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), number):
            yield False
            return
        try:
            yield True
        finally:
            # Closing would do, but the server notices that a moment later than the next round.
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    with os.fdopen(open_private(path), "r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
