"""Keys for separate purposes, derived from the one secret key, so that none serves for two."""

import hashlib
import hmac


def derived_key(secret_key: str, *, purpose: str) -> bytes:
    """Return 32 bytes that follow from ``secret_key`` and say nothing about it or each other."""
    label = b"suara-loket\0" + purpose.encode()
    return hmac.digest(secret_key.encode(), label, hashlib.sha256)


def keyed_hash(key: bytes, text: str) -> bytes:
    """Return the keyed hash of ``text``, 32 bytes."""
    return hmac.digest(key, text.encode(), hashlib.sha256)
