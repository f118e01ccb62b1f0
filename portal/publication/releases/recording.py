"""Adds to the ledger within the transaction of the act that is recorded."""

from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.publication.releases import queries as releases_queries
from portal.publication.releases.ledger import FIRST_HASH, entry_text, sealed
from portal.publication.releases.models import LedgerEntry

# Any number will do, as long as nothing else in the database locks on it.
ADVISORY_LOCK = 4_150_118


def record(session: Session, act: str, *, on: date, **what: Any) -> None:
    """Append an entry; the caller holds the write turn and commits.

    Two writers cannot chain to the same entry: its hash is unique as a predecessor. On
    PostgreSQL the second waits until the first has ended; SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    last = releases_queries.last_ledger_line(session)
    previous_hash = last.hash if last else FIRST_HASH
    entry = entry_text(act, **what)
    session.add(
        LedgerEntry(
            id=last.id + 1 if last else 1,
            recorded_on=on,
            entry=entry,
            previous_hash=previous_hash,
            hash=sealed(entry, recorded_on=on, previous_hash=previous_hash),
        )
    )
    session.flush()
