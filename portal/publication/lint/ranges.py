"""How many people counts can have at the least and at the most, for many counts at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, milp

from portal.publication.lint.bounds import (
    SLACK,
    WHOLE,
    Bracket,
    ContradictoryStatements,
    is_whole,
)
from portal.publication.lint.component import Component, Floats, Matrix, matrix_of

Columns = tuple[int, ...]
# These systems are so small that simplifying them takes longer than solving them.
OPTIONS = {"presolve": False}
TRIES = 4
GOAL_FIRST = 100.0


def ranges_of(component: Component) -> list[Bracket]:
    """Return both ends of every count in question, in their order.

    Many counts are about the same people, such as those asked an element that everybody is
    asked, and many statements too: each is worked out once.

    :raises ContradictoryStatements: when no counts fit the statements.
    """
    asked = _rows(component.targets)
    system = _system(component)
    found = {columns: _range(system, columns) for columns in dict.fromkeys(asked)}
    return [found[columns] for columns in asked]


@dataclass(frozen=True, slots=True)
class _System:
    """Distinct statements as the solver takes them; ``is_limited`` by unknown."""

    limits: LinearConstraint
    is_limited: NDArray[np.bool_]


def _system(component: Component) -> _System:
    """Keep of statements about the same unknowns the closest ends, and none that says nothing."""
    ends: dict[Columns, tuple[float, float]] = {}
    for columns, lower, upper in zip(
        _rows(component.matrix), component.lower, component.upper, strict=True
    ):
        highest_lower, lowest_upper = ends.get(columns, (0.0, np.inf))
        ends[columns] = max(lower, highest_lower), min(upper, lowest_upper)
    telling = {columns: each for columns, each in ends.items() if each != (0.0, np.inf)}
    width = len(component.truth)
    is_limited = np.zeros(width, dtype=bool)
    for columns, (_, upper) in telling.items():
        is_limited[list(columns)] |= np.isfinite(upper)
    matrix = matrix_of(list(telling), width=width)
    lower, upper = np.array(list(telling.values())).reshape(-1, 2).T
    return _System(LinearConstraint(matrix.tocsc(), lower, upper), is_limited)


def _rows(matrix: Matrix) -> list[Columns]:
    """Return the unknowns of each row, in order."""
    starts, ends = matrix.indptr[:-1], matrix.indptr[1:]
    return [
        tuple(sorted(map(int, matrix.indices[start:end])))
        for start, end in zip(starts, ends, strict=True)
    ]


def _range(system: _System, columns: Columns) -> Bracket:
    lower = _extreme(system, columns, sign=-1)
    # An unknown that no statement limits can be as large as one likes.
    is_limited = all(system.is_limited[column] for column in columns)
    return Bracket(lower, _extreme(system, columns, sign=1) if is_limited else float("inf"))


def _extreme(system: _System, columns: Columns, *, sign: int) -> float:
    """Return the highest (sign 1) or lowest (sign -1) whole sum of some unknowns."""
    goal = np.zeros(len(system.is_limited))
    goal[list(columns)] = -float(sign)
    best = _solved(goal, system=system, integrality=0)
    people = _whole_as_good(best, goal, system=system)
    if people is None:
        people = _solved(goal, system=system, integrality=WHOLE)
    return float(-sign * (goal @ people))


def _whole_as_good(best: Floats, goal: Floats, *, system: _System) -> Floats | None:
    """Return whole people that reach the goal as well as ``best``, or None when none are found.

    Often many solutions are equally good and the first one found halves people. Weighing the
    unknowns differently besides finds another, much faster than whole numbers from the start.
    """
    dice = np.random.default_rng(len(goal))
    found = best
    for _ in range(TRIES):
        if is_whole(found) and abs(goal @ (found - best)) < SLACK:
            return found
        found = _solved(GOAL_FIRST * goal + dice.random(len(goal)), system=system, integrality=0)
    return None


def _solved(cost: Floats, *, system: _System, integrality: int) -> Floats:
    """Return the unknowns that make ``cost`` the least.

    :raises ContradictoryStatements: when nothing fits.
    """
    found: Any = milp(
        cost,
        constraints=system.limits,
        integrality=np.full(len(cost), integrality),
        options=OPTIONS,
    )
    if not found.success:
        raise ContradictoryStatements(found.message)
    people: Floats = found.x
    return people
