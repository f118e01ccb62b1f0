"""Quantiles and tails of the distributions used here, all from scipy."""

from functools import cache

from scipy import stats


@cache
def normal_quantile(confidence: float) -> float:
    """Return the z that encloses ``confidence`` of a standard normal between -z and z.

    :param confidence: between 0 and 1, both exclusive; 0.95 gives 1.959964.
    """
    return float(stats.norm.ppf((1 + confidence) / 2))


@cache
def t_quantile(confidence: float, degrees_of_freedom: int) -> float:
    """Return the t that encloses ``confidence`` of Student's distribution between -t and t."""
    return float(stats.t.ppf((1 + confidence) / 2, degrees_of_freedom))


def poisson_tail(count: int, expected: float) -> float:
    """Return P(X >= count) for X ~ Poisson(expected).

    :param count: events seen, 0 or more; 0 gives 1.
    :param expected: mean number of events, above 0.
    """
    return float(stats.poisson.sf(count - 1, expected))


def binomial_tail(successes: int, n: int, *, share: float) -> float:
    """Return P(X >= successes) for X ~ Binomial(n, share).

    :param share: probability of a success, 0 to 1.
    """
    return float(stats.binom.sf(successes - 1, n, share))


def binomial_quantile(probability: float, n: int, *, share: float) -> int:
    """Return the smallest k with P(X <= k) >= probability for X ~ Binomial(n, share)."""
    return int(stats.binom.ppf(probability, n, share))


def beta_quantile(probability: float, *, alpha: float, beta: float) -> float:
    """Return the quantile of Beta(alpha, beta); both parameters are above 0."""
    return float(stats.beta.ppf(probability, alpha, beta))
