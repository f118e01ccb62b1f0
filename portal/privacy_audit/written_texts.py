"""Texts of made-up visitors: comments, and complaints that reuse words of their comment."""

from dataclasses import dataclass
from itertools import product
from random import Random

NAMES = 250
WORDS_OF_A_COMMENT = 12
WORDS_REUSED = 10
FIRST_WORDS_OF_A_COMPLAINT = 4
_OPENINGS = ("ba", "ke", "lu", "mi", "pa", "ru", "sa", "ti", "wa", "yo")
_ENDINGS = ("dan", "kit", "lam", "mur", "nas", "pul", "rang", "sik", "tung", "war")
VOCABULARY = tuple("".join(parts) for parts in product(_OPENINGS, _OPENINGS, _ENDINGS))
ACCUSED = tuple(
    f"{first}{rest} {last}{rest}"
    for first, last, rest in product(_OPENINGS[:5], _ENDINGS[:5], _ENDINGS)
)[:NAMES]


@dataclass(frozen=True, slots=True)
class Writing:
    """A visitor's comment, and their complaint with whom it accuses; None without one."""

    comment: str
    complaint: str | None
    accused: str | None


def made_up_writing(random: Random, *, complains: bool) -> Writing:
    """Return what a visitor writes; a complaint names one of 250 people, twice."""
    words = random.sample(VOCABULARY, WORDS_OF_A_COMMENT)
    comment = " ".join(words)
    if not complains:
        return Writing(comment, complaint=None, accused=None)
    accused = random.choice(ACCUSED)
    fresh = random.sample(VOCABULARY, FIRST_WORDS_OF_A_COMPLAINT)
    reused = words[:WORDS_REUSED]
    return Writing(
        comment, complaint=" ".join((accused, *fresh, *reused, accused)), accused=accused
    )
