"""The variance between units beyond what their sampling error explains (tau squared)."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]

# The root is wanted to the last digits a double holds.
ROOT_TOLERANCE = 1e-15


def weighted_mean(means: Floats, weights: Floats) -> float:
    """Return sum(w m) / sum(w); both arrays have one entry a unit, in the same order."""
    return float(np.sum(weights * means) / np.sum(weights))


def cochran_q(means: Floats, variances: Floats, *, between: float = 0.0) -> float:
    """Return Q(t) = sum((m - mu(t))^2 / (v + t)), t the variance between units.

    :param variances: squared standard error of each mean, above 0.

    Source: Cochran (1954), The combination of estimates from different experiments.
    """
    weights = 1 / (variances + between)
    return float(np.sum(weights * (means - weighted_mean(means, weights)) ** 2))


def moment_estimate(q: float, weights: Floats) -> float:
    """Return max(0, (Q - (K - 1)) / (sum w - sum w^2 / sum w)); 0 for a single unit.

    :param q: Cochran's Q at no variance between units, or a robust stand-in for it.
    :param weights: 1 / squared standard error of each unit.

    Source: DerSimonian and Laird (1986), Meta-analysis in clinical trials.
    """
    excess = q - (len(weights) - 1)
    if excess <= 0 or len(weights) == 1:
        return 0.0
    return float(excess / (np.sum(weights) - np.sum(weights**2) / np.sum(weights)))


def paule_mandel(means: Floats, variances: Floats) -> float:
    """Return the t >= 0 that solves Q(t) = K - 1, or 0 where Q(0) is already no larger.

    :param means: one entry a unit, at least one.
    :param variances: squared standard error of each mean, above 0, in the same order.
    :returns: squared points of the scale.

    Source: Paule and Mandel (1982), Consensus values and weighting factors.
    """
    target = len(means) - 1

    def excess(between: float) -> float:
        return cochran_q(means, variances, between=between) - target

    if target == 0 or excess(0.0) <= 0:
        return 0.0
    # Q(t) is at most sum((m - mean)^2) / t, so the root lies below the variance of the means;
    # twice that keeps rounding from moving the bound onto the root.
    highest = 2 * float(np.var(means, ddof=1))
    return float(brentq(excess, 0.0, highest, xtol=ROOT_TOLERANCE))
