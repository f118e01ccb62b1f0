"""Signs that ratings were not made by visitors; they start a review and never delete."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.statistics.constants import ALL_HIGHEST_PROBABILITY, BURST_PROBABILITY
from portal.statistics.intervals import binomial_tail, poisson_tail
from portal.statistics.moments import NoSample


def burst_probability(count: int, expected: float) -> float:
    """Return how likely ``count`` or more ratings are in a window where fewer are usual.

    P(X >= count), X ~ Poisson(expected).

    :param count: ratings accepted in the window.
    :param expected: visits served in the window x the desk's usual response share, above 0.

    Source: tail of the Poisson distribution of independent arrivals.
    """
    return poisson_tail(count, expected)


def is_burst(count: int, expected: float) -> bool:
    """Whether so many ratings in one window are rarer than ``BURST_PROBABILITY``."""
    return burst_probability(count, expected) < BURST_PROBABILITY


def all_highest_probability(all_highest: int, n: int, *, peer_share: float) -> float:
    """Return how likely ``all_highest`` or more of ``n`` ratings hold nothing but 4s.

    P(X >= all_highest), X ~ Binomial(n, peer_share).

    :param peer_share: share of such ratings at comparable desks, 0 to 1.

    Source: tail of the binomial distribution.
    """
    return binomial_tail(all_highest, n, share=peer_share)


def is_unusually_perfect(all_highest: int, n: int, *, peer_share: float) -> bool:
    """Whether so many ratings of nothing but 4s are rarer than ``ALL_HIGHEST_PROBABILITY``."""
    probability = all_highest_probability(all_highest, n, peer_share=peer_share)
    return probability < ALL_HIGHEST_PROBABILITY


@dataclass(frozen=True, slots=True)
class Concentration:
    """How many independent raters a group of ratings is worth, and the largest one's share."""

    effective_raters: float
    top_share: float


def concentration(ratings_per_device: Sequence[int]) -> Concentration:
    """Measure whether a few devices gave many of the ratings.

    n_eff = (sum c)^2 / sum c^2; top share = max c / sum c.

    :param ratings_per_device: one count per device pseudonym, each 1 or more, in any order.
    :raises NoSample: for no ratings.

    Source: Kish (1965), Survey sampling (effective sample size of unequal weights).
    """
    total = sum(ratings_per_device)
    if not total:
        raise NoSample("there is no rating to attribute")
    squares = sum(count**2 for count in ratings_per_device)
    return Concentration(
        effective_raters=total**2 / squares, top_share=max(ratings_per_device) / total
    )
