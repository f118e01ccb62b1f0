"""Which kind of failure an error of a storage is: one answer for pages, jobs, commands and logs.

An error of a driver means that the storage cannot be used, with two exceptions: a broken rule of
the schema and a value that does not fit are mistakes of whoever wrote the statement.
"""

import errno
import re
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from redis import exceptions as redis_errors
from sqlalchemy import exc

from portal.storage.waiting import TurnNotReached


class FailureKind(StrEnum):
    """What is wrong with a storage, in the words a log line has."""

    DISK_FULL = "disk_full"
    MEMORY_FULL = "memory_full"
    SERVER_GONE = "server_gone"
    TIMEOUT = "timeout"
    LOCK = "lock"
    READ_ONLY = "read_only"
    TOO_MANY_CONNECTIONS = "too_many_connections"
    CORRUPT = "corrupt"
    INPUT_OUTPUT = "input_output"
    NO_ACCESS = "no_access"
    NO_DATABASE = "no_database"
    NOT_SET_UP = "not_set_up"
    OTHER = "other"


_BY_STATE = {
    "53100": FailureKind.DISK_FULL,
    "53200": FailureKind.MEMORY_FULL,
    "53300": FailureKind.TOO_MANY_CONNECTIONS,
    "55P03": FailureKind.LOCK,
    "40P01": FailureKind.LOCK,
    "40001": FailureKind.LOCK,
    "57014": FailureKind.TIMEOUT,
    "25P03": FailureKind.TIMEOUT,
    "25P04": FailureKind.TIMEOUT,
    "25006": FailureKind.READ_ONLY,
    "58P01": FailureKind.CORRUPT,
    "58P02": FailureKind.CORRUPT,
    "58030": FailureKind.INPUT_OUTPUT,
    "42501": FailureKind.NO_ACCESS,
    "3D000": FailureKind.NO_DATABASE,
    "3F000": FailureKind.NOT_SET_UP,
    "42P01": FailureKind.NOT_SET_UP,
    "42703": FailureKind.NOT_SET_UP,
}
_BY_STATE_CLASS = {
    "08": FailureKind.SERVER_GONE,
    "57": FailureKind.SERVER_GONE,
    "28": FailureKind.NO_ACCESS,
    "53": FailureKind.MEMORY_FULL,
    "XX": FailureKind.CORRUPT,
}
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: FailureKind.DISK_FULL,
    sqlite3.SQLITE_NOMEM: FailureKind.MEMORY_FULL,
    sqlite3.SQLITE_BUSY: FailureKind.LOCK,
    sqlite3.SQLITE_LOCKED: FailureKind.LOCK,
    sqlite3.SQLITE_PROTOCOL: FailureKind.LOCK,
    sqlite3.SQLITE_READONLY: FailureKind.READ_ONLY,
    sqlite3.SQLITE_IOERR: FailureKind.INPUT_OUTPUT,
    sqlite3.SQLITE_CORRUPT: FailureKind.CORRUPT,
    sqlite3.SQLITE_NOTADB: FailureKind.CORRUPT,
    sqlite3.SQLITE_CANTOPEN: FailureKind.NO_ACCESS,
    sqlite3.SQLITE_PERM: FailureKind.NO_ACCESS,
    sqlite3.SQLITE_INTERRUPT: FailureKind.TIMEOUT,
}
_BY_NUMBER = {
    errno.ENOSPC: FailureKind.DISK_FULL,
    errno.EDQUOT: FailureKind.DISK_FULL,
    errno.EFBIG: FailureKind.DISK_FULL,
    errno.ENOMEM: FailureKind.MEMORY_FULL,
    errno.EROFS: FailureKind.READ_ONLY,
    errno.EACCES: FailureKind.NO_ACCESS,
    errno.EPERM: FailureKind.NO_ACCESS,
    errno.EMFILE: FailureKind.TOO_MANY_CONNECTIONS,
    errno.ENFILE: FailureKind.TOO_MANY_CONNECTIONS,
    errno.EIO: FailureKind.INPUT_OUTPUT,
    errno.ESTALE: FailureKind.SERVER_GONE,
}
_BY_REDIS_WORD = {
    "OOM": FailureKind.MEMORY_FULL,
    "READONLY": FailureKind.READ_ONLY,
    "MISCONF": FailureKind.DISK_FULL,
    "LOADING": FailureKind.SERVER_GONE,
    "MASTERDOWN": FailureKind.SERVER_GONE,
    "NOAUTH": FailureKind.NO_ACCESS,
    "NOPERM": FailureKind.NO_ACCESS,
    "WRONGPASS": FailureKind.NO_ACCESS,
}
_BY_REDIS_ERROR = (
    (redis_errors.TimeoutError, FailureKind.TIMEOUT),
    (redis_errors.OutOfMemoryError, FailureKind.MEMORY_FULL),
    (redis_errors.ReadOnlyError, FailureKind.READ_ONLY),
    (redis_errors.MaxConnectionsError, FailureKind.TOO_MANY_CONNECTIONS),
    (redis_errors.ConnectionError, FailureKind.SERVER_GONE),
)
# Mistakes in a statement: no other storage would accept it either.
_MISTAKES = (exc.IntegrityError, exc.DataError, sqlite3.IntegrityError, sqlite3.DataError)
# P0 is what the schema's own triggers raise.
_MISTAKEN_STATES = ("22", "23", "P0")
# The server's own limits of a statement and of a lock; a deadlock is told at once.
_AFTER_A_WAIT = ("57014", "55P03")
_NO_TRANSACTION_LEFT = "8s2b"
_BELOW = (
    "portal.storage.database",
    "portal.storage.failures",
    "portal.storage.postgresql_limits",
    "portal.storage.waiting",
)


