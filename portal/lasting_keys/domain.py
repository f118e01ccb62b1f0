"""Which keys last, what can be wrong with one, and how a key is known again without telling it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

SALT_BYTES = 16
FINGERPRINT_BYTES = 32
_LABEL = b"suara-loket lasting key\0"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a key costs: scrypt with 128 * ``blocks`` * 8 bytes of memory."""

    blocks: int


# 16 MB and about 40 ms, once a process. Keys of 32 random bytes need no such cost; a secret key
# that a person made up does.
COST = Cost(2**14)


@lru_cache(maxsize=8)
def _digest(labelled: bytes, *, salt: bytes, cost: Cost) -> bytes:
    return hashlib.scrypt(labelled, salt=salt, n=cost.blocks, r=8, p=1, dklen=FINGERPRINT_BYTES)


class KeyName(StrEnum):
    """The keys that last."""

    TEXTS = "texts"
    SECRET = "secret"  # noqa: S105 - the name of a key, not a key


class KeyState(StrEnum):
    """What can be said of a lasting key; the words are what ``/readyz`` says."""

    OK = "ok"
    MISSING = "missing"
    OTHER = "another key"
    UNREADABLE = "not readable"
    OPEN = "readable by others"
    DAMAGED = "damaged"


class KeyUnusable(RuntimeError):
    """A lasting key is not the one that the database knows: what needs it has to wait."""

    def __init__(self, name: KeyName, state: KeyState) -> None:
        super().__init__(f"the key {name} cannot be used: {state}")
        self.name = name
        self.state = state


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the database keeps of a key: nobody can tell the key from it."""

    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, name: KeyName, key: bytes, *, salt: bytes | None = None) -> "Fingerprint":
        """Return the fingerprint of ``key``, with a salt of its own when None is given."""
        own = secrets.token_bytes(SALT_BYTES) if salt is None else salt
        return cls(own, _digest(_LABEL + name.encode() + b"\0" + key, salt=own, cost=COST))

    def fits(self, name: KeyName, key: bytes) -> bool:
        """Return whether this is the fingerprint of ``key``."""
        other = Fingerprint.of(name, key, salt=self.salt)
        return hmac.compare_digest(self.digest, other.digest)
