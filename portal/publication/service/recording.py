"""Adds to the ledger within the transaction of the act that is recorded."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.publication import queries
from portal.publication.domain.ledger import FIRST_HASH, entry_text, sealed
from portal.publication.models.release import LedgerEntry


def record(session: Session, act: str, *, on: date, **what: Any) -> None:
    """Append an entry; the caller holds the write turn and commits.

    Two writers cannot chain to the same entry: its hash is unique as a predecessor.
    """
    last = queries.last_ledger_line(session)
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
