"""The files of an SQLite database: closed to others, and made only where somebody asked for it."""

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.exc import OperationalError

from portal.storage.failures import DatabaseMissing
from portal.storage.private_files import FILE_MODE, close_to_others

# What SQLite keeps beside a database; both take over the mode that the database has.
BESIDE_SQLITE = ("-wal", "-shm", "-journal")
_is_making: ContextVar[bool] = ContextVar("portal_is_making_database", default=False)


@contextlib.contextmanager
def making_database() -> Iterator[None]:
    """Let an SQLite file that is missing be made within the block; nowhere else is one made.

    Whoever asks for it has looked whether there was one before (``portal.storage.first_use``).
    """
    token = _is_making.set(True)
    try:
        yield
    finally:
        _is_making.reset(token)


def private_sqlite(path: str | Path) -> None:
    """Make the SQLite database at ``path`` where it is missing, and close it to others.

    It is made as an empty file, which SQLite takes for its own, unless its folder is missing, too:
    connecting says so.
    """
    with contextlib.suppress(OSError):
        os.mknod(path, FILE_MODE)
    close_sqlite(path)


def close_sqlite(path: str | Path) -> None:
    """Let the SQLite database at ``path``, and what lies beside it, be closed to others.

    No file is opened, for closing it again would give back the locks that this process has on the
    database.
    """
    for suffix in ("", *BESIDE_SQLITE):
        close_to_others(Path(f"{path}{suffix}"), FILE_MODE)


def watch_files() -> None:
    """Look after the file of every SQLite database before it is opened."""

    @event.listens_for(Engine, "do_connect")
    def look(dialect: Dialect, record: Any, words: list[Any], options: Any) -> None:
        path = str(words[0]) if dialect.name == "sqlite" and words else ""
        if path and not path.startswith((":memory:", "file:")):
            _before_opening(path)


def _before_opening(path: str) -> None:
    if _is_making.get():
        private_sqlite(path)
    elif Path(path).exists():
        close_sqlite(path)
    else:
        missing = DatabaseMissing("there is no database file")
        raise OperationalError(None, None, missing) from missing
