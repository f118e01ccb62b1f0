"""How the ledger's entries are chained, so that none can be changed, dropped or slipped in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from portal.storage.hash_chain import BEFORE_FIRST, Link, hash_of

#: Hashes are stored as 64 hexadecimal digits.
FIRST_HASH = BEFORE_FIRST.hex()


def _sealed_text(entry: str, previous_hash: bytes, *, recorded_on: date) -> str:
    return "\n".join((previous_hash.hex(), recorded_on.isoformat(), entry))


def _hash(stored: str) -> bytes:
    """Return a stored hash as bytes; what is none in hexadecimal digits equals no hash."""
    try:
        return bytes.fromhex(stored)
    except ValueError:
        return stored.encode()


def sealed(entry: str, *, recorded_on: date, previous_hash: str) -> str:
    """Return the hash of an entry: SHA-256 of the hash before, its date and its text."""
    text = _sealed_text(entry, bytes.fromhex(previous_hash), recorded_on=recorded_on)
    return hash_of(text).hex()


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the ledger with the hash that seals it and the one before."""

    id: int
    recorded_on: date
    entry: str
    previous_hash: str
    hash: str

    @property
    def link(self) -> Link:
        """The entry as a link of the ledger's chain."""
        return Link(
            self.id,
            _hash(self.previous_hash),
            _hash(self.hash),
            partial(_sealed_text, self.entry, recorded_on=self.recorded_on),
        )


def entry_text(act: str, **what: Any) -> str:
    """Return an entry as JSON with sorted keys, so that the same act reads the same."""
    return json.dumps({"act": act, **what}, ensure_ascii=False, sort_keys=True)


def digests_of(entry: str) -> Mapping[str, str]:
    """Return the digests of the documents an entry published, by address; none for other acts."""
    documents: Mapping[str, str] = json.loads(entry).get("documents", {})
    return documents
