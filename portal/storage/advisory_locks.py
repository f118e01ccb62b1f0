"""Locks by which transactions on PostgreSQL wait for one another, and the number of each.

SQLite has one writer anyway. Triggers and the nightly mix use their numbers, too.
"""

from enum import IntEnum, unique

from sqlalchemy import text
from sqlalchemy.orm import Session


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
