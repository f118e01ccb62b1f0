"""Complaints that wait until the night: text as bytes of one length, and a file name."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.complaints.intake.kinds import Concern, Happened, Kind

# The longest text, every character of it written as twelve (pictures are), and the rest beside it.
WAITING_CHARACTERS = 64_000


class NotAWaitingComplaint(ValueError):
    """What waits is none of ours: it was changed, or another version of the portal wrote it."""


@dataclass(frozen=True, slots=True)
class WrittenComplaint:
    """What a citizen wrote on ``day``; nothing in it tells who they are.

    ``desk_id`` is None when an agency is meant, or its unit ``unit_id``; ``code_hash`` is what is
    stored of the code, 32 bytes.
    """

    code_hash: bytes
    day: date
    kind: Kind
    concern: Concern
    agency_id: int
    desk_id: int | None
    happened: Happened
    text: str
    may_publish: bool
    unit_id: int | None = None


def waiting_name(code: str, *, key: bytes) -> str:
    """Return under which name the complaint with ``code`` waits.

    Nobody without the code ties it to the hash that is stored of the code later.
    """
    return hmac.new(key, b"waiting\x1f" + code.encode(), hashlib.sha256).hexdigest()


def encoded(written: WrittenComplaint) -> str:
    """Return ``written`` as always the same number of ASCII characters."""
    plain = json.dumps(
        {
            "code_hash": written.code_hash.hex(),
            "day": written.day.isoformat(),
            "kind": written.kind,
            "concern": written.concern,
            "agency_id": written.agency_id,
            "desk_id": written.desk_id,
            "happened": written.happened,
            "text": written.text,
            "may_publish": written.may_publish,
            "unit_id": written.unit_id,
        }
    )
    return plain.ljust(WAITING_CHARACTERS)


def decoded(plain: str) -> WrittenComplaint:
    """Return what ``encoded`` wrote.

    :raises NotAWaitingComplaint: for anything else.
    """
    try:
        found: dict[str, Any] = json.loads(plain)
        return WrittenComplaint(
            code_hash=bytes.fromhex(found["code_hash"]),
            day=date.fromisoformat(found["day"]),
            kind=Kind(found["kind"]),
            concern=Concern(found["concern"]),
            agency_id=int(found["agency_id"]),
            desk_id=None if found["desk_id"] is None else int(found["desk_id"]),
            happened=Happened(found["happened"]),
            text=str(found["text"]),
            may_publish=bool(found["may_publish"]),
            unit_id=None if found.get("unit_id") is None else int(found["unit_id"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise NotAWaitingComplaint from error
