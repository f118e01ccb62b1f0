"""A published interval covers the true index as often as it says, for divided desks too.

Coverage is simulated as the portal publishes: composites on their grid, n rounded to 5, the
value rounded by size, the ends in whole points. The variance of the city is that of usual desks.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from portal.publication.building.measures import Measures, measures_from
from portal.publication.figures.disclosure_rules import rounded_count, rounded_to, step_of
from portal.statistics.classes import Spread
from portal.statistics.constants import (
    ANSWERS_FOR_OWN_VARIANCE,
    DEFAULT_ICC,
    DEFAULT_WITHIN_VARIANCE,
    LEAST_COVERAGE,
    UNITS_FOR_OWN_VARIANCE,
)
from portal.statistics.intervals import (
    bounded_mean,
    largest_variance,
    shrunk_variance,
    spread_of,
    variance_of,
)
from portal.statistics.moments import Sample

Answers = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Answers]
DRAWS = 3000
POOLED = 0.30


def graded(mean: float, sd: float) -> Draw:
    """Composites around a mean, as nine answers give them."""
    share, variance = (mean - 1) / 3, (sd / 3) ** 2
    weight = share * (1 - share) / variance - 1

    def draw(dice: np.random.Generator, shape: tuple[int, int]) -> Answers:
        return np.round((1 + 3 * dice.beta(share * weight, (1 - share) * weight, shape)) * 9) / 9

    return draw


def split(*levels: float, shares: tuple[float, ...]) -> Draw:
    """People who give the same answer to everything."""

    def draw(dice: np.random.Generator, shape: tuple[int, int]) -> Answers:
        return dice.choice(np.array(levels, dtype=float), size=shape, p=shares)

    return draw


DESKS = {
    "usual": graded(3.4, 0.55),
    "usual, lower": graded(2.9, 0.6),
    "high": graded(3.75, 0.4),
    "even": graded(3.1, 0.25),
    "wide": graded(3.2, 0.75),
    "wider": graded(3.0, 0.95),
    "half delighted, half angry": split(4, 1, shares=(0.5, 0.5)),
    "one in five angry": split(4, 1, shares=(0.8, 0.2)),
    "one in twenty angry": split(4, 1, shares=(0.95, 0.05)),
    "three in ten disappointed": split(4, 2, shares=(0.7, 0.3)),
    "all kinds": split(4, 3, 1, shares=(0.6, 0.3, 0.1)),
}


def published(measures: Measures, answers: Answers) -> tuple[float, float]:
    """The ends of the interval that the portal would state for these composites."""
    n = len(answers)
    sample = Sample(n, float(answers.mean()), float(answers.var(ddof=1)))
    step = step_of(n)
    value = rounded_to(Fraction(sample.mean) * 25, step)
    interval = measures.interval(
        value, n=rounded_count(n), step=step, spread=measures.spread(sample)
    )
    return float(interval.lower), float(interval.upper)


def coverage(draw: Draw, *, n: int, interval: Callable[[Answers], tuple[float, float]]) -> float:
    dice = np.random.default_rng(n)
    truth = float(draw(dice, (400, 2000)).mean()) * 25
    ends = [interval(row) for row in draw(dice, (DRAWS, n))]
    return float(np.mean([lower <= truth <= upper for lower, upper in ends]))


@pytest.mark.slow
@pytest.mark.parametrize("n", [30, 34, 45, 99, 100, 250])
@pytest.mark.parametrize("desk", DESKS)
def test_an_interval_covers_the_true_index(desk: str, n: int) -> None:
    measures = Measures(within=POOLED, icc=0.05, units=10)

    covered = coverage(DESKS[desk], n=n, interval=lambda row: published(measures, row))

    assert covered >= LEAST_COVERAGE


@pytest.mark.slow
def test_one_variance_for_every_desk_does_not_cover_divided_desks() -> None:
    def pooled(row: Answers) -> tuple[float, float]:
        ends = bounded_mean(Sample(len(row), float(row.mean()), POOLED))
        return ends.lower * 25, ends.upper * 25

    assert coverage(DESKS["half delighted, half angry"], n=45, interval=pooled) < 0.8


def test_a_desk_with_few_answers_is_drawn_towards_all_desks() -> None:
    few, many = (shrunk_variance(Sample(n, 3.0, 1.0), pooled=0.3) for n in (6, 600))

    assert few == pytest.approx((5 * 0.3 + 5 * 1.0) / 10)
    assert 0.3 < few < many < 1.0


@pytest.mark.parametrize(
    ("variance", "spread"),
    [(0.0, Spread.EVEN), (0.3, Spread.EVEN), (0.5, Spread.USUAL), (2.0, Spread.DIVIDED)],
)
def test_answers_are_sorted_by_how_far_they_lie_apart(variance: float, spread: Spread) -> None:
    assert spread_of(Sample(60, 2.5, variance), pooled=0.3) is spread


def test_a_class_never_allows_more_than_the_mean_does() -> None:
    most = largest_variance(3.9, n=30)

    assert variance_of(Spread.DIVIDED, pooled=0.3, mean=3.9, n=30) == most
    assert variance_of(Spread.USUAL, pooled=0.3, mean=3.9, n=30) == most
    assert variance_of(Spread.EVEN, pooled=0.2, mean=3.0, n=30) == pytest.approx(0.2)
    assert variance_of(Spread.USUAL, pooled=0.2, mean=3.0, n=30) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("units", "answers"),
    [
        (UNITS_FOR_OWN_VARIANCE - 1, ANSWERS_FOR_OWN_VARIANCE),
        (UNITS_FOR_OWN_VARIANCE, ANSWERS_FOR_OWN_VARIANCE - 5),
    ],
)
def test_few_desks_or_ratings_state_no_variance_of_their_own(units: int, answers: int) -> None:
    found = measures_from([Sample(answers // units, 3.0, 2.0)] * units)

    assert (found.within, found.icc, found.units) == (DEFAULT_WITHIN_VARIANCE, DEFAULT_ICC, None)


def test_the_number_of_desks_behind_a_variance_is_rounded_down_to_five() -> None:
    alone = Sample(1, 4.0)
    found = measures_from([*[Sample(30, 3.0, 0.25)] * 9, alone])

    assert (found.within, found.units) == (0.25, 5)
    assert found.method().within_variance == Decimal("0.25")
