"""The code a citizen follows a complaint with: 80 bits, kept only as a hash."""

import hashlib
import hmac

from portal.storage.texts.cleaning import BITS_PER_CHARACTER, code_of_number, in_groups, read_code

LENGTH = 16


def code_for(form_key: str, *, key: bytes) -> str:
    """Return the code of 16 characters, 80 bits, that belongs to one form.

    Drawn from the form's random key, so that sending the same form twice gives the same code.
    """
    drawn = hmac.new(key, b"code\x1f" + form_key.encode(), hashlib.sha256).digest()
    number = int.from_bytes(drawn[: LENGTH * BITS_PER_CHARACTER // 8])
    return code_of_number(number, length=LENGTH)


def read_complaint_code(typed: str) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one."""
    return read_code(typed, length=LENGTH)


def shown_code(code: str) -> str:
    """Return ``code`` as people read it, in groups of four."""
    return in_groups(code)


def code_hash(code: str, *, key: bytes) -> bytes:
    """Return the keyed hash of ``code``, 32 bytes: all that is ever stored of it."""
    return hmac.new(key, code.encode(), hashlib.sha256).digest()
