"""The mean of few answers, drawn towards the mean of a larger whole it belongs to."""

from fractions import Fraction


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
