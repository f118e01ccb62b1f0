"""Sealed boxes: anyone can close one to a public key, and only its private half opens it."""

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

SEAL_BYTES = 48


class CannotOpen(ValueError):
    """A ciphertext was not sealed to this key, or was changed since."""


class PayloadSealer:
    """Seals to one public key (32 bytes); needs no secret."""

    def __init__(self, public_key: bytes) -> None:
        self._box = SealedBox(PublicKey(public_key))

    def seal_payload(self, payload: bytes) -> bytes:
        """Return bytes sealed without looking into them, ``SEAL_BYTES`` longer."""
        return self._box.encrypt(payload)


class PayloadOpener:
    """Opens what was sealed to the public half of one private key (32 bytes)."""

    def __init__(self, private_key: bytes) -> None:
        self._box = SealedBox(PrivateKey(private_key))

    def open_payload(self, ciphertext: bytes) -> bytes:
        """Return the sealed bytes as they are.

        :raises CannotOpen: when the ciphertext was sealed to another key or changed.
        """
        try:
            return bytes(self._box.decrypt(ciphertext))
        except CryptoError as error:
            raise CannotOpen("the ciphertext does not open with this key") from error
