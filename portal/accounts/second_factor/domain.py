"""Recovery codes: how they are made, and what a person may type for them."""

import hashlib

from portal.storage.texts.cleaning import in_groups, new_code, read_code

CODES = 10
# 16 characters carry 80 bits, beyond guessing even with the hashes known.
LENGTH = 16


def new_codes() -> list[str]:
    """Return fresh codes such as "7Q2M-..." for printing."""
    return [in_groups(new_code(LENGTH)) for _ in range(CODES)]


def code_hash(typed: str) -> bytes:
    """Return the 32 bytes stored for the code that ``typed`` stands for.

    What stands for no code is hashed as it is: it equals no stored hash.
    """
    plain = read_code(typed, length=LENGTH) or typed
    return hashlib.sha256(plain.encode("utf-8", "replace")).digest()


def is_app_code(text: str) -> bool:
    """Return whether ``text`` looks like a code of an authenticator app: six digits."""
    typed = "".join(text.split())
    return len(typed) == 6 and typed.isdecimal()
