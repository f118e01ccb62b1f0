"""What an audit entry says, and the text that its hash is computed from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from portal.storage.hash_chain import Link


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