def place_of(error: BaseException) -> str:
    """Return where in the portal ``error`` was met, as ``module:line``; "unknown" elsewhere.

    It tells a defect from a storage that is away, and holds nothing that anybody sent.
    """
    found = "unknown"
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("portal.") and not module.startswith(_BELOW):
            found = f"{module}:{line}"
    return found


class StorageAway(Exception):
    """A storage cannot be used; ``kind`` says why, and the driver's error is its cause."""

    def __init__(self, kind: FailureKind) -> None:
        super().__init__(f"storage away: {kind}")
        self.kind = kind


class DatabaseMissing(Exception):
    """The file of the database is not there; it is never made by using it."""


@contextmanager
def naming_failures() -> Iterator[None]:
    """Turn every storage failure within the block into one error; other errors pass.

    :raises StorageAway: when a storage failed within the block.
    """
    try:
        yield
    except Exception as error:
        kind = kind_of_failure(error)
        if kind is None:
            raise
        raise StorageAway(kind) from error


def kind_of_failure(error: BaseException | None) -> FailureKind | None:
    """Return which kind of storage failure ``error`` is, or None when it is no such failure.

    What an error was raised from counts, too: a library may wrap the driver's.
    """
    for each in _causes(error):
        if isinstance(each, _MISTAKES):
            return None
        kind = _kind_of_one(each)
        if kind is not None:
            return kind
    return None


def has_waited(error: BaseException | None) -> bool:
    """Return whether ``error`` of a driver came after the whole wait that a caller allows."""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error) is FailureKind.LOCK
    return error is not None and (
        getattr(error, "sqlstate", None) in _AFTER_A_WAIT
        or (_is_of_psycopg(error) and _of_postgresql(error) is FailureKind.TIMEOUT)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the driver's error before the one that wraps it, and then what they came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, _MISTAKES):
            yield error
        original = getattr(error, "orig", None) if isinstance(error, exc.DBAPIError) else None
        if original is not None:
            yield original
        yield error
        error = error.__cause__


def _kind_of_one(error: BaseException) -> FailureKind | None:
    for family, kind_of in _FAMILIES:
        if isinstance(error, family):
            return kind_of(error)
    return _of_postgresql(error) if _is_of_psycopg(error) else None


def _of_turn(error: TurnNotReached) -> FailureKind:
    return FailureKind.LOCK


def _is_of_psycopg(error: BaseException) -> bool:
    """Return whether the driver raised it; the driver is not loaded for a look at its errors."""
    return any(each.__module__.split(".")[0] == "psycopg" for each in type(error).__mro__)


def _of_sqlalchemy(error: exc.SQLAlchemyError) -> FailureKind | None:
    if isinstance(error, exc.TimeoutError):
        return FailureKind.TOO_MANY_CONNECTIONS
    if isinstance(error, exc.DBAPIError):
        return FailureKind.OTHER
    if isinstance(error, exc.PendingRollbackError) and error.code == _NO_TRANSACTION_LEFT:
        return FailureKind.SERVER_GONE
    return None


def _of_postgresql(error: BaseException) -> FailureKind | None:
    """Return the kind by the server's code; without one the server said nothing at all."""
    state = getattr(error, "sqlstate", None)
    if state is None:
        return _of_silent_server(error)
    if state[:2] in _MISTAKEN_STATES:
        return None
    return _BY_STATE.get(state) or _BY_STATE_CLASS.get(state[:2]) or FailureKind.OTHER


def _of_silent_server(error: BaseException) -> FailureKind:
    names = {each.__name__ for each in type(error).__mro__}
    if names & {"AnswerOverdue", "ConnectionTimeout"}:
        return FailureKind.TIMEOUT
    # While a connection is opened, libpq hands the server's reason on as text only.
    if re.search(r'database "[^"]*" does not exist', str(error)):
        return FailureKind.NO_DATABASE
    if "too many clients" in str(error) or "connection slots" in str(error):
        return FailureKind.TOO_MANY_CONNECTIONS
    is_away = names & {"OperationalError", "InterfaceError"}
    return FailureKind.SERVER_GONE if is_away else FailureKind.OTHER


def _of_sqlite(error: sqlite3.Error) -> FailureKind:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return FailureKind.OTHER
    # The low byte is the primary code; the rest of an extended code says where it happened.
    kind = _BY_SQLITE_CODE.get(code & 0xFF)
    if kind is None and "no such" in str(error):
        return FailureKind.NOT_SET_UP
    return kind or FailureKind.OTHER


def _of_redis(error: redis_errors.RedisError) -> FailureKind:
    word = str(error).partition(" ")[0]
    if word in _BY_REDIS_WORD:
        return _BY_REDIS_WORD[word]
    for family, kind in _BY_REDIS_ERROR:
        if isinstance(error, family):
            return kind
    return FailureKind.OTHER


_FAMILIES: tuple[tuple[type[BaseException], Callable[[Any], FailureKind | None]], ...] = (
    (StorageAway, lambda error: error.kind),
    (TurnNotReached, _of_turn),
    (DatabaseMissing, lambda _: FailureKind.NO_DATABASE),
    (sqlite3.Error, _of_sqlite),
    (redis_errors.RedisError, _of_redis),
    (exc.SQLAlchemyError, _of_sqlalchemy),
    (OSError, lambda error: _BY_NUMBER.get(error.errno)),
)
