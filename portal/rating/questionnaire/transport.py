"""The boxes that a kiosk stores while the network is away; only the portal can open them.

The tablet makes a key for each rating, agrees with the portal's public key on a secret, and
destroys its own private half; the boxes on a tablet cannot be opened with anything on it.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

POINT_BYTES = 65
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
PURPOSE = b"suara-loket kiosk rating"
_CURVE = ec.SECP256R1()


class BoxUnreadable(ValueError):
    """A box is damaged, or was made for another key."""


class TransportKey:
    """The portal's key pair for kiosks, always the same for the same ``secret`` (32 bytes).

    It follows from the secret key, so that every process has it and no file has to be kept.
    """

    def __init__(self, secret: bytes) -> None:
        # The group's order is above 2^255, so that every number of 254 bits but 0 is a key.
        number = (int.from_bytes(secret) >> 2) or 1
        self._private = ec.derive_private_key(number, _CURVE)

    @property
    def public(self) -> bytes:
        """The public half as an uncompressed point, 65 bytes, as browsers import it."""
        return self._private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def open(self, box: bytes) -> bytes:
        """Return what a kiosk put into ``box``: its point, a nonce and the ciphertext.

        :raises BoxUnreadable: when it cannot be opened.
        """
        if len(box) < POINT_BYTES + NONCE_BYTES + TAG_BYTES:
            raise BoxUnreadable("the box is too short")
        point, rest = box[:POINT_BYTES], box[POINT_BYTES:]
        try:
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
            shared = self._private.exchange(ec.ECDH(), theirs)
            key = HKDF(hashes.SHA256(), KEY_BYTES, salt=b"", info=PURPOSE).derive(shared)
            return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise BoxUnreadable("the box does not open") from error


def sealed_box(public: bytes, message: bytes, *, nonce: bytes) -> bytes:
    """Return ``message`` in a box for ``public``, as the kiosk's script makes it.

    :param nonce: 12 random bytes.
    """
    own = ec.generate_private_key(_CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public)
    shared = own.exchange(ec.ECDH(), theirs)
    key = HKDF(hashes.SHA256(), KEY_BYTES, salt=b"", info=PURPOSE).derive(shared)
    point = own.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return point + nonce + AESGCM(key).encrypt(nonce, message, None)
