"""Codes of certificates, 80 bits that nobody can guess, and their numbers, which are no secret."""

import hashlib
import hmac
from collections.abc import Sequence

from portal.storage.texts.cleaning import new_code, read_code

LENGTH = 16
LABEL = b"certificate\x1f"


def new_certificate_code() -> str:
    """Return a random code of 16 characters, 80 bits."""
    return new_code(LENGTH)


def certificate_hash(code: str, *, key: bytes) -> bytes:
    """Return the keyed hash of a code, 32 bytes; it is no hash of any other code."""
    return hmac.new(key, LABEL + code.encode(), hashlib.sha256).digest()


def hashes_of(typed: str, *, keys: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the hashes under all keys of what somebody typed; none for what is no code."""
    code = read_code(typed, length=LENGTH)
    return () if code is None else tuple(certificate_hash(code, key=key) for key in keys)


def certificate_number(*, year: int, scheme_id: int, place: int) -> str:
    """Return the number that stands on a certificate."""
    return f"{year}/{scheme_id:03d}/{place:02d}"
