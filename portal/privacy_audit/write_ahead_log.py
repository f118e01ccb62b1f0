"""PostgreSQL's write-ahead log: where a row was first written, and in which transaction."""

import re
import shutil
import subprocess
import tempfile
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from portal.privacy_audit.raw_bytes import FilesUnreadable, places

PAGE_BYTES = 8192
PAGE_HEADER_BYTES = 24
SEGMENT_HEADER_BYTES = 40
WALDUMP_SECONDS = 120
_RECORD = re.compile(r"tx:\s+(\d+), lsn: ([0-9A-F]+)/([0-9A-F]+),")
_NAMES = text(
    "SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' "
    "AND name >= pg_walfile_name(cast(:since AS pg_lsn)) "
    "AND name <= pg_walfile_name(pg_current_wal_lsn()) ORDER BY name"
)
_FIRST = text("SELECT pg_walfile_name(cast(:since AS pg_lsn))")
_SEGMENT_BYTES = text("SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'")
_SEGMENT = text("SELECT pg_read_binary_file('pg_wal/' || :name)")


@dataclass(frozen=True, slots=True)
class Written:
    """Where in the log a row was first written, and the transaction that wrote it."""

    position: int
    transaction: int


def log_position(session: Session) -> str:
    """Return where the server's log is now; empty on SQLite."""
    if session.connection().dialect.name != "postgresql":
        return ""
    position = str(session.connection().exec_driver_sql("SELECT pg_current_wal_lsn()").scalar())
    session.commit()
    return position


def first_written(session: Session, *, since: str, keys: Collection[bytes]) -> dict[bytes, Written]:
    """Return where each of ``keys`` first stands in the log after ``since``.

    A key that stands across the end of a page of the log is not found.

    :param since: the log's position when the trial began.
    :raises FilesUnreadable: when the user is no superuser, there is no ``pg_waldump``, or the
        server threw away the beginning of what was written, as a checkpoint lets it do.
    """
    try:
        names = list(session.scalars(_NAMES, {"since": since}))
        first_name = session.scalar(_FIRST, {"since": since})
        segment_bytes = int(session.scalar(_SEGMENT_BYTES) or 0)
        segments = [bytes(session.scalar(_SEGMENT, {"name": name}) or b"") for name in names]
    except ProgrammingError as error:
        session.rollback()
        raise FilesUnreadable("reading the server's log takes a superuser") from error
    # What follows takes long: the server ends a transaction that only waits.
    session.commit()
    if first_name not in names:
        raise FilesUnreadable("the server no longer has its whole log; raise wal_keep_size")
    starts = _transactions(names, segments)
    begins = [position for position, _ in starts]
    first = int(names[0][8:16], 16) * (1 << 32) + int(names[0][16:], 16) * segment_bytes
    # What stands earlier in the same segment, such as an issued ticket, is no trace of the trial.
    begun = _position(*since.split("/"))
    found = {}
    for key, where in places(b"".join(segments), keys).items():
        inside = [first + place for place in where if first + place >= begun]
        if inside and inside[0] >= begins[0]:
            _, transaction = starts[bisect_right(begins, inside[0]) - 1]
            found[key] = Written(inside[0], transaction=transaction)
    return found


def _transactions(names: list[str], segments: list[bytes]) -> list[tuple[int, int]]:
    """Return the position and transaction of every record, as ``pg_waldump`` tells them."""
    program = waldump()
    with tempfile.TemporaryDirectory() as folder:
        for name, segment in zip(names, segments, strict=True):
            (Path(folder) / name).write_bytes(segment)
        # It ends with an error where the log ends in the middle of a segment: that is no fault.
        said = subprocess.run(  # noqa: S603 - a program of PostgreSQL with names of its files
            [program, "-p", folder, names[0], names[-1]],
            check=False,
            capture_output=True,
            text=True,
            timeout=WALDUMP_SECONDS,
        ).stdout
    return [
        (_position(high, low), int(transaction)) for transaction, high, low in _RECORD.findall(said)
    ]


def _position(high: str, low: str) -> int:
    """Return a position of the log, which the server writes as two hexadecimal numbers."""
    return int(high, 16) * (1 << 32) + int(low, 16)


def waldump() -> str:
    """Return where ``pg_waldump`` lies; Debian keeps it out of PATH.

    :raises FilesUnreadable: when the machine has none.
    """
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_waldump"))
    program = shutil.which("pg_waldump") or (str(beside[-1]) if beside else None)
    if program is None:
        raise FilesUnreadable("pg_waldump is not installed")
    return program
