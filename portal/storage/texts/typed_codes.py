"""Codes that people read from paper and type: one alphabet, one way to read what was typed.

Posters, visit tickets, pairing codes, tokens of a screen, complaints and recovery codes use it.
"""

import secrets

# Crockford's base 32 has no I, L, O and U, so that no character is mistaken for another.
# Source: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_CHARACTER = 5
GROUP = 4
_IGNORED = "-._\u2010\u2011\u2012\u2013\u2014\u2212"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys(_IGNORED)})
_LONGEST_TYPED = 64


def new_code(length: int) -> str:
    """Return ``length`` random characters of 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_of_number(number: int, *, length: int) -> str:
    """Return the last ``length`` times 5 bits of ``number`` as characters, the highest first."""
    places = range(length - 1, -1, -1)
    return "".join(ALPHABET[number >> BITS_PER_CHARACTER * place & 31] for place in places)


def read_code(typed: str, *, length: int) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one.

    Small letters, blanks, dots and all kinds of dashes are allowed, and O, I and L are read
    as 0, 1 and 1.

    :param typed: anything at all; more than 64 characters are no code.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    code = "".join(typed.upper().split()).translate(_READ_AS)
    return code if len(code) == length and not set(code) - set(ALPHABET) else None


def in_groups(code: str) -> str:
    """Return ``code`` in groups of four, for reading and printing."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
