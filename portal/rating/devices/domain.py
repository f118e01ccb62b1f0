"""Machines at a desk: what kinds there are, and the secrets they are known by."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum

from portal.storage.texts.cleaning import new_code, read_code

NAME_LENGTH = 80

CODE_LENGTH = 8
CODE_GOOD_FOR = timedelta(minutes=30)
SECRET_BYTES = 32
API_KEY_PREFIX = "loket_"
_HASH_LABEL = b"suara-loket machine\0"


class DeviceKind(StrEnum):
    """What a paired machine does."""

    SCREEN = "screen"
    KIOSK = "kiosk"


def new_pairing_code() -> str:
    """Return a one-time code of 40 random bits; ``CODE_GOOD_FOR`` says how long it is good."""
    return new_code(CODE_LENGTH)


def read_pairing_code(typed: str) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one."""
    return read_code(typed, length=CODE_LENGTH)


def new_secret() -> str:
    """Return a secret of 256 random bits, for a machine to show at each visit."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_api_key() -> str:
    """Return a key of 256 random bits; its prefix lets scanners find one that leaked."""
    return API_KEY_PREFIX + new_secret()


def secret_hash(secret: str) -> bytes:
    """Return the only form in which a code, secret or key is stored, 32 bytes."""
    return hashlib.sha256(_HASH_LABEL + secret.encode()).digest()
