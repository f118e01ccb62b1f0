"""Each error of a driver has one kind; a mistake of a statement's writer has none."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from psycopg import errors as postgresql
from redis import exceptions as redis_errors
from sqlalchemy import exc

from portal.storage.failures import (
    FailureKind,
    StorageAway,
    has_waited,
    kind_of_failure,
    naming_failures,
)
from portal.storage.postgresql_limits import AnswerOverdue
from portal.storage.waiting import TurnNotReached

KINDS = {
    postgresql.DiskFull: FailureKind.DISK_FULL,
    postgresql.OutOfMemory: FailureKind.MEMORY_FULL,
    postgresql.TooManyConnections: FailureKind.TOO_MANY_CONNECTIONS,
    postgresql.ConfigurationLimitExceeded: FailureKind.MEMORY_FULL,
    postgresql.AdminShutdown: FailureKind.SERVER_GONE,
    postgresql.CrashShutdown: FailureKind.SERVER_GONE,
    postgresql.CannotConnectNow: FailureKind.SERVER_GONE,
    postgresql.SqlclientUnableToEstablishSqlconnection: FailureKind.SERVER_GONE,
    postgresql.LockNotAvailable: FailureKind.LOCK,
    postgresql.DeadlockDetected: FailureKind.LOCK,
    postgresql.SerializationFailure: FailureKind.LOCK,
    postgresql.QueryCanceled: FailureKind.TIMEOUT,
    postgresql.IdleInTransactionSessionTimeout: FailureKind.TIMEOUT,
    postgresql.ReadOnlySqlTransaction: FailureKind.READ_ONLY,
    postgresql.IoError: FailureKind.INPUT_OUTPUT,
    postgresql.UndefinedFile: FailureKind.CORRUPT,
    postgresql.DataCorrupted: FailureKind.CORRUPT,
    postgresql.InsufficientPrivilege: FailureKind.NO_ACCESS,
    postgresql.InvalidPassword: FailureKind.NO_ACCESS,
    postgresql.UndefinedTable: FailureKind.NOT_SET_UP,
    postgresql.InvalidCatalogName: FailureKind.NO_DATABASE,
    postgresql.SyntaxError: FailureKind.OTHER,
    postgresql.InFailedSqlTransaction: FailureKind.OTHER,
}
SILENT = {
    AnswerOverdue("the server does not answer"): FailureKind.TIMEOUT,
    postgresql.ConnectionTimeout("connection timeout expired"): FailureKind.TIMEOUT,
    postgresql.OperationalError("FATAL:  sorry, too many clients already"): (
        FailureKind.TOO_MANY_CONNECTIONS
    ),
    postgresql.OperationalError("remaining connection slots are reserved"): (
        FailureKind.TOO_MANY_CONNECTIONS
    ),
    postgresql.OperationalError("connection refused"): FailureKind.SERVER_GONE,
    postgresql.InterfaceError("the connection is closed"): FailureKind.SERVER_GONE,
    postgresql.ProgrammingError("the query has 0 placeholders"): FailureKind.OTHER,
}
SQLITE = {
    "SQLITE_FULL": FailureKind.DISK_FULL,
    "SQLITE_NOMEM": FailureKind.MEMORY_FULL,
    "SQLITE_BUSY": FailureKind.LOCK,
    "SQLITE_BUSY_SNAPSHOT": FailureKind.LOCK,
    "SQLITE_LOCKED": FailureKind.LOCK,
    "SQLITE_READONLY_DIRECTORY": FailureKind.READ_ONLY,
    "SQLITE_IOERR_WRITE": FailureKind.INPUT_OUTPUT,
    "SQLITE_CORRUPT": FailureKind.CORRUPT,
    "SQLITE_NOTADB": FailureKind.CORRUPT,
    "SQLITE_CANTOPEN": FailureKind.NO_ACCESS,
    "SQLITE_ERROR": FailureKind.OTHER,
}
REDIS = {
    redis_errors.ConnectionError("Connection refused"): FailureKind.SERVER_GONE,
    redis_errors.BusyLoadingError("Redis is loading"): FailureKind.SERVER_GONE,
    redis_errors.TimeoutError("Timeout reading from socket"): FailureKind.TIMEOUT,
    redis_errors.OutOfMemoryError("command not allowed"): FailureKind.MEMORY_FULL,
    redis_errors.ReadOnlyError("You can't write against a replica"): FailureKind.READ_ONLY,
    redis_errors.MaxConnectionsError("too many"): FailureKind.TOO_MANY_CONNECTIONS,
    redis_errors.ResponseError("OOM command not allowed"): FailureKind.MEMORY_FULL,
    redis_errors.ResponseError("MISCONF Redis is configured to save"): FailureKind.DISK_FULL,
    redis_errors.ResponseError("WRONGTYPE Operation against a key"): FailureKind.OTHER,
}
FILES = {
    errno.ENOSPC: FailureKind.DISK_FULL,
    errno.EFBIG: FailureKind.DISK_FULL,
    errno.EDQUOT: FailureKind.DISK_FULL,
    errno.EROFS: FailureKind.READ_ONLY,
    errno.EACCES: FailureKind.NO_ACCESS,
    errno.EIO: FailureKind.INPUT_OUTPUT,
    errno.EMFILE: FailureKind.TOO_MANY_CONNECTIONS,
    errno.ENOENT: None,
    errno.ECONNREFUSED: None,
}
MISTAKES = (
    exc.IntegrityError("INSERT", {}, postgresql.UniqueViolation("twice")),
    exc.DataError("INSERT", {}, postgresql.NumericValueOutOfRange("too large")),
    postgresql.UniqueViolation("twice"),
    postgresql.RaiseException("rows are never changed"),
    sqlite3.IntegrityError("UNIQUE constraint failed"),
    exc.StatementError("a value", "INSERT", {}, ValueError("no zone")),
    exc.InvalidRequestError("this session is closed"),
    ValueError("a defect"),
    KeyError("a defect"),
    None,
)


@pytest.mark.parametrize("family", KINDS, ids=lambda family: family.__name__)
def test_an_error_of_postgresql_has_the_kind_of_its_code(family: type[Exception]) -> None:
    plain = family("said")

    assert kind_of_failure(plain) is KINDS[family]
    assert kind_of_failure(exc.DBAPIError("SELECT", {}, plain)) is KINDS[family]


@pytest.mark.parametrize("error", SILENT, ids=str)
def test_a_server_that_says_nothing_is_known_by_how_it_went_away(error: Exception) -> None:
    assert kind_of_failure(error) is SILENT[error]


@pytest.mark.parametrize("name", SQLITE)
def test_an_error_of_sqlite_has_the_kind_of_its_code(name: str) -> None:
    error = sqlite3.OperationalError("said")
    error.sqlite_errorcode = getattr(sqlite3, name)

    assert kind_of_failure(error) is SQLITE[name]


def test_a_missing_table_of_sqlite_means_that_nothing_is_set_up() -> None:
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(":memory:").execute("SELECT 1 FROM nowhere")

    assert kind_of_failure(caught.value) is FailureKind.NOT_SET_UP


def test_an_error_of_sqlites_driver_without_a_code_is_a_failure_all_the_same() -> None:
    connection = sqlite3.connect(":memory:")
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError) as caught:
        connection.execute("SELECT 1")

    assert kind_of_failure(caught.value) is FailureKind.OTHER


@pytest.mark.parametrize("error", REDIS, ids=str)
def test_an_error_of_redis_has_a_kind(error: Exception) -> None:
    assert kind_of_failure(error) is REDIS[error]


@pytest.mark.parametrize("number", FILES, ids=errno.errorcode.get)
def test_a_file_that_cannot_be_written_has_a_kind(number: int) -> None:
    assert kind_of_failure(OSError(number, "said")) is FILES[number]


@pytest.mark.parametrize("error", MISTAKES, ids=repr)
def test_a_mistake_is_no_failure_of_a_storage(error: Exception | None) -> None:
    assert kind_of_failure(error) is None


def test_what_sqlalchemy_itself_says_has_a_kind() -> None:
    lost = exc.PendingRollbackError("reconnect first", code="8s2b")

    assert kind_of_failure(lost) is FailureKind.SERVER_GONE
    assert kind_of_failure(exc.PendingRollbackError("a flush failed", code="7s2a")) is None
    assert kind_of_failure(exc.TimeoutError("no connection")) is FailureKind.TOO_MANY_CONNECTIONS
    assert kind_of_failure(exc.OperationalError(None, None, TurnNotReached())) is FailureKind.LOCK
    assert kind_of_failure(exc.OperationalError("S", {}, Exception("?"))) is FailureKind.OTHER


def test_a_cause_counts_and_a_circle_of_causes_ends() -> None:
    outer = RuntimeError("could not")
    outer.__cause__ = inner = KeyError("no")
    inner.__cause__ = OSError(errno.ENOSPC, "full")

    assert kind_of_failure(outer) is FailureKind.DISK_FULL
    inner.__cause__ = outer
    assert kind_of_failure(outer) is None


def test_naming_turns_failures_into_one_error_and_lets_others_pass() -> None:
    with pytest.raises(StorageAway) as caught, naming_failures():
        raise OSError(errno.ENOSPC, "full")
    assert caught.value.kind is kind_of_failure(caught.value) is FailureKind.DISK_FULL

    with pytest.raises(ZeroDivisionError), naming_failures():
        raise ZeroDivisionError
    with naming_failures():
        pass


@pytest.mark.parametrize(
    ("error", "waited"),
    [
        (postgresql.QueryCanceled(), True),
        (postgresql.LockNotAvailable(), True),
        (AnswerOverdue("the server does not answer"), True),
        (postgresql.ConnectionTimeout("connection timeout expired"), True),
        (postgresql.DeadlockDetected(), False),
        (postgresql.SerializationFailure(), False),
        (postgresql.OperationalError("connection refused"), False),
        (postgresql.UniqueViolation(), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_an_error_after_the_whole_wait_is_known(error: BaseException | None, waited: bool) -> None:
    assert has_waited(error) is waited


def test_sqlite_waited_when_another_program_writes(tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as one,
        closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None, timeout=0)) as other,
    ):
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as mistake:
            other.execute("SELECT * FROM unknown")

    assert has_waited(caught.value)
    assert not has_waited(mistake.value)
