"""Confidence intervals for a share and for a mean between two ends, and how far answers spread."""

from dataclasses import dataclass
from functools import cache
from math import sqrt

from scipy import stats

from portal.statistics.classes import Spread
from portal.statistics.constants import CONFIDENCE, EVEN_UP_TO, POOLED_WEIGHT, USUAL_UP_TO
from portal.statistics.moments import NoSample, Sample, SampleTooSmall


@cache
def normal_quantile(confidence: float) -> float:
    """Return the z that encloses ``confidence`` of a standard normal between -z and z.

    :param confidence: between 0 and 1, both exclusive; 0.95 gives 1.959964.
    """
    return float(stats.norm.ppf((1 + confidence) / 2))


@cache
def t_quantile(confidence: float, degrees_of_freedom: float) -> float:
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


SCALE_LOWEST = 1.0
SCALE_HIGHEST = 4.0
ANSWERS_FOR_T = 2


@dataclass(frozen=True, slots=True)
class ConfidenceInterval:
    """Two ends, both inclusive, in the unit of the quantity they enclose."""

    lower: float
    upper: float

    @property
    def centre(self) -> float:
        """The middle of the interval, which a Wilson interval has nearer to one half."""
        return (self.lower + self.upper) / 2

    def is_above(self, value: float) -> bool:
        """Whether the whole interval lies above ``value``."""
        return self.lower > value

    def is_below(self, value: float) -> bool:
        """Whether the whole interval lies below ``value``."""
        return self.upper < value


def wilson(successes: int, n: int, *, confidence: float = CONFIDENCE) -> ConfidenceInterval:
    """Return the Wilson score interval of a share.

    centre = (p + z^2/2n) / (1 + z^2/n);
    half = z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n).

    :param successes: 0 to ``n``.
    :param n: trials, 1 or more.
    :returns: ends within 0 to 1.
    :raises NoSample: for no trials.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    if n < 1:
        raise NoSample("a share needs at least one answer")
    return _score_interval(successes / n, n, quantile=normal_quantile(confidence))


def _score_interval(share: float, n: float, *, quantile: float) -> ConfidenceInterval:
    """Return the ends of all shares that ``share`` of ``n`` answers does not contradict."""
    q = quantile**2 / n
    centre = (share + q / 2) / (1 + q)
    half = sqrt(q * (share * (1 - share) + q / 4)) / (1 + q)
    # Rounding must not push an end past the share itself or off the scale.
    return ConfidenceInterval(
        lower=max(0.0, min(share, centre - half)), upper=min(1.0, max(share, centre + half))
    )


def _share_of_scale(mean: float) -> float:
    """Return where ``mean`` lies between the ends of the scale, 0 to 1."""
    return min(1.0, max(0.0, (mean - SCALE_LOWEST) / (SCALE_HIGHEST - SCALE_LOWEST)))


def dispersion(sample: Sample) -> float:
    """Return phi, the variance relative to that of answers at the two ends of the scale only.

    y = (x - 1) / 3; phi = s^2(y) / (mean(y) (1 - mean(y))); 1 where that is not defined, that
    is for a mean at an end or for answers that are all alike.

    :returns: above 0, at most n / (n - 1).
    """
    width = SCALE_HIGHEST - SCALE_LOWEST
    share = _share_of_scale(sample.mean)
    if sample.variance == 0 or not 0 < share < 1:
        return 1.0
    return sample.variance / width**2 / (share * (1 - share))


def bounded_mean(sample: Sample, *, confidence: float = CONFIDENCE) -> ConfidenceInterval:
    """Return the bounded Wilson interval of a mean on the scale 1 to 4.

    The mean is read as a share of the scale and its sample counts as n / phi answers: z^2 / n of
    the Wilson interval becomes t^2 phi / n, with t at n - 1 degrees of freedom because phi is
    estimated from the same answers.

    :param sample: composites of respondents, mean 1 to 4.
    :returns: ends within 1 to 4, in points of the scale; all of it for a single answer.

    Source: Wilson (1927), with the variance scaled as in quasi-likelihood (Wedderburn 1974).
    """
    if sample.n < ANSWERS_FOR_T:
        return ConfidenceInterval(lower=SCALE_LOWEST, upper=SCALE_HIGHEST)
    ends = _score_interval(
        _share_of_scale(sample.mean),
        sample.n / dispersion(sample),
        quantile=t_quantile(confidence, sample.n - 1),
    )
    width = SCALE_HIGHEST - SCALE_LOWEST
    return ConfidenceInterval(SCALE_LOWEST + width * ends.lower, SCALE_LOWEST + width * ends.upper)


def t_interval(sample: Sample, *, confidence: float = CONFIDENCE) -> ConfidenceInterval:
    """Return Student's interval, mean +- t(n-1) s / sqrt(n); kept to compare with, not to show.

    :returns: ends in points of the scale; they may leave it.
    :raises SampleTooSmall: for fewer than two answers.

    Source: Student (1908), The probable error of a mean.
    """
    if sample.n < ANSWERS_FOR_T:
        raise SampleTooSmall(f"an interval by t needs two answers, not {sample.n}")
    half = t_quantile(confidence, sample.n - 1) * sample.sd / sqrt(sample.n)
    return ConfidenceInterval(lower=sample.mean - half, upper=sample.mean + half)


def shrunk_variance(sample: Sample, *, pooled: float) -> float:
    """Return a unit's variance, drawn towards the pooled one the more, the fewer answers it has.

    (5 pooled + (n - 1) s^2) / (5 + n - 1).

    :param sample: composites of the unit's respondents.
    :param pooled: variance within all units, squared points of the scale 1 to 4.
    :returns: squared points of the scale, between both variances.
    """
    own = sample.n - 1
    return (POOLED_WEIGHT * pooled + own * sample.variance) / (POOLED_WEIGHT + own)


def spread_of(sample: Sample, *, pooled: float) -> Spread:
    """Return the class of a unit's shrunk variance; each upper bound is inclusive."""
    variance = shrunk_variance(sample, pooled=pooled)
    if variance <= EVEN_UP_TO * pooled:
        return Spread.EVEN
    return Spread.USUAL if variance <= USUAL_UP_TO * pooled else Spread.DIVIDED


def largest_variance(mean: float, *, n: int) -> float:
    """Return the largest variance (denominator n - 1) that ``n`` answers of this mean can have.

    :param mean: 1 to 4; the largest is reached when all answers lie at the two ends.
    :param n: 2 or more.
    """
    return (mean - SCALE_LOWEST) * (SCALE_HIGHEST - mean) * n / (n - 1)


def variance_of(spread: Spread, *, pooled: float, mean: float, n: int) -> float:
    """Return the variance that an interval of a unit rests on: the most its class allows.

    :param pooled: variance within all units, squared points of the scale 1 to 4.
    :returns: squared points of the scale; for a divided unit the most that its mean allows.
    """
    most = largest_variance(mean, n=max(n, ANSWERS_FOR_T))
    if spread is Spread.DIVIDED:
        return most
    bound = EVEN_UP_TO if spread is Spread.EVEN else USUAL_UP_TO
    return min(bound * pooled, most)
