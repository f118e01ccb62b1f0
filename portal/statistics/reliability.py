"""How reliable a mean of few answers is, and how far it is drawn towards a larger whole.

Plain arithmetic that loads no library.
"""

from fractions import Fraction
from math import ceil

from portal.statistics.constants import RELIABILITY_FOR_COMPARISON

# Floating-point dust below this many places must not ask for one more answer.
DUST_DECIMALS = 9


def reliability(n: int, icc: float) -> float:
    """Return how well a mean of ``n`` answers tells units apart: n ICC / (1 + (n - 1) ICC).

    :param n: answers of the unit, 1 or more.
    :param icc: 0 to 1.
    :returns: 0 (noise alone) to 1.

    Source: Spearman (1910) and Brown (1910), the prophecy formula.
    """
    return n * icc / (1 + (n - 1) * icc)


def is_comparable(n: int, icc: float) -> bool:
    """Whether a unit has enough answers to be compared with others in public."""
    return reliability(n, icc) >= RELIABILITY_FOR_COMPARISON


def answers_needed(target: float, icc: float) -> int | None:
    """Return the smallest n whose reliability reaches ``target``: ceil(R/(1-R) (1-ICC)/ICC).

    :param target: reliability R wanted, 0 inclusive to 1 exclusive.
    :param icc: 0 to 1.
    :returns: 1 or more; None when the ICC is 0, because then no number is enough.
    """
    if icc <= 0:
        return None
    return max(1, ceil(round(target / (1 - target) * (1 - icc) / icc, DUST_DECIMALS)))


def drawn(mean: Fraction, *, toward: Fraction, reliability: Fraction) -> Fraction:
    """Return the estimate of a unit's true mean: toward + R (mean - toward).

    :param reliability: R, 0 (the unit's own answers say nothing) to 1.

    Source: Kelley (1927), Interpretation of educational measurements, regressed true scores.
    """
    return toward + reliability * (mean - toward)


def between_variance(*, within: float, icc: float) -> float:
    """Return the variance of true means between units: within ICC / (1 - ICC).

    :param icc: 0 inclusive to 1 exclusive.
    """
    return within * icc / (1 - icc)


def error_variance(*, sampling: float, between: float, reliability: float) -> float:
    """Return how far an estimate lies from the true mean, on average and squared.

    R^2 sampling + (1 - R)^2 between: what chance adds to the unit's own mean, and what is lost
    by drawing it to a mean that is not its own.

    :param sampling: variance of the unit's own mean, in squared points.
    :param between: how far true means lie from the one it is drawn to, in squared points.
    """
    return reliability**2 * sampling + (1 - reliability) ** 2 * between
