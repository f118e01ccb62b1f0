"""Random tokens that are handed out once and stored only as their hash."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """Return 256 random bits as text that fits a cookie or an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """Return the 32 bytes that are stored for ``token``; its randomness needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
