"""A unit test that calls a solver is marked ``slow``: `make test-fast` leaves it out."""

import sys
from typing import Any, NoReturn

import pytest

SOLVERS = ("scipy.optimize._milp", "scipy.optimize._linprog_highs")
KEPT_SOLVER = "portal.publication.disclosure_audit.solver"


class SolverInFastTest(AssertionError):
    """A test that is not marked ``slow`` called a solver."""


def refuse(*_: Any, **__: Any) -> NoReturn:
    """Stand in for the solver."""
    raise SolverInFastTest("this test calls a solver: mark it with @pytest.mark.slow")


@pytest.fixture(autouse=True)
def no_solver_in_a_fast_test(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refuse solvers that are loaded, unless the test is marked ``slow``."""
    if request.node.get_closest_marker("slow") is None:
        for name in SOLVERS:
            if name in sys.modules:
                monkeypatch.setattr(sys.modules[name], "_highs_wrapper", refuse)
        if KEPT_SOLVER in sys.modules:
            monkeypatch.setattr(sys.modules[KEPT_SOLVER].Solver, "_answer", refuse)
