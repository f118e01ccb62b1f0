"""What an estimate of a place with 10 to 29 answers may say: coarse, and its n never finer."""

from decimal import ROUND_DOWN, Decimal
from math import isqrt

from portal.publication.figures.thresholds import LEAST_SHOWN
from portal.statistics.constants import DEFAULT_ICC
from portal.statistics.prophecy import reliability

ESTIMATE_STEP = Decimal(5)
# With it, one answer of ten moves an estimate by one step at the most: 75 x 0.66 / 10.
LARGEST_RELIABILITY = Decimal("0.66")
HUNDREDTH = Decimal("0.01")


def is_estimable(n: int, *, least_mean: int) -> bool:
    """Whether so many answers are too few for a mean and enough for an estimate."""
    return LEAST_SHOWN <= n < least_mean


def typical_n(least_mean: int) -> int:
    """Return the n that stands for every place with an estimate: 17 for 10 to 29.

    The weight of a place's own answers must not tell how many they are.
    """
    return isqrt(LEAST_SHOWN * (least_mean - 1))


def reliability_of(icc: float, *, least_mean: int) -> Decimal:
    """Return the weight of a place's own answers in its estimate, in hundredths.

    An ICC below the default would make all estimates repeat the place above.
    """
    found = reliability(typical_n(least_mean), max(icc, DEFAULT_ICC))
    return min(Decimal(found).quantize(HUNDREDTH, ROUND_DOWN), LARGEST_RELIABILITY)
