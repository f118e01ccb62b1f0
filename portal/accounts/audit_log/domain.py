"""How audit entries are sealed to one another, so that a change to any of them shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

BEFORE_FIRST = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
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

    entry: Entry
    previous_hash: bytes
    entry_hash: bytes


class Fault(StrEnum):
    """How an entry breaks the chain."""

    MISSING = "entries before this one are missing"
    UNLINKED = "it is not sealed to the entry before"
    CHANGED = "its content was changed"


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that does not fit, and why."""

    sequence: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the chain; no entry is sequence 0 with 32 zero bytes."""

    sequence: int = 0
    entry_hash: bytes = BEFORE_FIRST


def detail_text(detail: Mapping[str, str | int | None]) -> str:
    """Return ``detail`` as JSON that is the same for the same values."""
    return json.dumps(dict(detail), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal(entry: Entry, previous_hash: bytes) -> bytes:
    """Return the SHA-256 of the entry and the hash before it.

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
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def first_break(entries: Iterable[SealedEntry]) -> Break | Head:
    """Return the first entry that breaks the chain, or the chain's head when none does.

    :param entries: the whole log in the order of its sequence.
    """
    head = Head()
    for sealed in entries:
        fault = _fault(sealed, after=head)
        if fault is not None:
            return Break(sealed.entry.sequence, fault)
        head = Head(sealed.entry.sequence, sealed.entry_hash)
    return head


def _fault(sealed: SealedEntry, *, after: Head) -> Fault | None:
    if sealed.entry.sequence != after.sequence + 1:
        return Fault.MISSING
    if sealed.previous_hash != after.entry_hash:
        return Fault.UNLINKED
    if sealed.entry_hash != seal(sealed.entry, sealed.previous_hash):
        return Fault.CHANGED
    return None
