"""Queries on the audit log: text of an entry for its hash, the newest entry, pages, order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from portal.accounts.audit_log.models import AuditEntry
from portal.storage.hash_chain import Break, Head, Link, first_break
from portal.storage.paging import Page, offset_of
from portal.storage.prepared import Question, prepared
from portal.time.schedule.clock_check import Trace

# An entry takes up to 330 pixels on a phone; a page stays below 6,000.
PAGE_SIZE = 15
CHUNK = 1000
COLUMNS = tuple(AuditEntry.__table__.columns)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What an audit entry says; ``sequence`` counts from 1 without gaps."""

    sequence: int
    recorded_at: datetime
    account_id: int | None
    actor: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry with the hash it was sealed to and its own, 32 bytes each."""

    entry: LogEntry
    previous_hash: bytes
    entry_hash: bytes

    @property
    def link(self) -> Link:
        """The entry as a link of the log's chain."""
        return Link(
            self.entry.sequence,
            self.previous_hash,
            self.entry_hash,
            partial(sealed_text, self.entry),
        )


def detail_text(detail: Mapping[str, str | int | None]) -> str:
    """Return ``detail`` as JSON that is the same for the same values."""
    return json.dumps(dict(detail), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sealed_text(entry: LogEntry, previous_hash: bytes) -> str:
    """Return the text whose hash seals an entry to the hash before it.

    The fields form a JSON list, so that no text can pass for two fields.
    """
    fields = [
        previous_hash.hex(),
        entry.sequence,
        entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.account_id,
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
    ]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are asked for; empty fields ask for all.

    ``since`` is inclusive, ``until`` exclusive; ``words`` is looked for in who and what.
    """

    action: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


@prepared()
def _last() -> Question:
    """Ask for the entry that the next one is sealed to."""
    columns = select(AuditEntry.sequence, AuditEntry.entry_hash)
    return columns.order_by(AuditEntry.sequence.desc()).limit(1)


def head(session: Session) -> Head:
    """Return the last entry's sequence and hash."""
    row = _last.rows(session).first()
    return Head(row.sequence, row.entry_hash) if row else Head()


def last_entry(session: Session, timezone: str) -> Trace | None:
    """Return the trace of the last entry in the order of the log, or None without one."""
    recorded_at = session.scalar(
        select(AuditEntry.recorded_at).order_by(AuditEntry.sequence.desc()).limit(1)
    )
    return None if recorded_at is None else Trace("last entry of the audit log", recorded_at)


def first_broken(session: Session) -> Break | Head:
    """Return the first entry that breaks the log's chain, or its head when all hold."""
    return first_break(sealed.link for sealed in entries(session))


def entries_page(session: Session, wanted: AuditFilter, *, number: int) -> Page[LogEntry]:
    """Return page ``number`` (from 1) of the entries asked for, the newest first."""
    conditions = _conditions(wanted)
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    rows = session.execute(
        select(*COLUMNS)
        .where(*conditions)
        .order_by(AuditEntry.sequence.desc())
        .offset(offset_of(number, PAGE_SIZE))
        .limit(PAGE_SIZE)
    )
    return Page([_entry(row) for row in rows], number, total, PAGE_SIZE)


def entries(session: Session, wanted: AuditFilter | None = None) -> Iterator[SealedEntry]:
    """Yield the entries asked for with their hashes, the oldest first; None asks for all.

    They are read a chunk at a time, so that a long log needs little memory.
    """
    after = 0
    while rows := _chunk(session, wanted or AuditFilter(), after=after):
        for row in rows:
            yield SealedEntry(_entry(row), row.previous_hash, row.entry_hash)
        after = rows[-1].sequence


def _chunk(session: Session, wanted: AuditFilter, *, after: int) -> Sequence[Row[Any]]:
    return session.execute(
        select(*COLUMNS)
        .where(AuditEntry.sequence > after, *_conditions(wanted))
        .order_by(AuditEntry.sequence)
        .limit(CHUNK)
    ).all()


def actions(session: Session) -> list[str]:
    """Return the kinds of act the log holds, in alphabetical order."""
    return list(session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def hash_at(session: Session, sequence: int) -> bytes | None:
    """Return the hash of the entry ``sequence``, or None when there is no such entry."""
    return session.scalar(select(AuditEntry.entry_hash).where(AuditEntry.sequence == sequence))


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.action:
        conditions.append(AuditEntry.action == wanted.action)
    if wanted.words:
        conditions.append(
            AuditEntry.actor.icontains(wanted.words, autoescape=True)
            | AuditEntry.subject.icontains(wanted.words, autoescape=True)
        )
    if wanted.since is not None:
        conditions.append(AuditEntry.recorded_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditEntry.recorded_at < wanted.until)
    return conditions


def _entry(row: Row[Any]) -> LogEntry:
    return LogEntry(
        sequence=row.sequence,
        recorded_at=row.recorded_at,
        account_id=row.account_id,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        detail=row.detail,
    )
