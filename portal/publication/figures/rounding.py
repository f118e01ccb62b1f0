"""P4: how coarse a figure must be, whoever shows it and in whatever format."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from portal.publication.figures.figures import GradeBound
from portal.survey.elements import HIGHEST_LEVEL
from portal.survey.index import (
    GRADE_BOUNDS,
    HIGHEST_IKM,
    IKM_PER_INDEX_POINT,
    grade_of_ikm,
    lowest_ikm_of,
    rounded_half_up,
)

COUNT_STEP = 5
FINE_FROM = 100
COARSE_STEP = Decimal("2.5")
FINE_STEP = Decimal(1)
# Nine elements are nine chances to pin a score, so each is rounded more coarsely than the IKM;
# benchmarks/attack.py measures what that is worth.
ELEMENT_FINE_FROM = 250
ELEMENT_COARSE_STEP = Decimal(5)
HUNDREDTH = Decimal("0.01")
TODAY_COUNT_STEP = 10


def rounded_count(n: int, *, step: int = COUNT_STEP) -> int:
    """Return a number of respondents to the nearest ``step``; a half goes up."""
    return step * ((2 * n + step) // (2 * step))


def count_bounds(shown: int, *, step: int = COUNT_STEP) -> tuple[int, int]:
    """Return the lowest and highest number, both inclusive, that rounds to ``shown``."""
    lowest = shown - step // 2
    return max(0, lowest), lowest + step - 1


def step_of(n: int) -> Decimal:
    """Return how coarse an IKM over ``n`` answers is: 2.5 (an index to 0.1) below 100, else 1."""
    return FINE_STEP if n >= FINE_FROM else COARSE_STEP


def element_step_of(n: int) -> Decimal:
    """Return how coarse one element is: 5 below 100 answers, 2.5 below 250, else 1."""
    if n >= ELEMENT_FINE_FROM:
        return FINE_STEP
    return COARSE_STEP if n >= FINE_FROM else ELEMENT_COARSE_STEP


def rounded_to(value: Fraction, step: Decimal) -> Decimal:
    """Return ``value`` to the nearest multiple of ``step``; a half goes up."""
    return rounded_half_up(value / Fraction(step), 0) * step


def rounded_ikm(value: Fraction, *, n: int) -> Decimal:
    """Return an IKM as coarse as ``n`` answers require.

    :param value: unrounded, 25 to 100.
    :param n: exact number of answers it rests on.
    """
    return rounded_to(value, step_of(n))


def rounded_element(value: Fraction, *, n: int) -> Decimal:
    """Return an element's IKM (NRR x 25) as coarse as ``n`` answers require."""
    return rounded_to(value, element_step_of(n))


def nrr_of(ikm: Decimal) -> Decimal:
    """Return a rounded IKM on the scale 1 to 4; it is as coarse as the IKM."""
    return (ikm / IKM_PER_INDEX_POINT).quantize(HUNDREDTH)


def whole_points(lower: float, upper: float) -> tuple[Decimal, Decimal]:
    """Return both ends of an interval of the index (1 to 4) as whole IKM, rounded outwards."""
    down = Decimal(str(lower * IKM_PER_INDEX_POINT)).to_integral_value(ROUND_FLOOR)
    up = Decimal(str(upper * IKM_PER_INDEX_POINT)).to_integral_value(ROUND_CEILING)
    return max(down, Decimal(IKM_PER_INDEX_POINT)), min(
        up, Decimal(HIGHEST_LEVEL * IKM_PER_INDEX_POINT)
    )


def grade_bound(value: Fraction) -> GradeBound:
    """Return the grade of an unrounded IKM with the bounds it lies between, both inclusive."""
    letter = grade_of_ikm(value)
    lower = lowest_ikm_of(letter)
    above = [bound for _, bound in GRADE_BOUNDS if bound > lower]
    upper = min(above) - HUNDREDTH if above else Decimal(HIGHEST_IKM)
    return GradeBound(letter=letter, lower=lower, upper=upper)
