"""P7: how closely a hidden count can be bracketed, by linear programming."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import vstack

from portal.publication.disclosure_audit.component import Component, Floats, Matrix
from portal.publication.disclosure_audit.possible import Possible
from portal.publication.figures.knowledge import LEAST_WIDTH
from portal.publication.figures.thresholds import LEAST_SHOWN

SLACK = 1e-6
WHOLE = 1


class ContradictoryStatements(ValueError):
    """What was published cannot all be true; the solver found no counts that fit."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """The lowest and highest value a hidden count can have, both inclusive.

    ``binding`` are the positions of the statements that hold it there.
    """

    lower: float
    upper: float
    binding: frozenset[int] = frozenset()

    @property
    def is_tight(self) -> bool:
        """Whether fewer than 5 units lie between the whole numbers within the ends."""
        if self.upper == float("inf"):
            return False
        return floor(self.upper + SLACK) - ceil(self.lower - SLACK) < LEAST_WIDTH

    @property
    def is_telling_of_few(self) -> bool:
        """Whether a count below ten is known to be some of 1 to 9 and not others."""
        return self.lower > 1 + SLACK or self.upper < LEAST_SHOWN - 1 - SLACK

    def is_within(self, other: "Bracket") -> bool:
        """Whether it tells more than another bracket of the same count."""
        return self.lower > other.lower + SLACK or self.upper < other.upper - SLACK


def tight_brackets(
    component: Component, *, seed: int = 0, guards_few: bool = False
) -> dict[int, Bracket]:
    """Return every hidden count that is bounded too closely, by its position.

    That is within fewer than 5 units. With ``guards_few`` it is also, for a count below ten,
    whatever leaves out some of 1 to 9. First the true counts are pushed around within what was
    published, many hidden counts at once: whichever moves far enough is wide, because both ends
    are possible. Only the others are minimised and maximised one by one.

    :raises ContradictoryStatements: when not even the true counts fit the statements.

    Source: Hundepool et al. (2012), Statistical disclosure control, the auditing problem.
    """
    if not component.targets.shape[0]:
        return {}
    _check_truth(component)
    possible = Possible(component, seed=seed, guards_few=guards_few)
    possible.push()
    system = _System(component, possible=possible)
    tight, telling = {}, {}
    for position in map(int, possible.narrow):
        if position not in possible.narrow:
            # What was found for one before has shown it to be wide.
            continue
        is_few = guards_few and component.hidden[position] < LEAST_SHOWN
        bracket = system.bracket(position, is_few=is_few)
        if bracket.is_tight:
            tight[position] = bracket
        elif is_few and bracket.is_telling_of_few:
            telling[position] = bracket
    return tight | telling


def _check_truth(component: Component) -> None:
    counts = component.matrix @ component.truth
    if (counts < component.lower - SLACK).any() or (counts > component.upper + SLACK).any():
        raise ContradictoryStatements("the true counts do not fit what the release says")


class _System:
    """The inequalities in the solver's one-sided form."""

    def __init__(self, component: Component, *, possible: Possible) -> None:
        self.possible = possible
        limited = np.isfinite(component.upper)
        self.component = component
        self.rows: Matrix = vstack([component.matrix[limited], -component.matrix], format="csr")
        self.limits: Floats = np.concatenate([component.upper[limited], -component.lower])
        self.statements = np.concatenate([np.flatnonzero(limited), np.arange(len(component.lower))])

    def extreme(self, position: int, *, sign: int) -> tuple[float, frozenset[int]]:
        """Return the highest (sign 1) or lowest (sign -1) value of a hidden count.

        With it come the statements whose change would change it.
        """
        row = self.component.targets[[position]].toarray()[0]
        found = _solved(-sign * row, A_ub=self.rows, b_ub=self.limits)
        if found is None:
            return float("inf"), frozenset()
        felt = np.abs(found.ineqlin.marginals) > SLACK
        telling = frozenset(map(int, self.statements[felt]))
        if not is_whole(found.x):
            found = _solved(-sign * row, A_ub=self.rows, b_ub=self.limits, integrality=WHOLE)
        self.possible.note(found.x)
        return float(row @ found.x), telling

    def bracket(self, position: int, *, is_few: bool = False) -> Bracket:
        """Return both ends for one hidden count; one end is enough when it is far away.

        :param is_few: whether both ends matter, because the count is below ten.
        """
        truth = float(self.component.hidden[position])
        upper, above = self.extreme(position, sign=1)
        if upper - truth >= LEAST_WIDTH and not is_few:
            return Bracket(truth, upper)
        lower, below = self.extreme(position, sign=-1)
        return Bracket(lower, upper, above | below)


UNBOUNDED = 3


def _solved(cost: Floats, **problem: Any) -> Any:
    """Return the solver's answer, or None when nothing limits the goal.

    :raises ContradictoryStatements: when nothing fits.
    """
    found = linprog(cost, method="highs", **problem)
    if found.status == UNBOUNDED:
        return None
    if not found.success:
        raise ContradictoryStatements(found.message)
    return found


def is_whole(counts: Floats) -> bool:
    """Whether a solution is one of people; fractions of them are no possibility."""
    return bool(np.abs(counts - np.round(counts)).max(initial=0.0) < SLACK)
