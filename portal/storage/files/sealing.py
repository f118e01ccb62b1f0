"""Encrypts each file under a random key of its own, which is used for nothing else."""

import hashlib

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random


class FileDamaged(RuntimeError):
    """A stored file does not open: it was changed, or is not the one that its key is for."""


def sealed(content: bytes) -> tuple[str, bytes]:
    """Return a new key, in hexadecimal digits, and ``content`` encrypted under it."""
    key = random(SecretBox.KEY_SIZE)
    return key.hex(), bytes(SecretBox(key).encrypt(content))


def unsealed(locked: bytes, *, key: str) -> bytes:
    """Return the file that was encrypted under ``key``.

    :param key: hexadecimal digits, as ``sealed`` returned it.
    :raises FileDamaged: when it does not open.
    """
    try:
        return bytes(SecretBox(bytes.fromhex(key)).decrypt(locked))
    except (CryptoError, ValueError) as error:
        raise FileDamaged("a stored file does not open with its key") from error


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
