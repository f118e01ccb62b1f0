"""Keeps citizens' words encrypted at rest, under a key that lies outside the database."""

import hashlib
import hmac
import os
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

KEY_FILE = "texts.key"
PADDING_BYTES = 256


class TextUnreadable(RuntimeError):
    """A stored text does not open: it was changed, or the key in PORTAL_KEYS_DIR is another."""


class Vault:
    """Encrypts texts and hashes codes with keys drawn from one secret.

    :param secret: 32 random bytes.
    """

    def __init__(self, secret: bytes) -> None:
        self._box = SecretBox(_derived(secret, "texts"))
        self.code_key = _derived(secret, "codes")

    def lock(self, text: str) -> bytes:
        """Return ``text`` encrypted; its length is hidden up to the next 256 bytes."""
        plain = text.encode()
        padding = -(len(plain) + 1) % PADDING_BYTES
        return bytes(self._box.encrypt(plain + b"\x80" + b"\x00" * padding))

    def unlock(self, locked: bytes) -> str:
        """Return the text that was locked.

        :raises TextUnreadable: when it was changed or locked under another key.
        """
        try:
            padded = self._box.decrypt(locked)
        except (CryptoError, ValueError) as error:
            raise TextUnreadable(
                "the text does not open with the key of PORTAL_KEYS_DIR"
            ) from error
        return bytes(padded).rstrip(b"\x00")[:-1].decode()


def _derived(secret: bytes, label: str) -> bytes:
    return hmac.new(secret, label.encode(), hashlib.sha256).digest()


def open_vault(keys_dir: Path) -> Vault:
    """Return the vault of ``keys_dir``; its secret is made once, with mode 0600.

    The file is written whole under another name and linked into place, so that processes
    that start together agree on one secret and a crash never leaves half of it.
    """
    path = keys_dir / KEY_FILE
    if not path.exists():
        keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_secret(path)
    return Vault(path.read_bytes())


def _make_secret(path: Path) -> None:
    draft = path.with_name(f".{KEY_FILE}.{os.getpid()}.{random(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(random(SecretBox.KEY_SIZE))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
