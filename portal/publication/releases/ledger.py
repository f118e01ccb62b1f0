"""How the ledger's entries are chained, so that none can be changed, dropped or slipped in."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

FIRST_HASH = "0" * 64


def sealed(entry: str, *, recorded_on: date, previous_hash: str) -> str:
    """Return the hash of an entry: SHA-256 of the hash before, its date and its text."""
    text = "\n".join((previous_hash, recorded_on.isoformat(), entry))
    return hashlib.sha256(text.encode()).hexdigest()


def entry_text(act: str, **what: Any) -> str:
    """Return an entry as JSON with sorted keys, so that the same act reads the same."""
    return json.dumps({"act": act, **what}, ensure_ascii=False, sort_keys=True)


def digests_of(entry: str) -> Mapping[str, str]:
    """Return the digests of the documents an entry published, by address; none for other acts."""
    documents: Mapping[str, str] = json.loads(entry).get("documents", {})
    return documents
