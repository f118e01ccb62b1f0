"""Attack on similarity signatures without the key: a shared author, a name."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from portal.privacy_audit.evidence import TrialEvidence
from portal.privacy_audit.pairing import Item
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge
from portal.privacy_audit.written_items import complaints
from portal.privacy_audit.written_texts import ACCUSED

SIGNATURE_BITS = 63
_WORD = re.compile(r"\w{3,}")
WORDS_DECLARED = (
    "who holds the key of texts reads the words themselves, and a comment with the same words "
    "has the same writer; neither is tied to a ticket or a ballot"
)

OWN_DECLARED = (
    "who reads the database and sends complaints of their own, one for each name, compares the "
    "signatures that the portal makes of them"
)
# A complaint has at least twenty characters.
OWN_WORDS = 5


def features(text: str) -> list[str]:
    """Return words of three letters and more, and neighbouring pairs of them."""
    words = _WORD.findall(text.lower())
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def plain_signature(text: str) -> int:
    """Return the similarity hash that anybody can compute, below 2**63.

    Source: Charikar 2002, similarity estimation from rounding algorithms (simhash).
    """
    weights = [0] * SIGNATURE_BITS
    for feature in features(text):
        digest = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest())
        for bit in range(SIGNATURE_BITS):
            weights[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit, weight in enumerate(weights) if weight > 0)


def _alike(signature: int, other: int) -> int:
    return SIGNATURE_BITS - (signature ^ other).bit_count()


def by_signature(evidence: TrialEvidence) -> Iterator[Finding]:
    """Compare signatures with those of comments and of names, without a key."""
    marked = [item for item in complaints(evidence) if item.known["signature"]]
    comments = [
        (comment, plain_signature(str(comment.known["text"]))) for comment in evidence.comments
    ]
    yield _to_comment(marked, comments)
    yield _to_accused(evidence, marked)


def _to_comment(marked: Sequence[Item], comments: Sequence[tuple[Item, int]]) -> Finding:
    right, chance = 0, 0.0
    for item in marked:
        here = [each for each in comments if each[0].known["desk"] == item.known["desk"]]
        signature = int(str(item.known["signature"]))
        if here:
            named, _ = max(here, key=lambda each: _alike(signature, each[1]))
            right += named.owner == item.owner
            chance += 1 / len(here)
    return Finding(
        FoundLink.COMPLAINT_COMMENT,
        "similarity signature without a key",
        Knowledge.DATABASE,
        tried=len(marked),
        right=right,
        chance=chance,
    )


def _to_accused(evidence: TrialEvidence, marked: Sequence[Item]) -> Finding:
    """Name the person whose features agree best with the signature, of all the city's names."""
    names = [(name, [plain_signature(each) for each in features(name)]) for name in ACCUSED]
    right = 0
    for item in marked:
        signature = int(str(item.known["signature"]))
        named, _ = max(names, key=lambda name: sum(_alike(signature, each) for each in name[1]))
        right += evidence.trial.visitors[item.owner].writing.accused == named
    return Finding(
        FoundLink.COMPLAINT_ACCUSED,
        f"similarity signature against {len(ACCUSED)} names",
        Knowledge.DATABASE,
        tried=len(marked),
        right=right,
        chance=len(marked) / len(ACCUSED),
    )


def by_own_complaints(evidence: TrialEvidence) -> Iterator[Finding]:
    """Write a complaint about each name oneself, and compare the signatures that are stored.

    Who reads the database and writes complaints needs no key: the portal signs their texts.
    """
    vault = evidence.trial.vault
    marked = [item for item in complaints(evidence) if item.known["signature"]]
    signed = [(name, vault.signature(" ".join([name] * OWN_WORDS))) for name in ACCUSED]
    right = 0
    for item in marked:
        signature = int(str(item.known["signature"]))
        named, _ = max(signed, key=lambda each: _alike(signature, each[1]))
        right += evidence.trial.visitors[item.owner].writing.accused == named
    yield Finding(
        FoundLink.COMPLAINT_ACCUSED,
        f"signatures of {len(ACCUSED)} complaints of one's own",
        Knowledge.DATABASE,
        tried=len(marked),
        right=right,
        chance=len(marked) / len(ACCUSED),
        declared=OWN_DECLARED,
    )


def by_words(evidence: TrialEvidence) -> Iterator[Finding]:
    """Read the complaints and name the comment with most words in common."""
    comments = [(c, set(features(str(c.known["text"])))) for c in evidence.comments]
    right, chance, tried = 0, 0.0, complaints(evidence)
    for item in tried:
        words = set(features(str(item.known["text"])))
        here = [each for each in comments if each[0].known["desk"] == item.known["desk"]]
        if here:
            named, _ = max(here, key=lambda each: len(words & each[1]))
            right += named.owner == item.owner
            chance += 1 / len(here)
    yield Finding(
        FoundLink.COMPLAINT_COMMENT,
        "words in common",
        Knowledge.TEXT_KEY,
        tried=len(tried),
        right=right,
        chance=chance,
        declared=WORDS_DECLARED,
    )
