"""Unit tests run in seconds: those that call a solver or draw long samples are marked ``slow``."""

import sys
import time
from collections.abc import Generator
from typing import Any, NoReturn

import pytest

SOLVERS = ("scipy.optimize._milp", "scipy.optimize._linprog_highs")
KEPT_SOLVER = "portal.publication.disclosure_audit.solver"


# Of the processor; no fast test needed a sixth of it when this was written, so that a slow machine
# refuses none.
MOST_SECONDS = 20.0


class LongFastTest(AssertionError):
    """A test that is not marked ``slow`` kept the processor for long."""


class SolverInFastTest(AssertionError):
    """A test that is not marked ``slow`` called a solver."""


def refuse(*_: Any, **__: Any) -> NoReturn:
    """Stand in for the solver."""
    raise SolverInFastTest("this test calls a solver: mark it with @pytest.mark.slow")


def check_seconds(seconds: float, *, is_slow: bool) -> None:
    """Refuse a test that kept the processor for more than ``MOST_SECONDS`` unless it is slow."""
    if seconds > MOST_SECONDS and not is_slow:
        raise LongFastTest(f"this test took {seconds:.0f} s: mark it with @pytest.mark.slow")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Measure each test by the processor's time, which other programs do not lengthen much."""
    started = time.process_time()
    yield
    is_slow = item.get_closest_marker("slow") is not None
    check_seconds(time.process_time() - started, is_slow=is_slow)


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
