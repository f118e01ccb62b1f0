"""Appends to the audit log, one writer at a time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.accounts.audit_log.models import ACTION_LENGTH, SUBJECT_LENGTH, AuditEntry
from portal.accounts.audit_log.queries import LogEntry, detail_text, head, sealed_text
from portal.accounts.letters.service import tell_of_act
from portal.storage.hash_chain import hash_of
from portal.storage.waiting import AdvisoryLock, lock_until_end
from portal.web.access import Act

# Built once: every act of staff takes it.
ADDED = insert(AuditEntry)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account, or None with a name such as "command line"."""

    account_id: int | None
    name: str


def append(session: Session, act: Act, *, actor: Actor, now: datetime) -> None:
    """Add ``act`` to the log within the caller's transaction, as its last statement.

    On PostgreSQL the log is locked until the transaction ends, so that two acts never seal
    themselves to the same entry; SQLite has one writer anyway. What the caller has changed
    is sent to the database first, so that the lock is held as shortly as possible. Whoever's
    proofs the act concerns is told by letter once the transaction is committed.

    :param now: the moment of the act, aware.
    """
    tell_of_act(session, act)
    session.flush()
    lock_until_end(session, AdvisoryLock.AUDIT_LOG)
    last = head(session)
    entry = LogEntry(
        sequence=last.sequence + 1,
        recorded_at=now,
        account_id=actor.account_id,
        actor=actor.name,
        action=act.action[:ACTION_LENGTH],
        subject=act.subject[:SUBJECT_LENGTH],
        detail=detail_text(act.detail),
    )
    session.connection().execute(
        ADDED,
        {
            "sequence": entry.sequence,
            "recorded_at": entry.recorded_at,
            "account_id": entry.account_id,
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "detail": entry.detail,
            "previous_hash": last.entry_hash,
            "entry_hash": hash_of(sealed_text(entry, last.entry_hash)),
        },
    )


def append_and_commit(session: Session, act: Act, *, by: Actor, now: datetime) -> None:
    """Add ``act`` of the person ``by`` to the log as the last step of a use case; commits."""
    append(session, act, actor=by, now=now)
    session.commit()
