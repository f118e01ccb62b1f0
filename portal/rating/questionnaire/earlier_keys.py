"""What still needs a secret key that was changed: boxes on tablets, and forms accepted before.

Of an earlier secret key only two derived keys are kept, sealed under the key in use: the one that
opens tablets' boxes, and the one that recognises a form that is sent once more. What proves a visit
(the code of a screen, a grant) is not kept: it ends with its key.
"""

import json
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from portal.rating.questionnaire.transport import TransportKey
from portal.storage.lasting_keys.domain import derived_key

# A tablet that was away for five changes of the key sends nothing any more.
MOST_KEPT = 5
SUBMISSION = "accepted submission"
TRANSPORT = "kiosk transport"


@dataclass(frozen=True, slots=True)
class EarlierKeys:
    """Two keys of an earlier secret key, 32 bytes each."""

    submission: bytes
    transport: bytes

    @classmethod
    def of(cls, secret_key: str) -> "EarlierKeys":
        """Return what is kept of ``secret_key``."""
        return cls(
            derived_key(secret_key, purpose=SUBMISSION), derived_key(secret_key, purpose=TRANSPORT)
        )

    def transport_key(self) -> TransportKey:
        """Return the key pair that tablets sealed boxes to."""
        return TransportKey(self.transport)


def sealed_for(new: str, *, old: str, before: bytes | None) -> bytes:
    """Return what is kept of the key ``old``, sealed under ``new``.

    :param before: what was kept until now, sealed under ``old``; None when nothing was.
    """
    kept = (EarlierKeys.of(old), *opened_with(old, sealed=before))[:MOST_KEPT]
    text = json.dumps([[each.submission.hex(), each.transport.hex()] for each in kept])
    return bytes(_box(new).encrypt(text.encode()))


def opened_with(secret_key: str, *, sealed: bytes | None) -> tuple[EarlierKeys, ...]:
    """Return what is kept of earlier keys, newest first; nothing where another key sealed it."""
    if sealed is None:
        return ()
    try:
        rows = json.loads(_box(secret_key).decrypt(sealed))
    except CryptoError:
        return ()
    return tuple(
        EarlierKeys(bytes.fromhex(submission), bytes.fromhex(transport))
        for submission, transport in rows
    )


def _box(secret_key: str) -> SecretBox:
    return SecretBox(derived_key(secret_key, purpose="earlier keys"))
