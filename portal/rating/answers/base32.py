"""Codes that people read from paper and type: Crockford's base 32."""

import secrets

# It has no I, L, O and U, so that no character is mistaken for another.
# Source: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_IGNORED = " -._\t\r\n\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys(_IGNORED)})
_LONGEST_TYPED = 64


def new_code(length: int) -> str:
    """Return ``length`` random characters of 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(typed: str, *, length: int) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one.

    Small letters, blanks, dots and all kinds of dashes are allowed, and O, I and L are read
    as 0, 1 and 1.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    code = typed.upper().translate(_READ_AS)
    return code if len(code) == length and not set(code) - set(ALPHABET) else None
