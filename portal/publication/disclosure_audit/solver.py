"""A system of counts that stays in the solver, so that each question starts at the last answer.

All questions about a system differ in their goal alone. Asked one by one of a solver that holds
nothing, the system is read and simplified for each; asked of this one, an answer is mostly a few
steps from the one before.
"""

from collections.abc import Mapping
from functools import cached_property

import highspy
import numpy as np

from portal.publication.disclosure_audit.component import Distinct, Floats, limited

SLACK = 1e-6
# Simplifying these systems takes longer than solving them; primal steps begin at the last answer.
KEPT: Mapping[str, str | int] = {"presolve": "off", "solver": "simplex", "simplex_strategy": 4}
# Where the primal steps fail, the same question is given to a fresh solver.
ANEW: Mapping[str, str | int] = {"presolve": "choose", "solver": "choose", "simplex_strategy": 1}
TRIES = 12
GOAL_FIRST = 100.0
SOLVED = frozenset({highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget})
NONE_FITS = frozenset(
    {
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnbounded,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    }
)
NO_LIMIT = float("inf")


class ContradictoryStatements(ValueError):
    """What was published cannot all be true; the solver found no counts that fit."""


class Solver:
    """Finds the numbers of people behind the counts of a system that make a goal the most."""

    def __init__(self, system: Distinct) -> None:
        """Hand the system over, once for all questions."""
        self._system = system
        self._columns = np.arange(len(system.least), dtype=np.int32)
        self._limited = limited(system)
        self._dice = np.random.default_rng(len(self._columns))

    def most(self, goal: Floats) -> Floats:
        """Return what makes a goal the most, in fractions of people where it comes to that.

        :raises ContradictoryStatements: when nothing fits, or nothing limits the goal.
        """
        return self._answer(self._fractions, goal)

    def most_people(self, goal: Floats, *, enough: float = NO_LIMIT) -> Floats:
        """Return whole people that make a goal the most, or at least ``enough``."""
        best = self.most(goal)
        most = float(np.floor(goal @ best + SLACK))
        found = self._as_good(best, goal, enough=min(enough, most))
        return self._in_whole_numbers(goal, enough=enough) if found is None else found

    def is_limited(self, goal: Floats) -> bool:
        """Whether something said limits every unknown that a goal wants more of."""
        return bool(self._limited[goal > 0].all())

    def within(self, least: Floats, most: Floats) -> None:
        """Take the unknowns to lie between other ends from now on."""
        self._fractions.changeColsBounds(len(self._columns), self._columns, least, most)

    def _as_good(self, best: Floats, goal: Floats, *, enough: float) -> Floats | None:
        """Return whole people that reach ``enough``, or None when none are found.

        Often many solutions are equally good and the first one found halves people. Weighing the
        unknowns differently besides finds another, much faster than whole numbers from the start.
        """
        found, aside = best, np.zeros(len(goal))
        for _ in range(TRIES):
            if is_whole(found) and goal @ found >= enough - SLACK:
                return np.round(found)
            halved = np.abs(found - np.round(found)) > SLACK
            aside = aside + halved * self._dice.uniform(-1, 1, len(goal))
            found = self.most(GOAL_FIRST * goal + np.where(self._limited, aside, -np.abs(aside)))
        return None

    def _in_whole_numbers(self, goal: Floats, *, enough: float) -> Floats:
        self._whole.setOptionValue("objective_target", -enough)
        return np.round(self._answer(self._whole, goal))

    def _answer(self, solver: highspy.Highs, goal: Floats) -> Floats:
        solver.changeColsCost(len(goal), self._columns, -goal)
        solver.run()
        status = solver.getModelStatus()
        if status not in SOLVED | NONE_FITS:
            status = _status_anew(solver)
        if status not in SOLVED:
            raise ContradictoryStatements(solver.modelStatusToString(status))
        return np.array(solver.getSolution().col_value)

    @cached_property
    def _fractions(self) -> highspy.Highs:
        return solver_of(self._system, options=KEPT)

    @cached_property
    def _whole(self) -> highspy.Highs:
        return whole_solver_of(self._system, options={})


def whole_solver_of(system: Distinct, *, options: Mapping[str, str | float]) -> highspy.Highs:
    """Return a solver that looks for whole numbers alone."""
    solver = solver_of(system, options=options)
    columns = np.arange(len(system.least), dtype=np.int32)
    whole = np.full(len(columns), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    solver.changeColsIntegrality(len(whole), columns, whole)
    return solver


def solver_of(system: Distinct, *, options: Mapping[str, str | float]) -> highspy.Highs:
    """Return a solver that holds a system, for one question after the other."""
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call] # no types
    _set(solver, {"output_flag": False, "threads": 1, **options})
    matrix = system.matrix.tocsr()
    programme = highspy.HighsLp()
    programme.num_row_, programme.num_col_ = matrix.shape
    programme.col_cost_ = np.zeros(matrix.shape[1])
    programme.col_lower_, programme.col_upper_ = system.least, system.most
    programme.row_lower_, programme.row_upper_ = system.lower, system.upper
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = matrix.indptr
    programme.a_matrix_.index_ = matrix.indices
    programme.a_matrix_.value_ = matrix.data
    solver.passModel(programme)
    return solver


def _status_anew(solver: highspy.Highs) -> highspy.HighsModelStatus:
    """Ask the last question again without what is known from earlier ones."""
    before = {name: solver.getOptionValue(name)[1] for name in ANEW}
    solver.clearSolver()
    _set(solver, ANEW)
    solver.run()
    _set(solver, before)
    return solver.getModelStatus()


def _set(solver: highspy.Highs, options: Mapping[str, str | float]) -> None:
    for name, value in options.items():
        solver.setOptionValue(name, value)


def is_whole(counts: Floats) -> bool:
    """Whether a solution is one of people; fractions of them are no possibility."""
    return bool(np.abs(counts - np.round(counts)).max(initial=0.0) < SLACK)
