"""Empirical-Bayes estimates of shares, such as the share of satisfied answers of a desk."""

from collections.abc import Collection
from dataclasses import dataclass
from math import inf, isinf

from portal.statistics.constants import CONFIDENCE
from portal.statistics.intervals import ConfidenceInterval, beta_quantile
from portal.statistics.moments import NoSample, SampleTooSmall

# A prior that weighs less than one answer (correlation above one half) is held at one answer.
HIGHEST_CORRELATION = 0.5


@dataclass(frozen=True, slots=True)
class SampleShare:
    """``successes`` out of ``n`` answers of one unit, 0 to ``n``.

    :raises NoSample: for no answers or more successes than answers.
    """

    successes: int
    n: int

    def __post_init__(self) -> None:
        if self.n < 1 or not 0 <= self.successes <= self.n:
            raise NoSample(f"no share has {self.successes} successes out of {self.n}")


@dataclass(frozen=True, slots=True)
class SharePrior:
    """The beta distribution that the units' true shares come from.

    ``overall`` is the pooled share, ``correlation`` the intra-class correlation, ``answers`` the
    number of answers the prior weighs (infinite when units do not differ).
    """

    overall: float
    correlation: float
    answers: float

    @property
    def alpha(self) -> float:
        """The first parameter of the beta distribution."""
        return self.overall * self.answers

    @property
    def beta(self) -> float:
        """The second parameter of the beta distribution."""
        return (1 - self.overall) * self.answers

    def reliability(self, n: int) -> float:
        """Return n / (n + answers), the share of a unit's own answers in its estimate."""
        return n / (n + self.answers)

    def mean_of(self, unit: SampleShare) -> float:
        """Return the unit's share drawn towards the overall share."""
        own = unit.successes / unit.n
        return self.overall + self.reliability(unit.n) * (own - self.overall)

    def interval_of(
        self, unit: SampleShare, *, confidence: float = CONFIDENCE
    ) -> ConfidenceInterval:
        """Return the posterior interval of the unit's share with equal tails."""
        if isinf(self.answers):
            return ConfidenceInterval(lower=self.overall, upper=self.overall)
        tail = (1 - confidence) / 2
        alpha = self.alpha + unit.successes
        beta = self.beta + unit.n - unit.successes
        return ConfidenceInterval(
            lower=beta_quantile(tail, alpha=alpha, beta=beta),
            upper=beta_quantile(1 - tail, alpha=alpha, beta=beta),
        )


def prior_of_shares(units: Collection[SampleShare]) -> SharePrior:
    """Estimate the prior by moments from the units' own shares p.

    P = sum(k) / sum(n); rho = (sum(n (p - P)^2) - P (1 - P) (K - 1)) /
    (P (1 - P) (N - sum(n^2)/N - (K - 1))), from 0 to one half; M = (1 - rho) / rho.

    :raises SampleTooSmall: for fewer than two units, or when each has a single answer.

    Source: Kleinman (1973), Proportions with extraneous variance.
    """
    answers = sum(unit.n for unit in units)
    degrees_of_freedom = len(units) - 1
    if degrees_of_freedom < 1 or answers == len(units):
        raise SampleTooSmall("a prior needs two units, and one with two answers")
    overall = sum(unit.successes for unit in units) / answers
    spread = overall * (1 - overall)
    squares = sum(unit.n * (unit.successes / unit.n - overall) ** 2 for unit in units)
    excess = squares - spread * degrees_of_freedom
    if excess <= 0:
        return SharePrior(overall=overall, correlation=0.0, answers=inf)
    room = answers - sum(unit.n**2 for unit in units) / answers - degrees_of_freedom
    correlation = min(HIGHEST_CORRELATION, excess / (spread * room))
    return SharePrior(
        overall=overall, correlation=correlation, answers=(1 - correlation) / correlation
    )
