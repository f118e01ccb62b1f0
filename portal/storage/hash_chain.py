"""A hash chain: each entry includes the hash of the one before, so that any change is found.

The audit log and the ledger of releases are such chains. Each says itself how an entry is written
as the text that is hashed; what is stored stays as it is.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

#: The hash before the first entry.
BEFORE_FIRST = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as far as the chain goes; both hashes have 32 bytes.

    :ivar sequence: counts from 1 without gaps.
    :ivar text_after: gives the text that is hashed, from the hash of the entry before.
    """

    sequence: int
    previous_hash: bytes
    entry_hash: bytes
    text_after: Callable[[bytes], str]


class ChainFault(StrEnum):
    """How an entry breaks the chain."""

    MISSING = "entries before this one are missing"
    UNLINKED = "it is not sealed to the entry before"
    CHANGED = "its content was changed"


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that does not fit, why, its hash and the one it would have in its place."""

    sequence: int
    fault: ChainFault
    found_hash: bytes = field(default=b"", compare=False)
    expected_hash: bytes = field(default=b"", compare=False)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain; no entry is sequence 0 with 32 zero bytes."""

    sequence: int = 0
    entry_hash: bytes = BEFORE_FIRST


def hash_of(sealed_text: str) -> bytes:
    """Return the SHA-256 of an entry's text, 32 bytes."""
    return hashlib.sha256(sealed_text.encode()).digest()


def first_break(links: Iterable[Link]) -> Break | Head:
    """Return the first entry that breaks the chain, or the chain's head when none does.

    :param links: the whole chain in the order of its sequence.
    """
    head = Head()
    for link in links:
        expected = hash_of(link.text_after(head.entry_hash))
        fault = _fault(link, head, expected=expected)
        if fault is not None:
            return Break(link.sequence, fault, link.entry_hash, expected)
        head = Head(link.sequence, link.entry_hash)
    return head


def _fault(link: Link, after: Head, *, expected: bytes) -> ChainFault | None:
    if link.sequence != after.sequence + 1:
        return ChainFault.MISSING
    if link.previous_hash != after.entry_hash:
        return ChainFault.UNLINKED
    return ChainFault.CHANGED if link.entry_hash != expected else None
