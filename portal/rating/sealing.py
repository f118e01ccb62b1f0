"""Sealed boxes: what a citizen sends can be closed by anyone and opened only with the day's key."""

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.rating.domain.answers import RatingAnswers
from portal.rating.domain.parts import PART_BYTES, Part, decode_part, encode_part
from portal.rating.domain.payload import RATING_BYTES, decode, encode

SEAL_BYTES = 48
SEALED_RATING_BYTES = RATING_BYTES + SEAL_BYTES
SEALED_PART_BYTES = PART_BYTES + SEAL_BYTES


class CannotOpen(ValueError):
    """A ciphertext was not sealed to this key, or was changed since."""


class Sealer:
    """Seals to one public key (32 bytes); needs no secret."""

    def __init__(self, public_key: bytes) -> None:
        self._box = SealedBox(PublicKey(public_key))

    def seal(self, answers: RatingAnswers) -> bytes:
        """Return a ciphertext of always ``SEALED_RATING_BYTES``."""
        return self._box.encrypt(encode(answers))

    def seal_payload(self, payload: bytes) -> bytes:
        """Return opened bytes sealed again, without looking into them."""
        return self._box.encrypt(payload)

    def seal_part(self, part: Part) -> bytes:
        """Return a ciphertext of always ``SEALED_PART_BYTES``."""
        return self._box.encrypt(encode_part(part))


class Opener:
    """Opens what was sealed to the public half of one private key (32 bytes)."""

    def __init__(self, private_key: bytes) -> None:
        self._box = SealedBox(PrivateKey(private_key))

    def open_sealed(self, ciphertext: bytes) -> RatingAnswers:
        """Return the sealed answers.

        :raises CannotOpen: when it was sealed to another key or changed.
        :raises portal.rating.domain.payload.UnreadablePayload: when it holds no rating.
        """
        return decode(self.open_payload(ciphertext))

    def open_part(self, ciphertext: bytes) -> Part:
        """Return the sealed part; raises as ``open_sealed`` does."""
        return decode_part(self.open_payload(ciphertext))

    def open_payload(self, ciphertext: bytes) -> bytes:
        """Return the sealed bytes as they are.

        :raises CannotOpen: when the ciphertext was sealed to another key or changed.
        """
        try:
            return bytes(self._box.decrypt(ciphertext))
        except CryptoError as error:
            raise CannotOpen("the ciphertext does not open with this key") from error


def seal(answers: RatingAnswers, *, public_key: bytes) -> bytes:
    """Return ``answers`` sealed to ``public_key``, always 1,024 bytes long."""
    return Sealer(public_key).seal(answers)


def open_sealed(ciphertext: bytes, *, private_key: bytes) -> RatingAnswers:
    """Return the answers of one ciphertext; raises as ``Opener.open_sealed`` does."""
    return Opener(private_key).open_sealed(ciphertext)
