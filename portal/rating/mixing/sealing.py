"""Sealed boxes: what a citizen sends can be closed by anyone and opened only with the day's key.

What the mix splits off it closes for itself, with a secret drawn from the same key
(see SplitRecordBox).
"""

from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import SecretBox

from portal.rating.answers.answers import RatingAnswers
from portal.rating.answers.submission import RATING_BYTES, decode, encode
from portal.rating.mixing.split_records import PART_BYTES, Part, decode_part, encode_part, padded
from portal.storage.sealing.keys import SEAL_BYTES, PayloadOpener, PayloadSealer

SEALED_RATING_BYTES = RATING_BYTES + SEAL_BYTES
SEALED_PART_BYTES = PART_BYTES + SecretBox.NONCE_SIZE + SecretBox.MACBYTES
_OF_PARTS = b"parts of ratings"


class Sealer(PayloadSealer):
    """Seals ratings to one public key (32 bytes); needs no secret."""

    def seal(self, answers: RatingAnswers) -> bytes:
        """Return a ciphertext of always ``SEALED_RATING_BYTES``."""
        return self.seal_payload(encode(answers))


class SplitRecordBox:
    """Seals and opens parts with a secret drawn from one private key (32 bytes).

    Only the mix, which holds that key, ever seals a part; to close one for a public key costs
    twelve times as much and hides nothing more. The secret is not stored and is lost with the key.
    """

    def __init__(self, private_key: bytes) -> None:
        secret = blake2b(b"", key=private_key, person=_OF_PARTS, encoder=RawEncoder)
        self._box = SecretBox(secret)

    def seal(self, part: Part) -> bytes:
        """Return a ciphertext of always ``SEALED_PART_BYTES``."""
        return self._box.encrypt(encode_part(part))

    def open(self, ciphertext: bytes) -> bytes | None:
        """Return the part's bytes, or None when this key did not seal it."""
        try:
            return self._box.decrypt(ciphertext)
        except CryptoError:
            return None


class Opener(PayloadOpener):
    """Opens ratings and parts sealed to the public half of one private key (32 bytes)."""

    def __init__(self, private_key: bytes) -> None:
        super().__init__(private_key)
        self._parts = SplitRecordBox(private_key)

    def open_sealed(self, ciphertext: bytes) -> RatingAnswers:
        """Return the sealed answers.

        :raises CannotOpen: when it was sealed to another key or changed.
        :raises portal.rating.answers.submission.UnreadablePayload: when it holds no rating.
        """
        return decode(self.open_payload(ciphertext))

    def open_part(self, ciphertext: bytes) -> Part:
        """Return the sealed part; raises as ``open_sealed`` does.

        Parts used to be sealed boxes as well; the ones that waited through an update open too.
        """
        payload = self._parts.open(ciphertext)
        return decode_part(padded(self.open_payload(ciphertext)) if payload is None else payload)


def seal(answers: RatingAnswers, *, public_key: bytes) -> bytes:
    """Return ``answers`` sealed to ``public_key``, always 1,024 bytes long."""
    return Sealer(public_key).seal(answers)


def open_sealed(ciphertext: bytes, *, private_key: bytes) -> RatingAnswers:
    """Return the answers of one ciphertext; raises as ``Opener.open_sealed`` does."""
    return Opener(private_key).open_sealed(ciphertext)
