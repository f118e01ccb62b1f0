"""How often an adversary who knows almost all ratings of a desk can tell a score for certain."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KEPT = Path(__file__).parent / "attack.json"
KEPT_OF_ESTIMATES = Path(__file__).parent / "estimate_attack.json"


@dataclass(frozen=True, slots=True)
class AttackResult:
    """Attempts on desks with ``least`` to ``most`` ratings of which ``unknown`` were not known.

    Shares are from 0 to 1: of attempts in which at least one of the nine scores was told for
    certain, of single element scores, and of attempts in which one below the highest was told.
    """

    unknown: int
    least: int
    most: int
    attempts: int
    attempts_with_a_pinned_score: float
    elements_pinned: float
    attempts_with_a_low_score_pinned: float


@cache
def attack_results() -> tuple[AttackResult, ...]:
    """Return what was measured, by number of unknown ratings and then by size of the desk."""
    kept = json.loads(KEPT.read_text())
    return tuple(AttackResult(**each) for each in kept["results"])


@dataclass(frozen=True, slots=True)
class EstimateAttackResult:
    """Attempts on people behind an estimate of whom ``unknown`` ratings were not known.

    Shares are from 0 to 1: of attempts in which the estimate told a score for certain that all
    figures about the same ratings left open, and in which it was one below the highest.
    """

    unknown: int
    attempts: int
    attempts_with_a_pinned_score: float
    attempts_with_a_low_score_pinned: float


@cache
def estimate_attack_results() -> tuple[EstimateAttackResult, ...]:
    """Return what was measured of estimates, by number of unknown ratings."""
    kept = json.loads(KEPT_OF_ESTIMATES.read_text())
    return tuple(EstimateAttackResult(**each) for each in kept["results"])
