"""Keeps citizens' words encrypted at rest, under a key that lies outside the database."""

import hashlib
import hmac
from collections.abc import Sequence

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from portal.storage.texts.similarity import signature

PADDING_BYTES = 256


class TextUnreadable(RuntimeError):
    """A stored text does not open: it was changed, or the key in PORTAL_KEYS_DIR is another."""


class Vault:
    """Encrypts texts and hashes codes with keys drawn from one secret.

    :param secret: 32 random bytes.
    :param earlier: secrets that were rotated; what was written under them is still read.
    """

    def __init__(self, secret: bytes, *, earlier: Sequence[bytes] = ()) -> None:
        self._box = SecretBox(_derived(secret, "texts"))
        self._earlier = tuple(SecretBox(_derived(each, "texts")) for each in earlier)
        #: Newest first: a code is a hash, which nobody can compute anew without the code.
        self.code_keys = tuple(_derived(each, "codes") for each in (secret, *earlier))
        self._likeness_key = _expanded(secret, "likeness of texts")

    def lock(self, text: str) -> bytes:
        """Return ``text`` encrypted; its length is hidden up to the next 256 bytes."""
        plain = text.encode()
        padding = -(len(plain) + 1) % PADDING_BYTES
        return self._closed(plain + b"\x80" + b"\x00" * padding)

    def unlock(self, locked: bytes) -> str:
        """Return the text that was locked.

        :raises TextUnreadable: when it was changed or locked under another key.
        """
        return self._opened(locked).rstrip(b"\x00")[:-1].decode()

    def renewed(self, locked: bytes) -> bytes | None:
        """Return the text locked under the secret in use, or None where it is already.

        :raises TextUnreadable: when it opens under no secret.
        """
        if _opened_by(self._box, locked) is not None:
            return None
        return self._closed(self._opened(locked))

    def signature(self, text: str) -> int:
        """Return by what ``text`` is found to be like another, under the secret in use."""
        return signature(text, key=self._likeness_key)

    def _closed(self, padded: bytes) -> bytes:
        return bytes(self._box.encrypt(padded))

    def _opened(self, locked: bytes) -> bytes:
        for box in (self._box, *self._earlier):
            padded = _opened_by(box, locked)
            if padded is not None:
                return padded
        raise TextUnreadable("the text does not open with the key of PORTAL_KEYS_DIR")


def _opened_by(box: SecretBox, locked: bytes) -> bytes | None:
    try:
        return bytes(box.decrypt(locked))
    except (CryptoError, ValueError):
        return None


def _derived(secret: bytes, label: str) -> bytes:
    return hmac.new(secret, label.encode(), hashlib.sha256).digest()


def _expanded(secret: bytes, label: str) -> bytes:
    """Return a key of 32 bytes for one use. Source: RFC 5869 (HKDF), with SHA-256 and no salt."""
    pseudorandom = hmac.digest(bytes(hashlib.sha256().digest_size), secret, "sha256")
    return hmac.digest(pseudorandom, label.encode() + b"\x01", "sha256")
