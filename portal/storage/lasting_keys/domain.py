"""The lasting keys, what can be wrong with one, and its fingerprint, which does not reveal it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

SALT_BYTES = 16
FINGERPRINT_BYTES = 32
_LABEL = b"suara-loket lasting key\0"


# What one guess of a key costs: scrypt with 2 to this power blocks of 1 KB. 16 MB and about 40 ms,
# once a process. Keys of 32 random bytes need no such cost; a secret key that a person made up
# does. Each fingerprint holds the cost it was made with, so that this number may change.
DOUBLINGS = 14
MOST_DOUBLINGS = 14


@lru_cache(maxsize=8)
def _digest(labelled: bytes, *, salt: bytes) -> bytes:
    blocks = 2 ** min(max(1, salt[0]), MOST_DOUBLINGS)
    return hashlib.scrypt(labelled, salt=salt, n=blocks, r=8, p=1, dklen=FINGERPRINT_BYTES)


class KeyName(StrEnum):
    """The keys that last."""

    TEXTS = "texts"
    SECRET = "secret"  # noqa: S105 - the name of a key, not a key


class KeyState(StrEnum):
    """The state of a lasting key; the values are those of ``/readyz``."""

    OK = "ok"
    MISSING = "missing"
    OTHER = "another key"
    UNREADABLE = "not readable"
    OPEN = "readable by others"
    DAMAGED = "damaged"


class KeyUnusable(RuntimeError):
    """A lasting key is not the one that the database knows; what needs it is refused."""

    def __init__(self, name: KeyName, state: KeyState) -> None:
        super().__init__(f"the key {name} cannot be used: {state}")
        self.name = name
        self.state = state


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the database keeps of a key: nobody can tell the key from it.

    The first byte of ``salt`` is the cost of the fingerprint, as a power of two, the rest chance.
    """

    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, name: KeyName, key: bytes, *, salt: bytes | None = None) -> "Fingerprint":
        """Return the fingerprint of ``key``, with a salt of its own when None is given."""
        own = bytes([DOUBLINGS]) + secrets.token_bytes(SALT_BYTES - 1) if salt is None else salt
        return cls(own, _digest(_LABEL + name.encode() + b"\0" + key, salt=own))

    def fits(self, name: KeyName, key: bytes) -> bool:
        """Return whether this is the fingerprint of ``key``."""
        other = Fingerprint.of(name, key, salt=self.salt)
        return hmac.compare_digest(self.digest, other.digest)


def derived_key(secret_key: str, *, purpose: str) -> bytes:
    """Return 32 bytes that follow from ``secret_key`` and say nothing about it or each other."""
    label = b"suara-loket\0" + purpose.encode()
    return hmac.digest(secret_key.encode(), label, hashlib.sha256)


def keyed_hash(key: bytes, text: str) -> bytes:
    """Return the keyed hash of ``text``, 32 bytes."""
    return hmac.digest(key, text.encode(), hashlib.sha256)
