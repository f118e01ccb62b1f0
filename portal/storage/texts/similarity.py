"""How alike two texts are, so that the same complaint written ten times is answered once.

A signature lies beside its encrypted text in the clear. So its features are hashed under a key:
without it nobody can compute the signature of a guess, of a name or of somebody's other texts. That
two stored signatures are alike still shows.
"""

import hashlib
import re
from itertools import pairwise

SIGNATURE_BITS = 63
NEAR_BITS = 8
# Of texts that were purged, and of those whose signature has still to be computed.
NO_SIGNATURE = 0
_WORD = re.compile(r"\w{3,}")


def signature(text: str, *, key: bytes) -> int:
    """Return a similarity hash of ``text`` below 2**63: alike texts differ in few bits.

    Signatures under different keys cannot be compared.

    Source: Charikar 2002, similarity estimation from rounding algorithms (simhash), over
    words and neighbouring pairs of words.
    """
    words = _WORD.findall(text.lower())
    features = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    weights = [0] * SIGNATURE_BITS
    for feature in features:
        hashed = hashlib.blake2b(feature.encode(), key=key, digest_size=8)
        digest = int.from_bytes(hashed.digest())
        for bit in range(SIGNATURE_BITS):
            weights[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit, weight in enumerate(weights) if weight > 0)


def distance(first: int, second: int) -> int:
    """Return in how many bits two signatures differ."""
    return (first ^ second).bit_count()


def is_near(first: int, second: int) -> bool:
    """Return whether two signatures come from texts that say much the same."""
    if NO_SIGNATURE in {first, second}:
        return False
    return distance(first, second) <= NEAR_BITS
