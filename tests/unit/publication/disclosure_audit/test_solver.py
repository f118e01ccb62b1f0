"""One system kept in the solver answers every question as if it were asked alone."""

import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.publication.disclosure_audit import solver
from portal.publication.disclosure_audit.component import Columns, Distinct, matrix_of
from portal.publication.disclosure_audit.solver import ContradictoryStatements, Solver

pytestmark = pytest.mark.slow

MOST = 3
UNKNOWNS = 4
sums = st.sets(st.integers(0, UNKNOWNS - 1), min_size=1).map(lambda found: (*sorted(found),))
ODD_CIRCLE: dict[Columns, tuple[float, float]] = {(0, 1): (0, 1), (1, 2): (0, 1), (0, 2): (0, 1)}


def system(said: dict[Columns, tuple[float, float]], *, most: float = MOST) -> Distinct:
    lower, upper = np.array(list(said.values()), dtype=float).reshape(-1, 2).T
    width = UNKNOWNS
    return Distinct(
        matrix_of(list(said), width=width), lower, upper, np.zeros(width), np.full(width, most)
    )


@st.composite
def worlds(draw: st.DrawFn) -> dict[Columns, tuple[float, float]]:
    """Draw what is said of sums of true counts, so that something fits."""
    truth = draw(st.tuples(*[st.integers(0, MOST)] * UNKNOWNS))
    return {
        columns: (max(0, n - draw(st.integers(0, 2))), n + draw(st.integers(0, 2)))
        for columns in draw(st.sets(sums, max_size=5))
        for n in [sum(truth[each] for each in columns)]
    }


# Here the steps from the last answer end without one.
@example({(1,): (3, 4), (0, 2): (2, 3), (3,): (0, 0)}, [(0, 1)])
@given(worlds(), st.lists(sums, min_size=1, max_size=6))
def test_each_answer_is_the_most_of_all_possibilities(
    said: dict[Columns, tuple[float, float]], asked: list[Columns]
) -> None:
    kept = Solver(system(said))
    possible = [
        counts
        for counts in product(range(MOST + 1), repeat=UNKNOWNS)
        if all(low <= sum(counts[at] for at in row) <= high for row, (low, high) in said.items())
    ]

    for columns in asked:
        goal = np.zeros(UNKNOWNS)
        goal[list(columns)] = 1
        values = [sum(counts[at] for at in columns) for counts in possible]
        assert goal @ kept.most_people(goal) == max(values)
        assert goal @ kept.most_people(-goal) == min(values)


def test_halves_of_people_are_no_possibility_even_where_no_weighing_avoids_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goal = np.array([1.0, 1.0, 1.0, 0.0])
    monkeypatch.setattr(solver, "TRIES", 0)

    assert goal @ Solver(system(ODD_CIRCLE)).most(goal) == 1.5
    assert goal @ Solver(system(ODD_CIRCLE)).most_people(goal) == 1


def test_what_is_enough_need_not_be_the_most() -> None:
    goal = np.array([1.0, 1.0, 1.0, 1.0])

    assert goal @ Solver(system(ODD_CIRCLE)).most_people(goal, enough=2) >= 2


def test_other_ends_hold_until_they_are_changed_back() -> None:
    goal = np.array([1.0, 0.0, 0.0, 0.0])
    free = system({})
    kept = Solver(free)

    kept.within(np.zeros(UNKNOWNS), np.ones(UNKNOWNS))
    assert goal @ kept.most_people(goal) == 1
    kept.within(free.least, free.most)
    assert goal @ kept.most_people(goal) == MOST


def test_weighing_what_nothing_limits_is_no_goal_without_end() -> None:
    # Unknown 3 has no upper end: whoever weighs it besides must not want more and more of it.
    said: dict[Columns, tuple[float, float]] = {**ODD_CIRCLE, (0, 1, 2, 3): (3, float("inf"))}
    kept = Solver(system(said, most=float("inf")))
    goal = np.array([1.0, 1.0, 1.0, 0.0])

    assert kept.is_limited(goal)
    assert goal @ kept.most_people(goal) == 1
    assert not kept.is_limited(np.array([0.0, 0.0, 0.0, 1.0]))


def test_what_contradicts_itself_has_no_answer() -> None:
    goal = np.array([1.0, 0.0, 0.0, 0.0])

    with pytest.raises(ContradictoryStatements):
        Solver(system({(0, 1): (7, 9)})).most(goal)


def test_the_solver_writes_nothing_into_what_commands_print() -> None:
    program = "import highspy; h = highspy.Highs(); h.setOptionValue('output_flag', False); h.run()"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert (done.stdout, done.stderr) == ("", "")
