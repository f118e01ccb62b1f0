"""Visit tickets: how a code looks, how it is read from paper, when it ends."""

import hashlib
import secrets
from datetime import date

from portal.rating.domain.submission import end_of_next_month

# Crockford's base 32 has no I, L, O and U, so that no character is mistaken for another.
# Source: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_READ_AS = str.maketrans(
    {
        "O": "0",
        "I": "1",
        "L": "1",
        **dict.fromkeys(" -\u2010\u2011\u2012\u2013\u2014._\t\n\r\u00a0"),
    }
)
_LONGEST_TYPED = 64
_HASH_LABEL = b"suara-loket visit ticket\0"


def new_ticket() -> str:
    """Return a fresh code of 80 random bits, 16 characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_ticket(typed: str) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one.

    Small letters, blanks and dashes are allowed, and O, I and L are read as 0, 1 and 1.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    code = typed.upper().translate(_READ_AS)
    return code if len(code) == LENGTH and not set(code) - set(ALPHABET) else None


def ticket_in_groups(code: str) -> str:
    """Return ``code`` in groups of four, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def ticket_hash(code: str) -> bytes:
    """Return the only form in which a ticket is stored, 32 bytes.

    A plain hash is enough: 80 random bits cannot be guessed from it.
    """
    return hashlib.sha256(_HASH_LABEL + code.encode()).digest()


def tickets_end(issued_on: date) -> date:
    """Return the day, inclusive, until which a ticket issued on ``issued_on`` is good.

    All tickets of a month end together at the end of the month after next, so that the end
    says nothing about the day or the order in which they were issued.
    """
    return end_of_next_month(end_of_next_month(issued_on))
