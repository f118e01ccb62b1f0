"""Recovery codes: how they are made, and what a person may type for them."""

import hashlib
import secrets

CODES = 10
# Crockford's base 32: 16 characters carry 80 bits, beyond guessing even with the hashes known.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_LOOK_ALIKES = str.maketrans("OIL", "011", " -")


def new_codes() -> list[str]:
    """Return fresh codes such as "7Q2M-..." for printing."""
    return [
        _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH))) for _ in range(CODES)
    ]


def code_hash(code: str) -> bytes:
    """Return the 32 bytes stored for ``code``; case, dashes and look-alikes do not matter."""
    plain = code.upper().translate(_LOOK_ALIKES)
    return hashlib.sha256(plain.encode("utf-8", "replace")).digest()


def is_app_code(text: str) -> bool:
    """Return whether ``text`` looks like a code of an authenticator app: six digits."""
    typed = "".join(text.split())
    return len(typed) == 6 and typed.isdecimal()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
