"""How far two groups' means lie apart, and how sure that is, where the groups spread unequally."""

from dataclasses import dataclass

from scipy import stats

from portal.statistics.constants import CONFIDENCE
from portal.statistics.intervals import ConfidenceInterval, t_quantile
from portal.statistics.moments import LEAST_VARIANCE, Sample, SampleTooSmall

LEAST_GROUP = 2


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """Mean of one group less the mean of the other, in their unit.

    :ivar error: standard error, above 0.
    :ivar degrees_of_freedom: of Welch and Satterthwaite, above 0.
    :ivar p: two-sided, 0 to 1.
    """

    difference: float
    error: float
    degrees_of_freedom: float
    p: float

    def interval(self, confidence: float = CONFIDENCE) -> ConfidenceInterval:
        """Return the interval of the difference at a confidence between 0 and 1, exclusive."""
        half = t_quantile(confidence, self.degrees_of_freedom) * self.error
        return ConfidenceInterval(self.difference - half, self.difference + half)


def mean_difference(one: Sample, other: Sample) -> MeanDifference:
    """Return how far the mean of ``one`` lies above that of ``other``.

    :raises SampleTooSmall: for a group of fewer than two.

    Source: Welch (1947), The generalization of Student's problem.
    """
    if min(one.n, other.n) < LEAST_GROUP:
        raise SampleTooSmall(f"a difference needs two in each group, not {one.n} and {other.n}")
    first, second = (max(each.variance, LEAST_VARIANCE) / each.n for each in (one, other))
    error = (first + second) ** 0.5
    freedom = (first + second) ** 2 / (first**2 / (one.n - 1) + second**2 / (other.n - 1))
    difference = one.mean - other.mean
    p = float(2 * stats.t.sf(abs(difference) / error, freedom))
    return MeanDifference(difference, error, freedom, p)
