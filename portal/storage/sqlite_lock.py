"""Who may write now: turns at a SQLite file, and locks of transactions on PostgreSQL."""

import fcntl
import os
import threading
import time
from enum import IntEnum, unique

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.storage.private_files import open_private

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
    MIX = 0x6D6978


def lock_until_end(session: Session, lock: AdvisoryLock) -> None:
    """Wait for every other transaction that holds ``lock``, and hold it until this one ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": int(lock)})
