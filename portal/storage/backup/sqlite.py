"""Copying an SQLite database while it is used, and putting a copy in its place."""

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.pool import NullPool

from portal.storage.backup.copies import CannotCopy, Copied
from portal.storage.backup.rows import counted, revision_of
from portal.storage.database import engine_options
from portal.storage.private_files import open_private, private_folder
from portal.storage.sqlite_files import private_sqlite

MOST_TRIES = 40  # Python waits a quarter of a second between them.
WHOLE = -1


class SqliteCopies:
    """Copies of the database of ``engine``.

    The raw copy, which may still contain deleted rows, is written beside the database, not on the
    disk of the backups; only a compact copy of what is there leaves the folder.
    """

    kind = "sqlite"
    member = "database.sqlite"

    def __init__(self, engine: Engine, *, left_out: Sequence[str] = ()) -> None:
        self._path = Path(engine.url.database or "")
        self._left_out = left_out

    def check(self) -> None:
        """Refuse a database that is not there: connecting would make an empty one."""
        if not self._path.is_file():
            raise CannotCopy(f"there is no database at {self._path}")

    def copy_out(self, to: Path) -> Copied:
        """Write one consistent state to ``to`` and return what it holds."""
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=self._path.parent) as name:
            raw = Path(name) / "raw"
            try:
                copied = self._raw_copy(raw)
                _compact(raw, to=to, left_out=self._left_out)
            except sqlite3.Error as error:
                raise CannotCopy(f"the database cannot be copied: {error}") from error
        return copied

    def _raw_copy(self, raw: Path) -> Copied:
        """Copy the pages as they are; what is counted and what is copied is one state."""
        with _engine(self._path).connect() as connection, closing(sqlite3.connect(raw)) as copy:
            copied = Copied(
                counted(connection, left_out=self._left_out), revision_of(connection) or ""
            )
            source: Any = connection.connection.driver_connection
            source.backup(copy, pages=WHOLE, progress=_Patience())
        return copied

    @contextmanager
    def scratch(self, copy: Path, *, tables: Mapping[str, int]) -> Iterator[Engine]:
        """Give an engine on ``copy`` itself, which is looked through first."""
        _check(copy, tables=tables, left_out=self._left_out)
        yield _engine(copy)

    def put_back(self, copy: Path, *, tables: Mapping[str, int]) -> None:
        """Replace the database's pages by those of ``copy``, in one transaction."""
        _check(copy, tables=tables, left_out=self._left_out)
        private_folder(self._path.parent)
        private_sqlite(self._path)
        try:
            with (
                _only_writer(self._path),
                closing(sqlite3.connect(copy)) as source,
                closing(sqlite3.connect(self._path)) as target,
            ):
                source.backup(target, pages=WHOLE, progress=_Patience())
                target.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            raise CannotCopy(f"the database cannot be written: {error}") from error


def _engine(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    return create_engine(url, poolclass=NullPool, **engine_options(str(url), is_pooled=False))


class _Patience:
    """Ends a copy that waits for somebody else's transaction; the library waits for ever."""

    def __init__(self) -> None:
        self._tries = 0

    def __call__(self, *_: int) -> None:
        self._tries += 1
        if self._tries > MOST_TRIES:
            raise CannotCopy("the database is in use: stop the portal and its jobs first")


def _compact(raw: Path, *, to: Path, left_out: Sequence[str]) -> None:
    """Write what ``raw`` holds to ``to`` without a trace of what was deleted or is left out."""
    to.touch(mode=0o600)
    with closing(sqlite3.connect(raw, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        for name in left_out:
            connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a table of the portal
        connection.execute("VACUUM INTO ?", (str(to),))


def _check(copy: Path, *, tables: Mapping[str, int], left_out: Sequence[str]) -> None:
    """Refuse a copy with damaged pages, broken references or other rows than were counted."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            (sound,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            stray = connection.execute("PRAGMA foreign_key_check").fetchone()
        with _engine(copy).connect() as found:
            is_same = counted(found, left_out=left_out) == dict(tables)
    except sqlite3.DatabaseError as error:
        raise CannotCopy("the copy is not a sound database") from error
    if sound != "ok" or stray is not None:
        raise CannotCopy("the copy is not a sound database")
    if not is_same:
        raise CannotCopy("the copy holds other rows than were counted")


@contextmanager
def _only_writer(path: Path) -> Iterator[None]:
    """Hold the file that whoever writes to the database locks, or refuse at once."""
    handle = open_private(f"{path}.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise CannotCopy("the database is in use: stop the portal and its jobs first") from error
    finally:
        os.close(handle)
