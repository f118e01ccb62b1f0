"""The code a citizen follows a complaint with: 80 bits, forgiving to type, kept only as hash."""

import hashlib
import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
BITS_PER_CHARACTER = 5
# Crockford's alphabet leaves out letters that look like digits; typed ones are forgiven.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_for(form_key: str, *, key: bytes) -> str:
    """Return the code of 16 characters, 80 bits, that belongs to one form.

    Drawn from the form's random key, so that sending the same form twice gives the same code.
    """
    drawn = hmac.new(key, b"code\x1f" + form_key.encode(), hashlib.sha256).digest()
    bits = int.from_bytes(drawn[: LENGTH * BITS_PER_CHARACTER // 8])
    places = range(LENGTH - 1, -1, -1)
    return "".join(ALPHABET[bits >> BITS_PER_CHARACTER * place & 31] for place in places)


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
