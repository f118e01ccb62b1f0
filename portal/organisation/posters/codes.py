"""Codes printed on posters: eight characters that survive being read aloud and typed."""

import secrets

# Crockford's base 32 has no I, L, O and U, so that no character is mistaken for another.
# Source: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_poster_code() -> str:
    """Return a fresh code of 40 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_poster_code(typed: str) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one.

    Small letters, hyphens and blanks are allowed, and O, I and L are read as 0, 1 and 1.
    """
    code = typed.upper().translate(_READ_AS)
    return code if len(code) == LENGTH and not set(code) - set(ALPHABET) else None
