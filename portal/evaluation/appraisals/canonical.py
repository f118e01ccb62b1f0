"""The one document of a confirmed result: canonical bytes that begin with random ones, sealed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

SALT_BYTES = 32
Document = Mapping[str, Any]


class SnapshotUnreadable(ValueError):
    """Bytes that are no snapshot."""


def canonical(document: Document, *, salt: bytes) -> bytes:
    """Return the bytes of a document: 32 random ones, then JSON with its keys in order.

    :param salt: without it, the few outcomes that a person can have could be tried out against
        the digest.
    """
    if len(salt) != SALT_BYTES:
        raise SnapshotUnreadable(f"{len(salt)} random bytes")
    text = json.dumps(plain(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return salt + text.encode()


def document_in(content: bytes) -> Document:
    """Return the document of canonical bytes.

    :raises SnapshotUnreadable: when they hold none.
    """
    try:
        found: Document = json.loads(content[SALT_BYTES:])
    except ValueError as error:
        raise SnapshotUnreadable("no document after the random bytes") from error
    return found


def digest_of(content: bytes) -> bytes:
    """Return the SHA-256 of canonical bytes."""
    return hashlib.sha256(content).digest()


def plain(value: Any) -> Any:
    """Return ``value`` as what JSON can hold: fractions as ``p/q``, decimals with their digits."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime) else value
