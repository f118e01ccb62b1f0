"""Adds to the ledger within the transaction of the act that is recorded."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.publication.releases import queries as releases_queries
from portal.publication.releases.ledger import FIRST_HASH, entry_text, sealed
from portal.publication.releases.models import LedgerEntry
from portal.storage.waiting import AdvisoryLock, lock_until_end


def record(session: Session, act: str, *, on: date, **what: Any) -> None:
    """Append an entry; the caller holds the write lock and commits.

    Two writers cannot chain to the same entry: its hash is unique as a predecessor. On
    PostgreSQL the second waits until the first has ended; SQLite has one writer anyway.
    """
    lock_until_end(session, AdvisoryLock.LEDGER)
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
