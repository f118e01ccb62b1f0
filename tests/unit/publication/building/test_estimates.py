"""An estimate: by hand, never finer than promised, and its interval covers what it says."""

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.building.estimate_figures import Above, estimate_of
from portal.publication.building.measures import Measures
from portal.publication.figures.figures import Estimate
from portal.publication.figures.withholding import is_estimable, reliability_of, typical_n
from portal.statistics.constants import LEAST_COVERAGE
from portal.statistics.reliability import between_variance

CITY = Above("city", Decimal(76), n=1000, step=Decimal(1))
MEASURES = Measures(within=0.36, icc=0.05, units=10)
RUNS = 4000


def estimate(exact: Fraction | int, *, measures: Measures = MEASURES) -> Estimate:
    return estimate_of(Fraction(exact), above=CITY, measures=measures, least_mean=30)


def test_an_estimate_worked_out_by_hand() -> None:
    found = estimate(88)

    # 17 answers at ICC 0.05: 0.85 / 1.8 = 0.472; 76 + 0.47 x 12 = 81.64, in fives 80.
    assert (typical_n(30), found.reliability, found.value) == (17, Decimal("0.47"), Decimal(80))
    # 0.2209 x (2.2 x 0.8 x 10/9) / 10 + 0.2809 x (0.018947 + 0.36/998 + 0.0016/12) + 0.04/12:
    # 0.05199, hence 25 x 1.96 x 0.22802 = 11.17 to both sides, outwards to whole points.
    assert (found.interval.lower, found.interval.upper) == (Decimal(68), Decimal(92))
    assert (found.toward, found.n_from, found.n_to, found.step) == ("city", 10, 29, Decimal(5))


@pytest.mark.parametrize(
    ("n", "least_mean", "may"),
    [(9, 30, False), (10, 30, True), (29, 30, True), (30, 30, False), (49, 50, True)],
)
def test_there_are_estimates_of_ten_answers_up_to_a_mean(
    n: int, least_mean: int, *, may: bool
) -> None:
    assert is_estimable(n, least_mean=least_mean) is may


def test_a_place_never_only_repeats_the_one_above_nor_only_itself() -> None:
    assert reliability_of(0.0, least_mean=30) == Decimal("0.47")
    assert reliability_of(0.5, least_mean=30) == Decimal("0.66")
    assert estimate(88, measures=Measures(0.36, 0.0, 10)).value == Decimal(80)


@given(st.integers(10, 29), st.floats(0, 1), st.randoms(use_true_random=False))
def test_one_answer_moves_an_estimate_by_one_step_at_the_most(
    n: int, icc: float, dice: random.Random
) -> None:
    others = [Fraction(dice.randint(9, 36), 9) for _ in range(n - 1)]
    measures = Measures(0.36, min(icc, 0.99), 10)

    def of(last: int) -> Decimal:
        return estimate(25 * (sum(others) + last) / n, measures=measures).value

    assert abs(of(4) - of(1)) <= 5


def drawn_desks(dice: Any, *, n: int, is_divided: bool) -> tuple[Any, Any]:
    """Return true means of desks around the city's, and the mean of n answers at each."""
    sd = between_variance(within=MEASURES.within, icc=MEASURES.icc) ** 0.5
    truth = np.clip(dice.normal(float(CITY.value) / 25, sd, RUNS), 1.2, 3.8)
    if is_divided:
        answers = np.where(dice.random((RUNS, n)) < ((truth - 1) / 3)[:, None], 4.0, 1.0)
    else:
        share, size = (truth - 1) / 3, 4.0
        answers = 1 + 3 * dice.beta(
            (share * size)[:, None], ((1 - share) * size)[:, None], (RUNS, n)
        )
        answers = np.round(answers * 9) / 9
    return truth * 25, answers.mean(axis=1) * 25


@pytest.mark.parametrize("is_divided", [False, True])
@pytest.mark.parametrize("n", [10, 17, 29])
def test_the_interval_of_an_estimate_covers_typical_and_divided_desks(
    n: int, *, is_divided: bool
) -> None:
    truth, means = drawn_desks(np.random.default_rng(n), n=n, is_divided=is_divided)
    found = [estimate(Fraction(mean)) for mean in means]

    covered = np.mean(
        [
            float(each.interval.lower) <= true <= float(each.interval.upper)
            for each, true in zip(found, truth, strict=True)
        ]
    )

    assert covered >= LEAST_COVERAGE


def test_an_estimate_is_nearer_to_the_truth_than_the_mean_or_the_citys_figure() -> None:
    truth, means = drawn_desks(np.random.default_rng(1), n=17, is_divided=False)

    errors = {
        "own": np.abs(means - truth).mean(),
        "city": np.abs(float(CITY.value) - truth).mean(),
        "estimate": np.abs(
            [
                float(estimate(Fraction(mean)).value) - true
                for mean, true in zip(means, truth, strict=True)
            ]
        ).mean(),
    }

    assert errors["estimate"] < errors["city"]
    assert errors["estimate"] < errors["own"]
