"""The code a citizen follows a complaint with: 80 bits, forgiving to type, kept only as hash."""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
# Crockford's alphabet leaves out letters that look like digits; typed ones are forgiven.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a fresh code of 16 characters, 80 random bits, without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """Return ``code`` in groups of four, for reading and printing."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalised(typed: str) -> str | None:
    """Return the code a person typed, forgiving case, spaces, dashes, O/0 and I/L/1; None if none.

    :param typed: anything at all.
    """
    plain = "".join(typed.upper().split()).replace("-", "").translate(_LOOKALIKES)
    is_code = len(plain) == LENGTH and all(letter in ALPHABET for letter in plain)
    return plain if is_code else None


def code_hash(code: str, *, key: bytes) -> bytes:
    """Return the keyed hash of ``code``, 32 bytes: all that is ever stored of it."""
    return hmac.new(key, code.encode(), hashlib.sha256).digest()
