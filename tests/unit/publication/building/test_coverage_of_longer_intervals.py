"""Intervals of quarters, half-years and years, and of places that join desks, cover as well.

A longer figure is built from the sums of its months, a place's from the sums of its desks: each
respondent counts once. The true index is that of all visitors, in the same shares.
"""

from fractions import Fraction

import numpy as np
import pytest

from portal.publication.building.measures import Measures
from portal.publication.figures.disclosure_rules import rounded_count, rounded_to, step_of
from portal.statistics.constants import LEAST_COVERAGE
from portal.statistics.moments import Sample
from tests.unit.publication.figures.test_coverage_of_intervals import (
    POOLED,
    Answers,
    Draw,
    graded,
    published,
    split,
)

RUNS = 2000
MEASURES = Measures(within=POOLED, icc=0.05, units=10)
# How visitors of each month or desk answer, and their share of all visitors.
Parts = tuple[tuple[Draw, float], ...]
USUAL = graded(3.4, 0.55)
DIVIDED = split(4, 1, shares=(0.5, 0.5))

JOINED: dict[str, Parts] = {
    "quarter, even months": ((USUAL, 1 / 3), (USUAL, 1 / 3), (USUAL, 1 / 3)),
    "quarter that got worse": (
        (graded(3.6, 0.45), 0.2),
        (graded(3.3, 0.55), 0.3),
        (graded(2.9, 0.6), 0.5),
    ),
    "quarter of a divided desk": ((DIVIDED, 0.6), (DIVIDED, 0.1), (DIVIDED, 0.3)),
    "quarter with one month of anger": (
        (USUAL, 0.4),
        (split(4, 1, shares=(0.3, 0.7)), 0.2),
        (USUAL, 0.4),
    ),
    "half-year, rising": tuple((graded(2.9 + 0.12 * month, 0.55), 1 / 6) for month in range(6)),
    "year, up and down": tuple(
        (graded(3.3 + 0.25 * (-1) ** month, 0.55), 1 / 12) for month in range(12)
    ),
    "year of a desk one in five is angry at": tuple(
        (split(4, 1, shares=(0.8, 0.2)), 1 / 12) for _ in range(12)
    ),
    "place of unlike desks": ((graded(3.75, 0.4), 0.7), (graded(2.6, 0.7), 0.2), (DIVIDED, 0.1)),
}


def answers_of(parts: Parts, dice: np.random.Generator, *, n: int, runs: int) -> Answers:
    """Return composites of n visitors, who come in any month or to any desk as all do."""
    where = dice.choice(len(parts), size=(runs, n), p=[share for _, share in parts])
    found = np.zeros((runs, n))
    for position, (draw, _) in enumerate(parts):
        found = np.where(where == position, draw(dice, (runs, n)), found)
    return found


def true_index(parts: Parts) -> float:
    dice = np.random.default_rng(0)
    return 25 * sum(share * float(draw(dice, (400, 2000)).mean()) for draw, share in parts)


@pytest.mark.slow
@pytest.mark.parametrize("n", [30, 45, 100, 250])
@pytest.mark.parametrize("joined", JOINED)
def test_an_interval_over_months_or_desks_covers_the_true_index(joined: str, n: int) -> None:
    parts = JOINED[joined]
    truth = true_index(parts)

    ends = [
        published(MEASURES, row)
        for row in answers_of(parts, np.random.default_rng(n), n=n, runs=RUNS)
    ]

    assert np.mean([lower <= truth <= upper for lower, upper in ends]) >= LEAST_COVERAGE


@pytest.mark.slow
def test_the_same_check_fails_for_the_interval_of_a_mean_of_months() -> None:
    """Averaging rounded months, whatever their size, was what reports did before."""
    parts = JOINED["quarter that got worse"]
    truth, dice = true_index(parts), np.random.default_rng(1)

    def averaged() -> tuple[float, float]:
        months = [(draw(dice, (1, max(2, round(250 * share))))[0]) for draw, share in parts]
        answers = np.concatenate(months)
        means = [
            float(rounded_to(Fraction(float(each.mean())) * 25, step_of(30))) for each in months
        ]
        value = rounded_to(Fraction(float(np.mean(means))), step_of(250))
        sample = Sample(250, float(answers.mean()), float(answers.var(ddof=1)))
        interval = MEASURES.interval(
            value, n=rounded_count(250), step=step_of(250), spread=MEASURES.spread(sample)
        )
        return float(interval.lower), float(interval.upper)

    ends = [averaged() for _ in range(400)]

    assert np.mean([lower <= truth <= upper for lower, upper in ends]) < LEAST_COVERAGE
