"""How alike two texts are, so that the same complaint written ten times is answered once."""

import hashlib
import re
from itertools import pairwise

SIGNATURE_BITS = 63
NEAR_BITS = 8
_WORD = re.compile(r"\w{3,}")


def signature(text: str) -> int:
    """Return a similarity hash of ``text`` below 2**63: alike texts differ in few bits.

    Source: Charikar 2002, similarity estimation from rounding algorithms (simhash), over
    words and neighbouring pairs of words.
    """
    words = _WORD.findall(text.lower())
    features = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    weights = [0] * SIGNATURE_BITS
    for feature in features:
        digest = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest())
        for bit in range(SIGNATURE_BITS):
            weights[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit, weight in enumerate(weights) if weight > 0)


def distance(first: int, second: int) -> int:
    """Return in how many bits two signatures differ."""
    return (first ^ second).bit_count()


def is_near(first: int, second: int) -> bool:
    """Return whether two signatures come from texts that say much the same."""
    return distance(first, second) <= NEAR_BITS
