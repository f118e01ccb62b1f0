"""A unit test that calls a solver is marked ``slow``, or it is told so."""

import numpy as np
import pytest
from scipy.optimize import linprog, milp

from tests.unit.conftest import MOST_SECONDS, LongFastTest, SolverInFastTest, check_seconds


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
    with pytest.raises(LongFastTest, match="slow"):
        check_seconds(MOST_SECONDS + 1, is_slow=False)
    check_seconds(MOST_SECONDS, is_slow=False)
    check_seconds(MOST_SECONDS + 1, is_slow=True)
