"""How long a caller waits for the database, by who asks, and who may write now.

A web request has a citizen before it, and a worker has few threads. A command may work on a
million rows. A migration may rewrite a table. The caller says once which of them it is; every
connection it takes from a pool then has these limits.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum, unique

from flask import g, has_request_context
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.storage.private_files import open_private

MINUTE = 60.0
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class WaitLimits:
    """Seconds that a caller waits before it gives up.

    ``statement``, ``lock`` and ``idle_in_transaction`` are kept by PostgreSQL itself.
    ``answer`` is kept by the client, because a server that is frozen keeps nothing; it is
    longer than ``statement``, so that a server that works says first what is wrong.
    ``turn`` bounds the wait for SQLite's one writer, its file lock and its busy wait alike.
    """

    name: str
    statement: float
    lock: float
    idle_in_transaction: float
    answer: float
    turn: float


# A person waits: an answer within seconds, with what they typed, is worth more than patience.
# Half a minute idle within a transaction only happens to a process that is stopped.
# The mix holds SQLite's turn for a portion of ratings, which takes seconds on a slow machine.
REQUEST = WaitLimits("request", statement=5, lock=3, idle_in_transaction=30, answer=6, turn=5)
# The longest statement of a job moves a portion of ratings: seconds, measured with a million.
# Between two statements it may compute for minutes (a release of a large city). Nobody waits
# for it, so it lets a locked table pass, but not for ever: the next round tries again.
COMMAND = WaitLimits(
    "command",
    statement=10 * MINUTE,
    lock=MINUTE,
    idle_in_transaction=30 * MINUTE,
    answer=11 * MINUTE,
    turn=MINUTE,
)
# A migration may rewrite every ballot of a city in one statement. Its lock waits briefly,
# because everything else queues behind a waiting ALTER TABLE.
MIGRATION = WaitLimits(
    "migration",
    statement=4 * HOUR,
    lock=10,
    idle_in_transaction=4 * HOUR,
    answer=4 * HOUR + MINUTE,
    turn=MINUTE,
)

# A request that waited in vain once answers with what it has: a second wait would keep the person
# as long again. Long enough for a lookup by a server that works while one table is locked.
GAVE_UP = WaitLimits(
    "gave up", statement=0.2, lock=0.1, idle_in_transaction=30, answer=0.3, turn=0.1
)

# Opening a connection is never slow in a network that works.
CONNECT_SECONDS = 3
# How long all connections of a pool may be taken before the next caller is refused.
POOL_SECONDS = 3
# A machine that is gone answers no packet: noticed after half a minute at the latest, also by a
# command that waits longer for its statement.
KEEPALIVE_IDLE_SECONDS = 10
KEEPALIVE_INTERVAL_SECONDS = 5
KEEPALIVE_PROBES = 3
UNACKNOWLEDGED_SECONDS = 20
# Redis answers in less than a millisecond; a request may ask it three times.
REDIS_SECONDS = 1.0
REDIS_RETRIES = 1

_current: ContextVar[WaitLimits] = ContextVar("limits of who asks", default=REQUEST)


def current_limits() -> WaitLimits:
    """Return the limits of who asks now; a web request's unless somebody said otherwise."""
    chosen = _current.get()
    return GAVE_UP if chosen is REQUEST and has_given_up() else chosen


def has_given_up() -> bool:
    """Return whether the web request at work now has waited for a storage in vain already."""
    return has_request_context() and "waited_in_vain" in g


def give_up() -> None:
    """Let the rest of this web request wait for no storage; nothing outside of a request."""
    if has_request_context():
        g.waited_in_vain = True


@contextmanager
def acting_as(limits: WaitLimits) -> Iterator[None]:
    """Give every connection that is taken while the block runs these ``limits``."""
    before = _current.set(limits)
    try:
        yield
    finally:
        _current.reset(before)


PAUSES_SECONDS = (0.0001, 0.0002, 0.0005, 0.001)


class TurnNotReached(Exception):
    """Somebody else held the turn to write for the whole time that was waited."""


_lines: dict[str, threading.Lock] = {}


class WriteTurn:
    """One connection's way to the turn at one database file; used by one thread at a time."""

    def __init__(self, database: str) -> None:
        """Open the two files beside ``database``; they are made when they are missing."""
        self._line = _lines.setdefault(database, threading.Lock())
        self._head = open_private(f"{database}.next")
        self._turn = open_private(f"{database}.lock")
        self._is_held = False

    def take(self, seconds: float) -> None:
        """Wait at most ``seconds`` for the turn.

        :raises TurnNotReached: when somebody else held it all the time.
        """
        if self._is_held:
            return
        until = time.monotonic() + seconds
        if not self._line.acquire(timeout=seconds):
            raise TurnNotReached
        try:
            self._take_files(until)
        except BaseException:
            self._line.release()
            raise
        self._is_held = True

    def give_back(self) -> None:
        """Let the next in line go; does nothing without the turn."""
        if self._is_held:
            self._is_held = False
            fcntl.flock(self._turn, fcntl.LOCK_UN)
            self._line.release()

    def close(self) -> None:
        """Give the turn back and close the files."""
        self.give_back()
        os.close(self._turn)
        os.close(self._head)

    def _take_files(self, until: float) -> None:
        _lock(self._head, until)
        try:
            _lock(self._turn, until)
        finally:
            fcntl.flock(self._head, fcntl.LOCK_UN)


def _lock(file: int, until: float) -> None:
    """Lock ``file``, looking again after short pauses until the moment ``until``."""
    tries = 0
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TurnNotReached from None
            # No lock of files waits with a deadline, so it is asked for again, ever more rarely.
            time.sleep(PAUSES_SECONDS[min(tries, len(PAUSES_SECONDS) - 1)])
            tries += 1
        else:
            return


@unique
class AdvisoryLock(IntEnum):
    """What is locked; any numbers will do, as long as they differ."""

    AUDIT_LOG = 4_150_117
    LEDGER = 4_150_118
    ORGANISATION = 7_203_117
    REPORTING_LINES = 7_203_118
    TALKS = 7_203_119
    MIX = 0x6D6978


def lock_until_end(session: Session, lock: AdvisoryLock) -> None:
    """Wait for every other transaction that holds ``lock``, and hold it until this one ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": int(lock)})
