"""Every document of every result as it is kept, opened where that is still possible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nacl.exceptions import CryptoError
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.canonical import (
    Document,
    SnapshotUnreadable,
    digest_of,
    document_in,
)
from portal.evaluation.appraisals.confirming_service import SnapshotExpired, opened_content
from portal.evaluation.appraisals.snapshot_queries import every_snapshot, last_number
from portal.storage.texts.key_file import Vault


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as it is kept.

    :ivar content: its clear bytes; None where it expired or cannot be opened.
    :ivar is_expired: its key was destroyed when its time was over.
    :ivar is_last: no later document of its result is there.
    """

    evaluation_id: int
    number: int
    rules_version: int
    made_at: datetime
    digest: bytes
    content: bytes | None
    is_expired: bool
    is_last: bool

    @property
    def document(self) -> Document | None:
        """What it says; None for other bytes than were sealed, or none."""
        if self.content is None or digest_of(self.content) != self.digest:
            return None
        try:
            return document_in(self.content)
        except SnapshotUnreadable:
            return None


def kept_documents(session: Session, *, vault: Vault) -> Iterator[KeptDocument]:
    """Give every document of every result, the oldest first, one after the other."""
    for each in every_snapshot(session):
        yield KeptDocument(
            each.evaluation_id,
            each.number,
            each.rules_version,
            each.made_at,
            each.digest,
            _content_of(each, vault=vault),
            is_expired=each.wrapped_key is None,
            is_last=last_number(session, each.evaluation_id) == each.number,
        )


def _content_of(snapshot: Any, *, vault: Vault) -> bytes | None:
    try:
        return opened_content(snapshot, vault=vault)
    except (CryptoError, SnapshotExpired):
        return None
