"""Texts under a key of their own, which the key of texts wraps: without it they are gone."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from portal.storage.texts.key_file import PADDING_BYTES, TextUnreadable

Unlock = Callable[[bytes], str]


class TextVault(Protocol):
    """What encrypts and opens texts under the key of texts."""

    def lock(self, text: str) -> bytes:
        """Return a text encrypted."""

    def unlock(self, locked: bytes) -> str:
        """Return the text that was locked."""


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """Opens and encrypts the texts of one matter.

    A text lies under the matter's key and, around that, under the key of texts: so a new key of
    texts reaches it as it reaches every other, and without the matter's key nothing opens it.

    :ivar wrapped: the matter's key under the key of texts; None where it has none of its own.
    :ivar is_expired: whether its key was destroyed.
    """

    vault: TextVault
    wrapped: bytes | None
    is_expired: bool = False

    def lock(self, text: str) -> bytes:
        """Return a text encrypted; its length is hidden up to the next 256 bytes."""
        if self.wrapped is None:
            return self.vault.lock(text)
        plain = text.encode() + b"\x80"
        padded = plain + bytes(-len(plain) % PADDING_BYTES)
        box = _box(self.wrapped, unlock=self.vault.unlock)
        return self.vault.lock(base64.b64encode(box.encrypt(padded)).decode())

    def locked(self, text: str | None) -> bytes | None:
        """Return a text encrypted, or None for nothing."""
        return self.lock(text) if text else None

    def unlock(self, locked: bytes) -> str:
        """Return the text that was locked.

        :raises TextUnreadable: when it was changed, or belongs to another matter.
        """
        return own_text(locked, wrapped=self.wrapped, unlock=self.vault.unlock)

    def said(self, locked: bytes | None) -> str:
        """Return a text in plain words; nothing for none, and once the key was destroyed."""
        return self.unlock(locked) if locked and not self.is_expired else ""


def own_text(locked: bytes, *, wrapped: bytes | None, unlock: Unlock) -> str:
    """Return a text of a matter.

    :param wrapped: the matter's key; None where it has none of its own.
    :param unlock: opens what lies under the key of texts.
    :raises TextUnreadable: when it was changed, or belongs to another matter.
    """
    opened = unlock(locked)
    if wrapped is None:
        return opened
    try:
        padded = _box(wrapped, unlock=unlock).decrypt(base64.b64decode(opened, validate=True))
    except (CryptoError, ValueError) as error:
        raise TextUnreadable("the text does not open with the key of its matter") from error
    return padded.rstrip(b"\x00")[:-1].decode()


def new_key(vault: TextVault) -> bytes:
    """Return a new key for one matter, wrapped by the key of texts."""
    return vault.lock(random(SecretBox.KEY_SIZE).hex())


def _box(wrapped: bytes, *, unlock: Unlock) -> SecretBox:
    return SecretBox(bytes.fromhex(unlock(wrapped)))
