"""A test that calls a solver or keeps the processor is marked ``slow``, or it is refused."""

import numpy as np
import pytest
from hypothesis import settings
from scipy.optimize import linprog, milp

from tests import processor_time
from tests.examples import FAST_PROFILE, FULL, examples
from tests.unit.conftest import SolverInFastTest


def test_a_fast_test_that_calls_a_solver_is_told_to_be_marked() -> None:
    with pytest.raises(SolverInFastTest, match="slow"):
        milp(np.ones(1))
    with pytest.raises(SolverInFastTest, match="slow"):
        linprog([1.0])


@pytest.mark.slow
def test_a_slow_test_may_call_solvers() -> None:
    assert milp(np.ones(1)).success
    assert linprog([1.0]).success


def test_a_fast_test_that_takes_long_is_told_to_be_marked() -> None:
    most = 2.0 * processor_time.slowness()

    with pytest.raises(processor_time.LongFastTest, match="slow"):
        processor_time.check_seconds(most + 1, most=2.0)
    processor_time.check_seconds(most, most=2.0)


def test_fast_tests_that_take_too_much_together_fail_the_run() -> None:
    most = processor_time.MOST_SECONDS_IN_ALL * processor_time.slowness()

    assert processor_time.is_too_much(most + 1)
    assert not processor_time.is_too_much(most)


def test_a_fast_run_tries_a_property_with_a_tenth_of_the_examples() -> None:
    with_few = settings.get_current_profile_name() == FAST_PROFILE

    assert examples(150) == (15 if with_few else 150)
    assert examples(1) == 1
    assert settings.get_profile(FAST_PROFILE).max_examples * 10 == FULL
